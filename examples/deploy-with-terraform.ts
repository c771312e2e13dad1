import { GoogleProvider } from '@cdktf/provider-google/lib/provider/index.js';
import { GkeCluster, GkeNetwork, KataRuntime, ProjectServices, TerraformState } from 'cdk-kata';
import { KubernetesBundle } from 'cdk-kata/terraform';
import * as cdk8s from 'cdk8s';
import { App, TerraformStack } from 'cdktf';

const project = process.env.GOOGLE_PROJECT || 'acme-dev';
const region = process.env.GOOGLE_REGION || 'europe-west4';

const app = new App();
const platform = new TerraformStack(app, 'platform');
new GoogleProvider(platform, 'google', { project, region });
new TerraformState(platform, 'state', { bucket: process.env.STATE_BUCKET });
new ProjectServices(platform, 'services');
const cluster = new GkeCluster(platform, 'gke', {
  name: 'kata-demo',
  location: region,
  network: new GkeNetwork(platform, 'network', { region }),
});
cluster.addNodePool('system');
const pool = cluster.addKataNodePool('kata', { minNodes: 0, maxNodes: 6 });

// The runtime and a tenant, as Kubernetes objects. They are not written to files.
const k8s = new cdk8s.App();
const kata = new KataRuntime(k8s, 'kata', { placement: pool.placement, cluster: cluster.facts });
const chart = new cdk8s.Chart(k8s, 'web', { namespace: 'web' });
new cdk8s.ApiObject(chart, 'namespace', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'web' } });
const labels = { app: 'web' };
const resources = { limits: { cpu: '1', memory: '256Mi' } };
const web = new cdk8s.ApiObject(chart, 'web', {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: {
    replicas: 2,
    selector: { matchLabels: labels },
    template: {
      metadata: { labels },
      spec: { containers: [{ name: 'web', image: 'nginxinc/nginx-unprivileged:1.29', resources }] },
    },
  },
});
kata.sandbox(web);

// A stack of its own carries them into the cluster: cdktf deploy platform runtime
const runtime = new TerraformStack(app, 'runtime');
new TerraformState(runtime, 'state', { bucket: process.env.STATE_BUCKET });
new KubernetesBundle(runtime, 'bundle', { manifests: k8s, access: cluster.access, maxNodes: 6 });

app.synth();
