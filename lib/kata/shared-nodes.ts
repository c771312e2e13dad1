import type { NodePlacement } from '../contract/placement';
import { toleratesAllOf } from '../validation/tolerations';

const matchesLabels = (selector: object, labels: { readonly [label: string]: string }) =>
  Object.entries(selector).every(([label, value]) => Object.hasOwn(labels, label) && labels[label] === value);

/** Whether every node of a placement is also a node of a wider one, which selects all of them and tolerates their taints. */
function isSubsetOf(narrow: NodePlacement | undefined, wide: NodePlacement | undefined): boolean {
  return (
    matchesLabels(wide?.nodeSelector ?? {}, narrow?.nodeSelector ?? {}) &&
    (narrow?.tolerations ?? []).every((it) => (wide?.tolerations ?? []).some((other) => toleratesAllOf(other, it)))
  );
}

/** Whether all nodes of one placement are nodes of the other. */
export function nodesOverlap(first: NodePlacement | undefined, second: NodePlacement | undefined): boolean {
  return isSubsetOf(first, second) || isSubsetOf(second, first);
}

/** The startup taint that both placements have, if any: the installation that is done first lifts it for both. */
export function sharedStartupTaint(
  first: NodePlacement | undefined,
  second: NodePlacement | undefined,
): string | undefined {
  const keys = (second?.startupTaints ?? []).map(({ key }) => key);
  return first?.startupTaints?.find(({ key }) => keys.includes(key))?.key;
}
