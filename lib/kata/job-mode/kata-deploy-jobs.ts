import { createHash } from 'node:crypto';
import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { installerConfigs } from '../install/contracts/binary-contract';
import { handlerOf } from '../install/installation';
import type { KataInstallerOptions } from '../install/kata-installer-options';
import { objectLabels } from '../install/object-labels';
import { requirePriorityQuota } from '../install/priority-class-quota';
import {
  CLEANUP_TEMPLATE,
  dispatcherJobSpec,
  INSTALL_TEMPLATE,
  installArguments,
  nodeArguments,
  suffixArguments,
  templatePath,
} from './dispatcher-job';
import { type JobSettings, jobSettings } from './job-installation';
import type { KataJobOptions } from './kata-job-options';
import { jobLabels, jobTemplates } from './node-job-templates';

/** Properties of `KataDeployJobs` and of `KataDeployJobsRbac`. */
export interface KataDeployJobsProps extends KataInstallerOptions {
  /**
   * How the Jobs find their nodes, and what becomes of them.
   *
   * @default - the placement's nodes, and every ten minutes those that are new
   */
  readonly jobs?: KataJobOptions;
}

/** Architectures in the order in which kata-deploy's chart goes through them. */
const ARCHITECTURES = ['amd64', 'arm64', 's390x', 'ppc64le'];

/**
 * The installer of Kata without anything that stays on the nodes: a Job that dispatches one Job to each node, and a
 * CronJob that does so again for nodes that came later.
 *
 * Jobs cannot be changed, so the names of the Job and of its ConfigMap end in a digest of what is in them: applying the
 * same manifests again does nothing, applying changed ones runs a new Job.
 *
 * It needs `KataDeployJobsRbac`. `KataRuntime` holds both in the right order.
 *
 * @see https://github.com/kata-containers/kata-containers/blob/4.1.0/docs/helm-configuration.md
 * @throws when the installation would not work, naming the prop, the reason and the fix
 */
export class KataDeployJobs extends Construct {
  /** The Jobs of a node, which the dispatcher copies. */
  public readonly templates: ApiObject;

  /** The Job that installs; the one that removes when `uninstall` is set. */
  public readonly dispatcher: ApiObject;

  /** What looks for nodes that came later; undefined for never. */
  public readonly redispatcher: ApiObject | undefined;

  constructor(scope: Construct, id: string, props: KataDeployJobsProps = {}) {
    super(scope, id);
    const settings = jobSettings(props, props.jobs ?? {});
    const { installer, names, jobs } = settings;
    const { namespace } = installer;

    const configs = installerConfigs(installer).map(
      ({ name, volume, data }) =>
        new ApiObject(this, volume, {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name, namespace, ...objectLabels(installer) },
          data,
        }),
    );
    const data = jobTemplates(settings);
    const templates = `${names.base}-job-templates-${digest(data)}`;
    this.templates = new ApiObject(this, 'Templates', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: templates, namespace, ...objectLabels(installer) },
      immutable: true,
      data,
    });

    const stage = jobs.uninstall === true ? 'cleanup' : 'install';
    const spec = dispatcherSpec(settings, templates, stage, (jobs.uninstall === true ? cleanup : install)(settings));
    this.dispatcher = new ApiObject(this, 'Resource', {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: {
        name: `${names.base}-${stage}-dispatcher-${digest(spec)}`,
        namespace,
        labels: { ...objectLabels(installer).labels, 'kata-deploy/dispatcher': stage },
      },
      spec,
    });
    this.dispatcher.addDependency(this.templates, ...configs);
    this.redispatcher = this.cronJob(settings, templates);
    this.redispatcher?.addDependency(this.templates, ...configs);
    requirePriorityQuota(this, installer);
  }

  private cronJob(settings: JobSettings, templates: string): ApiObject | undefined {
    const { installer, names, jobs, redispatch } = settings;
    if (redispatch.schedule === undefined) return undefined;
    return new ApiObject(this, 'Redispatcher', {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: `${names.base}-redispatcher`, namespace: installer.namespace, ...objectLabels(installer) },
      spec: {
        schedule: redispatch.schedule,
        // Nodes that were just cleaned would look like new ones.
        suspend: jobs.uninstall === true,
        // Two dispatchers of the same prefix delete each other's Jobs.
        concurrencyPolicy: 'Forbid',
        startingDeadlineSeconds: 300,
        successfulJobsHistoryLimit: 1,
        failedJobsHistoryLimit: 3,
        jobTemplate: {
          metadata: { labels: { ...jobLabels(settings), 'kata-deploy/dispatcher': 'redispatch' } },
          spec: dispatcherSpec(settings, templates, 'redispatch', again(settings)),
        },
      },
    });
  }
}

