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

// Firecracker takes images from block devices only: each node has a local SSD that nothing has formatted.
const infra = new App();
const stack = new TerraformStack(infra, 'firecracker');
new GoogleProvider(stack, 'google', { project: 'acme-dev', region: 'europe-west4' });
new TerraformState(stack, 'state', { bucket: process.env.STATE_BUCKET });
new ProjectServices(stack, 'services');
const cluster = new GkeCluster(stack, 'gke', {
  name: 'firecracker',
  location: 'europe-west4',
  network: new GkeNetwork(stack, 'network', { region: 'europe-west4' }),
});
cluster.addNodePool('system');
const pool = cluster.addKataNodePool('fc', { machineType: 'n2-standard-8', rawLocalSsds: 1, maxNodes: 6 });

// A DaemonSet makes a thin pool of it; the installer waits for that, and tells containerd.
const k8s = new cdk8s.App();
const kata = new KataRuntime(k8s, 'kata', {
  placement: pool.placement,
  shims: [KataShim.FIRECRACKER],
  devmapper: { baseImageSize: '10GB' },
});

const chart = new cdk8s.Chart(k8s, 'functions', { disableResourceNameHashes: true });
const job = new cdk8s.ApiObject(chart, 'hello', {
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'hello', namespace: 'default' },
  spec: {
    template: {
      spec: {
        restartPolicy: 'Never',
        containers: [
          {
            name: 'hello',
            image: 'busybox:1.37',
            command: ['uname', '-r'],
            resources: { limits: { cpu: '500m', memory: '128Mi' } },
          },
        ],
      },
    },
  },
});
kata.sandbox(job);

infra.synth();
writeManifests(k8s);
