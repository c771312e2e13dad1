/**
 * What a VM makes of each field of a pod, of its containers and of their mounts, in Kubernetes 1.35.
 *
 * Sources: Kata Containers at tag 4.1.0 (`docs/Limitations.md`, the source files and tests that a row names) and the field
 * reference of Kubernetes, https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/
 */

/**
 * What becomes of a field in a VM: it works; it works and may surprise (`warning`); it does not do what it says, which a
 * program may accept (`acknowledge`); it fails, or takes the VM's wall away (`error`).
 */
export type PodVerdict = 'works' | 'warning' | 'acknowledge' | 'error';

/** Which values of a field a verdict is about; every value where there is none. */
export interface FieldMatch {
  readonly is?: string | boolean;
  readonly isNot?: readonly string[];
}

/** A field, and what a VM makes of it. */
export interface PodFieldData {
  /** The object that has the field. */
  readonly of: 'pod' | 'container' | 'mount' | 'device';

  /** Its name; with dots where it is a field of an object in the object. */
  readonly field: string;

  readonly verdict: PodVerdict;

  readonly when?: FieldMatch;

  /** Why, as the end of "<field> is <value>: ...". */
  readonly reason: string;

  /** What to do instead. */
  readonly fix?: string;

  /** The rules that judge the field. */
  readonly rules?: readonly string[];

  /** Whether this row is all that the rule looks at. */
  readonly alone?: true;

  readonly source?: string;
}

const KATA = 'https://github.com/kata-containers/kata-containers/blob/4.1.0/';
const ISSUE = 'https://github.com/kata-containers/kata-containers/issues/';
const POD = 'https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/';
const LIMITATIONS = `${KATA}docs/Limitations.md`;
const TESTS = `${KATA}tests/integration/kubernetes/`;

const LEAVE_OUT = 'remove it; an agent of the node belongs on runc: leave it out with sandbox(x, { except })';

function works(
  of: PodFieldData['of'],
  reason: string,
  fields: readonly string[],
  source: string = POD,
): PodFieldData[] {
  return fields.map((field) => ({ of, field, verdict: 'works', reason, source }));
}

function judged(
  of: PodFieldData['of'],
  field: string,
  rules: readonly string[],
  reason: string,
  source = LIMITATIONS,
): PodFieldData {
  return { of, field, verdict: 'warning', rules, reason, source };
}

function hostNamespace(field: string, what: string): PodFieldData {
  return {
    of: 'pod',
    field,
    verdict: 'acknowledge',
    when: { is: true },
    alone: true,
    rules: ['sandbox/host-namespace'],
    reason: `a VM has ${what} of its own, and the pod sees nothing of the node's`,
    fix: LEAVE_OUT,
    source: `${KATA}src/agent/src/rpc.rs`,
  };
}

