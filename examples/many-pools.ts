import { GoogleProvider } from '@cdktf/provider-google/lib/provider/index.js';
import {
  GkeCluster,
  GkeNetwork,
  type KataPool,
  KataRuntime,
  KataShim,
  PoolUpgrade,
  ProjectServices,
  TaintEffect,
  TerraformState,
  writeManifests,
} from 'cdk-kata';
import * as cdk8s from 'cdk8s';
import { App, TerraformStack } from 'cdktf';

const project = process.env.GOOGLE_PROJECT || 'acme-dev';
const region = process.env.GOOGLE_REGION || 'europe-west4';

const infra = new App();
const stack = new TerraformStack(infra, 'platform');
new GoogleProvider(stack, 'google', { project, region });
new TerraformState(stack, 'state', { bucket: process.env.STATE_BUCKET });
new ProjectServices(stack, 'services');
const cluster = new GkeCluster(stack, 'gke', {
  location: region,
  network: new GkeNetwork(stack, 'network', { region, nodeRange: '10.0.0.0/20', podRange: '10.64.0.0/12' }),
});
cluster.addNodePool('system');

// One installation of Kata on three kinds of nodes, each with hypervisors of its own: 35 pools, and 5 without Kata.
const profiles = [
  { shims: [KataShim.QEMU_RUNTIME_RS, KataShim.QEMU], series: ['n2', 'c2', 'c3', 'n4'] },
  { shims: [KataShim.CLH_RUNTIME_RS], series: ['n2', 'c3', 'c4'] },
  { shims: [KataShim.DRAGONBALL], series: ['n2', 'c3'] },
];
const sizes: Record<string, readonly number[]> = {
  n2: [4, 8, 16, 32, 64],
  c2: [8, 16],
  c3: [4, 8, 22, 44],
  n4: [4, 8, 16],
  c4: [4, 8, 16],
};

const pools: KataPool[] = profiles.flatMap(({ shims, series }) => {
  const names = shims.map(({ name }) => name);
  const machines = series.flatMap((family) => (sizes[family] ?? []).map((cpus) => `${family}-standard-${cpus}`));
  const made = machines.map((machineType) =>
    cluster.addKataNodePool(`${names[0]}-${machineType}`, {
      machineType,
      shims: names,
      maxNodes: 10,
      maxPodsPerNode: 64,
      upgrade: PoolUpgrade.surge(2),
    }),
  );
  // Node pools with the same shims have the same placement.
  return made.slice(0, 1).map(({ placement }) => ({ placement, shims }));
});
const k8s = new cdk8s.App();
new KataRuntime(k8s, 'kata', { pools, containerdVersion: '2.0' });
for (const team of ['blue', 'green', 'red', 'gray']) {
  cluster.addNodePool(team, { taints: [{ key: 'team', value: team, effect: TaintEffect.NO_SCHEDULE }] });
}

infra.synth();
writeManifests(k8s);
