import { assertParameter } from '../../validation/props';

/** What a change does to what runs, from harmless to worst. */
export enum ChangeImpact {
  /** No sandbox and no node notices it. */
  NOTHING = 'nothing',
  /** Pods of the installation are replaced, node by node. */
  ROLLS_INSTALLER = 'rolls-installer',
  /** containerd restarts on the nodes. Running sandboxes go on; pods start late meanwhile. */
  RESTARTS_CONTAINERD = 'restarts-containerd',
  /** Handlers, drop-ins or settings stay on nodes that the program no longer knows. */
  LEAVES_STALE_HANDLERS = 'leaves-stale-handlers',
  /** Running sandboxes end, or lose what they need to go on. */
  KILLS_SANDBOXES = 'kills-sandboxes',
  /** A node pool goes, with its nodes and all that runs on them. */
  RECREATES_POOL = 'recreates-pool',
  /** The cluster goes, with all that is in it. */
  REPLACES_CLUSTER = 'replaces-cluster',
  /** The API server refuses it, or it breaks what is installed: it needs another way. */
  FORBIDDEN = 'forbidden',
}

/** A difference between two outputs of a program, and what it does. */
export interface Change {
  /** What `acknowledged` names it by: impact and object, such as `kills-sandboxes Deployment web/web`. */
  readonly id: string;

  /** What it does. */
  readonly impact: ChangeImpact;

  /** The object or the Terraform resource, such as `DaemonSet kube-system/kata-deploy`. */
  readonly object: string;

  /** Where the two differ: JSON pointers, in Terraform paths with dots; empty for an object that came or went. */
  readonly fields: readonly string[];

  /** Why the change does that, as one sentence. */
  readonly reason: string;

  /** What it touches: nodes, pods, handlers. */
  readonly touches: readonly string[];

  /** What to do about it, or the way round; empty where there is nothing to do. */
  readonly fix: string;
}

/** What a comparison leaves out. */
export interface CompareOptions {
  /**
   * Ids of changes that are known and wanted, such as `kills-sandboxes Deployment web/web`. They are left out of the result. An
   * id that fits no change does nothing, so that a list may stay where it is.
   *
   * @default - none
   */
  readonly acknowledged?: readonly string[];
}

const RANK = Object.values(ChangeImpact);

/**
 * How bad an impact is, to compare two of them: the higher, the worse.
 *
 * @param impact the impact
 */
export function severityOf(impact: ChangeImpact): number {
  return RANK.indexOf(impact);
}

/**
 * A change with its id.
 *
 * @param change all but the id
 */
export function changeOf(change: Omit<Change, 'id'>): Change {
  return { id: `${change.impact} ${change.object}`, ...change };
}

/**
 * A change as one line: what it does to which object, why, and what to do.
 *
 * @param change the change
 */
export function describeChange(change: Change): string {
  assertParameter('change', change, 'Change');
  const { impact, object, reason, fix } = change;
  return `${impact}: ${object}: ${reason}${fix === '' ? '' : `; ${fix}`}`;
}

/**
 * Puts changes into order, the worst first, without those that are acknowledged.
 *
 * @param changes the changes
 * @param acknowledged ids
 */
export function ranked(changes: readonly Change[], acknowledged: readonly string[]): Change[] {
  return changes
    .filter(({ id }) => !acknowledged.includes(id))
    .map((change, index) => ({ change, index }))
    .sort((a, b) => severityOf(b.change.impact) - severityOf(a.change.impact) || a.index - b.index)
    .map(({ change }) => change);
}
