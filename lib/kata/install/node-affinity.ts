import { isOwnershipLabel } from '../../contract/installation-name';
import { VIRTUALIZATION_TERMS } from '../../data/kubernetes/virtualization-node-labels';
import type { Finding } from '../../validation/finding';
import { badAffinity, ownershipLabelRequired } from './rules/pod-messages';

/** A requirement on a node's labels or fields, in a node affinity. */
export interface NodeRequirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

/** A term of a node affinity: a node must fulfil every requirement in it. */
export interface NodeTerm {
  readonly matchExpressions?: readonly NodeRequirement[];
  readonly matchFields?: readonly NodeRequirement[];
}

/** The part of a pod's affinity that names the nodes on which it may run. */
export interface RequiredNodeAffinity {
  readonly nodeAffinity?: {
    readonly requiredDuringSchedulingIgnoredDuringExecution?: { readonly nodeSelectorTerms?: readonly NodeTerm[] };
  };
}

/**
 * The affinity of the installer's pods. With node feature discovery, the pods run only on nodes whose labels say that they can run
 * VMs. A node must then fulfil one of the terms for VMs and, where the program gives terms, one of those too.
 *
 * @see https://github.com/kata-containers/kata-containers/blob/4.1.0/tools/packaging/kata-deploy/helm-chart/kata-deploy/templates/_helpers.tpl
 */
export function installerAffinity(
  affinity: { readonly [field: string]: unknown } | undefined,
  nodeFeatureDiscovery: boolean,
): RequiredNodeAffinity | undefined {
  const own = affinity as RequiredNodeAffinity | undefined;
  if (!nodeFeatureDiscovery) return own;
  const required = own?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  const nodeSelectorTerms =
    required === undefined
      ? VIRTUALIZATION_TERMS
      : VIRTUALIZATION_TERMS.flatMap(({ matchExpressions }) =>
          (required.nodeSelectorTerms ?? []).map((term) => ({
            ...term,
            matchExpressions: [...matchExpressions, ...(term.matchExpressions ?? [])],
          })),
        );
  return {
    ...own,
    nodeAffinity: { ...own?.nodeAffinity, requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } },
  };
}

const isObject = (value: unknown): value is { readonly [field: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What is wrong with an affinity: its fields, and the required node affinity, which the library reads. */
export function affinityProblem(affinity: { readonly [field: string]: unknown } = {}): Finding | undefined {
  const unknown = Object.keys(affinity).find((field) => !AFFINITIES.includes(field));
  if (unknown !== undefined) return badAffinity(unknown, `left out: an affinity has ${AFFINITIES.join(', ')}`);
  const nodeAffinity = affinity.nodeAffinity;
  if (nodeAffinity === undefined) return undefined;
  if (!isObject(nodeAffinity)) return badAffinity('nodeAffinity', 'an object');
  const strange = Object.keys(nodeAffinity).find((field) => !WHEN.includes(field));
  if (strange !== undefined) return badAffinity(`nodeAffinity.${strange}`, `left out: it has ${WHEN.join(' and ')}`);
  const { requiredDuringSchedulingIgnoredDuringExecution: required } = nodeAffinity;
  if (required === undefined) return undefined;
  const path = 'nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution';
  if (!isObject(required)) return badAffinity(path, 'an object');
  const { nodeSelectorTerms: terms } = required;
  if (!Array.isArray(terms) || terms.length === 0) return badAffinity(`${path}.nodeSelectorTerms`, 'a list of terms');
  const term = terms.find((it) => !isObject(it) || ![it.matchExpressions, it.matchFields].every(isRequirements));
  if (term !== undefined) {
    return badAffinity(`${path}.nodeSelectorTerms`, 'a list of terms, each with lists of { key, operator, values }');
  }
  return requirementProblem(`${path}.nodeSelectorTerms`, terms as readonly NodeTerm[]);
}

const AFFINITIES = ['nodeAffinity', 'podAffinity', 'podAntiAffinity'];
const WHEN = ['requiredDuringSchedulingIgnoredDuringExecution', 'preferredDuringSchedulingIgnoredDuringExecution'];
const OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'];

function requirementProblem(path: string, terms: readonly NodeTerm[]): Finding | undefined {
  const all = terms.flatMap(({ matchExpressions = [], matchFields = [] }) => [...matchExpressions, ...matchFields]);
  const bad = all.find(({ operator }) => !OPERATORS.includes(operator));
  if (bad !== undefined) return badAffinity(`${path} operator '${String(bad.operator)}'`, OPERATORS.join(', '));
  const own = all.find(({ key }) => isOwnershipLabel(key));
  return own === undefined ? undefined : ownershipLabelRequired(own.key);
}

function isRequirements(value: unknown): boolean {
  return (
    value === undefined ||
    (Array.isArray(value) &&
      value.every(
        (it) =>
          isObject(it) &&
          typeof it.key === 'string' &&
          (it.values === undefined ||
            (Array.isArray(it.values) && it.values.every((text: unknown) => typeof text === 'string'))),
      ))
  );
}
