import { KataRuntime } from 'cdk-kata/kata';
import { SandboxNamespace } from 'cdk-kata/sandbox';
import { ApiObject, App, Chart, JsonPatch } from 'cdk8s';

// Many tenants with two workloads each, as SandboxNamespaces, or as the same objects in bare charts.
const COUNT = Number(process.env.BENCH_NAMESPACES || 500);

const app = new App();
const kata = new KataRuntime(app, 'kata');

const security = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };
function workload(chart: Chart, name: string, runtimeClassName?: string): void {
  new ApiObject(chart, name, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: {
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: {
          securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
          containers: [
            {
              name,
              image: 'nginx:1.29',
              resources: { limits: { memory: '64Mi', cpu: '1' } },
              securityContext: security,
            },
          ],
          ...(runtimeClassName && { runtimeClassName }),
        },
      },
    },
  });
}

for (let index = 0; index < COUNT; index++) {
  const name = `tenant-${index}`;
  if (process.env.BENCH_BARE === '1') {
    const chart = new Chart(app, name, { namespace: name });
    const level = (mode: string) => ({
      [`pod-security.kubernetes.io/${mode}`]: 'restricted',
      [`pod-security.kubernetes.io/${mode}-version`]: 'latest',
    });
    const object = (id: string, apiVersion: string, kind: string, name: string, rest: object) =>
      new ApiObject(chart, id, { apiVersion, kind, metadata: { name }, ...rest });
    const labels = { ...level('enforce'), ...level('audit'), ...level('warn'), 'cdk-kata/sandbox': 'restricted' };
    new ApiObject(chart, 'namespace', { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } }).addJsonPatch(
      JsonPatch.remove('/metadata/namespace'),
    );
    const hard = {
      'limits.cpu': '15',
      'limits.memory': '26880Mi',
      pods: '20',
      'requests.cpu': '15',
      'requests.memory': '26880Mi',
      'requests.storage': '100Gi',
    };
    object('quota', 'v1', 'ResourceQuota', 'sandboxes', { spec: { hard } });
    const each = { cpu: '500m', memory: '1Gi' };
    object('limits', 'v1', 'LimitRange', 'sandboxes', {
      spec: { limits: [{ type: 'Container', default: each, defaultRequest: each }] },
    });
    object('account', 'v1', 'ServiceAccount', 'default', { automountServiceAccountToken: false });
    object('deny', 'networking.k8s.io/v1', 'NetworkPolicy', 'default-deny', {
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    });
    for (const id of ['a', 'b']) workload(chart, id, kata.runtimeClass().name);
  } else {
    const tenant = new SandboxNamespace(app, name, { runtime: kata });
    for (const id of ['a', 'b']) workload(tenant, id);
  }
}
app.synth();
