import * as path from 'node:path';
import { writeManifests } from 'cdk-kata/deploy';
import { KataRuntime, KataShim } from 'cdk-kata/kata';
import { ApiObject, App, Chart, Include, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-33';

const app = new App();
const kata = new KataRuntime(app, 'kata', {
  placement: { nodeSelector: { 'kata-containers': 'enabled' } },
  shims: [KataShim.QEMU_RUNTIME_RS, KataShim.QEMU, KataShim.CLH_RUNTIME_RS, KataShim.DRAGONBALL],
});

const namespace = new Chart(app, 'namespace');
new ApiObject(namespace, 'namespace', {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'kata-samples', labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
});

const restricted = {
  runAsNonRoot: true,
  runAsUser: 101,
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
};

/** A web server and its Service. Each has labels of its own, so that no two of them share pods. */
function web(id: string): ApiObject {
  const chart = new Chart(app, id);
  chart.addDependency(namespace);
  const metadata = { name: id, namespace: 'kata-samples' };
  const labels = { 'app.kubernetes.io/name': id };
  new ApiObject(chart, 'service', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata,
    spec: { selector: labels, ports: [{ port: 80, targetPort: 'http' }] },
  });
  return new ApiObject(chart, 'deployment', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          automountServiceAccountToken: false,
          containers: [
            {
              name: 'web',
              image: 'nginxinc/nginx-unprivileged:1.29',
              ports: [{ name: 'http', containerPort: 8080 }],
              resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '500m', memory: '128Mi' } },
              readinessProbe: { httpGet: { path: '/', port: 'http' } },
              securityContext: restricted,
              volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
            },
          ],
          volumes: [{ name: 'tmp', emptyDir: {} }],
        },
      },
    },
  });
}

// Any API object: one web server for each hypervisor, and one in runc to compare them with.
for (const shim of kata.shims) kata.sandbox(web(`web-${shim.name}`), { shim });
web('web-runc');

// A workload of cdk8s-plus.
const jobs = new Chart(app, 'jobs', { disableResourceNameHashes: true });
jobs.addDependency(namespace);
const job = new kplus.Job(jobs, 'uname', {
  metadata: { namespace: 'kata-samples' },
  containers: [
    {
      image: 'busybox:1.37',
      command: ['uname', '-r'],
      resources: { cpu: { limit: kplus.Cpu.millis(500) }, memory: { limit: Size.mebibytes(128) } },
      securityContext: {
        user: 101,
        capabilities: { drop: [kplus.Capability.ALL] },
        seccompProfile: { type: kplus.SeccompProfileType.RUNTIME_DEFAULT },
      },
    },
  ],
});
kata.sandbox(job);

// A file of manifests, whatever wrote it.
const file = new Chart(app, 'file');
file.addDependency(namespace);
kata.sandbox(new Include(file, 'redis', { url: path.join(__dirname, 'redis.yaml') }));

writeManifests(app);
