import { ApiObject, App } from 'cdk8s';
import type { Construct } from 'constructs';
import { apiObjects } from '../../deploy/objects/api-objects';
import { Findings } from '../../validation/findings';
import { foundAt } from '../kata-rule';
import type { KataInstallation } from './kata-installation';
import { priorityWithoutQuota } from './messages';

/** Priorities that an API server may keep for kube-system. */
const SYSTEM = /^system-(node|cluster)-critical$/;

/**
 * GKE lets pods have a system priority only in kube-system, unless a quota admits them.
 *
 * @see https://kubernetes.io/docs/concepts/policy/resource-quotas/#limit-priority-class-consumption-by-default
 */
export function priorityQuota(scope: Construct, installation: KataInstallation): ApiObject | undefined {
  const { namespace, priorityClassName, daemonSetName, objectMetadata } = installation;
  if (namespace === 'kube-system' || priorityClassName === undefined) return undefined;
  return new ApiObject(scope, 'quota', {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: `${daemonSetName}-priority`, namespace, ...objectMetadata },
    spec: {
      hard: { pods: '1G' },
      scopeSelector: {
        matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In', values: [priorityClassName] }],
      },
    },
  });
}

/** Holds a construct whose pods have a system priority elsewhere than in kube-system to a quota in the same app. */
export function requirePriorityQuota(construct: Construct, { namespace, priorityClassName }: KataInstallation): void {
  if (namespace === 'kube-system' || priorityClassName === undefined || !SYSTEM.test(priorityClassName)) return;
  const validateQuota = () =>
    apiObjects(construct.node.root).some(
      (it) => it.kind === 'ResourceQuota' && admits(it, namespace, priorityClassName),
    )
      ? []
      : [foundAt(construct.node.path, priorityWithoutQuota(construct.node.path, namespace, priorityClassName))];
  Findings.of(construct).add(validateQuota, { at: App.of(construct) });
}

interface QuotaScope {
  readonly scopeName?: string;
  readonly operator?: string;
  readonly values?: readonly string[];
}

function admits(quota: ApiObject, namespace: string, priorityClassName: string): boolean {
  const { metadata, spec } = quota.toJson();
  const scopes: readonly QuotaScope[] = spec?.scopeSelector?.matchExpressions ?? [];
  return (
    metadata.namespace === namespace &&
    scopes.some(
      ({ scopeName, operator, values = [] }) =>
        scopeName === 'PriorityClass' &&
        (operator === 'Exists' || (operator === 'In' && values.includes(priorityClassName))),
    )
  );
}
