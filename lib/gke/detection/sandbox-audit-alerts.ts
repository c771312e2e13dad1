import type { MonitoringAlertPolicy } from '@cdktf/provider-google/lib/monitoring-alert-policy';
import { Fn, type IResolvable, Lazy, Token } from 'cdktf';
import type { Construct } from 'constructs';
import { AUDIT_RULES, type AuditRuleData, SYSTEM_PRINCIPALS } from '../../data/google/audit-rules';
import type { Finding } from '../../validation/finding';
import { isDnsLabel } from '../../validation/kubernetes-names';
import { assertProps } from '../../validation/props';
import type { IGkeClusterRef } from '../node-pool/gke-cluster-ref';
import { GkeConstruct, type GkeConstructProps } from '../project/gke-construct';
import { validateResourceLabels, withOwnLabel } from '../project/resource-names';
import { assertAndKeep } from '../project/stack-findings';
import { knownItems, listOrToken, mayBeInteger } from '../project/values';
import { badChannel, badNamespace, badPrincipal, badRateLimit, noChannel, noNamespace } from './messages';

/** Properties of `SandboxAuditAlerts`. */
export interface SandboxAuditAlertsProps extends GkeConstructProps {
  /** Cluster whose audit log is watched. */
  readonly cluster: IGkeClusterRef;

  /** Notification channels of Cloud Monitoring: `projects/PROJECT/notificationChannels/NUMBER`. */
  readonly notificationChannels: readonly string[];

  /**
   * Namespaces in which entering a container raises an alert.
   *
   * @default - all but kube-system
   */
  readonly namespaces?: readonly string[];

  /**
   * Principals that raise no alert, beside the cluster's own components: the e-mail address of a deployer, a
   * `principal://...` of a federated identity, or a name of Kubernetes.
   *
   * @default - none
   */
  readonly trustedPrincipals?: readonly string[];

  /**
   * Shortest time between two notifications of one alert, in seconds: 300 to 172800.
   *
   * @default 300
   */
  readonly notificationRateLimitSeconds?: number;

  /**
   * Labels of the alerts, beside those of the cluster.
   *
   * @default - those of the cluster, and `managed-by: cdk-kata`
   */
  readonly labels?: { readonly [label: string]: string } | IResolvable;
}

const ACTIVITY = 'log_id("cloudaudit.googleapis.com/activity")';
const DATA_ACCESS = 'log_id("cloudaudit.googleapis.com/data_access")';
const CHANNEL = /^projects\/[^/]+\/notificationChannels\/[^/]+$/;
const PRINCIPAL = /^[A-Za-z0-9@:./_-]+$/;
const FEDERATED = /^principal(Set)?:\/\//;
const SHORTEST_AUTO_CLOSE_SECONDS = 1800;

/** What each alert extracts from the log entry, so that the notification names it. */
const LABELS = {
  user: 'EXTRACT(protoPayload.authenticationInfo.principalEmail)',
  method: 'EXTRACT(protoPayload.methodName)',
  object: 'EXTRACT(protoPayload.resourceName)',
};

const POD_LABELS = {
  namespace: 'REGEXP_EXTRACT(protoPayload.resourceName, "namespaces/([^/]+)")',
  pod: 'REGEXP_EXTRACT(protoPayload.resourceName, "pods/([^/]+)")',
};

/**
 * Alerts for requests that change or enter a sandbox: exec into containers, edits of RuntimeClasses, of labels and taints of
 * nodes, and of admission policies. Each is a condition on the audit log, and its notification names user, pod and namespace.
 *
 * They see requests to the API server. What happens inside a guest is in no audit log. Clients that enter a container over
 * a WebSocket, as `kubectl` does, send a read, which Google Cloud logs where Data Access audit logs of GKE are on.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/audit-logging
 * @see https://cloud.google.com/logging/docs/alerting/log-based-alerts
 * @throws for a channel, namespace or principal that is not valid, and for a rate limit out of its range
 * @example
 * new SandboxAuditAlerts(stack, 'alerts', {
 *   cluster,
 *   notificationChannels: ['projects/acme-prod/notificationChannels/1234567890'],
 * });
 */
export class SandboxAuditAlerts extends GkeConstruct {
  /** The alert policies, one for each rule. */
  public readonly policies: readonly MonitoringAlertPolicy[];