const POD_FIELDS_OF_SPEC: readonly PodFieldData[] = [
  ...works('pod', 'the control plane or the kubelet acts on it; the VM is not involved', [
    'activeDeadlineSeconds',
    'automountServiceAccountToken',
    'enableServiceLinks',
    'preemptionPolicy',
    'priority',
    'priorityClassName',
    'readinessGates',
    'restartPolicy',
    'schedulerName',
    'schedulingGates',
    'serviceAccount',
    'serviceAccountName',
    'tolerations',
    'topologySpreadConstraints',
    'workloadRef',
    'affinity',
    'nodeName',
  ]),
  ...works(
    'pod',
    'the kubelet sends the signal through the shim, and the agent delivers it in the guest',
    ['terminationGracePeriodSeconds'],
    `${TESTS}k8s-graceful-termination.bats`,
  ),
  ...works(
    'pod',
    'the kubelet writes /etc/hosts and /etc/resolv.conf, and the runtime shares or copies these files',
    ['dnsConfig', 'dnsPolicy', 'hostAliases'],
    `${TESTS}k8s-custom-dns.bats`,
  ),
  ...works(
    'pod',
    'the agent sets it in the guest',
    ['hostname', 'hostnameOverride', 'subdomain', 'setHostnameAsFQDN'],
    `${TESTS}k8s-hostname.bats`,
  ),
  ...works(
    'pod',
    'the containers share one process namespace inside the guest',
    ['shareProcessNamespace'],
    `${TESTS}k8s-pid-ns.bats`,
  ),
  ...works('pod', 'sandbox() sets it', ['runtimeClassName']),
  ...works('pod', 'each is judged by its own fields', ['initContainers']),
  judged(
    'pod',
    'containers',
    ['sandbox/too-many-containers'],
    'each is judged by its own fields; Firecracker has block devices for the images of eight',
    `${KATA}src/runtime/virtcontainers/fc.go`,
  ),
  {
    of: 'pod',
    field: 'hostNetwork',
    verdict: 'error',
    when: { is: true },
    alone: true,
    rules: ['sandbox/host-network'],
    reason: "a VM has a network of its own, and the runtime would reach into the node's",
    fix: LEAVE_OUT,
    source: LIMITATIONS,
  },
  hostNamespace('hostPID', 'processes'),
  hostNamespace('hostIPC', 'shared memory'),
  {
    of: 'pod',
    field: 'hostUsers',
    verdict: 'error',
    when: { is: false },
    alone: true,
    rules: ['sandbox/host-users'],
    reason:
      'the kubelet grants user namespaces only to runtimes that report them, and no shim of Kata does, so that it refuses the pod',
    fix: 'remove it; the VM separates users more strongly than a user namespace',
    source: `${ISSUE}8170`,
  },
  {
    of: 'pod',
    field: 'os.name',
    verdict: 'error',
    when: { is: 'windows' },
    alone: true,
    rules: ['sandbox/windows'],
    reason: "Kata's guests run Linux",
    fix: 'leave the object out with sandbox(x, { except })',
    source: LIMITATIONS,
  },
  {
    of: 'pod',
    field: 'ephemeralContainers',
    verdict: 'error',
    alone: true,
    rules: ['sandbox/ephemeral-containers'],
    reason: 'the API server takes ephemeral containers of running pods alone',
    fix: 'remove them, and use kubectl debug; the container runs in the guest, whose size does not change',
    source: 'https://kubernetes.io/docs/concepts/workloads/pods/ephemeral-containers/',
  },
  judged(
    'pod',
    'overhead',
    ['sandbox/overhead'],
    'the RuntimeClass admission plugin sets it',
    'https://kubernetes.io/docs/concepts/scheduling-eviction/pod-overhead/',
  ),
  judged(
    'pod',
    'nodeSelector',
    ['sandbox/node-selector'],
    'works unless it contradicts the selector of the RuntimeClass',
    'https://kubernetes.io/docs/concepts/containers/runtime-class/',
  ),
  judged(
    'pod',
    'imagePullSecrets',
    ['sandbox/pull-secrets'],
    'the kubelet uses them; a guest that pulls images by itself does not get them',
    'https://github.com/confidential-containers/cloud-api-adaptor/issues/2231',
  ),
  judged(
    'pod',
    'resourceClaims',
    ['sandbox/resource-claims'],
    'the runtime does not read what dynamic resource allocation hands out',
    `${ISSUE}13322`,
  ),
  judged(
    'pod',
    'resources',
    ['sandbox/vm-too-small', 'sandbox/requests-above-vm'],
    'limits of the pod size its VM',
    `${KATA}docs/how-to/how-to-size-sandbox-overhead-runtime-rs.md`,
  ),
  judged(
    'pod',
    'volumes',
    ['sandbox/volume-not-shared', 'sandbox/volume-copied'],
    'each source has a row in the table of volumes',
  ),
  ...works(
    'pod',
    'the kubelet changes the owner of the files on the node before the runtime shares them',
    ['securityContext.fsGroup', 'securityContext.fsGroupChangePolicy'],
    `${TESTS}k8s-security-context.bats`,
  ),
  ...works(
    'pod',
    'the agent starts the process with it in the guest',
    [
      'securityContext.supplementalGroups',
      'securityContext.supplementalGroupsPolicy',
      'securityContext.runAsGroup',
      'securityContext.runAsNonRoot',
    ],
    `${TESTS}k8s-security-context.bats`,
  ),
  judged(
    'pod',
    'securityContext.runAsUser',
    ['sandbox/guest-pull-user'],
    "works; where the guest pulls images, the image's own user is not applied",
    LIMITATIONS,
  ),
  judged(
    'pod',
    'securityContext.sysctls',
    ['sandbox/sysctl'],
    'the agent sets namespaced ones in the guest and refuses others',
    `${KATA}src/agent/rustjail/src/validator.rs`,
  ),
];

