import * as path from 'node:path';
import type { App } from 'cdk8s';
import { DeploymentRole } from '../order/deployment-role';
import { ranksOf } from '../order/deployment-stages';
import { type ManifestFile, manifestFiles } from './write-manifests';

/** Roles in the order in which they come; they go backwards. */
const ROLES = [
  DeploymentRole.ACCESS,
  DeploymentRole.INSTALLER,
  DeploymentRole.RUNTIME_CLASSES,
  DeploymentRole.WORKLOADS,
] as const;

/**
 * The commands that remove what `writeManifests()` wrote, in an order in which nothing hurts: the workloads and their pods, the
 * RuntimeClasses, the installer, whose pods clean their nodes up, and at last the permissions that they need for it.
 *
 * Each command waits until what it deletes is gone, pods included; a step can be repeated.
 *
 * @param app the app
 * @param directory the folder that the manifests were written to
 * @returns one command of the shell for each step
 * @throws when a validation fails, or no order of application is possible
 * @see https://kubernetes.io/docs/concepts/architecture/garbage-collection/#foreground-deletion
 */
export function removalCommands(app: App, directory: string = app.outdir): string[] {
  const files = manifestFiles(app).reverse();
  const parts = [...new Map(files.map(({ part }) => [part.path, part])).values()].reverse();
  // A namespace that the installer is in stays until the installer is gone, whichever chart it stands in.
  const rank = ranksOf(parts, ({ role }) => ROLES.indexOf(role));
  return [...ROLES.keys()]
    .reverse()
    .map((step) => files.filter(({ part }) => rank.get(part.path) === step))
    .filter((step) => step.length > 0)
    .map((step) => deletion(step, directory));
}

function deletion(files: readonly ManifestFile[], directory: string): string {
  // In the foreground an object goes after the pods that it made, so that the next step finds none of them.
  return [
    'kubectl delete --ignore-not-found --cascade=foreground',
    ...files.map(({ name }) => `-f ${quote(path.join(directory, name))}`),
  ].join(' ');
}

const quote = (text: string) => (/^[\w./-]+$/.test(text) ? text : `'${text.replace(/'/g, `'\\''`)}'`);
