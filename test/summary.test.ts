import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import { App as K8sApp } from 'cdk8s';
import { App, TerraformStack } from 'cdktf';
import { GkeCluster, GkeNetwork, KataRuntime, writeManifests } from '../lib';
import { summary } from '../scripts/summary';

const region = 'europe-west4';
let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'summary-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

function lines(deletionProtection?: boolean): string[] {
  const [infraDir, manifestDir] = [path.join(folder, 'tf'), path.join(folder, 'k8s')];
  const infra = new App({ outdir: infraDir });
  const stack = new TerraformStack(infra, 'platform');
  new GoogleProvider(stack, 'google', { project: 'acme-dev', region });
  const network = new GkeNetwork(stack, 'network', { region });
  const cluster = new GkeCluster(stack, 'gke', { name: 'gke', location: region, network, deletionProtection });
  cluster.addNodePool('system');
  const pool = cluster.addKataNodePool('kata');
  infra.synth();
  const k8s = new K8sApp({ outdir: manifestDir });
  new KataRuntime(k8s, 'kata', { placement: pool.placement });
  writeManifests(k8s);
  return summary(infraDir, manifestDir).replaceAll(folder, '').split('\n');
}

test('says what Terraform creates, each resource by its address', () => {
  const [first, ...rest] = lines();
  expect(first).toBe('Terraform creates 12 resources in stack platform (/tf/):');
  expect(rest.slice(0, 12)).toContain('  google_container_cluster.gke');
});

test('says which manifests there are, in their order, and what is in them', () => {
  const files = lines().filter((line) => line.includes('.yaml: '));
  expect(files.map((line) => line.replace(/^ {2}(.*?): (\w+) .*/, '$1 $2'))).toEqual([
    'kata-access.yaml ServiceAccount',
    'kata-installer.yaml DaemonSet',
    'kata-runtime-classes.yaml RuntimeClass',
  ]);
});

test('says where sandboxed pods land', () => {
  const all = lines();
  const at = all.findIndex((line) => line.startsWith('  kata-qemu-runtime-rs: '));
  expect(all[at]).toContain('kata-containers=enabled');
  expect(all[at + 1]).toBe('    tolerating kata-containers=enabled:NoSchedule');
});

test('says what to do next', () => {
  expect(lines().slice(-4, -1)).toEqual([
    '  terraform -chdir=/tf/stacks/platform init && terraform -chdir=/tf/stacks/platform apply',
    '  eval "$(terraform -chdir=/tf/stacks/platform output -raw get_credentials)"',
    '  kubectl apply --server-side -k /k8s/',
  ]);
});

test('says what the stacks warn of', () => {
  const warnings = (protection?: boolean) => lines(protection).filter((line) => line.startsWith('  warning: '));
  expect(warnings()).toEqual([]);
  expect(warnings(false)).toEqual([expect.stringContaining('platform/gke: deletionProtection is false')]);
});
