import type { IConstruct } from 'constructs';

const CONFINED = Symbol.for('cdk-kata/confined');

/**
 * Demands that every pod that comes of what a construct holds is in a VM: what `sandbox()` does not reach is an error there.
 *
 * @param construct the construct
 */
export function confine(construct: IConstruct): void {
  Object.defineProperty(construct, CONFINED, { value: true });
}

/**
 * Whether pods that come of a construct have to be in VMs.
 *
 * @param construct the construct
 */
export function isConfined(construct: IConstruct): boolean {
  return construct.node.scopes.some((scope) => CONFINED in scope);
}
