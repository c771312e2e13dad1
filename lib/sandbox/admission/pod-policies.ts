import { SANDBOX_NAMESPACE_LABEL } from '../namespace/namespace-mark';
import { PodSecurityLevel } from '../namespace/pod-security-level';
import { CDI_ANNOTATIONS, KATA_ANNOTATIONS } from './refused-fields';

/** Where a kind keeps a pod's spec, and what of it is checked. */
export interface PodRoute {
  /** Part of the policy's name. */
  readonly name: string;
  readonly resourceRules: readonly object[];
  /** Fields from the object to what holds `metadata` and `spec` of the pod; none for a Pod itself. */
  readonly template: readonly string[];
  /** Whether the pods are there already, with a node of their own, when an update comes. */
  readonly isPod: boolean;
}

const rule = (apiGroups: string[], resources: string[], apiVersions = ['v1']) => ({
  apiGroups,
  apiVersions,
  resources,
  operations: ['CREATE', 'UPDATE'],
  scope: 'Namespaced',
});

/**
 * Every way in which a pod comes about: itself, ephemeral containers, and the kinds that hold a template.
 *
 * One policy for each place of the template, so that the API server can check the types of each.
 */
export const POD_ROUTES: readonly PodRoute[] = [
  { name: 'pods', resourceRules: [rule([''], ['pods', 'pods/ephemeralcontainers'])], template: [], isPod: true },
  {
    name: 'templates',
    resourceRules: [
      rule(['apps'], ['deployments', 'replicasets', 'statefulsets', 'daemonsets']),
      rule(['batch'], ['jobs']),
      rule([''], ['replicationcontrollers']),
    ],
    template: ['spec', 'template'],
    isPod: false,
  },
  {
    name: 'cronjobs',
    resourceRules: [rule(['batch'], ['cronjobs'])],
    template: ['spec', 'jobTemplate', 'spec', 'template'],
    isPod: false,
  },
  { name: 'podtemplates', resourceRules: [rule([''], ['podtemplates'])], template: ['template'], isPod: false },
  {
    name: 'agent-sandboxes',
    resourceRules: [
      rule(['agents.x-k8s.io'], ['sandboxes'], ['*']),
      rule(['extensions.agents.x-k8s.io'], ['sandboxtemplates'], ['*']),
    ],
    template: ['spec', 'podTemplate'],
    isPod: false,
  },
];

const CONTAINERS = ['containers', 'initContainers', 'ephemeralContainers'] as const;

/** A condition on a pod, its field, and what to do. */
interface PodCondition {
  readonly holds: string;
  readonly field: string;
  readonly says: string;
}

/** Kind of the parameters, whose annotations hold the values. */
export const PARAMETER_KIND = { apiVersion: 'v1', kind: 'ServiceAccount' };

/**
 * The parameters, by the annotation that holds each.
 *
 * They stand in a ServiceAccount that nothing runs as, since API servers watch ServiceAccounts in any case. Their watch of other kinds, such as
 * ConfigMaps, ends with the last policy that has parameters of the kind and is never taken up again, so that a second
 * installation would refuse every pod until the API server starts anew (measured at 1.35.4; `ensureParamsForPolicyLocked` in
 * `k8s.io/apiserver/pkg/admission/plugin/policy/generic`).
 */
export const PARAMETERS = {
  runtimeClasses: 'cdk-kata/runtime-classes',
  allowPrivilegedInVm: 'cdk-kata/allow-privileged-in-vm',
  allowBlockVolumes: 'cdk-kata/allow-block-volumes',
  allowedDevices: 'cdk-kata/allowed-devices',
  allowedAnnotations: 'cdk-kata/allowed-annotations',
} as const;

const parameter = (name: keyof typeof PARAMETERS) => `params.metadata.annotations['${PARAMETERS[name]}']`;

/** The values that conditions on pods use, in CEL: names of variables in validations, and their expressions elsewhere. */
interface PodValues {
  readonly classes: string;
  readonly devices: string;
  readonly mayHaveDevices: string;
  readonly safe: string;
  readonly mayHaveBlockVolumes: string;
  readonly annotations: string;
  readonly mayBePrivileged: string;
}

/** The fields on the way to a template, each of which may be absent. */
const guards = (template: readonly string[]) =>
  template.map((_, index) => `has(object.${template.slice(0, index + 1).join('.')})`);

