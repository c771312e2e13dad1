import type { ClusterFacts } from '../../contract/cluster-facts';
import { validateClusterFacts } from '../../validation/contract';
import { attempt, type Finding, located } from '../../validation/finding';
import { isBadLabel, isDnsLabel } from '../../validation/kubernetes-names';
import { badLabel, badObjectName } from '../../validation/messages';
import type { ISandboxRuntime } from '../sandbox-runtime';
import { SANDBOX_NAMESPACE_LABEL } from './namespace-mark';
import { NAMESPACE_PROPS } from './namespace-rules';
import { capacityProblems, overheadOf, overheadProblems, type ResolvedCapacity } from './sandbox-capacity';
import type { SandboxNamespaceProps } from './sandbox-namespace-props';

/** Namespaces that belong to the cluster. */
const RESERVED = /^(kube-.*|default|gke-.*|gmp-.*)$/;

/** Properties with their defaults. */
export interface ResolvedNamespace {
  readonly name: string;
  readonly capacity: ResolvedCapacity;
  readonly cluster: ClusterFacts;
}

/**
 * What is wrong with the properties of a namespace, each of them.
 *
 * @param path path of the namespace
 * @param props the properties
 * @param resolved those that have a default
 */
export function validateNamespace(path: string, props: SandboxNamespaceProps, resolved: ResolvedNamespace): Finding[] {
  const { runtime, runtimeClass, labels = {}, overhead } = props;
  return located(path, [
    ...nameProblems(resolved.name),
    ...labelProblems(labels),
    // A class that is not the runtime's is refused here and not at synthesis.
    ...attempt(() => runtime.sandboxTarget(runtimeClass)).found,
    ...capacityProblems(resolved.capacity),
    ...(overhead === undefined ? classProblems(runtime) : overheadProblems(overhead)),
    ...validateClusterFacts(path, resolved.cluster),
  ]);
}

function nameProblems(name: string): Finding[] {
  if (!isDnsLabel(name)) return [NAMESPACE_PROPS.find('', badObjectName('name', name), 'give the namespace a name')];
  if (!RESERVED.test(name)) return [];
  return [NAMESPACE_PROPS.find('', `name '${name}' is a namespace of the cluster itself`, 'choose another name')];
}

function labelProblems(labels: { readonly [label: string]: string }): Finding[] {
  return Object.entries(labels).flatMap(([key, value]) => {
    if (isBadLabel(key, value)) return [NAMESPACE_PROPS.find('', badLabel('labels', key, value))];
    if (key !== SANDBOX_NAMESPACE_LABEL && !key.startsWith('pod-security.kubernetes.io/')) return [];
    const message = `labels has '${key}', which the namespace sets by itself`;
    return [NAMESPACE_PROPS.find('', message, 'remove it, and choose podSecurity')];
  });
}

/**
 * What is wrong with the overhead of the classes of a runtime. A class that the program makes by other means has checked nothing.
 *
 * @param runtime the runtime
 */
export function classProblems({ runtimeClasses }: ISandboxRuntime): Finding[] {
  const overheads = runtimeClasses.map((it) => ({ name: it.name, overhead: overheadOf(it) }));
  if (overheads.length === 0 || overheads.some(({ overhead }) => overhead === undefined)) {
    const names = overheads.map(({ name }) => name).join(', ');
    const message = `the overhead of the RuntimeClasses ${names} is not known, and the quota has to count it`;
    const fix = "pass overhead: { cpu: '250m', memory: '320Mi' } with the largest podFixed of them";
    return [NAMESPACE_PROPS.find('', message, fix)];
  }
  return overheads.flatMap(({ name, overhead = {} }) => overheadProblems(overhead, `RuntimeClass ${name}: overhead`));
}
