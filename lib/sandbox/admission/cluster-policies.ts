import { SANDBOX_NAMESPACE_LABEL } from '../namespace/namespace-mark';

/** What the policies of the cluster's own objects protect, and who may change it. */
export interface Protection {
  /** Names of RuntimeClasses. */
  readonly runtimeClasses: readonly string[];
  /** Keys of node labels. */
  readonly nodeLabels: readonly string[];
  /** Beginnings of keys of node labels. */
  readonly nodeLabelPrefixes: readonly string[];
  /** Keys of node taints. */
  readonly nodeTaints: readonly string[];
  readonly users: readonly string[];
  readonly groups: readonly string[];
  /** Namespaces whose service accounts belong to the cluster or install the runtime. */
  readonly trustedNamespaces: readonly string[];
  /** Namespace and name of the parameters. */
  readonly parameters: { readonly namespace: string; readonly name: string };
}

/**
 * A ValidatingAdmissionPolicy for objects of the cluster. It has no parameters: if they were missing, it would refuse
 * the requests of kubelets about their own nodes.
 */
export interface ClusterPolicy {
  readonly name: string;
  readonly spec: object;
  /** Namespaces to which its binding keeps it; all where there is none. */
  readonly namespaceSelector?: object;
}

/**
 * The namespaces in which workloads run in VMs.
 *
 * It stands in bindings: an API server parses a policy's own selector at each request for whatever kind, a binding's only at requests that the
 * policy's rules match.
 */
export const SANDBOX_NAMESPACES = { matchExpressions: [{ key: SANDBOX_NAMESPACE_LABEL, operator: 'Exists' }] };

const text = (value: string) => JSON.stringify(value);
const list = (values: readonly string[]) => `[${values.map(text).join(', ')}]`;

/** CEL that holds for everybody whom the policies do not bind. */
export function exemption({ users, groups, trustedNamespaces }: Protection): string {
  const name = 'request.userInfo.username';
  return [
    `(${name}.startsWith('system:') && !${name}.startsWith('system:serviceaccount:'))`,
    ...trustedNamespaces.map((it) => `${name}.startsWith(${text(`system:serviceaccount:${it}:`)})`),
    ...(users.length > 0 ? [`${name} in ${list(users)}`] : []),
    ...(groups.length > 0
      ? [`(has(request.userInfo.groups) && request.userInfo.groups.exists(g, g in ${list(groups)}))`]
      : []),
  ].join(' || ');
}

const labelsOf = (object: string) =>
  `${object} != null && has(${object}.metadata.labels) ? ${object}.metadata.labels : {}`;

const constraints = (
  apiGroup: string,
  resources: readonly string[],
  operations: readonly string[],
  names: readonly string[] = [],
) => ({
  matchPolicy: 'Equivalent',
  resourceRules: [
    {
      apiGroups: [apiGroup],
      apiVersions: ['v1'],
      resources,
      operations,
      scope: '*',
      ...(names.length > 0 && { resourceNames: names }),
    },
  ],
});

/** Actions that only administrators may take. */
const SAYS = 'may be changed by the administrators of SandboxAdmission alone; ask one of them';

