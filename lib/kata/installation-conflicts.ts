import type { RuntimeClass } from '../sandbox/runtime-class';
import type { InstallerSettings } from './install/installation';
import { runtimesCollide, runtimesShareHandler, runtimesShareNodes, runtimesShareTaint } from './install/messages';
import { sharedStartupTaint, shareNodes } from './shared-nodes';

/** An installation beside others. */
export interface Installed {
  readonly path: string;
  readonly settings: InstallerSettings;
  readonly classes: readonly RuntimeClass[];
  /** Whether others may be on its nodes. */
  readonly allowSharedNodes: boolean;
}

/** What two installations in one app would fight over, if anything. */
export function collision(one: Installed, other: Installed): string | undefined {
  const { names, suffix = '', placement } = one.settings;
  if ((other.settings.suffix ?? '') === suffix) {
    return runtimesCollide(one.path, other.path, `make DaemonSet ${names.daemonSet}`);
  }
  const name = common(one, other, 'name');
  if (name !== undefined) return runtimesCollide(one.path, other.path, `make RuntimeClass ${name}`);
  if (!shareNodes(placement, other.settings.placement)) return undefined;
  const handler = common(one, other, 'handler');
  if (handler !== undefined) return runtimesShareHandler(one.path, other.path, handler);
  const taint = sharedStartupTaint(placement, other.settings.placement);
  if (taint !== undefined) return runtimesShareTaint(one.path, other.path, taint);
  return one.allowSharedNodes || other.allowSharedNodes ? undefined : runtimesShareNodes(one.path, other.path);
}

function common(one: Installed, other: Installed, field: 'name' | 'handler'): string | undefined {
  const taken = other.classes.map((it) => it[field]);
  return one.classes.map((it) => it[field]).find((it) => taken.includes(it));
}
