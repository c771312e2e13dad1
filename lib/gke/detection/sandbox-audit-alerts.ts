import type { LoggingMetric } from '@cdktf/provider-google/lib/logging-metric';
import type { MonitoringAlertPolicy } from '@cdktf/provider-google/lib/monitoring-alert-policy';
import { Annotations, Token } from 'cdktf';
import type { Construct } from 'constructs';
import { AUDIT_RULES, type AuditRuleData, SYSTEM_PRINCIPALS } from '../../data/google/audit-rules';
import { assertProps } from '../../validation/props';
import type { IGkeClusterRef } from '../node-pool/gke-cluster-ref';
import { GkeConstruct } from '../project/gke-construct';
import { defaultName } from '../project/resource-names';
import { badChannel, badNamespace, badPrincipal, badRateLimit, noChannel } from './messages';

/** Properties of `SandboxAuditAlerts`. */
export interface SandboxAuditAlertsProps {
  /** The cluster. */
  readonly cluster: IGkeClusterRef;

  /** Who is told: `projects/PROJECT/notificationChannels/NUMBER`. */
  readonly notificationChannels: readonly string[];

  /**
   * Namespaces in which entering a container raises an alert.
   *
   * @default - all but kube-system
   */
  readonly namespaces?: readonly string[];

  /**
   * Who may do it without an alert, beside the cluster's own components, such as a deployer's e-mail address.
   *
   * @default - nobody
   */
  readonly trustedPrincipals?: readonly string[];

  /**
   * Seconds over which events of a kind are counted into one alert: 60 to 86400.
   *
   * @default 300
   */
  readonly notificationRateLimitSeconds?: number;
}

const ACTIVITY = 'log_id("cloudaudit.googleapis.com/activity")';
const DATA_ACCESS = 'log_id("cloudaudit.googleapis.com/data_access")';
const CHANNEL = /^projects\/[^/]+\/notificationChannels\/[^/]+$/;
const NAMESPACE = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const PRINCIPAL = /^[A-Za-z0-9@:._-]+$/;

/**
 * Alerts for what changes or enters a sandbox: exec into containers, edits of RuntimeClasses, of labels and taints of
 * nodes, and of admission policies. Each is a metric of the audit log and an alert on it.
 *
 * They see requests to the API server. What happens inside a guest is in no audit log. Clients that enter a container over
 * a WebSocket, as `kubectl` does, send a read, which Google Cloud logs where Data Access audit logs of GKE are on.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/audit-logging
 * @throws for a channel, namespace or principal that is none
 */
export class SandboxAuditAlerts extends GkeConstruct {
  /** The metrics, one for each rule. */
  public readonly metrics: readonly LoggingMetric[];

  /** The alerts, one for each rule. */
  public readonly policies: readonly MonitoringAlertPolicy[];

  constructor(scope: Construct, id: string, props: SandboxAuditAlertsProps) {
    super(scope, id);
    assertProps('SandboxAuditAlertsProps', props);
    const { cluster, notificationChannels, notificationRateLimitSeconds: seconds = 300 } = props;
    check(notificationChannels, CHANNEL, badChannel);
    if (props.namespaces?.length === 0) throw new Error(badNamespace(''));
    check(props.namespaces ?? [], NAMESPACE, badNamespace);
    check(props.trustedPrincipals ?? [], PRINCIPAL, badPrincipal);
    if (!(Number.isInteger(seconds) && seconds >= 60 && seconds <= 86_400)) throw new Error(badRateLimit(seconds));
    if (notificationChannels.length === 0) Annotations.of(this).addWarning(noChannel());

    // Loaded here and not by every program: its bindings are large, and few programs have one.
    const { LoggingMetric } =
      require('@cdktf/provider-google/lib/logging-metric') as typeof import('@cdktf/provider-google/lib/logging-metric');
    const { MonitoringAlertPolicy } =
      require('@cdktf/provider-google/lib/monitoring-alert-policy') as typeof import('@cdktf/provider-google/lib/monitoring-alert-policy');
    const made = Object.entries(AUDIT_RULES).map(([name, rule]) => {
      const metric = new LoggingMetric(this, `${name}-metric`, {
        name: defaultName(this, name),
        project: cluster.project,
        filter: auditFilter(rule, props),
        metricDescriptor: { metricKind: 'DELTA', valueType: 'INT64', unit: '1', displayName: rule.title },
      });
      const policy = new MonitoringAlertPolicy(this, name, {
        displayName: `${rule.title} (${cluster.name})`,
        project: cluster.project,
        combiner: 'OR',
        severity: 'WARNING',
        notificationChannels: [...notificationChannels],
        documentation: { content: rule.documentation, mimeType: 'text/markdown' },
        alertStrategy: { autoClose: `${Math.max(seconds, 1800)}s`, notificationPrompts: ['OPENED'] },
        conditions: [
          {
            displayName: rule.title,
            conditionThreshold: {
              filter: `metric.type="logging.googleapis.com/user/${metric.name}" AND resource.type="k8s_cluster"`,
              comparison: 'COMPARISON_GT',
              thresholdValue: 0,
              duration: '0s',
              aggregations: [{ alignmentPeriod: `${seconds}s`, perSeriesAligner: 'ALIGN_SUM' }],
              trigger: { count: 1 },
            },
          },
        ],
      });
      return { metric, policy };
    });
    this.metrics = made.map(({ metric }) => metric);
    this.policies = made.map(({ policy }) => policy);
  }
}

function check(values: readonly string[], pattern: RegExp, message: (value: unknown) => string): void {
  const bad = values.find((value) => !Token.isUnresolved(value) && !pattern.test(value));
  if (bad !== undefined) throw new Error(message(bad));
}

/** The expression of Cloud Logging for a rule. */
function auditFilter(rule: AuditRuleData, props: SandboxAuditAlertsProps): string {
  const { cluster, namespaces, trustedPrincipals = [] } = props;
  const place =
    namespaces === undefined
      ? 'NOT protoPayload.resourceName=~"/namespaces/kube-system/"'
      : `protoPayload.resourceName=~"/namespaces/(${namespaces.join('|')})/"`;
  return [
    'resource.type="k8s_cluster"',
    `resource.labels.cluster_name="${cluster.name}"`,
    `resource.labels.location="${cluster.location}"`,
    rule.readsToo === true ? `(${ACTIVITY} OR ${DATA_ACCESS})` : ACTIVITY,
    `protoPayload.methodName=~"${rule.method}"`,
    ...(rule.condition === undefined ? [] : [rule.condition]),
    ...(rule.namespaced ? [place] : []),
    `NOT protoPayload.authenticationInfo.principalEmail=~"${SYSTEM_PRINCIPALS}"`,
    ...trustedPrincipals.map((principal) => `NOT protoPayload.authenticationInfo.principalEmail="${principal}"`),
  ].join('\n');
}
