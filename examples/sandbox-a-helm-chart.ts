import * as path from 'node:path';
import { writeManifests } from 'cdk-kata/deploy';
import { KataRuntime, KataShim } from 'cdk-kata/kata';
import { ClusterDns, NetworkPeer, NetworkPort, SandboxNamespace } from 'cdk-kata/sandbox';
import { App, Include } from 'cdk8s';

const app = new App();
const kata = new KataRuntime(app, 'kata', {
  placement: { nodeSelector: { 'kata-containers': 'enabled' } },
  shims: [KataShim.QEMU_RUNTIME_RS],
});

// The chart is not changed: its pods get their class, their limits come from the namespace, and the fields that Pod Security
// demands are filled in where the chart leaves them out. `new Helm(tenant, 'cache', { chart: '...' })` runs helm itself and gives the same.
const tenant = new SandboxNamespace(app, 'cache', {
  runtime: kata,
  cluster: { dns: ClusterDns.KUBE_DNS },
  capacity: { pods: 4, cpu: '250m', memory: '256Mi' },
});
const chart = new Include(tenant, 'cache', { url: path.join(__dirname, 'helm-output.yaml') });
tenant.allowDns();
tenant.allowIngressFrom(NetworkPeer.podsInNamespaces({ 'cache-clients': 'allowed' }), [NetworkPort.tcp(11211)], {
  workload: chart,
});

writeManifests(app);
