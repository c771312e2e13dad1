// One tree of cdktf and two of cdk8s, with warnings in each, for `check-clis.js`, which counts how often each is printed.
import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import { GkeCluster, GkeNetwork, KataRuntime, KataShim } from 'cdk-kata';
import * as cdk8s from 'cdk8s';
import { App, TerraformStack } from 'cdktf';

const infra = new App();
const stack = new TerraformStack(infra, 'platform');
new GoogleProvider(stack, 'google', { project: 'acme-dev', region: 'europe-west4' });
const network = new GkeNetwork(stack, 'network', { region: 'europe-west4' });
new GkeCluster(stack, 'gke', {
  name: 'demo',
  location: 'europe-west4',
  network,
  deletionProtection: false,
  hasExternalNodePools: true,
});
infra.synth();

for (const outdir of [undefined, undefined]) {
  const app = new cdk8s.App({ outdir });
  const kata = new KataRuntime(app, 'kata', { shims: [KataShim.QEMU_RUNTIME_RS] });
  for (const name of ['a', 'b', 'c']) {
    const chart = new cdk8s.Chart(app, name);
    const containers = [{ name: 'main', image: 'nginx:1.29', resources: { limits: { memory: '64Mi' } } }];
    const spec = { containers, ...(name === 'b' && { runtimeClassName: 'nvidia' }) };
    kata.sandbox(new cdk8s.ApiObject(chart, 'pod', { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec }));
  }
  app.synth();
}
