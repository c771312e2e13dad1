import * as path from 'node:path';
import type { App } from 'cdk8s';
import { shellWord } from '../objects/shell-word';
import { isDefinition } from '../order/deployment-stages';
import { manifestFiles } from './write-manifests';

/**
 * The commands that apply what `writeManifests()` wrote. There is one, unless the app has custom resource definitions: kubectl looks all
 * kinds up before it applies anything, so that definitions come first, and are waited for.
 *
 * @param app the app
 * @param directory the folder that the manifests were written to
 * @returns one command of the shell for each step
 * @throws when a validation fails, or no order of application is possible
 */
export function applyCommands(app: App, directory: string = app?.outdir): string[] {
  const apply = 'kubectl apply --server-side';
  const definitions = manifestFiles(app).filter(({ manifests }) => manifests.every(isDefinition));
  const all = `${apply} -k ${shellWord(directory)}`;
  if (definitions.length === 0) return [all];
  const files = definitions.map(({ name }) => `-f ${shellWord(path.join(directory, name))}`);
  const names = definitions.flatMap(({ manifests }) => manifests.map(({ metadata }) => `crd/${metadata.name}`));
  return [
    `${apply} ${files.join(' ')}`,
    `kubectl wait --for=condition=established --timeout=60s ${names.join(' ')}`,
    all,
  ];
}
