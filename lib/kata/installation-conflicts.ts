import type { RuntimeClass } from '../sandbox/runtime-class';
import type { Finding } from '../validation/finding';
import { olderThan } from '../validation/version';
import { containerdDropIn } from './devmapper/devmapper-setup';
import type { KataInstallation } from './install/kata-installation';
import { RULES } from './rules';
import { nodesOverlap, sharedStartupTaint } from './shared-nodes';

/** An installation beside others. */
export interface InstallationSummary {
  readonly path: string;
  readonly installation: KataInstallation;
  readonly classes: readonly RuntimeClass[];
  /** Whether other installations may use its nodes. */
  readonly allowSharedNodes: boolean;
}

/** The first conflict of two installations of one app: object names, RuntimeClasses, handlers, nodes or startup taints. */
export function findConflict(first: InstallationSummary, second: InstallationSummary): Finding | undefined {
  const { daemonSetName, instance } = first.installation;
  const other = second.installation;
  if (other.instance === instance) {
    return runtimesCollide(first.path, second.path, `make DaemonSet ${daemonSetName}`);
  }
  const name = sharedName(first, second, 'name');
  if (name !== undefined) return runtimesCollide(first.path, second.path, `make RuntimeClass ${name}`);
  const shared = first.installation.parts.flatMap((part) =>
    other.parts.filter((it) => nodesOverlap(part.placement, it.placement)).map((it) => [part, it] as const),
  );
  if (shared.length === 0) return undefined;
  const handler = sharedName(first, second, 'handler');
  if (handler !== undefined) return runtimesShareHandler(first.path, second.path, handler);
  const taint = shared
    .map(([one, two]) => sharedStartupTaint(one.placement, two.placement))
    .find((it) => it !== undefined);
  if (taint !== undefined) return runtimesShareTaint(first.path, second.path, taint);
  if (shareDropIn(shared)) return runtimesShareDropIn(first.path, second.path);
  return first.allowSharedNodes || second.allowSharedNodes ? undefined : runtimesShareNodes(first.path, second.path);
}

function sharedName(first: InstallationSummary, second: InstallationSummary, field: 'name' | 'handler') {
  const taken = second.classes.map((it) => it[field]);
  return first.classes.map((it) => it[field]).find((it) => taken.includes(it));
}

/**
 * Since this version containerd reads drop-ins from a folder, in which the file of kata-deploy has the same name for
 * every installation.
 */
const SHARED_FOLDER = '2.2';

function shareDropIn(shared: readonly (readonly [KataInstallation, KataInstallation])[]): boolean {
  const hasDropIn = (part: KataInstallation) => containerdDropIn(part) !== undefined;
  const isOlder = ({ containerdVersion }: KataInstallation) =>
    containerdVersion !== undefined && olderThan(containerdVersion, SHARED_FOLDER);
  return shared.some((pair) => pair.every(hasDropIn) && !pair.some(isOlder));
}

/** Two installations that would write the same thing. */
function runtimesCollide(path: string, other: string, what: string): Finding {
  return RULES.sameNames.find('', `'${path}' and '${other}' both ${what}`);
}

/** Two installations on the same nodes. */
function runtimesShareNodes(one: string, other: string): Finding {
  return RULES.sameNodes.find(
    '',
    `'${one}' and '${other}' both claim the same nodes, where each restarts containerd under the other's pods`,
    'give each its own ' +
      'placement, such as that of a pool with its multiInstallSuffix, or say that it is meant with allowSharedNodes: true',
  );
}

/** Two installations that would tell containerd of one handler. */
function runtimesShareHandler(one: string, other: string, handler: string): Finding {
  return RULES.sameHandler.find(
    '',
    `'${one}' and '${other}' both make handler ${handler} on the same nodes, where containerd can have one handler of a name`,
  );
}

/** Two installations that would lift one taint. */
function runtimesShareTaint(one: string, other: string, taint: string): Finding {
  return RULES.sameTaint.find(
    '',
    `'${one}' and '${other}' both lift the startup taint ${taint} of the same nodes: whichever is done first opens them for pods of the ` +
      'other',
    "give each its own pool, such as addKataNodePool('blue', { multiInstallSuffix: 'blue' })",
  );
}

/** Two files of one name on a node. */
function runtimesShareDropIn(one: string, other: string): Finding {
  return RULES.sameDropIn.find(
    '',
    `'${one}' and '${other}' both have containerd.userDropIn or devmapper on the same nodes, where containerd 2.2 and newer reads one file ` +
      'for both: the second replaces the first, and whichever goes first removes it',
    'give one of them other nodes, or containerdVersion where it is older',
  );
}
