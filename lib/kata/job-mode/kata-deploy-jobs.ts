import { createHash } from 'node:crypto';
import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { DISPATCHER_LABEL } from '../../contract/job-labels';
import { startupTaintName } from '../../contract/startup-taint-name';
import { ARCHITECTURE_SUFFIXES } from '../../data/kata/host-paths';
import { assertInChart } from '../../deploy/below-app';
import { DeploymentRole } from '../../deploy/order/deployment-role';
import { neverSandbox } from '../../sandbox/workload/never-sandboxed';
import { assertProps } from '../../validation/props';
import type { KataInstallation } from '../install/kata-installation';
import { requirePriorityQuota } from '../install/priority-class-quota';
import { addPart } from '../install/rules/installation-parts';
import {
  CLEANUP_TEMPLATE,
  type DispatcherOwner,
  dispatcherJobSpec,
  INSTALL_TEMPLATE,
  type InstallFlags,
  installArguments,
  nodeArguments,
  OWNER_BY_POD,
  suffixArguments,
  templatePath,
} from './dispatcher-job';
import { dispatcherServiceAccountName, type JobInstallation, resolveJobs } from './job-installation';
import type { KataJobOptions } from './kata-job-options';
import { runtimesNeedDaemonSet } from './messages';
import { jobLabels, jobTemplates } from './node-job-templates';

/** Properties of `KataDeployJobs`. */
export interface KataDeployJobsProps {
  /** The installation. */
  readonly installation: KataInstallation;

  /**
   * How the Jobs find their nodes, and what becomes of them.
   *
   * @default - the placement's nodes, once
   */
  readonly jobs?: KataJobOptions;
}

/**
 * The installer of Kata without a pod that stays on the nodes: a Job that dispatches one Job to each node, and where it
 * is asked for a CronJob that does so again for nodes that came later.
 *
 * Jobs cannot be changed, so the names of the Job and of its ConfigMap end in a digest of what is in them: applying the
 * same manifests again does nothing, applying changed ones runs a new Job.
 *
 * It needs `KataDeployJobsRbac`. `KataRuntime` holds both in the right order.
 *
 * @see https://github.com/kata-containers/kata-containers/blob/4.1.0/docs/helm-configuration.md
 * @throws for a release without job mode, and for options of the Jobs that would not work
 *
 * @example
 * new KataDeployJobs(chart, 'jobs', { installation: new KataInstallation({ namespace: 'kata-system' }) });
 */
export class KataDeployJobs extends Construct {
  /** The Jobs of a node, which the dispatcher copies. */
  public readonly templates: ApiObject;

  /** The Job that installs; the one that removes when `uninstall` is set. */
  public readonly dispatcher: ApiObject;

  /** What looks for nodes that came later; undefined for never. */
  public readonly redispatcher: ApiObject | undefined;

