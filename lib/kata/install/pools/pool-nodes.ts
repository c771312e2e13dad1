import { createHash } from 'node:crypto';
import { KATA_SHIMS_LABEL, NODE_POOL_LABEL } from '../../../contract/node-labels';
import type { NodePlacement, StartupTaint, Toleration } from '../../../contract/placement';
import type { KataArchitecture } from '../../catalogue/kata-architecture';
import type { KataShim } from '../../catalogue/kata-shim';
import type { KataPool } from './kata-pool';

type Labels = { readonly [label: string]: string };

/** Nodes as a RuntimeClass selects them. */
export interface ClassNodes {
  readonly nodeSelector: Labels;
  readonly tolerations: readonly Toleration[];

  /** Taints that keep pods of the class away until Kata is installed. */
  readonly startupTaints: readonly StartupTaint[];
}

/** Grammar of a pool's name. */
export const POOL_NAME = /^[a-z0-9]([a-z0-9-]{0,18}[a-z0-9])?$/;

/** The placement of a pool, which also selects what tells the pool from others. */
export function placementOf({ placement }: KataPool): NodePlacement {
  return { ...placement, nodeSelector: { ...placement.nodeSelector, ...placement.poolLabels } };
}

/** The name of a pool. */
export function poolName(pool: KataPool): string {
  if (pool.name !== undefined) return pool.name;
  const { [NODE_POOL_LABEL]: nodePool, [KATA_SHIMS_LABEL]: shims } = pool.placement.poolLabels ?? {};
  const label = (nodePool ?? shims ?? '').replaceAll('.', '-');
  if (POOL_NAME.test(label)) return label;
  const { nodeSelector } = placementOf(pool);
  const labels = Object.entries(nodeSelector).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(labels)).digest('hex').slice(0, 8);
}

/** The labels that all of the selectors have. */
export function commonLabels([first, ...others]: readonly Labels[]): Labels {
  return Object.fromEntries(
    Object.entries(first ?? {}).filter(([label, value]) => others.every((labels) => labels[label] === value)),
  );
}

/** Whether a selector has a label that nodes with the other labels do not have. */
export function isToldApart(selector: Labels, other: Labels): boolean {
  return Object.entries(selector).some(([label, value]) => other[label] !== value);
}

/** The nodes of a RuntimeClass whose shim is on several placements: it selects their common labels, and tolerates the taints of all. */
export function classNodes(placements: readonly NodePlacement[]): ClassNodes {
  const tolerations = new Map(
    placements.flatMap((it) => (it.tolerations ?? []).map((toleration) => [JSON.stringify(toleration), toleration])),
  );
  return {
    nodeSelector: commonLabels(placements.map(({ nodeSelector }) => nodeSelector)),
    tolerations: [...tolerations.values()],
    startupTaints: placements.flatMap((it) => it.startupTaints ?? []),
  };
}

/** Every shim of the pools, in the order in which they are named; undefined where none names any. */
export function shimsOfPools(pools: readonly KataPool[], own: readonly KataShim[] | undefined): KataShim[] | undefined {
  const named = pools.flatMap(({ shims = own ?? [] }) => shims);
  const names = named.map(({ name }) => name);
  return named.length === 0 ? undefined : named.filter(({ name }, index) => names.indexOf(name) === index);
}

/** Every architecture of the pools, or those of the installation without pools. */
export function architecturesOf(
  pools: readonly KataPool[] | undefined,
  own: readonly KataArchitecture[],
): readonly KataArchitecture[] {
  const named = (pools ?? []).flatMap(({ architectures = own }) => architectures);
  return named.length === 0 ? [...own] : [...new Set(named)];
}
