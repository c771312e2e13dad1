import { type Change, ChangeImpact, changeOf } from './change';
import { differences, POINTER } from './differences';
import { type Installer, InstallerMode } from './installer';

/** Nodes in words, by their labels. */
function nodesOf({ nodeSelector }: Installer): string {
  const labels = Object.entries(nodeSelector).map(([key, value]) => `${key}=${value}`);
  return labels.length === 0 ? 'all nodes that the installer selects' : `nodes with ${labels.join(',')}`;
}

const without = (before: ReadonlySet<string>, after: ReadonlySet<string>) =>
  [...before].filter((it) => !after.has(it)).sort();

const named = (suffix: string) => (suffix === '' ? 'no multi-install suffix' : `the multi-install suffix ${suffix}`);

const REMOVE_FIRST =
  'remove the old installation with the commands of removalCommands(), of a program with jobs: { uninstall: true } where Jobs install ' +
  'it, then apply the new program; or install beside it on a pool of its own, move the workloads, and remove the old one last';

/**
 * What becomes of the installations of one program when those of another take their place.
 *
 * That upstream's installer does so is known from runs of its releases against an API server and containerd, without VMs, and from its
 * source.
 *
 * @param before the installations that are there
 * @param after those of the new program
 */
export function installerChanges(before: readonly Installer[], after: readonly Installer[]): Change[] {
  const successors = new Map(after.map((it) => [it.key, it]));
  const known = new Set(before.map(({ key }) => key));
  const added = after.filter(({ key }) => !known.has(key));
  return [
    ...before.flatMap((old) => {
      const next = successors.get(old.key);
      return next === undefined ? goneChanges(old, added) : keptChanges(old, next);
    }),
    ...added.map((it) => addedChange(it, before)),
  ];
}

const isSameNodes = (one: Installer, other: Installer) =>
  differences(one.nodeSelector, other.nodeSelector).length === 0;

function addedChange(installer: Installer, before: readonly Installer[]): Change {
  const { object } = installer;
  const beside = before.some((it) => isSameNodes(it, installer));
  return changeOf({
    impact: beside ? ChangeImpact.RESTARTS_CONTAINERD : ChangeImpact.NOTHING,
    object,
    fields: [],
    reason: beside
      ? 'it is a second installation on nodes that have one, and restarts containerd there'
      : 'it is a new installation, on nodes that had none',
    touches: [nodesOf(installer)],
    fix: '',
  });
}

function goneChanges(old: Installer, added: readonly Installer[]): Change[] {
  const { object, mode, suffix } = old;
  const forbidden = (reason: string) => [
    changeOf({
      impact: ChangeImpact.FORBIDDEN,
      object,
      fields: [],
      reason,
      touches: [nodesOf(old)],
      fix: REMOVE_FIRST,
    }),
  ];
  const other = added.find((it) => it.mode !== mode && it.suffix === suffix);
  if (other !== undefined) {
    return forbidden(
      mode === InstallerMode.DAEMON_SET
        ? 'the deployment mode changes from a DaemonSet to Jobs: the DaemonSet takes Kata off the nodes when it goes, while the Jobs put it on'
        : 'the deployment mode changes from Jobs to a DaemonSet: nothing takes off what the Jobs put onto the nodes',
    );
  }
  const renamed = added.find((it) => it.suffix !== suffix && isSameNodes(it, old));
  if (renamed !== undefined) {
    return forbidden(
      `the installation on these nodes had ${named(suffix)} and gets ${named(renamed.suffix)}: handlers, classes and labels get other ` +
        'names, and the old installer takes Kata off the nodes while the new one puts it on',
    );
  }
  const moved = added.find((it) => it.mode === mode && it.suffix === suffix);
  if (moved !== undefined) {
    return forbidden(
      `the installer becomes ${moved.object}: the old one takes Kata off the nodes when it goes, while the new one puts it on`,
    );
  }
  if (mode === InstallerMode.JOB) {
    return [
      changeOf({
        impact: ChangeImpact.LEAVES_STALE_HANDLERS,
        object,
        fields: [],
        reason: 'the Jobs go without taking off the nodes what they put there',
        touches: [...old.handlers].sort(),
        fix: 'apply the program with jobs: { uninstall: true } first, and wait for the cleanup Job',
      }),
    ];
  }
  return [
    changeOf({
      impact: ChangeImpact.KILLS_SANDBOXES,
      object,
      fields: [],
      reason: 'its pods take Kata off their nodes when it goes, and need its service account and permissions for that',
      touches: [nodesOf(old)],
      fix: 'remove the workloads first, and the permissions last: removalCommands() gives the commands',
    }),
  ];
}

function keptChanges(old: Installer, next: Installer): Change[] {
  if (old.suffix !== next.suffix) {
    return [
      changeOf({
        impact: ChangeImpact.FORBIDDEN,
        object: old.object,
        fields: [],
        reason: `the installation had ${named(old.suffix)} and gets ${named(next.suffix)}: what the old name put onto the nodes stays there`,
        touches: [nodesOf(old)],
        fix: REMOVE_FIRST,
      }),
    ];
  }
  return [
    ...dropInChanges(old, next),
    ...prefixChanges(old, next),
    ...releaseChanges(old, next),
    ...nodeChanges(old, next),
    ...staleChanges(old, next),
    ...rollChanges(old, next),
  ];
}

