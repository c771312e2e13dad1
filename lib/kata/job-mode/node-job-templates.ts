import { Yaml } from 'cdk8s';
import { NODE_STAGE_LABEL } from '../../contract/job-labels';
import { TaintEffect, type Toleration } from '../../contract/placement';
import { waitForThinPool } from '../devmapper/devmapper-setup';
import type { KataInstallation } from '../install/kata-installation';
import { CLEANUP_TEMPLATE, INSTALL_TEMPLATE } from './dispatcher-job';
import type { JobInstallation } from './job-installation';
import { kernelModules, LOAD_KERNEL_MODULES, NO_MODULES } from './kernel-modules';

/** One step on a node: the container's name and what kata-deploy is told to do. */
type Stage = readonly [name: string, action: string];

/** A pipeline on a node; all but the last step are init containers, so that they run one after the other. */
interface Pipeline {
  readonly name: 'install' | 'cleanup';
  readonly stages: readonly Stage[];
  readonly tolerations: readonly Toleration[];
  /** Init containers that must finish before the first step of the installer. */
  readonly before: readonly object[];
}

/** Everything is tolerated: the pod is bound to its node, and only an eviction could keep it from its work. */
const EVERYTHING: readonly Toleration[] = [{ operator: 'Exists' }];

/** What the DaemonSet controller adds to its pods. The container runtime restarts, so the node is not ready for a while. */
const NODE_CONDITIONS: readonly Toleration[] = [
  { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: TaintEffect.NO_EXECUTE },
  { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: TaintEffect.NO_EXECUTE },
  { key: 'node.kubernetes.io/disk-pressure', operator: 'Exists', effect: TaintEffect.NO_SCHEDULE },
  { key: 'node.kubernetes.io/memory-pressure', operator: 'Exists', effect: TaintEffect.NO_SCHEDULE },
  { key: 'node.kubernetes.io/pid-pressure', operator: 'Exists', effect: TaintEffect.NO_SCHEDULE },
  { key: 'node.kubernetes.io/unschedulable', operator: 'Exists', effect: TaintEffect.NO_SCHEDULE },
];

/**
 * The Jobs of one node, as the dispatcher reads them: it gives them a name and a node.
 *
 * @param job the installation by Jobs
 */
export function jobTemplates(job: JobInstallation): { [file: string]: string } {
  const { installation, nodes } = job;
  const { loadsKernelModules } = installation.release.data.installer;
  return {
    [INSTALL_TEMPLATE]: nodeJob(job, {
      name: 'install',
      stages: [
        ...(loadsKernelModules ? [LOAD_KERNEL_MODULES] : []),
        ['host-check', 'install-stage-host-check'],
        ['artifacts', 'install-stage-artifacts'],
        ['cri', 'install-stage-cri'],
      ],
      tolerations: [...(nodes.length > 0 ? EVERYTHING : NODE_CONDITIONS), ...installation.installerTolerations],
      before: waitForThinPool(installation),
    }),
    [CLEANUP_TEMPLATE]: nodeJob(job, {
      name: 'cleanup',
      stages: [
        ['revert-cri', 'cleanup-stage-revert-cri'],
        ['remove-artifacts', 'cleanup-stage-remove-artifacts'],
      ],
      tolerations: EVERYTHING,
      before: [],
    }),
  };
}

/** Labels that tell the installation's Jobs and pods from others. */
export function jobLabels({ instance }: KataInstallation): { [label: string]: string } {
  return { 'app.kubernetes.io/name': 'kata-deploy', 'app.kubernetes.io/instance': instance };
}

function nodeJob({ installation, numbers }: JobInstallation, pipeline: Pipeline): string {
  const { name, stages, tolerations, before } = pipeline;
  const { contract, imagePullSecrets, installerAnnotations: annotations, podLabels, priorityClassName } = installation;
  const labels = { ...jobLabels(installation), [NODE_STAGE_LABEL]: name };
  const { loadsKernelModules } = installation.release.data.installer;
  const modules = loadsKernelModules ? kernelModules(name) : NO_MODULES;
  const containers = stages.map(([stage, action]) =>
    modules.adapt(stage, contract.stepContainer(installation, stage, action)),
  );
  return Yaml.stringify({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { labels },
    spec: {
      backoffLimit: numbers.backoffLimit,
      ttlSecondsAfterFinished: numbers.ttlSecondsAfterFinished,
      activeDeadlineSeconds: numbers.activeDeadlineSeconds,
      template: {
        metadata: {
          labels: { ...contract.podLabels(installation), ...podLabels, ...labels },
          ...(Object.keys(annotations).length > 0 && { annotations }),
        },
        spec: {
          ...(imagePullSecrets.length > 0 && {
            imagePullSecrets: imagePullSecrets.map((secret) => ({ name: secret })),
          }),
          // Root on the node gets no token: what needs the API server is done by the dispatcher.
          automountServiceAccountToken: false,
          restartPolicy: 'Never',
          tolerations,
          ...(priorityClassName !== undefined && { priorityClassName }),
          initContainers: [...before, ...containers.slice(0, -1)],
          containers: containers.slice(-1),
          volumes: [...contract.volumes(installation), ...modules.volumes],
        },
      },
    },
  });
}
