import { GoogleProvider } from '@cdktf/provider-google/lib/provider/index.js';
import {
  GkeCluster,
  GkeNetwork,
  KataRelease,
  KataRuntime,
  ProjectServices,
  SandboxNamespace,
  TerraformState,
  writeManifests,
} from 'cdk-kata';
import * as cdk8s from 'cdk8s';
import { App, TerraformStack } from 'cdktf';

const project = process.env.GOOGLE_PROJECT || 'acme-dev';
const region = process.env.GOOGLE_REGION || 'europe-west4';

// A step of the upgrade is a change of these lines, applied by itself: docs/upgrading.md goes through them.
const stable = KataRelease.V4_1_0;
const canary: KataRelease | undefined = KataRelease.V4_2_0;
const onCanary = ['team-a'];

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
const pool = cluster.addKataNodePool('kata', { maxNodes: 6 });

const k8s = new cdk8s.App();
const containerdVersion = '2.0';
const runtime = new KataRuntime(k8s, 'kata', { release: stable, placement: pool.placement, containerdVersion });

// The new release, on nodes of its own and under names of its own.
let next: KataRuntime | undefined;
if (canary !== undefined) {
  const canaryPool = cluster.addKataNodePool('kata-next', { maxNodes: 2, multiInstallSuffix: 'next' });
  next = new KataRuntime(k8s, 'kata-next', {
    release: canary,
    multiInstallSuffix: 'next',
    placement: canaryPool.placement,
    containerdVersion,
  });
}

const securityContext = { runAsNonRoot: true, runAsUser: 101 };
for (const name of ['team-a', 'team-b']) {
  const home = next !== undefined && onCanary.includes(name) ? next : runtime;
  const tenant = new SandboxNamespace(k8s, name, { runtime: home });
  const labels = { app: 'web' };
  const resources = { limits: { cpu: '500m', memory: '256Mi' } };
  const containers = [{ name: 'web', image: 'nginxinc/nginx-unprivileged:1.29', resources, securityContext }];
  new cdk8s.ApiObject(tenant, 'web', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: { replicas: 2, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } },
  });
}

infra.synth();
writeManifests(k8s);
