import type { Manifest } from '../manifest';
import { apiGroupOf } from '../objects/pod-specs';
import { shellWord } from '../objects/shell-word';
import { manifestsByIdentity } from './manifest-list';

/**
 * The commands that delete what an upgrade leaves in the cluster: the objects that the program before has and the one after has not.
 * `kubectl apply` takes nothing away; Helm, Argo CD, Flux and Terraform do it by themselves.
 *
 * The last to be applied goes first, each with the pods that it made. A command can be repeated.
 *
 * @param before what was applied, in the order of application
 * @param after what is applied now
 * @returns one command of the shell for each object; none where nothing is left
 * @throws FindingsError for what is not a list of objects
 * @example
 * for (const command of pruneCommands(applied, toManifests(app))) console.log(command);
 */
export function pruneCommands(before: readonly Manifest[], after: readonly Manifest[]): string[] {
  const kept = manifestsByIdentity('after', after);
  return [...manifestsByIdentity('before', before)]
    .filter(([identity]) => !kept.has(identity))
    .reverse()
    .map(([, manifest]) => deletion(manifest));
}

function deletion({ apiVersion, kind, metadata: { name, namespace } }: Manifest): string {
  const group = apiGroupOf(apiVersion);
  const resource = group === 'core' ? kind : `${kind}.${apiVersion.split('/')[1]}.${group}`;
  const where = namespace === undefined ? '' : ` --namespace ${shellWord(namespace)}`;
  return `kubectl delete --ignore-not-found --cascade=foreground${where} ${shellWord(`${resource}/${name}`)}`;
}
