// Workloads in charts, bare or in VMs: scale-program.ts CHARTS WORKLOADS bare|sandboxed. Prints the seconds of CPU that it took.
import * as cdk8s from 'cdk8s';

const [charts, workloads, mode] = [Number(process.argv[2]), Number(process.argv[3]), process.argv[4]];

function deployment(name: string) {
  const labels = { app: name };
  const resources = { limits: { cpu: '1', memory: '256Mi' }, requests: { cpu: '250m', memory: '256Mi' } };
  const container = {
    name: 'main',
    // No two pods are the same, as in a program of many workloads.
    image: `registry.example.com/${name}:1.29`,
    ports: [{ containerPort: 80 }],
    env: [{ name: 'A', value: name }],
    resources,
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [container] } },
    },
  };
}

const app = new cdk8s.App();
// Bare cdk8s does not load the library at all.
const kata = mode === 'bare' ? undefined : new (require('cdk-kata/kata').KataRuntime)(app, 'kata');
const made = Array.from({ length: charts }, (_, index) => {
  const chart = new cdk8s.Chart(app, `chart-${index}`);
  for (let at = 0; at < workloads; at++) new cdk8s.ApiObject(chart, `${at}`, deployment(`web-${index}-${at}`));
  return chart;
});
for (const chart of made) kata?.sandbox(chart);
app.synth();
const { user, system } = process.cpuUsage();
process.stdout.write(String((user + system) / 1e6));