/** Whether an optional template is there; without one there is no pod to be judged. */
const chain = (template: readonly string[]) => guards(template).join(' && ');

function podValues({ template }: PodRoute): PodValues {
  const path = ['object', ...template].join('.');
  const annotated = [...guards(template), `has(${path}.metadata)`, `has(${path}.metadata.annotations)`].join(' && ');
  return {
    classes: `${parameter('runtimeClasses')}.split(',')`,
    devices: `${parameter('allowedDevices')}.split(',')`,
    mayHaveDevices: `${parameter('allowedDevices')} != ''`,
    safe: `${parameter('allowedAnnotations')}.split(',')`,
    mayHaveBlockVolumes: `${parameter('allowBlockVolumes')} == 'true'`,
    annotations: `${annotated} ? ${path}.metadata.annotations : {}`,
    mayBePrivileged:
      `${parameter('allowPrivilegedInVm')} == 'true' && has(namespaceObject.metadata.labels) && ` +
      `'${SANDBOX_NAMESPACE_LABEL}' in namespaceObject.metadata.labels && ` +
      `namespaceObject.metadata.labels['${SANDBOX_NAMESPACE_LABEL}'] == '${PodSecurityLevel.PRIVILEGED_IN_VM}'`,
  };
}

/** The same values under the names that validations have for them. */
const mapped = (values: PodValues, value: (name: string, expression: string) => string) =>
  Object.fromEntries(
    Object.entries(values).map(([name, expression]) => [name, value(name, expression)]),
  ) as unknown as PodValues;

/**
 * The variables of a route, in CEL, for its validations.
 *
 * @param route where the pod comes from
 */
export function podVariables(route: PodRoute): { name: string; expression: string }[] {
  return Object.entries(podValues(route)).map(([name, expression]) => ({ name, expression }));
}

/**
 * Which requests a policy judges.
 *
 * An update that leaves pods as they were is let through, or controllers could not take their finalizers from a pod or workload
 * whose class is not allowed any more. A pod that breaks no rule is let through here too: an API server converts the pod anew for
 * each of conditions, validations, messages and audit annotations, and writes every message of every pod, refused or not, so that
 * what all good pods pass has to be one condition.
 *
 * @param route where the pod comes from
 * @param startupTaints keys of the taints that keep pods away from nodes whose VM runtime is not there yet
 */
export function podMatchConditions(
  route: PodRoute,
  startupTaints: readonly string[],
): { name: string; expression: string }[] {
  const { template, isPod } = route;
  const annotations = (of: string) => `(has(${of}.metadata.annotations) ? ${of}.metadata.annotations : {})`;
  const chainOf = (of: string) => chain(template).replaceAll('object.', `${of}.`);
  const changes = isPod
    ? `object.spec != oldObject.spec || ${annotations('object')} != ${annotations('oldObject')}`
    : `!(${chainOf('object')}) || !(${chainOf('oldObject')}) || ` +
      `${['object', ...template].join('.')} != ${['oldObject', ...template].join('.')}`;
  const values = mapped(podValues(route), (_, expression) => `(${expression})`);
  // Conditions do not know the namespace: what depends on it is left to the validations.
  const rules = conditions(route, startupTaints, { ...values, mayBePrivileged: 'false' });
  const isPresent = template.length === 0 ? '' : `${chain(template)} && `;
  return [
    { name: 'changes-pods', expression: `request.operation != 'UPDATE' || ${changes}` },
    { name: 'breaks-a-rule', expression: `${isPresent}!(${rules.map(({ holds }) => `(${holds})`).join(' && ')})` },
  ];
}

/**
 * The validations of a route.
 *
 * @param route where the pod comes from
 * @param startupTaints keys of the taints that keep pods away from nodes whose VM runtime is not there yet
 */
export function podValidations(
  route: PodRoute,
  startupTaints: readonly string[],
): { expression: string; messageExpression: string; message: string; reason: string }[] {
  const shown = [...route.template, 'spec'].join('.');
  const present = route.template.length === 0 ? '' : `!(${chain(route.template)}) || `;
  const values = mapped(podValues(route), (name) => `variables.${name}`);
  return conditions(route, startupTaints, values).map(({ holds, field, says }) => ({
    expression: `${present}(${holds})`,
    message: `${shown}.${field} ${says.replace(/' \+ .* \+ '/g, 'the classes of the VM runtime')}`,
    messageExpression: `'${shown}.${field} ${says}'`,
    reason: 'Forbidden',
  }));
}

