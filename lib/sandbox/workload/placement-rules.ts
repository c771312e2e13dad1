import type { Toleration } from '../../contract/placement';
import { isJsonMap, type JsonMap } from '../../deploy/objects/json-pointer';
import { type Finding, Severity } from '../../validation/finding';
import { Rule } from '../../validation/rule';
import { toleratesAllOf, toleratesStartupTaint } from '../../validation/tolerations';
import { WINDOWS } from '../pod/field-rules';
import type { SandboxTarget } from './sandbox-target';

/** Node affinity that no node of the class meets. */
export const NODE_AFFINITY = new Rule({
  id: 'sandbox/node-affinity',
  severity: Severity.ERROR,
  meaning: 'the pod requires nodes that its RuntimeClass excludes, so that no node is left for it',
  fix: 'remove the term from the node affinity of the workload',
});

/** A pod that is bound to a node. */
export const NODE_NAME = new Rule({
  id: 'sandbox/node-name',
  severity: Severity.WARNING,
  meaning: 'the pod names its node, past the scheduler, which would have chosen a node of the RuntimeClass',
  fix: 'remove nodeName, as files from `kubectl get -o yaml` have it',
});

/** Nodes of GKE Sandbox, which runs gVisor. */
export const GVISOR_NODES = new Rule({
  id: 'sandbox/gvisor-nodes',
  severity: Severity.ERROR,
  meaning: "the pod selects nodes of GKE Sandbox, whose gVisor is another sandbox than the RuntimeClass's VMs",
  fix: 'remove sandbox.gke.io/runtime from the workload, or leave it out with sandbox(x, { except })',
});

/** A class that the workload had. */
export const REPLACED_CLASS = new Rule({
  id: 'sandbox/replaced-class',
  severity: Severity.WARNING,
  meaning: 'the pods had a RuntimeClass that is not one of the VM runtime, and lose what it gave them',
  fix: 'remove runtimeClassName from the workload, or leave it out with sandbox(x, { except })',
});

/** What keeps all objects of a kind on runc. */
const leaveOnRunc = (kind: string) =>
  `leave an agent of all nodes on runc: sandbox(x, { except: (object) => object.kind === "${kind}" })`;

/** A DaemonSet on the nodes of the class alone. */
export const DAEMON_SET = new Rule({
  id: 'sandbox/daemon-set',
  severity: Severity.WARNING,
  meaning:
    'a DaemonSet in VMs runs on the nodes of its RuntimeClass alone: its controller looks at the template, so that the selector and ' +
    'the tolerations of the class are written there',
  fix: leaveOnRunc('DaemonSet'),
});

/**
 * The finding about pods whose controller chooses their nodes.
 *
 * @param path path of the construct
 * @param object how the workload is named in a message
 * @param kind the kind of the object, which need not be a DaemonSet
 * @param target the runtime
 */
export function leftNodes(path: string, object: string, kind: string, target: SandboxTarget): Finding[] {
  const labels = Object.entries(target.nodeSelector).map(([label, value]) => `${label}=${value}`);
  const nodes = `all nodes but those of RuntimeClass ${target.runtimeClassName} (${labels.join(', ')})`;
  return labels.length === 0 ? [] : [DAEMON_SET.find(path, `${object} leaves ${nodes}`, leaveOnRunc(kind))];
}

/** A pod that does not wait for the VM runtime. */
export const STARTUP_TAINT = new Rule({
  id: 'sandbox/startup-taint',
  severity: Severity.WARNING,
  meaning: 'the pod tolerates the startup taint of its nodes, and may land on one before the VM runtime is there',
  fix: 'name the taints that the pod has to tolerate one by one, and leave the startup taint out',
});

/** Rules about where pods in VMs run. */
export const PLACEMENT_RULES: readonly Rule[] = [
  NODE_AFFINITY,
  NODE_NAME,
  GVISOR_NODES,
  REPLACED_CLASS,
  DAEMON_SET,
  STARTUP_TAINT,
];

/** What Kubernetes takes as no name. */
const UNSET: readonly unknown[] = [undefined, null, ''];

const GVISOR_LABEL = 'sandbox.gke.io/runtime';

const mapsOf = (value: unknown): JsonMap[] => (Array.isArray(value) ? value.filter(isJsonMap) : []);

/** Terms of the node affinity, one of which a node has to meet. */
function requiredTerms({ affinity }: JsonMap): JsonMap[][] {
  const node = isJsonMap(affinity) ? affinity.nodeAffinity : undefined;
  const required = isJsonMap(node) ? node.requiredDuringSchedulingIgnoredDuringExecution : undefined;
  return mapsOf(isJsonMap(required) ? required.nodeSelectorTerms : undefined).map(({ matchExpressions }) =>
    mapsOf(matchExpressions),
  );
}