  constructor(scope: Construct, id: string, props: SandboxAuditAlertsProps) {
    super(scope, id, props);
    assertProps('SandboxAuditAlertsProps', props, this.node.path);
    assertAndKeep(this, validateAlerts(props));
    const { cluster, notificationChannels, notificationRateLimitSeconds: seconds = 300 } = props;
    // Loaded here and not by every program: its bindings are large, and few programs have one.
    const { MonitoringAlertPolicy } =
      require('@cdktf/provider-google/lib/monitoring-alert-policy') as typeof import('@cdktf/provider-google/lib/monitoring-alert-policy');
    this.policies = Object.entries(AUDIT_RULES).map(
      ([name, rule]) =>
        new MonitoringAlertPolicy(this, name, {
          // Lazy, since moveFrom() may say later where the cluster was, which gives it its name.
          displayName: Lazy.stringValue({ produce: () => `${rule.title} (${cluster.name})` }),
          project: cluster.project,
          combiner: 'OR',
          severity: 'WARNING',
          userLabels: withOwnLabel(cluster.labels, props.labels),
          notificationChannels: listOrToken(notificationChannels),
          documentation: { content: documentation(rule), mimeType: 'text/markdown' },
          alertStrategy: {
            autoClose: Token.isUnresolved(seconds) ? undefined : autoClose(seconds),
            notificationRateLimit: { period: `${seconds}s` },
          },
          conditions: [
            {
              displayName: rule.title,
              conditionMatchedLog: {
                filter: Lazy.stringValue({ produce: () => auditFilter(rule, props) }),
                labelExtractors: rule.namespaced ? { ...LABELS, ...POD_LABELS } : LABELS,
              },
            },
          ],
        }),
    );
  }
}

/** An incident stays open at least until the next notification may come. */
function autoClose(seconds: number): string {
  return `${Math.max(seconds, SHORTEST_AUTO_CLOSE_SECONDS)}s`;
}

function validateAlerts(props: SandboxAuditAlertsProps): Finding[] {
  const { notificationChannels, namespaces, trustedPrincipals, notificationRateLimitSeconds: seconds } = props;
  const bad = (values: readonly string[] | undefined, isGood: (value: string) => boolean) =>
    knownItems(values).filter((value) => !isGood(value));
  return [
    ...bad(notificationChannels, (value) => CHANNEL.test(value)).map(badChannel),
    ...(namespaces?.length === 0 ? [noNamespace()] : []),
    ...bad(namespaces, isDnsLabel).map(badNamespace),
    ...bad(trustedPrincipals, (value) => PRINCIPAL.test(value)).map(badPrincipal),
    ...(seconds === undefined || mayBeInteger(seconds, 300, 172_800) ? [] : [badRateLimit(seconds)]),
    ...(notificationChannels.length === 0 ? [noChannel()] : []),
    ...validateResourceLabels(props.labels),
  ];
}

/** Text of the notification. Cloud Monitoring fills in the labels; the first dollar sign hides them from Terraform. */
function documentation(rule: AuditRuleData): string {
  const labels = Object.keys(rule.namespaced ? { ...LABELS, ...POD_LABELS } : LABELS);
  const lines = labels.map((label) => `- ${label}: $\${log.extracted_label.${label}}`);
  return [rule.documentation, '', ...lines].join('\n');
}

/** The values with a separator between them, where only Terraform knows how many there are too. */
function joined(values: readonly string[], separator: string): string {
  return Token.isUnresolved(values) ? Fn.join(separator, values as string[]) : values.join(separator);
}

/** One line for each principal. Of those that only Terraform knows nobody can tell here which field holds them. */
function trustedLines(principals: readonly string[]): string[] {
  if (!Token.isUnresolved(principals)) return principals.map(trusted);
  const fields = ['principalEmail', 'principalSubject'].map((field) => `protoPayload.authenticationInfo.${field}="%s"`);
  const lines = Fn.formatlist(Fn.rawString(`NOT (${fields.join(' OR ')})`), [principals, principals]);
  return [Fn.join(Fn.rawString('\n'), Token.asList(lines))];
}

function trusted(principal: string): string {
  const field = FEDERATED.test(principal) ? 'principalSubject' : 'principalEmail';
  return `NOT protoPayload.authenticationInfo.${field}="${principal}"`;
}

/** The expression of Cloud Logging for a rule. */
function auditFilter(rule: AuditRuleData, props: SandboxAuditAlertsProps): string {
  const { cluster, namespaces, trustedPrincipals = [] } = props;
  const place =
    namespaces === undefined
      ? 'NOT protoPayload.resourceName=~"/namespaces/kube-system/"'
      : `protoPayload.resourceName=~"/namespaces/(${joined(namespaces, '|')})/"`;
  return [
    'resource.type="k8s_cluster"',
    `resource.labels.cluster_name="${cluster.name}"`,
    `resource.labels.location="${cluster.location}"`,
    rule.readsToo === true ? `(${ACTIVITY} OR ${DATA_ACCESS})` : ACTIVITY,
    `protoPayload.methodName=~"${rule.method}"`,
    ...(rule.condition === undefined ? [] : [rule.condition]),
    ...(rule.namespaced ? [place] : []),
    `NOT protoPayload.authenticationInfo.principalEmail=~"${SYSTEM_PRINCIPALS}"`,
    ...trustedLines(trustedPrincipals),
  ].join('\n');
}
