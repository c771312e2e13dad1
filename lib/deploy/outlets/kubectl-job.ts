import type { Finding } from '../../validation/finding';
import { imageProblem } from '../../validation/image-reference';
import { redacted } from '../../validation/redaction';
import type { Manifest } from '../manifest';
import { shortName } from '../objects/short-name';
import { KUBECTL_PINNED } from './rules';

/** Characters of the name of a Job, which its pods have as a label. */
const LONGEST_JOB_NAME = 63;

/** kubectl alone, without a shell. */
export const KUBECTL_IMAGE = 'registry.k8s.io/kubectl:v1.33.0';

/**
 * Holds an image for Jobs against what they need: it is pulled on the day of the removal, and has to be the same then.
 *
 * @param where path of the construct that it was given to
 * @param image the image
 */
export function validateKubectlImage(where: string, image: string = KUBECTL_IMAGE): Finding[] {
  const isPinned = imageProblem('kubectlImage', image) === undefined;
  return isPinned
    ? []
    : [KUBECTL_PINNED.find(where, `kubectlImage '${redacted(image)}' has no full version and no digest`)];
}

/** A Job that runs kubectl at a point of a Helm release's life. */
export interface KubectlJobOptions {
  /** Name of the Job; it is shortened where it is too long. */
  readonly name: string;

  /** Namespace of the Job and of its service account. */
  readonly namespace: string;

  /** Service account with the permissions that the commands need. */
  readonly serviceAccount: string;

  /** Image with `kubectl` as its entry point. */
  readonly image: string;

  /** Longest duration of the Job, in seconds. */
  readonly timeoutSeconds: number;

  /** When Helm runs it. */
  readonly hook: 'pre-delete' | 'post-delete' | 'post-install,post-upgrade';

  /** Arguments of kubectl, for each command. */
  readonly commands: readonly (readonly string[])[];

  /** Whether each command waits for the one before. */
  readonly oneAfterAnother: boolean;
}

/**
 * A Job that Helm runs and waits for.
 *
 * @param options what it does, and when
 * @see https://helm.sh/docs/topics/charts_hooks/
 */
export function kubectlJob(options: KubectlJobOptions): Manifest {
  const containers = options.commands.map((args, index) => ({
    name: `kubectl-${index}`,
    image: options.image,
    args: [...args],
    resources: { requests: { cpu: '10m', memory: '32Mi' } },
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem: true },
  }));
  const first = options.oneAfterAnother ? containers.slice(0, -1) : [];
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: shortName(options.name, LONGEST_JOB_NAME),
      namespace: options.namespace,
      annotations: {
        'helm.sh/hook': options.hook,
        'helm.sh/hook-delete-policy': 'before-hook-creation,hook-succeeded',
      },
    },
    spec: {
      backoffLimit: 6,
      activeDeadlineSeconds: options.timeoutSeconds,
      template: {
        spec: {
          serviceAccountName: options.serviceAccount,
          restartPolicy: 'OnFailure',
          // The last nodes of a cluster may be tainted in any way.
          tolerations: [{ operator: 'Exists' }],
          securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: 'RuntimeDefault' } },
          ...(first.length > 0 && { initContainers: first }),
          containers: containers.slice(first.length),
        },
      },
    },
  };
}

/**
 * Service account and permissions of a Job, under one name.
 *
 * @param name name of all three objects
 * @param namespace namespace of the service account
 * @param rules what the Job may do
 */
export function kubectlJobAccess(name: string, namespace: string, rules: readonly object[]): Manifest[] {
  const group = 'rbac.authorization.k8s.io';
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } },
    { apiVersion: `${group}/v1`, kind: 'ClusterRole', metadata: { name }, rules },
    {
      apiVersion: `${group}/v1`,
      kind: 'ClusterRoleBinding',
      metadata: { name },
      roleRef: { apiGroup: group, kind: 'ClusterRole', name },
      subjects: [{ kind: 'ServiceAccount', name, namespace }],
    },
  ];
}

/**
 * Permissions that Helm makes when it runs a Job, and takes away with it, instead of keeping them in the release: what was killed after
 * they were gone can be run again.
 *
 * @param access the permissions
 * @param hook when Helm runs the Job
 */
export function withTheJob(access: readonly Manifest[], hook: KubectlJobOptions['hook']): Manifest[] {
  const annotations = {
    'helm.sh/hook': hook,
    'helm.sh/hook-weight': '-5',
    'helm.sh/hook-delete-policy': 'before-hook-creation,hook-succeeded',
  };
  return access.map((manifest) => ({ ...manifest, metadata: { ...manifest.metadata, annotations } }));
}
