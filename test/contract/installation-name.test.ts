import { App as K8sApp } from 'cdk8s';
import { TerraformStack, Testing } from 'cdktf';
import {
  installationLabel,
  isOwnershipLabel,
  kataNodesValue,
  multiInstallSuffixProblem,
  ownershipLabels,
} from '../../lib/contract/installation-name';
import { GkeCluster } from '../../lib/gke';
import { KataRuntime } from '../../lib/kata';

const BAD: readonly [string, unknown, string][] = [
  ['nothing', '', '1 to 20 lower-case letters'],
  ['capitals', 'Blue', '1 to 20 lower-case letters'],
  ['21 letters', 'a'.repeat(21), '1 to 20 lower-case letters'],
  ['a dash in front', '-blue', '1 to 20 lower-case letters'],
  ['a dash behind', 'blue-', '1 to 20 lower-case letters'],
  ['a number', 4, '1 to 20 lower-case letters'],
  ['default', 'default', 'without a suffix'],
  ['enabled', 'enabled', 'without a suffix'],
  ['debug', 'debug', "a variant of each shim's handler"],
  ['devkit', 'devkit', "a variant of each shim's handler"],
];
const GOOD = ['a', 'blue', 'v4-1', '4', 'a'.repeat(20), 'constructor'];

function pool(multiInstallSuffix: string) {
  const stack = new TerraformStack(Testing.app(), 'stack');
  const cluster = GkeCluster.fromClusterAttributes(stack, 'gke', {
    name: 'c',
    location: 'europe-west4',
    project: 'acme-dev',
    nodeServiceAccountEmail: 'nodes@acme-dev.iam.gserviceaccount.com',
  });
  return cluster.addKataNodePool('kata', { machineType: 'n2-standard-8', multiInstallSuffix });
}

test.each(BAD)('%s is no suffix, for either half', (_, suffix, why) => {
  expect(multiInstallSuffixProblem(suffix)).toContain(why);
  if (typeof suffix !== 'string') return;
  expect(() => pool(suffix)).toThrow(why);
  expect(() => new KataRuntime(new K8sApp(), 'kata', { multiInstallSuffix: suffix })).toThrow(why);
});

test.each(GOOD)('%s is a suffix, for both halves', (suffix) => {
  expect(multiInstallSuffixProblem(suffix)).toBeUndefined();
  const { placement, labels } = pool(suffix);
  expect(labels).toMatchObject(ownershipLabels(suffix));
  const runtimeClass = new KataRuntime(new K8sApp(), 'kata', { placement }).runtimeClass();
  expect(runtimeClass.nodeSelector).toEqual({ 'kata-containers': suffix, ...ownershipLabels(suffix) });
});

test('names of the installation without a suffix', () => {
  expect(kataNodesValue(undefined)).toBe('enabled');
  expect(installationLabel(undefined)).toBe('kata-deploy.katacontainers.io/default');
  expect(ownershipLabels(undefined)).toEqual({
    'katacontainers.io/kata-runtime': 'true',
    'kata-deploy.katacontainers.io/default': 'true',
  });
});

test.each([
  ['katacontainers.io/kata-runtime', true],
  ['kata-deploy.katacontainers.io/blue', true],
  ['katacontainers.io/kata-runtime-x', false],
  ['kata-containers', false],
])('%s is set by kata-deploy: %s', (label, expected) => {
  expect(isOwnershipLabel(label)).toBe(expected);
});