function conditions(route: PodRoute, startupTaints: readonly string[], values: PodValues): PodCondition[] {
  const spec = ['object', ...route.template, 'spec'].join('.');
  const taints = startupTaints.map((key) => `'${key}'`).join(', ');
  const each = (list: string, condition: string) => `(!has(${spec}.${list}) || ${spec}.${list}.all(c, ${condition}))`;
  const everyContainer = (condition: string) =>
    CONTAINERS.filter((list) => route.isPod || list !== 'ephemeralContainers')
      .map((list) => each(list, condition))
      .join(' && ');
  const off = (field: string) => `(!has(${spec}.${field}) || !${spec}.${field})`;
  const node = `!has(${spec}.nodeName) || ${spec}.nodeName == ''`;
  return [
    {
      field: 'runtimeClassName',
      holds: `has(${spec}.runtimeClassName) && ${spec}.runtimeClassName in ${values.classes}`,
      says: "must be one of ' + variables.classes.join(', ') + ': pods of this namespace run in VMs; set it, or put the workload into its SandboxNamespace",
    },
    {
      field: 'hostNetwork, hostPID and hostIPC',
      holds: ['hostNetwork', 'hostPID', 'hostIPC'].map(off).join(' && '),
      says: 'must not be true: a pod in a VM has no part in the namespaces of its node; remove them',
    },
    {
      field: 'volumes',
      holds: `!has(${spec}.volumes) || ${spec}.volumes.all(v, !has(v.hostPath))`,
      says: 'must hold no hostPath: files of the node stay out of VMs; use an emptyDir or a PersistentVolumeClaim',
    },
    {
      field: 'containers[].volumeDevices',
      holds: `${values.mayHaveBlockVolumes} || (${everyContainer('!has(c.volumeDevices) || size(c.volumeDevices) == 0')})`,
      says: 'must be empty: raw devices stay out of VMs; mount the volume, or let the administrators set allowBlockVolumes',
    },
    {
      field: 'resourceClaims and containers[].resources',
      holds:
        `(!has(${spec}.resourceClaims) || size(${spec}.resourceClaims) == 0) && ` +
        everyContainer(
          `!has(c.resources) || !has(dyn(c.resources).limits) || dyn(c.resources).limits.all(r, !r.contains('/') || r in ${values.devices})`,
        ),
      says: 'must ask for no devices: devices of the node stay out of VMs; remove the claim or limit, or let the administrators name it in allowedDevices',
    },
    {
      field: 'containers[].securityContext.privileged',
      holds: `${values.mayBePrivileged} || (${everyContainer('!has(c.securityContext) || !has(c.securityContext.privileged) || !c.securityContext.privileged')})`,
      says: 'must not be true; use a namespace whose podSecurity is PRIVILEGED_IN_VM',
    },
    {
      field: 'containers[].ports[].hostPort',
      holds: everyContainer('!has(c.ports) || c.ports.all(p, !has(p.hostPort) || p.hostPort == 0)'),
      says: 'must not be set: it opens a port of the node; use a Service',
    },
    {
      field: 'metadata.annotations',
      holds:
        `${values.annotations}.all(a, a.startsWith('${KATA_ANNOTATIONS}') ? a in ${values.safe} : ` +
        `!a.startsWith('${CDI_ANNOTATIONS}') || ${values.mayHaveDevices})`,
      says: `must hold no Kata setting that reaches out of the VM, such as paths of the hypervisor, and name no devices (${CDI_ANNOTATIONS}); remove it`,
    },
    {
      field: 'tolerations',
      holds: `!has(${spec}.tolerations) || ${spec}.tolerations.all(t, has(t.key) && t.key != '' && !(t.key in [${taints}]))`,
      says: 'must not tolerate the startup taint, nor every taint: the node may not have its VM runtime yet; name the key of the taint that is meant',
    },
    {
      field: 'nodeName',
      // A pod that runs has a node; the scheduler gave it one that its class selects.
      holds: route.isPod ? `request.operation != 'CREATE' || ${node}` : node,
      says: 'must not be set: it puts the pod on a node without asking whether its VM runtime is there; use a nodeSelector',
    },
  ];
}
