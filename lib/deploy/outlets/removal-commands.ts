import * as path from 'node:path';
import type { App } from 'cdk8s';
import { assertNoErrors } from '../../validation/finding';
import { DeploymentRole } from '../order/deployment-role';
import { ranksOf } from '../order/deployment-stages';
import { type FileCommand, RemovalSpecialCases } from './removal-special-cases';
import { type ManifestFile, manifestFiles } from './write-manifests';

/** Roles in the order in which they come; they go backwards. */
const ROLES = [
  DeploymentRole.ACCESS,
  DeploymentRole.INSTALLER,
  DeploymentRole.RUNTIME_CLASSES,
  DeploymentRole.WORKLOADS,
];

const APPLY = 'kubectl apply --server-side';

/** In the foreground an object goes after the pods that it made, so that the next step finds none of them. */
const DELETE = 'kubectl delete --ignore-not-found --cascade=foreground';

/** Without a wait for the pods. */
const DELETE_BEHIND = 'kubectl delete --ignore-not-found --cascade=background';

/**
 * The commands that remove what `writeManifests()` wrote, in an order in which nothing hurts: the workloads and their pods, the
 * RuntimeClasses, the installer, whose pods clean their nodes up, and at last the permissions that they need for it.
 *
 * Each command waits until what it deletes is gone, pods included; a step can be repeated. Where Jobs install Kata, those of
 * `uninstall: true` clean the nodes before the installer goes. What Kata 3.14.0 leaves on nodes is finished after it by a
 * `KataCleanup` in a chart of its own; without one its label is taken away, and containerd keeps Kata's handlers until it restarts.
 *
 * @param app the app
 * @param directory the folder that the manifests were written to
 * @returns one command of the shell for each step
 * @throws when a validation fails, when no order of application is possible, where Jobs install Kata and none of them removes it, and
 *   where a `KataCleanup` shares a file with other objects
 * @see https://kubernetes.io/docs/concepts/architecture/garbage-collection/#foreground-deletion
 */
export function removalCommands(app: App, directory: string = app?.outdir): string[] {
  const written = manifestFiles(app);
  const special = new RemovalSpecialCases(written);
  assertNoErrors(special.validate());
  const files = written.filter((file) => !special.cleanup.includes(file)).reverse();
  const parts = [...new Map(files.map(({ part }) => [part.path, part])).values()].reverse();
  // A namespace that the installer is in stays until the installer is gone, whichever chart it stands in.
  const rank = ranksOf(parts, ({ role }) => ROLES.indexOf(role));
  const remove: FileCommand = (some) => fileCommand(DELETE, some, directory);
  const removeBehind: FileCommand = (some) => fileCommand(DELETE_BEHIND, some, directory);
  const apply: FileCommand = (some) => fileCommand(APPLY, some, directory);
  return [...ROLES.entries()]
    .reverse()
    .map(([index, role]) => ({ role, step: files.filter(({ part }) => rank.get(part.path) === index) }))
    .filter(({ step }) => step.length > 0)
    .flatMap(({ role, step }) =>
      role === DeploymentRole.INSTALLER
        ? [...special.before(apply), ...special.deletion(step, remove, removeBehind), ...special.after(apply, remove)]
        : [remove(step)],
    );
}

function fileCommand(command: string, files: readonly ManifestFile[], directory: string): string {
  return [command, ...files.map(({ name }) => `-f ${quote(path.join(directory, name))}`)].join(' ');
}

const quote = (text: string) => (/^[\w./-]+$/.test(text) ? text : `'${text.replace(/'/g, `'\\''`)}'`);