  constructor(scope: Construct, id: string, props: KataDeployJobsProps) {
    super(scope, id);
    assertInChart(this);
    assertProps('KataDeployJobsProps', props, this.node.path);
    addPart(this, props.installation, DeploymentRole.INSTALLER);
    neverSandbox(this);
    const job = resolveJobs(props.installation, props.jobs ?? {});
    const { installation, uninstall } = job;
    const { namespace, objectMetadata } = installation;
    const base = installation.partName('kata-deploy');
    installation.closeCustomRuntimes(runtimesNeedDaemonSet);

    const configs = installation.configs.map(
      ({ name, volume, data }) =>
        new ApiObject(this, volume, {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name, namespace, ...objectMetadata },
          data,
        }),
    );
    const data = jobTemplates(job);
    const templates = `${base}-job-templates-${digest(data)}`;
    this.templates = new ApiObject(this, 'Templates', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: templates, namespace, ...objectMetadata },
      immutable: true,
      data,
    });

    const stage = uninstall ? 'cleanup' : 'install';
    const spec = dispatcherSpec(job, templates, stage, uninstall ? cleanupArgs(job) : installArgs(job));
    this.dispatcher = new ApiObject(this, 'Resource', {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: {
        name: `${base}-${stage}-dispatcher-${digest(spec)}`,
        namespace,
        labels: { ...objectMetadata.labels, [DISPATCHER_LABEL]: stage },
      },
      spec,
    });
    this.dispatcher.addDependency(this.templates, ...configs);
    this.redispatcher = this.cronJob(job, templates);
    this.redispatcher?.addDependency(this.templates, ...configs);
    requirePriorityQuota(this, installation);
  }

  private cronJob(job: JobInstallation, templates: string): ApiObject | undefined {
    const { installation, redispatch, uninstall } = job;
    if (redispatch.schedule === undefined) return undefined;
    const { namespace, objectMetadata } = installation;
    const reconciles = installation.release.data.installer.reconciles && redispatch.onlyNewNodes;
    const stage = reconciles ? 'reconcile' : 'redispatch';
    const spec = reconciles
      ? {
          ...dispatcherSpec(job, templates, stage, reconcileArgs(job), OWNER_BY_POD),
          // Nothing else ends a run that hangs, and with the policy Forbid no later run starts before it has ended.
          activeDeadlineSeconds: job.numbers.activeDeadlineSeconds,
        }
      : dispatcherSpec(job, templates, stage, redispatchArgs(job));
    return new ApiObject(this, 'Redispatcher', {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: cronJobName(installation.partName('kata-deploy'), reconciles), namespace, ...objectMetadata },
      spec: {
        schedule: redispatch.schedule,
        // Nodes that were just cleaned would look like new ones.
        suspend: uninstall,
        // Two dispatchers of the same prefix delete each other's Jobs.
        concurrencyPolicy: 'Forbid',
        startingDeadlineSeconds: 300,
        successfulJobsHistoryLimit: 1,
        failedJobsHistoryLimit: 3,
        jobTemplate: {
          metadata: { labels: { ...jobLabels(installation), [DISPATCHER_LABEL]: stage } },
          spec,
        },
      },
    });
  }
}

function installArgs(job: JobInstallation): string[] {
  const { installation, numbers, nodes, selectors } = job;
  return [
    `--job-template=${templatePath(INSTALL_TEMPLATE)}`,
    // The dispatcher would clean every node of the installation that it does not select, also those of the other pools.
    ...(installation.poolName === undefined ? [`--cleanup-job-template=${templatePath(CLEANUP_TEMPLATE)}`] : []),
    `--name-prefix=${installation.partName('kata-deploy')}-install`,
    `--parallelism=${numbers.parallelism}`,
    ...nodeArguments({ names: nodes, selectors }),
    ...(nodes.length > 0
      ? []
      : [`--wait-for-nodes-secs=${numbers.waitForNodesSeconds}`, `--node-settle-secs=${numbers.nodeSettleSeconds}`]),
    ...installArguments(installFlags(job)),
  ];
}

/**
 * Without the cleanup template on purpose: the dispatcher takes Kata off every node that it owns and that is not selected,
 * and when new nodes are looked for, those are all nodes that have Kata.
 */
function redispatchArgs(job: JobInstallation): string[] {
  const { installation, numbers, redispatch } = job;
  const isNew = `${installation.ownershipLabel}!=true`;
  const selectors = !redispatch.onlyNewNodes
    ? job.selectors
    : job.selectors.length === 0
      ? [isNew]
      : job.selectors.map((selector) => `${selector},${isNew}`);
  return [
    `--job-template=${templatePath(INSTALL_TEMPLATE)}`,
    // Not the prefix of the installation, whose Jobs it would delete while they run.
    `--name-prefix=${installation.partName('kata-deploy')}-redispatch`,
    `--parallelism=${numbers.parallelism}`,
    ...nodeArguments({ names: [], selectors }),
    '--wait-for-nodes-secs=0',
    ...installArguments(installFlags(job)),
  ];
}

