import * as path from 'node:path';
import { HelmChart, HelmValue } from 'cdk-kata/deploy';
import { KataRuntime } from 'cdk-kata/kata';
import { ApiObject, App, Chart } from 'cdk8s';

const app = new App();
const kata = new KataRuntime(app, 'kata', { placement: { nodeSelector: { 'kata-containers': 'enabled' } } });

const chart = new Chart(app, 'web', { namespace: 'web' });
new ApiObject(chart, 'namespace', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'web' } });
const labels = { app: 'web' };
const resources = { limits: { cpu: '1', memory: '256Mi' } };
const web = new ApiObject(chart, 'web', {
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

// The same objects as a chart: helm install sandboxes dist/chart --set web.replicas=3
HelmChart.write(app, path.join(app.outdir, 'chart'), {
  name: 'sandboxes',
  version: '1.0.0',
  values: [
    HelmValue.of('web.replicas', web, '/spec/replicas'),
    HelmValue.of('web.image', web, '/spec/template/spec/containers/0/image'),
  ],
});