/** Fields of a security context that pods and containers have both. */
function profiles(of: 'pod' | 'container'): readonly PodFieldData[] {
  return [
    {
      of,
      field: 'securityContext.seccompProfile',
      verdict: 'works',
      reason:
        'the shims leave it out in the guest (disable_guest_seccomp); a pod with RuntimeDefault is isolated by its VM instead',
      source: `${KATA}src/runtime-rs/Makefile`,
    },
    {
      of,
      field: 'securityContext.seccompProfile.type',
      verdict: 'warning',
      when: { is: 'Localhost' },
      alone: true,
      rules: ['sandbox/security-profile'],
      reason: 'the shims leave seccomp profiles out in the guest (disable_guest_seccomp)',
      source: `${KATA}src/runtime-rs/Makefile`,
    },
    {
      of,
      field: 'securityContext.appArmorProfile',
      verdict: 'works',
      reason: "the guest's kernel has no AppArmor; a pod with RuntimeDefault is isolated by its VM instead",
      source: `${KATA}src/runtime-rs/crates/runtimes/virt_container/src/container_manager/manager.rs`,
    },
    {
      of,
      field: 'securityContext.appArmorProfile.type',
      verdict: 'warning',
      when: { is: 'Localhost' },
      alone: true,
      rules: ['sandbox/security-profile'],
      reason: 'profiles of AppArmor are not applied in the guest',
      source: `${KATA}src/runtime-rs/crates/runtimes/virt_container/src/container_manager/manager.rs`,
    },
    ...works(
      of,
      'not applied in the guest unless the configuration enables it (disable_guest_selinux)',
      of === 'pod'
        ? ['securityContext.seLinuxOptions', 'securityContext.seLinuxChangePolicy']
        : ['securityContext.seLinuxOptions'],
      `${KATA}src/runtime/virtcontainers/kata_agent.go`,
    ),
    {
      of,
      field: 'securityContext.windowsOptions',
      verdict: 'error',
      alone: true,
      rules: ['sandbox/windows'],
      reason: "Kata's guests run Linux",
      fix: 'leave the object out with sandbox(x, { except })',
      source: LIMITATIONS,
    },
  ];
}

const FIELDS_OF_CONTAINERS: readonly PodFieldData[] = [
  ...works(
    'container',
    'the agent starts the process with it in the guest',
    ['args', 'command', 'env', 'envFrom', 'name', 'stdin', 'stdinOnce', 'tty', 'workingDir'],
    `${TESTS}k8s-env.bats`,
  ),
  ...works(
    'container',
    'the kubelet pulls the image, or the guest does where its shim pulls',
    ['image', 'imagePullPolicy'],
    `${KATA}docs/how-to/how-to-pull-images-in-guest-with-kata.md`,
  ),
  ...works(
    'container',
    'commands run in the guest through the agent, requests go to the address of the pod',
    ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'],
    `${TESTS}k8s-liveness-probes.bats`,
  ),
  ...works(
    'container',
    'ports are those of the pod; the network plugin of the node forwards a hostPort to them',
    ['ports', 'ports.hostPort'],
    `${TESTS}k8s-port-forward.bats`,
  ),
  ...works('container', 'a sidecar runs in the VM of the pod and counts for its size', ['restartPolicy']),
  ...works('container', 'the kubelet reads the exit code and asks the shim for a new container', [
    'restartPolicyRules',
  ]),
  ...works(
    'container',
    'the runtime brings the file back to the kubelet',
    ['terminationMessagePath', 'terminationMessagePolicy'],
    `${TESTS}k8s-termination-log.bats`,
  ),
  ...works(
    'container',
    'processes of the containers are in one guest',
    ['targetContainerName'],
    'https://kubernetes.io/docs/concepts/workloads/pods/ephemeral-containers/',
  ),
  ...works(
    'container',
    'the share of the container changes; a VM that is sized when it starts does not grow',
    ['resizePolicy'],
    `${KATA}docs/design/vcpu-handling-runtime-rs.md`,
  ),
  judged(
    'container',
    'resources.limits',
    [
      'sandbox/no-limits',
      'sandbox/some-limits',
      'sandbox/vm-too-small',
      'sandbox/vm-too-many-cpus',
      'sandbox/huge-pages',
      'sandbox/quantity',
      'sandbox/device',
      'sandbox/extended-resource',
      'sandbox/gpu-of-containers',
    ],
    'they size the VM; extended resources are devices, which a shim has to pass through',
    `${KATA}docs/how-to/how-to-size-sandbox-overhead-runtime-rs.md`,
  ),
  judged(
    'container',
    'resources.requests',
    ['sandbox/requests-above-vm'],
    'the scheduler counts them, the VM does not',
    `${ISSUE}10659`,
  ),
  judged(
    'container',
    'resources.claims',
    ['sandbox/resource-claims'],
    'the runtime does not read what dynamic resource allocation hands out',
    `${ISSUE}13322`,
  ),
  judged(
    'container',
    'volumeDevices',
    ['sandbox/device-path'],
    'the block device is plugged into the VM',
    `${TESTS}k8s-block-volume.bats`,
  ),
  judged('container', 'volumeMounts', ['sandbox/sub-path', 'sandbox/mount-propagation'], 'each field is in this table'),
  ...works(
    'container',
    'capabilities are those of the guest, and devices of the node are not passed',
    ['securityContext.privileged'],
    `${KATA}docs/how-to/privileged.md`,
  ),
  ...works(
    'container',
    'the agent applies it in the guest',
    [
      'securityContext.allowPrivilegeEscalation',
      'securityContext.readOnlyRootFilesystem',
      'securityContext.runAsGroup',
      'securityContext.runAsNonRoot',
    ],
    `${TESTS}k8s-security-context.bats`,
  ),
  judged(
    'container',
    'securityContext.capabilities',
    ['sandbox/guest-firewall'],
    'the agent applies it in the guest, so that what NET_ADMIN allows is done to the guest alone',
    `${ISSUE}4080`,
  ),
  judged(
    'container',
    'securityContext.runAsUser',
    ['sandbox/guest-pull-user'],
    "works; where the guest pulls images, the image's own user is not applied",
    LIMITATIONS,
  ),
  {
    of: 'container',
    field: 'securityContext.procMount',
    verdict: 'error',
    when: { is: 'Unmasked' },
    alone: true,
    rules: ['sandbox/proc-mount'],
    reason: 'Kubernetes grants it only together with hostUsers: false, which no shim of Kata supports',
    fix: 'remove it; a privileged container has an unmasked /proc, which is the one of the guest',
    source: 'https://kubernetes.io/docs/concepts/workloads/pods/user-namespaces/',
  },
];