function dropInChanges(old: Installer, next: Installer): Change[] {
  if (!old.hasUserDropIn || next.hasUserDropIn) return [];
  return [
    changeOf({
      impact: ChangeImpact.FORBIDDEN,
      object: old.object,
      fields: [],
      reason:
        "the drop-in for containerd goes from the program, and stays on the nodes: once Kata is removed, containerd's configuration " +
        'names a file that is not there, and containerd does not start',
      touches: [nodesOf(old)],
      fix: 'say previous: { containerdDropIn: true }, which writes a drop-in that changes nothing',
    }),
  ];
}

function prefixChanges(old: Installer, next: Installer): Change[] {
  if (old.prefix === next.prefix) return [];
  return [
    changeOf({
      impact: ChangeImpact.FORBIDDEN,
      object: old.object,
      fields: [],
      reason: `the installation moves from ${old.prefix || '/opt/kata'} to ${next.prefix || '/opt/kata'}: nothing removes the old folder, nor the import of it`,
      touches: [nodesOf(old)],
      fix: REMOVE_FIRST,
    }),
  ];
}

function releaseChanges(old: Installer, next: Installer): Change[] {
  if (!old.isScript && next.isScript) {
    return [
      changeOf({
        impact: ChangeImpact.FORBIDDEN,
        object: old.object,
        fields: [],
        reason: `Kata goes back from ${old.release} to ${next.release}, whose installer does not know the files that the newer one leaves`,
        touches: [nodesOf(old)],
        fix: REMOVE_FIRST,
      }),
    ];
  }
  if (!old.isScript || differences(old.content, next.content).length === 0) return [];
  return [
    changeOf({
      impact: ChangeImpact.KILLS_SANDBOXES,
      object: old.object,
      fields: [],
      reason: `pods of Kata ${old.release} delete /opt/kata whenever they end, also when they are only replaced, and running sandboxes lose their files`,
      touches: [nodesOf(old)],
      fix: 'drain the nodes first, or move the workloads to a pool with the new release',
    }),
  ];
}

function nodeChanges(old: Installer, next: Installer): Change[] {
  const leaving = Object.entries(next.nodeSelector).filter(([key, value]) => old.nodeSelector[key] !== value);
  if (leaving.length === 0) return [];
  const isDaemonSet = old.mode === InstallerMode.DAEMON_SET;
  return [
    changeOf({
      impact: isDaemonSet ? ChangeImpact.KILLS_SANDBOXES : ChangeImpact.LEAVES_STALE_HANDLERS,
      object: old.object,
      fields: [],
      reason: isDaemonSet
        ? `Kata is taken off nodes that do not have ${leaving.map(([key, value]) => `${key}=${value}`).join(',')}`
        : 'Kata stays on nodes that the Jobs no longer find',
      touches: [nodesOf(old)],
      fix: isDaemonSet ? 'move the workloads away from these nodes first' : REMOVE_FIRST,
    }),
  ];
}

function staleChanges(old: Installer, next: Installer): Change[] {
  // The script takes everything away before the next release puts its own there.
  if (old.isScript) return [];
  const handlers = without(old.handlers, next.handlers);
  const snapshotters = without(old.snapshotters, next.snapshotters);
  const touches = [...handlers, ...snapshotters.map((it) => `snapshotter ${it}`)];
  if (touches.length === 0) return [];
  return [
    changeOf({
      impact: ChangeImpact.LEAVES_STALE_HANDLERS,
      object: old.object,
      fields: [],
      reason: `an installer only adds: ${touches.join(', ')} stay on nodes that have them, with the settings of before`,
      touches,
      fix: 'say them in previous, delete their RuntimeClasses, and replace the nodes or the installation when none is used any more',
    }),
  ];
}

function rollChanges(old: Installer, next: Installer): Change[] {
  const fields = differences(old.content, next.content, POINTER, next.contentPointer);
  if (fields.length === 0) return [];
  const release = old.release === next.release ? '' : ` of Kata ${next.release} in place of ${old.release}`;
  const isDaemonSet = next.mode === InstallerMode.DAEMON_SET;
  const common = { object: next.object, fields, touches: [nodesOf(next)], fix: '' };
  return [
    changeOf({
      ...common,
      impact: ChangeImpact.RESTARTS_CONTAINERD,
      reason: `each installer${release} restarts containerd on its node, also when nothing changed there; running sandboxes go on`,
    }),
    changeOf({
      ...common,
      impact: ChangeImpact.ROLLS_INSTALLER,
      reason: isDaemonSet
        ? `its pods are replaced by pods${release || ' with the new settings'}, as its update strategy says`
        : `new Jobs${release} go over every node`,
    }),
  ];
}
