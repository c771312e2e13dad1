import { GUEST_SYSCTLS, POD_FIELDS, type PodFieldData } from '../../data/kata/pod-fields';
import { type Finding, Severity } from '../../validation/finding';
import { Rule } from '../../validation/rule';
import type { SandboxTarget } from '../workload/sandbox-target';
import { containersOf, type Fields, fieldsOf, itemsOf, type SandboxedPodSpec, stringOf, valueAt } from './pod-spec';

const LEAVE_OUT = 'leave it out with sandbox(x, { except })';

/** A pod on the network of its node, which the runtime may break. */
export const HOST_NETWORK = new Rule({
  id: 'sandbox/host-network',
  severity: Severity.ERROR,
  meaning:
    "the pod shares the network of its node, which the runtime does not support: it may break the node's network",
  fix: `remove hostNetwork; an agent of the node belongs on runc: ${LEAVE_OUT}`,
});

/** Processes and memory of the node, which a pod in a VM does not see. */
export const HOST_NAMESPACE = new Rule({
  id: 'sandbox/host-namespace',
  severity: Severity.ERROR,
  canAcknowledge: true,
  meaning: 'the pod asks for the processes or the shared memory of its node, and gets those of its VM',
  fix: `remove the field; an agent of the node belongs on runc: ${LEAVE_OUT}`,
});

/** User namespaces of the kubelet. */
export const HOST_USERS = new Rule({
  id: 'sandbox/host-users',
  severity: Severity.ERROR,
  meaning: 'the pod asks for a user namespace, which the kubelet does not grant to Kata',
  fix: 'remove hostUsers',
});

/** An unmasked `/proc`. */
export const PROC_MOUNT = new Rule({
  id: 'sandbox/proc-mount',
  severity: Severity.ERROR,
  meaning: 'a container asks for an unmasked /proc, which Kubernetes grants only together with a user namespace',
  fix: 'remove procMount',
});

/** Recursive read-only mounts of the kubelet. */
export const RECURSIVE_READ_ONLY = new Rule({
  id: 'sandbox/recursive-read-only',
  severity: Severity.ERROR,
  meaning: 'a mount demands to be read-only recursively, which the kubelet does not grant to Kata',
  fix: 'write IfPossible, or remove recursiveReadOnly',
});

/** Pods for Windows. */
export const WINDOWS = new Rule({
  id: 'sandbox/windows',
  severity: Severity.ERROR,
  meaning: "the pod is for Windows, and Kata's guests run Linux",
  fix: LEAVE_OUT,
});

/** Ephemeral containers in a manifest. */
export const EPHEMERAL_CONTAINERS = new Rule({
  id: 'sandbox/ephemeral-containers',
  severity: Severity.ERROR,
  meaning: 'the pod spec has ephemeral containers, which the API server accepts only for running pods',
  fix: 'remove them, and use kubectl debug',
});

/** A profile that the guest does not apply. */
export const SECURITY_PROFILE = new Rule({
  id: 'sandbox/security-profile',
  severity: Severity.WARNING,
  meaning: 'a seccomp or AppArmor profile is named, and the guest does not apply it',
  fix: 'rely on the VM, or apply seccomp in the guest with annotations: { disableGuestSeccomp: false }',
});

/** A sysctl that the agent refuses. */
export const SYSCTL = new Rule({
  id: 'sandbox/sysctl',
  severity: Severity.ERROR,
  meaning: 'the pod sets a sysctl that has no namespace, which the agent in the guest refuses',
  fix: "set it from a privileged init container: the kernel is the guest's alone",
});

/** Overhead that only the admission plugin may set. */
export const OVERHEAD = new Rule({
  id: 'sandbox/overhead',
  severity: Severity.ERROR,
  meaning: 'the pod spec sets overhead, and the API server refuses another value than the RuntimeClass has',
  fix: 'remove it',
});

/** A node selector that contradicts the class. */
export const NODE_SELECTOR = new Rule({
  id: 'sandbox/node-selector',
  severity: Severity.ERROR,
  meaning: 'the pod selects nodes that its RuntimeClass excludes, so that the API server refuses each pod',
  fix: 'remove the label from the nodeSelector of the workload',
});

/** Rules about single fields of a pod spec. */
export const FIELD_RULES: readonly Rule[] = [
  HOST_NETWORK,
  HOST_NAMESPACE,
  HOST_USERS,
  PROC_MOUNT,
  RECURSIVE_READ_ONLY,
  WINDOWS,
  EPHEMERAL_CONTAINERS,
  SECURITY_PROFILE,
  SYSCTL,
  OVERHEAD,
  NODE_SELECTOR,
];

