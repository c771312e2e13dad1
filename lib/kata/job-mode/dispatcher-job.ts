import type { Toleration } from '../../contract/placement';

/** Where the Job templates are in the dispatcher's container. */
const TEMPLATES = '/etc/kata-job';

/** Names of the templates in their ConfigMap. */
export const INSTALL_TEMPLATE = 'install-job.yaml';
export const CLEANUP_TEMPLATE = 'cleanup-job.yaml';

/** The user that distroless images call `nonroot`. */
const NONROOT = 65532;

/** Fields of the pod of a dispatcher. */
export interface DispatcherPod {
  readonly program: string;
  readonly terminationMessagePolicy: string | undefined;
  readonly image: string;
  readonly imagePullPolicy: string;
  readonly imagePullSecrets: readonly string[];
  readonly serviceAccountName: string;
  readonly priorityClassName: string | undefined;
  readonly nodeSelector: { readonly [label: string]: string };
  readonly tolerations: readonly Toleration[];
  readonly resources: unknown;
  readonly templates: string;
}

/** How a dispatcher finds the Job that it belongs to, which becomes the owner of the Jobs of the nodes. */
export interface DispatcherOwner {
  readonly argument: string;
  readonly variable: string;
  readonly fieldPath: string;
}

/** By the label that the Job controller gives the pod. */
const OWNER_BY_LABEL: DispatcherOwner = {
  argument: '--owner-job-name=$(JOB_NAME)',
  variable: 'JOB_NAME',
  fieldPath: "metadata.labels['batch.kubernetes.io/job-name']",
};

/** By the pod's owner, which a dispatcher since 4.2.0 reads. */
export const OWNER_BY_POD: DispatcherOwner = {
  argument: '--owner-job-from-pod=$(POD_NAME)',
  variable: 'POD_NAME',
  fieldPath: 'metadata.name',
};

/** The nodes on which a dispatcher creates Jobs. */
export interface DispatchedNodes {
  readonly names: readonly string[];
  readonly selectors: readonly string[];
}

/** What a dispatcher does on the API server around the Job of a node. */
export interface InstallFlags {
  readonly dispatcherArguments: readonly string[];
  readonly multiInstallSuffix: string | undefined;
  readonly waitNodeReadySeconds: number;
  readonly handlers: readonly string[];
  readonly startupTaints: readonly string[];
  readonly warnsOfShortKubeletTimeout: boolean;
}

/** Seconds below which the kubelet gives up on pulls in the guest and on image conversion; the chart warns there too. */
const KUBELET_TIMEOUT_SECONDS = 600;

/** Path of a template, as an argument of the dispatcher. */
export function templatePath(name: string): string {
  return `${TEMPLATES}/${name}`;
}

/** Arguments that name the nodes. */
export function nodeArguments(nodes: DispatchedNodes): string[] {
  return nodes.names.length > 0
    ? [`--nodes=${nodes.names.join(',')}`]
    : nodes.selectors.map((selector) => `--node-selector=${selector}`);
}

/** Arguments of the work that surrounds an installation. */
export function installArguments(flags: InstallFlags): string[] {
  return [
    ...flags.dispatcherArguments,
    ...suffixArguments(flags.multiInstallSuffix),
    '--node-label=true',
    '--claim-node-pending',
    `--wait-node-ready-secs=${flags.waitNodeReadySeconds}`,
    ...(flags.handlers.length > 0 ? [`--require-node-handlers=${flags.handlers.join(',')}`] : []),
    ...(flags.startupTaints.length > 0 ? [`--remove-node-taints=${flags.startupTaints.join(',')}`] : []),
    ...(flags.warnsOfShortKubeletTimeout ? [`--kubelet-timeout-warn-secs=${KUBELET_TIMEOUT_SECONDS}`] : []),
  ];
}

/** Argument that says which installation it is, if there are several. */
export function suffixArguments(suffix: string | undefined): string[] {
  return suffix === undefined ? [] : [`--multi-install-suffix=${suffix}`];
}

/**
 * The spec of a Job that dispatches: a client of the API server and nothing else.
 *
 * The Jobs of the nodes belong to the dispatcher's Job, whose name it has to know. That name is a digest of this very
 * spec, or the CronJob's choice, so the pod reads it from the label that the Job controller gives it.
 *
 * @param pod what the pod is made of
 * @param labels labels of the pod
 * @param args arguments beside the owner's name
 * @param owner how the pod finds the Job that it belongs to
 */
export function dispatcherJobSpec(
  pod: DispatcherPod,
  labels: { readonly [label: string]: string },
  args: readonly string[],
  owner: DispatcherOwner = OWNER_BY_LABEL,
): object {
  return {
    // The dispatcher itself tries a node again. After a node has failed for good, the whole Job must not begin again.
    backoffLimit: 0,
    template: {
      metadata: { labels },
      spec: {
        ...(pod.imagePullSecrets.length > 0
          ? { imagePullSecrets: pod.imagePullSecrets.map((name) => ({ name })) }
          : {}),
        serviceAccountName: pod.serviceAccountName,
        automountServiceAccountToken: true,
        restartPolicy: 'Never',
        securityContext: {
          runAsNonRoot: true,
          runAsUser: NONROOT,
          runAsGroup: NONROOT,
          seccompProfile: { type: 'RuntimeDefault' },
        },
        ...(Object.keys(pod.nodeSelector).length > 0 ? { nodeSelector: pod.nodeSelector } : {}),
        ...(pod.tolerations.length > 0 ? { tolerations: pod.tolerations } : {}),
        ...(pod.priorityClassName === undefined ? {} : { priorityClassName: pod.priorityClassName }),
        containers: [
          {
            name: 'dispatcher',
            image: pod.image,
            imagePullPolicy: pod.imagePullPolicy,
            command: [pod.program, ...args, owner.argument],
            env: [
              { name: 'POD_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
              { name: owner.variable, valueFrom: { fieldRef: { fieldPath: owner.fieldPath } } },
            ],
            resources: pod.resources,
            securityContext: {
              privileged: false,
              allowPrivilegeEscalation: false,
              readOnlyRootFilesystem: true,
              capabilities: { drop: ['ALL'] },
            },
            volumeMounts: [{ name: 'job-templates', mountPath: TEMPLATES, readOnly: true }],
            ...(pod.terminationMessagePolicy !== undefined && {
              terminationMessagePolicy: pod.terminationMessagePolicy,
            }),
          },
        ],
        volumes: [{ name: 'job-templates', configMap: { name: pod.templates } }],
      },
    },
  };
}
