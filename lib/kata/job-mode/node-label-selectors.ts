import type { NodeRequirement, NodeTerm, RequiredNodeAffinity } from '../install/node-affinity';
import { refusal } from '../kata-rule';
import { matchesNoNode, matchFieldsUnsupported, operatorValues, unsupportedOperator } from './messages';

/**
 * The label selectors that together find the nodes on which a pod with the selector and the affinity could be.
 *
 * A label selector is a conjunction, so every term of the affinity becomes one, and a node counts if any matches. No
 * selector means every node.
 *
 * @param path path of the construct, for messages
 * @param nodeSelector labels that a node must have
 * @param affinity affinity of the installer
 * @throws when the affinity says something that a label selector cannot
 */
export function nodeSelectors(
  path: string,
  nodeSelector: { readonly [label: string]: string },
  affinity: RequiredNodeAffinity | undefined,
): string[] {
  const labels = Object.keys(nodeSelector)
    .sort()
    .map((key) => `${key}=${nodeSelector[key]}`);
  const required = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  if (required === undefined) {
    return labels.length === 0 ? [] : [labels.join(',')];
  }
  const terms = required.nodeSelectorTerms ?? [];
  if (terms.length === 0) {
    throw refusal(path, matchesNoNode('nodeSelectorTerms'));
  }
  return [...new Set(terms.map((term) => [...labels, ...requirements(path, term)].join(',')))];
}

function requirements(path: string, term: NodeTerm): string[] {
  if ((term.matchFields ?? []).length > 0) {
    throw refusal(path, matchFieldsUnsupported());
  }
  const expressions = term.matchExpressions ?? [];
  if (expressions.length === 0) {
    throw refusal(path, matchesNoNode('a nodeSelectorTerm'));
  }
  return expressions.map((it) => requirement(path, it));
}

function requirement(path: string, { key, operator, values = [] }: NodeRequirement): string {
  switch (operator) {
    case 'In':
    case 'NotIn':
      if (values.length === 0) {
        throw refusal(path, operatorValues(key, operator, true));
      }
      return `${key} ${operator.toLowerCase()} (${values.join(',')})`;
    case 'Exists':
    case 'DoesNotExist':
      if (values.length > 0) {
        throw refusal(path, operatorValues(key, operator, false));
      }
      return operator === 'Exists' ? key : `!${key}`;
    default:
      throw refusal(path, unsupportedOperator(key, operator));
  }
}
