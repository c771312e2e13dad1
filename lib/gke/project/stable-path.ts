import { TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';

const MOVED_FROM = 'cdk-kata/moved-from';

/**
 * Remembers where a construct was when its resources were created.
 *
 * @param construct the construct
 * @param oldPath its former path, relative to the stack
 */
export function rememberPath(construct: IConstruct, oldPath: string): void {
  construct.node.addMetadata(MOVED_FROM, oldPath);
}

/** Former path of a construct that was moved itself, relative to the stack; undefined when it was not. */
export function formerPath(construct: IConstruct): string | undefined {
  return construct.node.metadata.find(({ type }) => type === MOVED_FROM)?.data as string | undefined;
}

/**
 * The ids from the stack down to the construct, as they were when its resources were created: names and hashes are made of
 * them, so that moving a construct changes none.
 *
 * @param construct a construct of a stack
 */
export function stableIds(construct: IConstruct): string[] {
  if (TerraformStack.isStack(construct)) return [];
  const former = formerPath(construct);
  if (former !== undefined) return former.split('/');
  const { scope } = construct.node;
  return scope === undefined ? [] : [...stableIds(scope), construct.node.id];
}

/** Whether a construct, or one above it, was moved. */
export function isMoved(construct: IConstruct): boolean {
  return construct.node.scopes.some((scope) => formerPath(scope) !== undefined);
}
