import { type App, Yaml, YamlOutputType } from 'cdk8s';
import type { Manifest } from '../manifest';
import { type DeploymentPart, deploymentParts } from '../order/deployment-parts';
import { isDefinition } from '../order/deployment-stages';
import { kustomization } from './kustomization';
import { replaceFolder } from './replace-folder';

/** A file of manifests. */
export interface ManifestFile {
  /** Name of the file, such as `kata-installer.yaml`. */
  readonly name: string;

  /** The part of the deployment that its objects belong to. */
  readonly part: DeploymentPart;

  /** The objects in it. */
  readonly manifests: readonly Manifest[];
}

/**
 * The files that `writeManifests()` writes, in the order in which they are applied.
 *
 * There is one for each chart, with one more for its custom resource definitions, or one for each object where the app's `yamlOutputType` says so.
 *
 * @param app the app
 * @throws when a validation fails, or no order of application is possible
 */
export function manifestFiles(app: App): ManifestFile[] {
  const perObject = [YamlOutputType.FILE_PER_RESOURCE, YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE];
  const parts = deploymentParts(app);
  if (!perObject.includes(app.yamlOutputType)) {
    return parts.flatMap((part) => chartFiles(part));
  }
  return parts.flatMap((part) =>
    part.manifests.map((manifest) => {
      const { name, namespace } = manifest.metadata;
      const object = [manifest.kind, namespace, name].filter((it) => it !== undefined).join('.');
      // Names of RBAC objects may hold colons, which file systems do not all take.
      return {
        name: `${part.name}.${object.replace(/[^A-Za-z0-9._-]/g, '_')}.yaml`.toLowerCase(),
        part,
        manifests: [manifest],
      };
    }),
  );
}

/** Definitions stand in a file of their own, since they have to be applied before kubectl looks at the rest. */
function chartFiles(part: DeploymentPart): ManifestFile[] {
  const definitions = part.manifests.filter(isDefinition);
  const others = part.manifests.filter((it) => !isDefinition(it));
  return [
    { name: `${part.name}.definitions.yaml`, part, manifests: others.length > 0 ? definitions : [] },
    { name: `${part.name}.yaml`, part, manifests: others.length > 0 ? others : definitions },
  ].filter(({ manifests }) => manifests.length > 0);
}

/**
 * Writes the manifests of an app, and a `kustomization.yaml` that applies them in the right order, by the commands of
 * `applyCommands()`.
 *
 * Names of files say what they hold, and do not change when another chart is added. What an earlier run wrote into the folder
 * and this one does not is removed; nothing else is touched. Nothing is written when the program is refused.
 *
 * @param app the app
 * @param directory the folder; it is made if it is not there
 * @returns the names of the files, in the order in which they are applied
 * @throws when a validation fails, when no order of application is possible, and when the folder holds a file of one of the names
 *   that no earlier run wrote
 * @see https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/
 * @example
 * writeManifests(app, 'dist');
 */
export function writeManifests(app: App, directory: string = app?.outdir): string[] {
  const files = manifestFiles(app).map(({ name, manifests }) => ({ name, text: Yaml.stringify(...manifests) }));
  const names = files.map(({ name }) => name);
  replaceFolder(directory, [
    ...files.map(({ name, text }) => ({ path: name, text })),
    { path: 'kustomization.yaml', text: kustomization(names) },
  ]);
  return names;
}
