import type { Finding } from '../../../validation/finding';
import { RULES } from '../../rules';
import type { KataInstallation } from '../kata-installation';
import type { PreviousInstallation } from '../previous-installation';

const list = (names: readonly string[]) => names.map((name) => `'${name}'`).join(', ');

/** What stays on the nodes of what an earlier program installed and this one does not. */
export function validatePrevious(installation: KataInstallation): Finding[] {
  const { path, previous, shims, customRuntimes, snapshotters, debug } = installation;
  if (previous === undefined) return [];
  const gone = (before: readonly string[] | undefined, now: readonly string[]) =>
    (before ?? []).filter((name) => !now.includes(name));
  const left = [
    ...gone(handlersOf(previous, installation), [
      ...shims.map((shim) => installation.handler(shim)),
      ...customRuntimes.map(({ handler }) => handler),
    ]).map((handler) => `handler '${handler}'`),
    ...gone(previous.snapshotters, snapshotters).map((it) => `the unit and proxy plugin of snapshotter '${it}'`),
    ...(previous.debug === true && !debug
      ? ["the '-debug' handlers, which lose their files, and containerd's log level"]
      : []),
  ];
  if (left.length === 0) return [];
  const message = `previous says what this program has no more, and kata-deploy leaves it on the nodes: ${left.join('; ')}`;
  return [RULES.previous.find(path, message, previousFix(previous))];
}

function handlersOf(
  { shims = [], customRuntimes = [] }: PreviousInstallation,
  installation: KataInstallation,
): string[] {
  return [...shims.map((shim) => installation.handler(shim)), ...customRuntimes];
}

function previousFix({ customRuntimes = [] }: PreviousInstallation): string {
  const classes = customRuntimes.length === 0 ? '' : `, also those of ${list(customRuntimes)}`;
  return (
    `delete its RuntimeClasses${classes}; for clean nodes replace them, or delete workloads, RuntimeClasses and installer, wait for its ` +
    'pods to end, and apply again'
  );
}
