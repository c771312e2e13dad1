import { Yaml } from 'cdk8s';
import { TaintEffect, type Toleration, tolerate } from '../../contract/placement';
import { waitForThinPool } from '../devmapper/thin-pool';
import { binaryEnv, binaryVolumeMounts, binaryVolumes, configChecksums } from '../install/contracts/binary-contract';
import { CLEANUP_TEMPLATE, INSTALL_TEMPLATE } from './dispatcher-job';
import type { JobSettings } from './job-installation';

/** One step on a node: the container's name and what kata-deploy is told to do. */
type Stage = readonly [name: string, action: string];

/** A pipeline on a node; all but the last step are init containers, so that they run one after the other. */
interface Pipeline {
  readonly name: 'install' | 'cleanup';
  readonly stages: readonly Stage[];
  readonly tolerations: readonly Toleration[];
  /** What has to be over before the first step. */
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
 * @param settings the installation
 */
export function jobTemplates(settings: JobSettings): { [file: string]: string } {
  const { placement } = settings.installer;
  return {
    [INSTALL_TEMPLATE]: nodeJob(settings, {
      name: 'install',
      stages: [
        ['host-check', 'install-stage-host-check'],
        ['artifacts', 'install-stage-artifacts'],
        ['cri', 'install-stage-cri'],
      ],
      tolerations: [
        ...(settings.nodes.length > 0 ? EVERYTHING : NODE_CONDITIONS),
        ...(placement?.tolerations ?? []),
        ...(placement?.startupTaints ?? []).map(tolerate),
      ],
      before: waitForThinPool(settings.installer),
    }),
    [CLEANUP_TEMPLATE]: nodeJob(settings, {
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
export function jobLabels(settings: JobSettings): { [label: string]: string } {
  return {
    'app.kubernetes.io/name': 'kata-deploy',
    'app.kubernetes.io/instance': settings.installer.suffix ?? 'default',
  };
}

function nodeJob(settings: JobSettings, { name, stages, tolerations, before }: Pipeline): string {
  const { installer, numbers } = settings;
  const { options, priorityClassName } = installer;
  const labels = { ...jobLabels(settings), 'kata-deploy/stage': name };
  const annotations = { ...options.podAnnotations, ...configChecksums(installer) };
  const secrets = options.imagePullSecrets ?? [];
  const containers = stages.map((stage) => stageContainer(settings, stage));
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
          labels: { ...options.podLabels, ...labels },
          ...(Object.keys(annotations).length > 0 && { annotations }),
        },
        spec: {
          ...(secrets.length > 0 && { imagePullSecrets: secrets.map((secret) => ({ name: secret })) }),
          // Root on the node gets no token: what needs the API server is done by the dispatcher.
          automountServiceAccountToken: false,
          restartPolicy: 'Never',
          tolerations,
          ...(priorityClassName !== undefined && { priorityClassName }),
          initContainers: [...before, ...containers.slice(0, -1)],
          containers: containers.slice(-1),
          volumes: binaryVolumes(installer),
        },
      },
    },
  });
}

function stageContainer({ installer }: JobSettings, [name, action]: Stage): object {
  const { logLevel, resources } = installer.options;
  return {
    name,
    image: installer.image,
    imagePullPolicy: installer.imagePullPolicy,
    command: ['/usr/bin/kata-deploy', ...(logLevel === undefined ? [] : ['--log-level', logLevel]), action],
    env: binaryEnv(installer),
    securityContext: { privileged: false, readOnlyRootFilesystem: true },
    ...(resources && { resources }),
    volumeMounts: binaryVolumeMounts(installer),
  };
}
