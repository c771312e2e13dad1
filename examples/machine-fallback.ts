import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import { ComputeClass, GkeCluster, GkeNetwork, KataRuntime, KataShim, ProjectServices, TerraformState } from 'cdk-kata';
import { writeManifests } from 'cdk-kata/deploy';
import * as cdk8s from 'cdk8s';
import { App, TerraformStack } from 'cdktf';

const region = process.env.GOOGLE_REGION || 'europe-west4';

const infra = new App();
const stack = new TerraformStack(infra, 'fallback');
new GoogleProvider(stack, 'google', { project: process.env.GOOGLE_PROJECT || 'acme-dev', region });
new TerraformState(stack, 'state', { bucket: process.env.STATE_BUCKET });
new ProjectServices(stack, 'services');
const cluster = new GkeCluster(stack, 'gke', {
  name: 'fallback',
  location: region,
  network: new GkeNetwork(stack, 'network', { region }),
});
cluster.addNodePool('system');

// The same machine of three series, the cheapest first. A region is seldom out of all of them.
const pools = ['n2-standard-8', 'c3-standard-8', 'n4-standard-8'].map((machineType) =>
  cluster.addKataNodePool(`kata-${machineType.slice(0, 2)}`, { machineType, maxNodes: 10, computeClass: 'vms' }),
);
const [first] = pools;

const k8s = new cdk8s.App();
if (first) {
  // Pools of one installation and one class have the same placement, so one RuntimeClass selects them all.
  new KataRuntime(k8s, 'kata', { placement: first.placement, shims: [KataShim.QEMU_RUNTIME_RS] });
  new ComputeClass(new cdk8s.Chart(k8s, 'compute-class'), 'vms', {
    placements: pools.map(({ placement }) => placement),
    description: 'Nodes for Kata: N2, then C3, then N4',
  });
}

infra.synth();
writeManifests(k8s);