const FIELDS_OF_MOUNTS: readonly PodFieldData[] = [
  ...works('mount', 'the runtime mounts it in the guest', ['name', 'readOnly'], `${TESTS}k8s-volume.bats`),
  judged('mount', 'mountPath', ['sandbox/mount-over-proc'], 'the agent refuses mounts over /proc', LIMITATIONS),
  judged(
    'mount',
    'mountPropagation',
    ['sandbox/mount-propagation', 'sandbox/mount-propagation-in-pod'],
    'mounts do not cross from one kernel to the other',
    `${ISSUE}10502`,
  ),
  {
    of: 'mount',
    field: 'recursiveReadOnly',
    verdict: 'error',
    when: { is: 'Enabled' },
    alone: true,
    rules: ['sandbox/recursive-read-only'],
    reason:
      'the kubelet grants it only to runtimes that report it, and no shim of Kata does, so that it refuses the pod',
    fix: 'write IfPossible, or remove it',
    source: 'https://kubernetes.io/docs/concepts/storage/volumes/#recursive-read-only-mounts',
  },
  judged(
    'mount',
    'subPath',
    ['sandbox/sub-path', 'sandbox/sub-path-of-files'],
    'upstream does not support it',
    LIMITATIONS,
  ),
  judged(
    'mount',
    'subPathExpr',
    ['sandbox/sub-path-expr'],
    'upstream does not support subPath, and runs one test with subPathExpr',
    `${TESTS}k8s-policy-pod.bats`,
  ),
  judged(
    'device',
    'devicePath',
    ['sandbox/device-path'],
    'the agent makes devices below /dev only',
    `${KATA}src/agent/rustjail/src/mount.rs`,
  ),
  ...works('device', 'the block device is plugged into the VM', ['name'], `${TESTS}k8s-block-volume.bats`),
];

/** Every field of a pod's spec, of containers, of mounts and of block devices. */
export const POD_FIELDS: readonly PodFieldData[] = [
  ...POD_FIELDS_OF_SPEC,
  ...profiles('pod'),
  ...FIELDS_OF_CONTAINERS,
  ...profiles('container'),
  ...FIELDS_OF_MOUNTS,
];

/** A kind of volume, and what a VM makes of it. */
export interface VolumeSourceData {
  /** The field of the volume. */
  readonly source: string;

  readonly verdict: PodVerdict;

  /** The verdict where the guest shares no directories with the node. */
  readonly withoutDirectories: PodVerdict;

  readonly reason: string;

  /** Whether the node mounts it, so that mounts would have to cross to the guest. */
  readonly mountedByNode: boolean;

