import { GoogleProvider } from '@cdktf/provider-google/lib/provider/index.js';
import { GkeCluster, GkeNetwork, KataRuntime, ProjectServices, TerraformState, writeManifests } from 'cdk-kata';
import * as cdk8s from 'cdk8s';
import { App, TerraformStack } from 'cdktf';

const project = process.env.GOOGLE_PROJECT || 'acme-dev';
const region = process.env.GOOGLE_REGION || 'europe-west4';

// A step of the move is a change of these lines, applied by itself: docs/upgrading.md goes through them.
const nodePools: { readonly [name: string]: { readonly machineType: string; readonly maxNodes: number } } = {
  blue: { machineType: 'n2-standard-8', maxNodes: 1 },
  green: { machineType: 'c3-standard-8', maxNodes: 6 },
};

const infra = new App();
const stack = new TerraformStack(infra, 'platform');
new GoogleProvider(stack, 'google', { project, region });
new TerraformState(stack, 'state', { bucket: process.env.STATE_BUCKET });
new ProjectServices(stack, 'services');
const cluster = new GkeCluster(stack, 'gke', {
  name: 'kata-demo',
  location: region,
  network: new GkeNetwork(stack, 'network', { region }),
});
cluster.addNodePool('system');
// Both have the same labels and taints, so that the runtime is on both and workloads fit on either.
const pools = Object.entries(nodePools).map(([name, props]) => cluster.addKataNodePool(name, props));

const k8s = new cdk8s.App();
const kata = new KataRuntime(k8s, 'kata', { placement: pools[0]?.placement, cluster: cluster.facts });
const chart = new cdk8s.Chart(k8s, 'web');
const labels = { app: 'web' };
const resources = { limits: { cpu: '1', memory: '256Mi' } };
const web = new cdk8s.ApiObject(chart, 'web', {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'default' },
  spec: {
    replicas: 2,
    selector: { matchLabels: labels },
    template: {
      metadata: { labels },
      spec: { containers: [{ name: 'web', image: 'nginxinc/nginx-unprivileged:1.29', resources }] },
    },
  },
});
// While nodes are drained, one of the two goes on.
new cdk8s.ApiObject(chart, 'budget', {
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name: 'web', namespace: 'default' },
  spec: { maxUnavailable: 1, selector: { matchLabels: labels } },
});
kata.sandbox(web);

infra.synth();
writeManifests(k8s);
