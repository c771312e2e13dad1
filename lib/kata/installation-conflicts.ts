import type { RuntimeClass } from '../sandbox/runtime-class';
import { olderThan } from '../validation/version';
import { containerdDropIn } from './devmapper/devmapper-setup';
import type { KataInstallation } from './install/kata-installation';
import {
  runtimesCollide,
  runtimesShareDropIn,
  runtimesShareHandler,
  runtimesShareNodes,
  runtimesShareTaint,
} from './install/messages';
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
export function findConflict(first: InstallationSummary, second: InstallationSummary): string | undefined {
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

/** From this version on containerd has a folder for drop-ins, in which kata-deploy's has one name for all installations. */
const SHARED_FOLDER = '2.2';

function shareDropIn(shared: readonly (readonly [KataInstallation, KataInstallation])[]): boolean {
  const hasDropIn = (part: KataInstallation) => containerdDropIn(part) !== undefined;
  const isOlder = ({ containerdVersion }: KataInstallation) =>
    containerdVersion !== undefined && olderThan(containerdVersion, SHARED_FOLDER);
  return shared.some((pair) => pair.every(hasDropIn) && !pair.some(isOlder));
}