/** The policies that protect what the VM runtime rests on. */
export function clusterPolicies(protection: Protection): ClusterPolicy[] {
  const bound = [{ name: 'not-an-administrator', expression: `!(${exemption(protection)})` }];
  const policy = (
    name: string,
    matchConstraints: object,
    variables: object[],
    validations: object[],
    namespaceSelector?: object,
  ) => ({
    name,
    namespaceSelector,
    spec: { failurePolicy: 'Fail', matchConstraints, matchConditions: bound, variables, validations },
  });
  const deny = (expression: string, message: string) => ({ expression, message, reason: 'Forbidden' });
  const { nodeLabels, nodeLabelPrefixes, nodeTaints, runtimeClasses, parameters } = protection;
  return [
    policy(
      'namespaces',
      constraints('', ['namespaces', 'namespaces/status', 'namespaces/finalize'], ['CREATE', 'UPDATE']),
      [
        { name: 'new', expression: labelsOf('object') },
        { name: 'old', expression: labelsOf('oldObject') },
      ],
      [
        deny(
          `request.operation == 'CREATE' || ${unchanged(text(SANDBOX_NAMESPACE_LABEL))}`,
          `the label ${SANDBOX_NAMESPACE_LABEL} of a namespace ${SAYS}`,
        ),
        deny(
          `request.operation != 'CREATE' || !(${text(SANDBOX_NAMESPACE_LABEL)} in variables.new) || variables.new[${text(SANDBOX_NAMESPACE_LABEL)}] != 'privileged-in-vm'`,
          `the value privileged-in-vm of the label ${SANDBOX_NAMESPACE_LABEL} may be set by the administrators of SandboxAdmission alone; ask one of them`,
        ),
        deny(
          `!(${text(SANDBOX_NAMESPACE_LABEL)} in variables.old) || ['enforce', 'enforce-version'].all(mode, ${unchanged("'pod-security.kubernetes.io/' + mode")})`,
          `the Pod Security level of a namespace with the label ${SANDBOX_NAMESPACE_LABEL} ${SAYS}`,
        ),
      ],
    ),
    policy(
      'nodes',
      constraints('', ['nodes', 'nodes/status'], ['CREATE', 'UPDATE']),
      [
        { name: 'new', expression: labelsOf('object') },
        { name: 'old', expression: labelsOf('oldObject') },
        { name: 'newTaints', expression: taintsOf('object') },
        { name: 'oldTaints', expression: taintsOf('oldObject') },
        { name: 'taints', expression: list(nodeTaints) },
      ],
      [
        deny(
          `${list(nodeLabels)}.all(k, ${unchanged('k')})`,
          `labels of nodes that say where the VM runtime is (${nodeLabels.join(', ')}) ${SAYS}`,
        ),
        deny(
          `${list(nodeLabelPrefixes)}.all(p, variables.new.all(k, !k.startsWith(p) || (k in variables.old && variables.old[k] == variables.new[k])) && variables.old.all(k, !k.startsWith(p) || k in variables.new))`,
          `labels of nodes that begin with ${nodeLabelPrefixes.join(', ')} ${SAYS}`,
        ),
        deny(
          `${sameTaints('variables.newTaints', 'variables.oldTaints')} && ${sameTaints('variables.oldTaints', 'variables.newTaints')}`,
          `taints of nodes that keep other pods off them (${nodeTaints.join(', ')}) ${SAYS}`,
        ),
      ],
    ),
    policy(
      'runtimeclasses',
      constraints('node.k8s.io', ['runtimeclasses'], ['CREATE', 'UPDATE', 'DELETE']),
      [],
      [
        deny(
          `!((request.operation == 'DELETE' ? oldObject.metadata.name : object.metadata.name) in ${list(runtimeClasses)})`,
          `the RuntimeClasses of the VM runtime (${runtimeClasses.join(', ')}) ${SAYS}`,
        ),
      ],
    ),
    policy(
      'parameters',
      constraints('', ['serviceaccounts'], ['CREATE', 'UPDATE', 'DELETE'], [parameters.name]),
      [],
      [
        deny(
          'false',
          `the parameters of SandboxAdmission (ServiceAccount ${parameters.namespace}/${parameters.name}) ${SAYS}`,
        ),
      ],
      { matchLabels: { 'kubernetes.io/metadata.name': parameters.namespace } },
    ),
    policy(
      'bindings',
      constraints('', ['pods/binding', 'bindings'], ['CREATE']),
      [],
      [
        deny(
          'false',
          'pods of this namespace are put on nodes by the scheduler, which asks where their VM runtime is; leave it to the scheduler',
        ),
      ],
      SANDBOX_NAMESPACES,
    ),
  ];
}

/** CEL that holds when a label is as it was. */
function unchanged(key: string): string {
  return `(${key} in variables.new ? (${key} in variables.old && variables.old[${key}] == variables.new[${key}]) : !(${key} in variables.old))`;
}

const taintsOf = (object: string) =>
  `${object} != null && has(${object}.spec) && has(${object}.spec.taints) ? ${object}.spec.taints : []`;

/** CEL that holds when each protected taint of one list is in another. */
function sameTaints(one: string, other: string): string {
  const value = (taint: string) => `(has(${taint}.value) ? ${taint}.value : '')`;
  return `${one}.all(t, !(t.key in variables.taints) || ${other}.exists(o, o.key == t.key && o.effect == t.effect && ${value('o')} == ${value('t')}))`;
}
