import * as path from 'node:path';
import type { App } from 'cdk8s';
import { DeploymentRole } from '../order/deployment-role';
import { type ManifestFile, manifestFiles } from './write-manifests';

/** Roles in the order in which they go. */
const REMOVAL = [
  DeploymentRole.WORKLOADS,
  DeploymentRole.RUNTIME_CLASSES,
  DeploymentRole.INSTALLER,
  DeploymentRole.ACCESS,
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
  return REMOVAL.map((role) => files.filter(({ part }) => part.role === role))
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