/**
 * A run that only adds nodes. Its Jobs have the same prefix as those of the installing run. Each run therefore sees the
 * Jobs of the other, and this one ends while the installing run works.
 *
 * @see https://github.com/kata-containers/k8s-job-dispatcher
 */
function reconcileArgs(job: JobInstallation): string[] {
  const { installation, numbers, selectors } = job;
  return [
    `--job-template=${templatePath(INSTALL_TEMPLATE)}`,
    `--name-prefix=${installation.partName('kata-deploy')}-install`,
    '--yield-to-live-run',
    '--skip-satisfied-nodes',
    `--parallelism=${numbers.parallelism}`,
    ...nodeArguments({ names: [], selectors }),
    '--wait-for-nodes-secs=0',
    ...installArguments(installFlags(job)),
  ];
}

/** A CronJob names each Job after itself and the time, and leaves room for that. */
function cronJobName(base: string, reconciles: boolean): string {
  return reconciles ? `${base}-reconcile`.slice(0, 52).replace(/-+$/, '') : `${base}-redispatcher`;
}

function cleanupArgs({ installation, numbers, selectors: placed }: JobInstallation): string[] {
  const { ownershipLabel, poolName } = installation;
  // Every node that has the installation is cleaned, also nodes that the placement no longer selects. With several
  // pools each cleans its own nodes.
  const selectors = poolName === undefined ? [ownershipLabel] : placed.map((it) => `${it},${ownershipLabel}`);
  return [
    `--job-template=${templatePath(CLEANUP_TEMPLATE)}`,
    `--name-prefix=${installation.partName('kata-deploy')}-cleanup`,
    `--parallelism=${numbers.parallelism}`,
    ...installation.release.data.installer.dispatcherArguments,
    ...suffixArguments(installation.multiInstallSuffix),
    '--remove-node-label',
    ...nodeArguments({ names: [], selectors }),
    '--ignore-node-taints',
  ];
}

/** Every handler that containerd gets, without variants: of the shims by architecture, then of custom runtimes. */
function handlersOf(installation: KataInstallation): string[] {
  const handlers = Object.keys(ARCHITECTURE_SUFFIXES).flatMap((architecture) =>
    installation
      .shimsOf(architecture)
      .map((shim) => installation.handler(shim))
      .sort(),
  );
  return [...new Set([...handlers, ...installation.customRuntimes.map(({ handler }) => handler).sort()])];
}

function installFlags({ installation, numbers }: JobInstallation): InstallFlags {
  return {
    dispatcherArguments: installation.release.data.installer.dispatcherArguments,
    multiInstallSuffix: installation.multiInstallSuffix,
    waitNodeReadySeconds: numbers.waitNodeReadySeconds,
    handlers: handlersOf(installation),
    startupTaints: installation.startupTaints.map(startupTaintName),
    warnsOfShortKubeletTimeout: installation.readsKubeletConfig,
  };
}

function dispatcherSpec(
  job: JobInstallation,
  templates: string,
  stage: string,
  args: readonly string[],
  owner?: DispatcherOwner,
): object {
  const { installation, revision } = job;
  const { dispatcherProgram, terminationMessagePolicy } = installation.release.data.installer;
  return dispatcherJobSpec(
    {
      program: dispatcherProgram,
      terminationMessagePolicy,
      image: job.dispatcherImage,
      imagePullPolicy: installation.pullPolicy(job.dispatcherImage),
      imagePullSecrets: installation.imagePullSecrets,
      serviceAccountName: dispatcherServiceAccountName(installation),
      priorityClassName: installation.priorityClassName,
      nodeSelector: job.dispatcherNodeSelector,
      tolerations: job.dispatcherTolerations,
      resources: job.dispatcherResources,
      templates,
    },
    {
      ...installation.contract.podLabels(installation),
      ...jobLabels(installation),
      [DISPATCHER_LABEL]: stage,
      ...(revision !== undefined && { 'kata-deploy/revision': revision }),
    },
    args,
    owner,
  );
}

function digest(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 8);
}
