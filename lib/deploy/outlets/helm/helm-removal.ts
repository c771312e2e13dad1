import type { Manifest } from '../../manifest';
import type { DeploymentPart } from '../../order/deployment-parts';
import { DeploymentRole } from '../../order/deployment-role';
import { kubectlJob, kubectlJobAccess, withTheJob } from '../kubectl-job';

/** What removes the pods of a release before Helm deletes its objects. */
export interface HelmRemovalOptions {
  /** Name of the Job, its service account and its permissions. */
  readonly name: string;

  /** Namespace of the Job. */
  readonly namespace: string;

  /** Image with `kubectl` as its entry point. */
  readonly image: string;

  /** Longest duration of the removal, in seconds. */
  readonly timeoutSeconds: number;
}

/** Resource of each kind whose pods have to be gone first, by API group. */
const CONTROLLERS: { readonly [kind: string]: { readonly group: string; readonly resource: string } } = {
  CronJob: { group: 'batch', resource: 'cronjobs' },
  DaemonSet: { group: 'apps', resource: 'daemonsets' },
  Deployment: { group: 'apps', resource: 'deployments' },
  Job: { group: 'batch', resource: 'jobs' },
  ReplicaSet: { group: 'apps', resource: 'replicasets' },
  StatefulSet: { group: 'apps', resource: 'statefulsets' },
};

/** An object that has to go before the others. */
interface Removed {
  readonly group: string;
  readonly resource: string;
  readonly name: string;
  readonly namespace: string;
}

function removedOf(manifests: readonly Manifest[]): Removed[] {
  return manifests.flatMap(({ apiVersion, kind, metadata: { name, namespace = 'default' } }) => {
    const controller = Object.hasOwn(CONTROLLERS, kind) ? CONTROLLERS[kind] : undefined;
    if (controller === undefined || !apiVersion.startsWith(`${controller.group}/`)) return [];
    return [{ ...controller, name, namespace }];
  });
}

const groupBy = <T>(items: readonly T[], key: (item: T) => string): T[][] => {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return [...groups.values()];
};

/**
 * A Job that Helm runs before it deletes anything: it deletes the workloads and waits for their pods, then the installer and waits
 * for its pods, which clean their nodes up and need the permissions of the release for it. With its own permissions, which are
 * for these objects alone.
 *
 * @param parts the objects of the release
 * @param options names, image and timeout
 * @returns nothing where no object of the release makes pods
 * @see https://helm.sh/docs/topics/charts_hooks/
 */
export function helmRemoval(parts: readonly DeploymentPart[], options: HelmRemovalOptions): Manifest[] {
  const of = (isInstaller: boolean) =>
    parts
      .filter(({ role }) => (role === DeploymentRole.INSTALLER) === isInstaller)
      .flatMap((it) => removedOf(it.manifests));
  const steps = [of(false).reverse(), of(true).reverse()];
  const removed = steps.flat();
  if (removed.length === 0) return [];
  const { name, namespace } = options;
  const rules = groupBy(removed, ({ resource }) => resource).map((objects) => ({
    apiGroups: [(objects[0] as Removed).group],
    resources: [(objects[0] as Removed).resource],
    resourceNames: [...new Set(objects.map((it) => it.name))],
    // `kubectl delete --wait` watches what it has deleted.
    verbs: ['get', 'list', 'watch', 'delete'],
  }));
  return [...withTheJob(kubectlJobAccess(name, namespace, rules), 'pre-delete'), removalJob(steps, options)];
}

function removalJob(steps: readonly (readonly Removed[])[], options: HelmRemovalOptions): Manifest {
  const commands = steps.flatMap((step) => groupBy(step, ({ namespace }) => namespace));
  return kubectlJob({
    ...options,
    serviceAccount: options.name,
    hook: 'pre-delete',
    oneAfterAnother: true,
    commands: commands.map((objects) => [
      'delete',
      '--ignore-not-found',
      '--cascade=foreground',
      '--wait',
      `--timeout=${options.timeoutSeconds}s`,
      '--namespace',
      (objects[0] as Removed).namespace,
      ...objects.map(({ group, resource, name }) => `${resource}.${group}/${name}`),
    ]),
  });
}
