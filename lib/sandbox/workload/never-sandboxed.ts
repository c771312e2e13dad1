import type { IConstruct } from 'constructs';

const NEVER = Symbol.for('cdk-kata/never-sandboxed');

/**
 * Keeps all that a construct holds out of VMs, whatever is sandboxed: what installs the VM runtime cannot run in it.
 *
 * @param construct the construct
 */
export function neverSandbox(construct: IConstruct): void {
  if (!(NEVER in construct)) Object.defineProperty(construct, NEVER, { value: true });
}

/**
 * Whether a construct is kept out of VMs.
 *
 * @param construct the construct
 */
export function isNeverSandboxed(construct: IConstruct): boolean {
  for (let at: IConstruct | undefined = construct; at !== undefined; at = at.node.scope) {
    if (NEVER in at) return true;
  }
  return false;
}
