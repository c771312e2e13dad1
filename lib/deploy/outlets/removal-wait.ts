import type { Manifest } from '../manifest';
import type { DeploymentStage } from '../order/deployment-stages';
import { kubectlJob, kubectlJobAccess } from './kubectl-job';

/** Containers of one Job, each of which waits for the pods of one workload. */
const WAITS_PER_JOB = 25;

/** What waits for pods, and on whose behalf. */
export interface RemovalWaitOptions {
  /** Prefix of the names of the Jobs. */
  readonly name: string;

  /** Name of their service account. */
  readonly serviceAccount: string;

  /** Namespace of the Jobs and of their service account. */
  readonly namespace: string;

  /** Image with `kubectl` as its entry point. */
  readonly image: string;

  /** Longest wait of a Job, in seconds. */
  readonly timeoutSeconds: number;
}

/**
 * The permissions of the Jobs of {@link removalWaitJobs}: they look at pods, and at nothing else. They have to outlive the Jobs.
 *
 * @param options names
 */
export function removalWaitAccess(options: RemovalWaitOptions): Manifest[] {
  const { namespace, serviceAccount } = options;
  return kubectlJobAccess(serviceAccount, namespace, [
    { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] },
  ]);
}

/** Pods that a removal waits for. */
export interface PodSelector {
  /** Namespace of the pods. */
  readonly namespace: string;

  /** What selects them, as arguments of kubectl: by labels, or by name. */
  readonly selection: readonly string[];
}

interface PodTemplate {
  readonly metadata?: { readonly labels?: { readonly [label: string]: string } };
  readonly spec?: { readonly runtimeClassName?: string };
}

interface WorkloadSpec {
  readonly selector?: { readonly matchLabels?: { readonly [label: string]: string } };
  readonly template?: PodTemplate;
  readonly jobTemplate?: { readonly spec?: { readonly template?: PodTemplate } };
}

/**
 * The pods of an object that a removal waits for.
 *
 * @param manifest the object
 * @param isInstaller whether it is of the installer, whose DaemonSets count; of others those count whose pods have a RuntimeClass
 */
export function podsOf({ apiVersion, kind, metadata, spec }: Manifest, isInstaller: boolean): PodSelector[] {
  const { namespace = 'default' } = metadata;
  const isPod = kind === 'Pod' && apiVersion === 'v1' && (spec as PodTemplate['spec'])?.runtimeClassName !== undefined;
  if (isPod && !isInstaller) return [{ namespace, selection: ['--field-selector', `metadata.name=${metadata.name}`] }];
  const { selector, template, jobTemplate } = (spec ?? {}) as WorkloadSpec;
  const pod = template ?? jobTemplate?.spec?.template;
  const isWaitedFor = isInstaller ? kind === 'DaemonSet' : pod?.spec?.runtimeClassName !== undefined;
  if (!isWaitedFor) return [];
  const job = kind === 'Job' ? { 'batch.kubernetes.io/job-name': metadata.name } : undefined;
  const labels = selector?.matchLabels ?? job ?? pod?.metadata?.labels ?? {};
  const text = Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
  return text === '' ? [] : [{ namespace, selection: ['--selector', text] }];
}

/**
 * The pods that have to be gone before the stage before may go: those of the installer, which clean their nodes up, and those that
 * run in VMs, as far as kubectl can select them: pods that a CronJob makes without labels, or an operator, it cannot.
 *
 * @param stage the stage
 */
export function removedPods(stage: DeploymentStage): PodSelector[] {
  const isInstaller = stage.parts.some(({ role }) => role === 'installer');
  return stage.parts.flatMap(({ manifests }) => manifests.flatMap((it) => podsOf(it, isInstaller)));
}

/**
 * Jobs that Helm runs after it has deleted the objects of a stage, and that end when the pods of these are gone. Helm deletes in the
 * background: without them the permissions of the installer would go while its pods clean their nodes up.
 *
 * @param stage the stage
 * @param options names, image and timeout
 * @see https://helm.sh/docs/topics/charts_hooks/
 */
export function removalWaitJobs(stage: DeploymentStage, options: RemovalWaitOptions): Manifest[] {
  const selectors = removedPods(stage);
  const jobs = Math.ceil(selectors.length / WAITS_PER_JOB);
  return Array.from({ length: jobs }, (_, index) =>
    waitJob(
      `${options.name}-${stage.name}-gone${jobs > 1 ? `-${index + 1}` : ''}`,
      selectors.slice(index * WAITS_PER_JOB, (index + 1) * WAITS_PER_JOB),
      options,
    ),
  );
}

function waitJob(name: string, selectors: readonly PodSelector[], options: RemovalWaitOptions): Manifest {
  const timeout = `--timeout=${options.timeoutSeconds}s`;
  return kubectlJob({
    ...options,
    name,
    hook: 'post-delete',
    oneAfterAnother: false,
    commands: selectors.map(({ namespace, selection }) => [
      'wait',
      '--for=delete',
      'pod',
      ...selection,
      '--namespace',
      namespace,
      timeout,
    ]),
  });
}