  /** Rules that look at more than the source. */
  readonly rules?: readonly string[];

  readonly url?: string;
}

function filesOfKubernetes(source: string): VolumeSourceData {
  return {
    source,
    verdict: 'works',
    withoutDirectories: 'works',
    mountedByNode: false,
    reason: 'shared; without shared directories its files are copied, and copied again when they change',
    url: `${TESTS}k8s-projected-volume.bats`,
  };
}

function mounted(source: string, rules: readonly string[] = []): VolumeSourceData {
  return {
    source,
    verdict: 'works',
    withoutDirectories: 'acknowledge',
    mountedByNode: true,
    rules: ['sandbox/volume-not-shared', 'sandbox/volume-copied', ...rules],
    reason:
      'the node mounts it, and virtio-fs shares it; without shared directories files are copied in and never back',
    url: LIMITATIONS,
  };
}

/** Every kind of volume. */
export const VOLUME_SOURCES: readonly VolumeSourceData[] = [
  ...['configMap', 'secret', 'projected', 'downwardAPI'].map(filesOfKubernetes),
  {
    source: 'emptyDir',
    verdict: 'works',
    withoutDirectories: 'works',
    mountedByNode: false,
    rules: ['sandbox/memory-volume', 'sandbox/empty-dir-size'],
    reason:
      'shared, or in the guest without shared directories; medium Memory takes memory of the VM, and shims of confidential guests make a ' +
      'block device of it, past sizeLimit',
    url: `${TESTS}k8s-empty-dirs.bats`,
  },
  {
    source: 'image',
    verdict: 'error',
    withoutDirectories: 'error',
    mountedByNode: true,
    rules: ['sandbox/image-volume'],
    reason: 'no mount that the shim knows, so that creating the container fails',
    url: `${ISSUE}13749`,
  },
  mounted('hostPath', ['sandbox/host-path', 'sandbox/node-root', 'sandbox/node-socket', 'sandbox/guest-device']),
  mounted('csi', ['sandbox/csi-socket']),
  ...[
    'persistentVolumeClaim',
    'ephemeral',
    'nfs',
    'iscsi',
    'fc',
    'cephfs',
    'rbd',
    'glusterfs',
    'azureFile',
    'azureDisk',
    'awsElasticBlockStore',
    'gcePersistentDisk',
    'cinder',
    'vsphereVolume',
    'portworxVolume',
    'photonPersistentDisk',
    'scaleIO',
    'storageos',
    'quobyte',
    'flocker',
    'flexVolume',
    'gitRepo',
  ].map((source) => mounted(source)),
];

/** Drivers of inline CSI volumes that hold a Unix socket of the node. */
export const SOCKET_CSI_DRIVERS: readonly string[] = ['csi.spiffe.io'];

/** Paths below which a mount over `/proc` is allowed. */
export const PROC_MOUNTS: readonly string[] = [
  '/proc/cpuinfo',
  '/proc/diskstats',
  '/proc/meminfo',
  '/proc/stat',
  '/proc/swaps',
  '/proc/uptime',
  '/proc/loadavg',
  '/proc/net/dev',
];

/** Sysctls that the agent sets, as regular expression over their names. */
export const GUEST_SYSCTLS =
  /^(kernel\.(msgmax|msgmnb|msgmni|sem|shmall|shmmax|shmmni|shm_rmid_forced|domainname)|fs\.mqueue\..*|net\..*)$/;

/** Folders of the node from which a pod that may write can take the node over. */
export const NODE_ROOTS: readonly string[] = [
  '/',
  '/bin',
  '/boot',
  '/etc',
  '/home',
  '/lib',
  '/lib64',
  '/opt',
  '/root',
  '/run',
  '/sbin',
  '/usr',
  '/var',
  '/var/lib',
  '/var/lib/containerd',
  '/var/lib/docker',
  '/var/lib/kubelet',
  '/var/run',
];

/** Extended resources that are devices of the node. */
export const DEVICE_RESOURCE = /^(nvidia\.com|amd\.com|(?!tdx\.)([a-z0-9]+\.)?intel\.com)\//;

/** What is counted for confidential guests, which is no device: their RuntimeClasses ask for it. */
export const COUNTED_RESOURCE = /^(sev-snp\.amd\.com|tdx\.intel\.com)\//;

/** GPUs that a device plugin for containers counts, which are bound to the driver of the node and not to VFIO. */
export const CONTAINER_GPU_RESOURCE = /^nvidia\.com\/(gpu|mig-.+)(\.shared)?$/;
