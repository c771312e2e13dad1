import { TerraformVariable } from 'cdktf';
import { AUDIT_RULES, SYSTEM_PRINCIPALS } from '../../../lib/data/google/audit-rules';
import { GkeCluster, SandboxAuditAlerts, type SandboxAuditAlertsProps } from '../../../lib/gke';
import { newStack, resources, synth, warnings } from '../../util/terraform';

function build(options: Partial<SandboxAuditAlertsProps> = {}) {
  const stack = newStack();
  const cluster = GkeCluster.fromClusterAttributes(stack, 'gke', {
    name: 'prod',
    location: 'europe-west4',
    nodeServiceAccountEmail: 'nodes@acme-dev.iam.gserviceaccount.com',
  });
  new SandboxAuditAlerts(stack, 'alerts', {
    cluster,
    notificationChannels: ['projects/acme-dev/notificationChannels/1'],
    ...options,
  });
  return stack;
}

const policies = (options: Partial<SandboxAuditAlertsProps> = {}) =>
  Object.values(resources(synth(build(options)), 'google_monitoring_alert_policy'));
const conditionOf = (rule: string, options: Partial<SandboxAuditAlertsProps> = {}) => {
  const title = AUDIT_RULES[rule]?.title;
  return policies(options).find(({ display_name }) => display_name === `${title} (prod)`)?.conditions[0];
};
const filterOf = (rule: string, options: Partial<SandboxAuditAlertsProps> = {}): string =>
  conditionOf(rule, options)?.condition_matched_log.filter;

test('there is an alert for each rule, on the log itself: no metric has to be there first (C2)', () => {
  const terraform = synth(build());
  expect(Object.keys(terraform.resource ?? {})).toEqual(['google_monitoring_alert_policy']);
  expect(policies()).toHaveLength(Object.keys(AUDIT_RULES).length);
  for (const policy of policies()) {
    expect(policy).toMatchObject({
      combiner: 'OR',
      notification_channels: ['projects/acme-dev/notificationChannels/1'],
      alert_strategy: { notification_rate_limit: { period: '300s' }, auto_close: '1800s' },
    });
    expect(Object.keys(policy.conditions[0])).toEqual(['condition_matched_log', 'display_name']);
  }
});

test('an alert names user, method and object; for a pod its namespace and name (C2)', () => {
  const user = 'EXTRACT(protoPayload.authenticationInfo.principalEmail)';
  const common = { user, method: 'EXTRACT(protoPayload.methodName)', object: 'EXTRACT(protoPayload.resourceName)' };
  expect(conditionOf('exec')?.condition_matched_log.label_extractors).toEqual({
    ...common,
    namespace: 'REGEXP_EXTRACT(protoPayload.resourceName, "namespaces/([^/]+)")',
    pod: 'REGEXP_EXTRACT(protoPayload.resourceName, "pods/([^/]+)")',
  });
  expect(conditionOf('runtimeclasses')?.condition_matched_log.label_extractors).toEqual(common);
  const exec = policies().find(({ display_name }) => display_name === 'Somebody entered a container (prod)');
  // Terraform takes the second dollar sign and what follows as text.
  expect(exec?.documentation.content).toContain('- pod: $${log.extracted_label.pod}');
  expect(exec?.documentation.content).toContain('- user: $${log.extracted_label.user}');
});

test('each looks at the activity of this cluster alone', () => {
  for (const { conditions } of policies()) {
    const { filter } = conditions[0].condition_matched_log;
    expect(filter).toContain('resource.labels.cluster_name="prod"\nresource.labels.location="europe-west4"');
    expect(filter).toContain('log_id("cloudaudit.googleapis.com/activity")');
  }
});

test('entering a container over a WebSocket is a read, and read in the log of reads', () => {
  expect(filterOf('exec')).toContain('OR log_id("cloudaudit.googleapis.com/data_access")');
  expect(filterOf('runtimeclasses')).not.toContain('data_access');
});

const method = (rule: string) => new RegExp(AUDIT_RULES[rule]?.method ?? '$^');