function install(settings: JobSettings): string[] {
  const { names, numbers, nodes } = settings;
  return [
    `--job-template=${templatePath(INSTALL_TEMPLATE)}`,
    `--cleanup-job-template=${templatePath(CLEANUP_TEMPLATE)}`,
    `--name-prefix=${names.base}-install`,
    `--parallelism=${numbers.parallelism}`,
    ...nodeArguments({ names: nodes, selectors: settings.selectors }),
    ...(nodes.length > 0
      ? []
      : [`--wait-for-nodes-secs=${numbers.waitForNodesSeconds}`, `--node-settle-secs=${numbers.nodeSettleSeconds}`]),
    ...installArguments(work(settings)),
  ];
}

/**
 * Without the cleanup template on purpose: the dispatcher takes Kata off every node that it owns and that is not selected,
 * and when new nodes are looked for, those are all nodes that have Kata.
 */
function again(settings: JobSettings): string[] {
  const { names, numbers, redispatch, mark } = settings;
  const selectors = !redispatch.onlyNewNodes
    ? settings.selectors
    : settings.selectors.length === 0
      ? [`${mark}!=true`]
      : settings.selectors.map((selector) => `${selector},${mark}!=true`);
  return [
    `--job-template=${templatePath(INSTALL_TEMPLATE)}`,
    // Not the prefix of the installation, whose Jobs it would delete while they run.
    `--name-prefix=${names.base}-redispatch`,
    `--parallelism=${numbers.parallelism}`,
    ...nodeArguments({ names: [], selectors }),
    '--wait-for-nodes-secs=0',
    ...installArguments(work(settings)),
  ];
}

function cleanup(settings: JobSettings): string[] {
  const { names, numbers, nodes, mark, installer } = settings;
  return [
    `--job-template=${templatePath(CLEANUP_TEMPLATE)}`,
    `--name-prefix=${names.base}-cleanup`,
    `--parallelism=${numbers.parallelism}`,
    ...suffixArguments(installer.suffix),
    '--remove-node-label',
    // Wherever the installation has been, not only where it would go today.
    ...nodeArguments({ names: nodes, selectors: [mark] }),
    '--ignore-node-taints',
  ];
}

function work({ installer, numbers, readsKubelets }: JobSettings) {
  const { options, suffix, shims, release, placement } = installer;
  const handlers = ARCHITECTURES.flatMap((architecture) =>
    shims
      .filter((shim) => release.shimData(shim).architectures.includes(architecture))
      .filter(() => installer.architectures.includes(architecture as never))
      .map((shim) => handlerOf(installer, shim))
      .sort(),
  );
  return {
    multiInstallSuffix: suffix,
    waitNodeReadySeconds: numbers.waitNodeReadySeconds,
    handlers: [...new Set([...handlers, ...(options.customRuntimes ?? []).map(({ handler }) => handler).sort()])],
    startupTaints: (placement?.startupTaints ?? []).map(({ key, effect }) => `${key}:${effect}`),
    warnsOfShortKubeletTimeout: readsKubelets,
  };
}

function dispatcherSpec(settings: JobSettings, templates: string, stage: string, args: readonly string[]): object {
  const { installer, jobs, names } = settings;
  return dispatcherJobSpec(
    {
      image: settings.dispatcherImage,
      imagePullPolicy: installer.imagePullPolicy,
      imagePullSecrets: installer.options.imagePullSecrets ?? [],
      serviceAccountName: names.serviceAccount,
      priorityClassName: installer.priorityClassName,
      nodeSelector: jobs.dispatcherNodeSelector ?? {},
      tolerations: jobs.dispatcherTolerations ?? [],
      resources: {
        requests: jobs.dispatcherResources?.requests ?? { cpu: '25m', memory: '64Mi' },
        ...(jobs.dispatcherResources?.limits && { limits: jobs.dispatcherResources.limits }),
      },
      templates,
    },
    {
      ...jobLabels(settings),
      'kata-deploy/dispatcher': stage,
      ...(jobs.revision !== undefined && { 'kata-deploy/revision': jobs.revision }),
    },
    args,
  );
}

function digest(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 8);
}
