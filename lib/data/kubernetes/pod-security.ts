/**
 * The Pod Security Standards, field by field, as Kubernetes 1.35 enforces them (`latest`).
 *
 * Source: https://kubernetes.io/docs/concepts/security/pod-security-standards/ and the checks in
 * `k8s.io/pod-security-admission/policy` 0.35. What they relax for pods with a user namespace and for Windows is left out: a
 * VM runtime runs neither.
 */

/** What a field may hold. */
export interface PodSecurityField {
  /** Name of the control, as the standard and the API server's refusal have it. */
  readonly control: string;

  /** The level that demands it first; `restricted` demands what `baseline` does. */
  readonly level: 'baseline' | 'restricted';

  /** Whose field it is. `both` is a field that pod and containers have. */
  readonly of: 'pod' | 'container' | 'both' | 'volume';

  /** Path of the field; `[]` stands for each item of a list. */
  readonly field: string;

  /** The values that may be set; undefined stands for none at all. A list as value must hold none but these. */
  readonly allowed?: readonly unknown[];

  /** Values that may not be set, where there is no list of those that may. */
  readonly forbidden?: readonly unknown[];

  /** Whether it has to be set: by each container, or by each container for which the pod does not say it. */
  readonly required?: 'container' | 'pod-or-container';

  /** What a list has to hold. */
  readonly includes?: string;

  /** What to do. */
  readonly fix: string;
}

const DEFAULT_CAPABILITIES = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
];

const SAFE_SYSCTLS = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.tcp_wmem',
];

const HANDLERS = [
  'livenessProbe.httpGet',
  'livenessProbe.tcpSocket',
  'readinessProbe.httpGet',
  'readinessProbe.tcpSocket',
  'startupProbe.httpGet',
  'startupProbe.tcpSocket',
  'lifecycle.postStart.httpGet',
  'lifecycle.postStart.tcpSocket',
  'lifecycle.preStop.httpGet',
  'lifecycle.preStop.tcpSocket',
];

/** Sources of volumes that `restricted` takes. */
export const RESTRICTED_VOLUMES = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
] as const;

const PROFILES = ['RuntimeDefault', 'Localhost'];

const BASELINE: readonly Omit<PodSecurityField, 'level'>[] = [
  ...['hostNetwork', 'hostPID', 'hostIPC'].map((field) => ({
    control: 'host namespaces',
    of: 'pod' as const,
    field,
    allowed: [false],
    fix: 'remove it',
  })),
  {
    control: 'hostProcess',
    of: 'both',
    field: 'securityContext.windowsOptions.hostProcess',
    allowed: [false],
    fix: 'remove it',
  },
  { control: 'privileged', of: 'container', field: 'securityContext.privileged', allowed: [false], fix: 'remove it' },
  {
    control: 'non-default capabilities',
    of: 'container',
    field: 'securityContext.capabilities.add[]',
    allowed: DEFAULT_CAPABILITIES,
    fix: 'remove the capability',
  },
  {
    control: 'hostPath volumes',
    of: 'volume',
    field: 'hostPath',
    allowed: [],
    fix: 'use an emptyDir or a PersistentVolumeClaim',
  },
  { control: 'hostPort', of: 'container', field: 'ports[].hostPort', allowed: [0], fix: 'use a Service' },
  ...HANDLERS.map((handler) => ({
    control: 'probe or lifecycle host',
    of: 'container' as const,
    field: `${handler}.host`,
    allowed: [''],
    fix: 'leave the host out, which means the pod itself',
  })),
  {
    control: 'forbidden AppArmor profile',
    of: 'both',
    field: 'securityContext.appArmorProfile.type',
    allowed: PROFILES,
    fix: 'set it to RuntimeDefault, or remove it',
  },
  {
    control: 'seLinuxOptions',
    of: 'both',
    field: 'securityContext.seLinuxOptions.type',
    allowed: ['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t'],
    fix: 'remove it',
  },
  ...['user', 'role'].map((field) => ({
    control: 'seLinuxOptions',
    of: 'both' as const,
    field: `securityContext.seLinuxOptions.${field}`,
    allowed: [''],
    fix: 'remove it',
  })),
  {
    control: 'procMount',
    of: 'container',
    field: 'securityContext.procMount',
    allowed: ['Default'],
    fix: 'remove it',
  },
  {
    control: 'seccompProfile',
    of: 'both',
    field: 'securityContext.seccompProfile.type',
    allowed: PROFILES,
    fix: 'set it to RuntimeDefault, or remove it',
  },
  {
    control: 'forbidden sysctls',
    of: 'pod',
    field: 'securityContext.sysctls[].name',
    allowed: SAFE_SYSCTLS,
    fix: 'remove the setting',
  },
];

const RESTRICTED: readonly Omit<PodSecurityField, 'level'>[] = [
  {
    control: 'allowPrivilegeEscalation != false',
    of: 'container',
    field: 'securityContext.allowPrivilegeEscalation',
    allowed: [false],
    required: 'container',
    fix: 'set it to false',
  },
  {
    control: 'runAsNonRoot != true',
    of: 'both',
    field: 'securityContext.runAsNonRoot',
    allowed: [true],
    required: 'pod-or-container',
    fix: 'set it to true, and name another user than root where the image does not',
  },
  {
    control: 'runAsUser=0',
    of: 'both',
    field: 'securityContext.runAsUser',
    forbidden: [0],
    fix: 'name another user than root',
  },
  {
    control: 'seccompProfile',
    of: 'both',
    field: 'securityContext.seccompProfile.type',
    allowed: PROFILES,
    required: 'pod-or-container',
    fix: 'set it to RuntimeDefault',
  },
  {
    control: 'unrestricted capabilities',
    of: 'container',
    field: 'securityContext.capabilities.drop',
    includes: 'ALL',
    required: 'container',
    fix: "set it to ['ALL']",
  },
  {
    control: 'unrestricted capabilities',
    of: 'container',
    field: 'securityContext.capabilities.add[]',
    allowed: ['NET_BIND_SERVICE'],
    fix: 'remove the capability',
  },
];

/** Every field that the standards speak of, but the sources of volumes of `restricted`. */
export const POD_SECURITY_FIELDS: readonly PodSecurityField[] = [
  ...BASELINE.map((it) => ({ ...it, level: 'baseline' as const })),
  ...RESTRICTED.map((it) => ({ ...it, level: 'restricted' as const })),
];

/** Beginning of annotations that set AppArmor profiles, and the values that `baseline` takes. */
export const APP_ARMOR_ANNOTATION = 'container.apparmor.security.beta.kubernetes.io/';

/** Values of such annotations. */
export const APP_ARMOR_PROFILES = /^(|runtime\/default|localhost\/.*)$/;