const SYSTEM_LABELS: readonly unknown[] = ['kubernetes.io/os', 'beta.kubernetes.io/os'];

/** Whether a term of the node affinity leaves out every node with Linux. */
function isForWindows(term: readonly JsonMap[]): boolean {
  return term.some((expression) => SYSTEM_LABELS.includes(expression.key) && excludes(expression, 'linux'));
}

/** Whether a node with the label is excluded by an expression. */
function excludes({ operator, values }: JsonMap, label: string): boolean {
  const listed = Array.isArray(values) ? values.map(String) : [];
  if (operator === 'In') return !listed.includes(label);
  if (operator === 'NotIn') return listed.includes(label);
  if (operator === 'Gt') return !(Number(label) > Number(listed[0]));
  if (operator === 'Lt') return !(Number(label) < Number(listed[0]));
  return operator === 'DoesNotExist';
}

/**
 * What in a pod spec contradicts the nodes of its class.
 *
 * @param path path of the construct
 * @param object how the workload is named in a message
 * @param spec the pod spec
 * @param target the runtime
 */
export function validatePlacement(path: string, object: string, spec: JsonMap, target: SandboxTarget): Finding[] {
  const { nodeSelector: selected, runtimeClassName, startupTaints = [] } = target;
  const terms = requiredTerms(spec);
  const contradictions = terms.map((term) =>
    term.find(({ key, ...rest }) => {
      const label = typeof key === 'string' && Object.hasOwn(selected, key) ? selected[key] : undefined;
      return label !== undefined && excludes(rest, label);
    }),
  );
  const [first] = contradictions;
  const contradicts = first !== undefined && contradictions.every((it) => it !== undefined);
  const gvisor =
    (isJsonMap(spec.nodeSelector) && GVISOR_LABEL in spec.nodeSelector) ||
    terms.some((term) =>
      term.some(({ key, operator }) => key === GVISOR_LABEL && /^(In|Exists)$/.test(String(operator))),
    );
  const expression = contradicts ? [first.key, first.operator, ...mapsToText(first.values)].join(' ') : '';
  const label = `${String(first?.key)}=${selected[String(first?.key)]}`;
  return [
    ...(contradicts
      ? [
          NODE_AFFINITY.find(
            path,
            `${object}: the required node affinity '${expression}' contradicts RuntimeClass ${runtimeClassName}, which selects ${label}`,
          ),
        ]
      : []),
    ...(UNSET.includes(spec.nodeName)
      ? []
      : [NODE_NAME.find(path, `${object}: nodeName is '${String(spec.nodeName)}', past the scheduler`)]),
    ...(gvisor ? [GVISOR_NODES.find(path, `${object}: the pod selects nodes by ${GVISOR_LABEL}`)] : []),
    ...(terms.length > 0 && terms.every(isForWindows)
      ? [WINDOWS.find(path, `${object}: the required node affinity leaves no node with Linux, which Kata's guests run`)]
      : []),
    ...mapsOf(spec.tolerations).flatMap((toleration, index) => {
      const tolerated = startupTaints.find((taint) => toleratesStartupTaint(toleration as Toleration, taint));
      const field = `tolerations[${index}] tolerates the startup taint ${tolerated?.key}`;
      return tolerated === undefined
        ? []
        : [
            STARTUP_TAINT.find(
              path,
              `${object}: ${field}, so that pods may land on nodes whose VM runtime is not there yet`,
            ),
          ];
    }),
  ];
}

function mapsToText(values: unknown): string[] {
  return Array.isArray(values) ? [values.join(', ')] : [];
}

/**
 * Writes into the template of a DaemonSet where the pods of its class may run: its controller chooses nodes before the class is
 * looked at.
 *
 * @param spec the pod spec, which is changed
 * @param target the runtime
 * @see https://github.com/kubernetes/kubernetes/issues/111590
 */
export function placeDaemonSet(spec: JsonMap, { nodeSelector, tolerations = [] }: SandboxTarget): void {
  const existing = isJsonMap(spec.nodeSelector) ? spec.nodeSelector : {};
  const missing = Object.entries(nodeSelector).filter(([label]) => !Object.hasOwn(existing, label));
  if (missing.length > 0) spec.nodeSelector = { ...existing, ...Object.fromEntries(missing) };
  const tolerated = mapsOf(spec.tolerations) as unknown as Toleration[];
  const further = tolerations.filter((wanted) => !tolerated.some((it) => toleratesAllOf(it, wanted)));
  if (further.length > 0) spec.tolerations = [...tolerated, ...further];
}