const SECCOMP_IN_GUEST = 'io.katacontainers.config.runtime.disable_guest_seccomp';

/** Where in the pod an object with fields is, for a message. */
interface Place {
  readonly where: string;
  readonly fields: Fields;
}

/** The objects of a pod spec that rows of the table are about. */
function placesOf(spec: Fields, of: PodFieldData['of']): readonly Place[] {
  if (of === 'pod') return [{ where: '', fields: spec }];
  return containersOf(spec).flatMap(({ name, role, fields }): Place[] => {
    if (of === 'container') return [{ where: `${role} ${name}, `, fields }];
    const list = of === 'mount' ? itemsOf(fields.volumeMounts) : itemsOf(fields.volumeDevices);
    return list.map((item) => ({
      where: `${role} ${name}, ${of} ${stringOf(of === 'mount' ? item.mountPath : item.devicePath) ?? ''}, `,
      fields: item,
    }));
  });
}

function matches(value: unknown, { when }: PodFieldData): boolean {
  if (value === undefined || value === null) return false;
  if (when?.is !== undefined) return value === when.is;
  return !(Array.isArray(value) && value.length === 0);
}

function describeValue(value: unknown): string {
  if (typeof value === 'boolean') return ` is ${value}`;
  return typeof value === 'string' ? ` is '${value}'` : ' is set';
}

const ROWS = POD_FIELDS.filter(({ alone }) => alone === true).map((row) => ({
  row,
  rule: FIELD_RULES.find(({ id }) => id === row.rules?.[0]) as Rule,
}));

function tableFindings({ path, object, spec, annotations }: SandboxedPodSpec): Finding[] {
  const places = new Map<PodFieldData['of'], readonly Place[]>();
  return ROWS.flatMap(({ row, rule }) => {
    if (rule === SECURITY_PROFILE && row.field.includes('seccomp') && annotations?.[SECCOMP_IN_GUEST] === 'false')
      return [];
    const known = places.get(row.of) ?? placesOf(spec, row.of);
    places.set(row.of, known);
    return known
      .filter(({ fields }) => matches(valueAt(fields, row.field), row))
      .map(({ where, fields }) => {
        const value = describeValue(valueAt(fields, row.field));
        return rule.find(path, `${object}: ${where}${row.field}${value}: ${row.reason}`, row.fix);
      });
  });
}

function sysctlFindings({ path, object, spec }: SandboxedPodSpec): Finding[] {
  return itemsOf(valueAt(spec, 'securityContext.sysctls'))
    .map(({ name }) => stringOf(name) ?? '')
    .filter((name) => !GUEST_SYSCTLS.test(name))
    .map((name) =>
      SYSCTL.find(
        path,
        `${object}: securityContext.sysctls has '${name}', which has no namespace: the kubelet and the agent in the guest refuse it`,
      ),
    );
}

function selectorFindings({ path, object, spec }: SandboxedPodSpec, target: SandboxTarget): Finding[] {
  const wanted = fieldsOf(spec.nodeSelector);
  const contradicted = Object.entries(wanted).filter(([key, value]) => {
    const selected = Object.hasOwn(target.nodeSelector, key) ? target.nodeSelector[key] : undefined;
    return selected !== undefined && selected !== value;
  });
  const windows = wanted['kubernetes.io/os'] === 'windows' || wanted['beta.kubernetes.io/os'] === 'windows';
  return [
    ...contradicted.map(([key, value]) =>
      NODE_SELECTOR.find(
        path,
        `${object}: nodeSelector ${key}=${String(value)} contradicts RuntimeClass ${target.runtimeClassName}, which selects ` +
          `${key}=${target.nodeSelector[key]}: the API server refuses each pod`,
        `remove ${key} from the nodeSelector of the workload`,
      ),
    ),
    ...(windows
      ? [WINDOWS.find(path, `${object}: nodeSelector selects nodes with Windows, and Kata's guests run Linux`)]
      : []),
  ];
}

/**
 * What fields of a pod spec do not do in a VM, whatever the rest of the pod is.
 *
 * @param pod the pod spec
 * @param target the runtime
 */
export function validateFields(pod: SandboxedPodSpec, target: SandboxTarget): Finding[] {
  const { path, object, spec } = pod;
  return [
    ...tableFindings(pod),
    ...(spec.overhead === undefined || spec.overhead === null
      ? []
      : [
          OVERHEAD.find(
            path,
            `${object}: overhead is set, and the API server refuses another value than RuntimeClass ${target.runtimeClassName} has`,
          ),
        ]),
    ...selectorFindings(pod, target),
    ...sysctlFindings(pod),
  ];
}
