import type { NodePlacement } from '../contract/placement';
import { toleratesAllOf } from '../validation/tolerations';

const selects = (wide: object, narrow: { readonly [label: string]: string }) =>
  Object.entries(wide).every(([label, value]) => Object.hasOwn(narrow, label) && narrow[label] === value);

/** Whether whatever a placement selects is selected by a wider one, whose pods also stand its taints. */
function within(narrow: NodePlacement | undefined, wide: NodePlacement | undefined): boolean {
  return (
    selects(wide?.nodeSelector ?? {}, narrow?.nodeSelector ?? {}) &&
    (narrow?.tolerations ?? []).every((it) => (wide?.tolerations ?? []).some((other) => toleratesAllOf(other, it)))
  );
}

/** Whether all nodes of one placement are nodes of the other. */
export function shareNodes(one: NodePlacement | undefined, other: NodePlacement | undefined): boolean {
  return within(one, other) || within(other, one);
}

/** The startup taint that both placements have, if any: whoever is done first lifts it for both. */
export function sharedStartupTaint(
  one: NodePlacement | undefined,
  other: NodePlacement | undefined,
): string | undefined {
  const keys = (other?.startupTaints ?? []).map(({ key }) => key);
  return one?.startupTaints?.find(({ key }) => keys.includes(key))?.key;
}