test.each<[string, string, boolean]>([
  ['exec', 'io.k8s.core.v1.pods.exec.create', true],
  ['exec', 'io.k8s.core.v1.pods.exec.get', true],
  ['exec', 'io.k8s.core.v1.pods.attach.create', true],
  ['exec', 'io.k8s.core.v1.pods.portforward.create', true],
  ['exec', 'io.k8s.core.v1.pods.ephemeralcontainers.patch', true],
  ['exec', 'io.k8s.core.v1.pods.create', false],
  ['runtimeclasses', 'io.k8s.node.v1.runtimeclasses.patch', true],
  ['runtimeclasses', 'io.k8s.node.v1.runtimeclasses.get', false],
  ['node-labels', 'io.k8s.core.v1.nodes.patch', true],
  ['node-labels', 'io.k8s.core.v1.nodes.status.patch', true],
  ['node-labels', 'io.k8s.core.v1.nodes.delete', false],
  ['admission-policies', 'io.k8s.admissionregistration.v1.validatingadmissionpolicies.delete', true],
  ['admission-policies', 'io.k8s.admissionregistration.v1.validatingadmissionpolicybindings.create', true],
  ['admission-policies', 'io.k8s.admissionregistration.v1.mutatingwebhookconfigurations.update', true],
  ...['create', 'update', 'patch', 'delete', 'deletecollection'].flatMap((verb) =>
    ['validatingadmissionpolicies', 'validatingadmissionpolicybindings'].map((resource): [string, string, boolean] => [
      'admission-policies',
      `io.k8s.admissionregistration.v1.${resource}.${verb}`,
      true,
    ]),
  ),
  ['admission-policies', 'io.k8s.admissionregistration.v1.validatingadmissionpolicies.get', false],
  ['admission-policies', 'io.k8s.apps.v1.deployments.create', false],
])('%s and %s', (rule, name, seen) => {
  expect(method(rule).test(name)).toBe(seen);
});

test.each([
  ['system:node:gke-prod-1', true],
  ['system:serviceaccount:kube-system:kata-deploy-sa', true],
  ['system:gke-common-webhooks', true],
  ['system:serviceaccount:web:default', false],
  ['mallory@example.com', false],
])('%s is part of the cluster: %s', (principal, known) => {
  expect(new RegExp(SYSTEM_PRINCIPALS).test(principal)).toBe(known);
});

test('namespaces', () => {
  expect(filterOf('exec')).toContain('NOT protoPayload.resourceName=~"/namespaces/kube-system/"');
  expect(filterOf('exec', { namespaces: ['web', 'jobs'] })).toContain(
    'protoPayload.resourceName=~"/namespaces/(web|jobs)/"',
  );
});

test('trustedPrincipals', () => {
  expect(filterOf('runtimeclasses', { trustedPrincipals: ['deployer@acme-dev.iam.gserviceaccount.com'] })).toContain(
    'NOT protoPayload.authenticationInfo.principalEmail="deployer@acme-dev.iam.gserviceaccount.com"',
  );
});

test('a trusted principal of another identity provider', () => {
  const principal = 'principal://iam.googleapis.com/locations/global/workforcePools/acme/subject/alice';
  expect(filterOf('exec', { trustedPrincipals: [principal] })).toContain(
    `NOT protoPayload.authenticationInfo.principalSubject="${principal}"`,
  );
});

test('notificationRateLimitSeconds is a limit of the rate', () => {
  expect(policies({ notificationRateLimitSeconds: 7200 })[0]?.alert_strategy).toEqual({
    auto_close: '7200s',
    notification_rate_limit: { period: '7200s' },
  });
});

test('values that only Terraform knows pass', () => {
  const stack = build();
  const list = new TerraformVariable(stack, 'channels', { type: 'list(string)' }).listValue;
  const seconds = new TerraformVariable(stack, 'seconds', { type: 'number' }).numberValue;
  const cluster = stack.node.findChild('gke') as unknown as SandboxAuditAlertsProps['cluster'];
  new SandboxAuditAlerts(stack, 'more', { cluster, notificationChannels: list, notificationRateLimitSeconds: seconds });
  const more = Object.entries(resources(synth(stack), 'google_monitoring_alert_policy')).filter(([id]) =>
    /^more/.test(id),
  );
  expect(more).toHaveLength(Object.keys(AUDIT_RULES).length);
  for (const [, policy] of more) {
    expect(policy.notification_channels).toBe('${var.channels}');
    expect(policy.alert_strategy).toEqual({ notification_rate_limit: { period: '${var.seconds}s' } });
  }
});

test.each<[string, Partial<SandboxAuditAlertsProps>, string]>([
  ['a channel by its number', { notificationChannels: ['1'] }, "notificationChannels has '1'"],
  ['no namespace at all', { namespaces: [] }, 'namespaces is empty'],
  ['a namespace with a quote', { namespaces: ['web"'] }, "namespaces has 'web\"'"],
  ['a minute', { notificationRateLimitSeconds: 60 }, "notificationRateLimitSeconds '60' is not a whole number"],
  ['no number', { notificationRateLimitSeconds: Number.NaN }, 'notificationRateLimitSeconds is NaN'],
  ['a principal with a quote', { trustedPrincipals: ['a" OR "b'] }, 'trustedPrincipals has \'a" OR "b\''],
])('fails for %s', (_, options, message) => {
  expect(() => build(options)).toThrow(message);
});

test('warns when nobody is told', () => {
  expect(warnings(build({ notificationChannels: [] }))).toEqual([
    expect.stringContaining('notificationChannels is empty'),
  ]);
});
