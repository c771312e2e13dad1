import { TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';

const MOVED_FROM = 'cdk-kata/moved-from';

/**
 * Remembers where a construct was after the places that are remembered already.
 *
 * @param construct the construct
 * @param oldPath its former path, relative to the stack
 */
export function rememberPath(construct: IConstruct, oldPath: string): void {
  construct.node.addMetadata(MOVED_FROM, oldPath);
}

/** Former paths of a construct that was moved itself, relative to the stack, the oldest first. */
export function formerPaths(construct: IConstruct): readonly string[] {
  return construct.node.metadata.filter(({ type }) => type === MOVED_FROM).map(({ data }) => data as string);
}

/**
 * The ids from the stack down to the construct, as they were when its resources were created: names and hashes are made of
 * them, so that moving a construct changes none.
 *
 * @param construct a construct of a stack
 */
export function stableIds(construct: IConstruct): string[] {
  return idsOnTheWay(construct)[0] ?? [];
}

/**
 * The ids from the stack down to the construct at each place where it was, the oldest first, and where it is.
 *
 * @param construct a construct of a stack
 */
export function idsOnTheWay(construct: IConstruct): string[][] {
  if (TerraformStack.isStack(construct) || construct.node.scope === undefined) return [[]];
  const former = formerPaths(construct).map((path) => path.split('/'));
  const above = idsOnTheWay(construct.node.scope).map((ids) => [...ids, construct.node.id]);
  // A construct that was moved itself was where its own calls say, wherever those above it were.
  return former.length === 0 ? above : [...former, above[above.length - 1] as string[]];
}

/** Whether a construct, or one above it, was moved. */
export function isMoved(construct: IConstruct): boolean {
  return construct.node.scopes.some((scope) => formerPaths(scope).length > 0);
}
