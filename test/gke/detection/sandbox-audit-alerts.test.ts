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

const metrics = (options: Partial<SandboxAuditAlertsProps> = {}) =>
  Object.values(resources(synth(build(options)), 'google_logging_metric'));
const filterOf = (rule: string, options: Partial<SandboxAuditAlertsProps> = {}): string =>
  metrics(options).find(({ name }) => name === `test-alerts-${rule}`)?.filter;

test('there is a metric and an alert on it for each rule', () => {
  const terraform = synth(build());
  const policies = Object.values(resources(terraform, 'google_monitoring_alert_policy'));
  expect(policies).toHaveLength(Object.keys(AUDIT_RULES).length);
  for (const policy of policies) {
    expect(policy).toMatchObject({
      combiner: 'OR',
      notification_channels: ['projects/acme-dev/notificationChannels/1'],
      documentation: { content: expect.stringMatching(/\.$/) },
      conditions: [
        {
          condition_threshold: {
            filter: expect.stringMatching(
              /user\/\$\{google_logging_metric\..*\.name\}" AND resource.type="k8s_cluster"/,
            ),
            comparison: 'COMPARISON_GT',
            threshold_value: 0,
          },
        },
      ],
    });
  }
});

test('each looks at the activity of this cluster alone', () => {
  for (const { filter } of metrics()) {
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
  ['node-labels', 'io.k8s.core.v1.nodes.status.patch', false],
  ['admission-policies', 'io.k8s.admissionregistration.v1.validatingadmissionpolicies.delete', true],
  ['admission-policies', 'io.k8s.admissionregistration.v1.validatingadmissionpolicybindings.create', true],
  ['admission-policies', 'io.k8s.admissionregistration.v1.mutatingwebhookconfigurations.update', true],
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

test('notificationRateLimitSeconds', () => {
  const policies = resources(synth(build({ notificationRateLimitSeconds: 7200 })), 'google_monitoring_alert_policy');
  expect(Object.values(policies)[0]).toMatchObject({
    alert_strategy: { auto_close: '7200s' },
    conditions: [{ condition_threshold: { aggregations: [{ alignment_period: '7200s' }] } }],
  });
});

test.each<[string, Partial<SandboxAuditAlertsProps>, string]>([
  ['a channel by its number', { notificationChannels: ['1'] }, "notificationChannels has '1'"],
  ['no namespace at all', { namespaces: [] }, "namespaces has ''"],
  ['a namespace with a quote', { namespaces: ['web"'] }, "namespaces has 'web\"'"],
  ['half a minute', { notificationRateLimitSeconds: 30 }, "notificationRateLimitSeconds '30' is not a whole number"],
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
