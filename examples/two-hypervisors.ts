import { GoogleProvider } from '@cdktf/provider-google/lib/provider/index.js';
import {
  GkeCluster,
  GkeNetwork,
  KataRuntime,
  KataShim,
  ProjectServices,
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
  network: new GkeNetwork(stack, 'network', { region }),
});
cluster.addNodePool('system');
const qemu = cluster.addKataNodePool('qemu', { machineType: 'n2-standard-8', maxNodes: 6 });
const firecracker = cluster.addKataNodePool('fc', { machineType: 'n2-standard-8', maxNodes: 6, rawLocalSsds: 1 });

// One installation on two kinds of nodes.
const k8s = new cdk8s.App();
const kata = new KataRuntime(k8s, 'kata', {
  containerdVersion: '2.0',
  pools: [
    { placement: qemu.placement, shims: [KataShim.QEMU_RUNTIME_RS] },
    { placement: firecracker.placement, shims: [KataShim.FIRECRACKER], devmapper: {} },
  ],
});

function job(name: string): cdk8s.ApiObject {
  const resources = { limits: { cpu: '500m', memory: '256Mi' } };
  const container = { name: 'main', image: 'busybox:1.37', command: ['uname', '-r'], resources };
  return new cdk8s.ApiObject(new cdk8s.Chart(k8s, name), 'job', {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name },
    spec: { template: { spec: { restartPolicy: 'Never', containers: [container] } } },
  });
}
kata.sandbox(job('in-qemu'));
kata.sandbox(job('in-firecracker'), { shim: KataShim.FIRECRACKER });

infra.synth();
writeManifests(k8s);
