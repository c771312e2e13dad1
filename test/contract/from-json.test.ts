import { App, Chart } from 'cdk8s';
import { TerraformStack, Testing } from 'cdktf';
import {
  type ClusterFacts,
  type FromJson,
  GkeCluster,
  GkeNetwork,
  KataRuntime,
  type NodePlacement,
  type NodeTaint,
  SandboxNamespace,
  type StartupTaint,
  TaintEffect,
  type Toleration,
  tolerate,
} from '../../lib';
import * as attributes from '../fixtures/kata-attributes.json';

// That this file compiles is half of the test: nothing here is `as const`, so that each text is a string to the compiler.

const facts = { dns: 'cloud-dns', dataplaneV2: true };
const taints = [{ key: 'team', value: 'a', effect: 'NoSchedule' }];
const placement = {
  nodeSelector: { pool: 'kata' },
  tolerations: [{ key: 'team', operator: 'Exists', effect: 'NoExecute' }],
  startupTaints: [{ key: 'kata', effect: 'NoSchedule' }],
};
const networkAttributes = {
  networkId: 'network',
  subnetworkId: 'subnetwork',
  podRangeName: 'pods',
  serviceRangeName: 'services',
  hasEgress: true,
  stackType: 'IPV4_IPV6',
};
const clusterAttributes = {
  name: 'gke',
  location: 'europe-west4',
  nodeServiceAccountEmail: 'nodes@acme-dev.iam.gserviceaccount.com',
  releaseChannel: 'REGULAR',
  facts,
};

const chart = () => new Chart(new App(), 'chart');
const stack = () => new TerraformStack(Testing.app(), 'stack');

/** A cluster to which pools can be added. */
function cluster() {
  const scope = stack();
  const network = GkeNetwork.fromNetworkAttributes(scope, 'network', networkAttributes);
  return GkeCluster.fromClusterAttributes(scope, 'gke', { ...clusterAttributes, network });
}

test.each<[string, () => unknown]>([
  ['attributes of a runtime', () => KataRuntime.fromAttributes(chart(), 'kata', attributes)],
  ['a placement', () => new KataRuntime(new App(), 'kata', { placement })],
  ['a placement of a pool', () => new KataRuntime(new App(), 'kata', { pools: [{ name: 'a', placement }] })],
  ['facts', () => new KataRuntime(new App(), 'kata', { placement, cluster: facts })],
  ['taints', () => cluster().addNodePool('pool', { taints })],
  ['taints of a Kata pool', () => cluster().addKataNodePool('pool', { taints })],
  ['a taint', () => taints.map(tolerate)],
])('%s that no compiler knows the members of are taken', (_, use) => {
  expect(use).not.toThrow();
});

test('what is read is what was meant', () => {
  const kata = KataRuntime.fromAttributes(chart(), 'kata', attributes);
  expect(kata.sandboxTarget(kata.runtimeClasses.find(({ name }) => name === 'kata-large'))).toMatchObject({
    tolerations: [{ key: 'kata-containers', operator: 'Exists', effect: TaintEffect.NO_EXECUTE }],
  });
  expect(GkeNetwork.fromNetworkAttributes(stack(), 'network', networkAttributes).stackType).toBe('IPV4_IPV6');
  expect(cluster().addNodePool('pool', { taints }).taints).toEqual(taints);
});

const withPlacement = (more: Partial<NodePlacement>) => () =>
  new KataRuntime(new App(), 'kata', { placement: { ...placement, ...more } });
const [shim] = attributes.customShims;
const withShim = (more: object) => () =>
  KataRuntime.fromAttributes(chart(), 'kata', { ...attributes, customShims: [{ ...shim, ...more } as never] });

const EFFECTS = 'one of NoSchedule, PreferNoSchedule, NoExecute';

test.each<[string, () => unknown, string]>([
  [
    'effect of a toleration',
    withPlacement({ tolerations: [{ key: 'a', operator: 'Exists', effect: 'NoEntry' }] }),
    `kata: placement.tolerations[0].effect is 'NoEntry', and must be ${EFFECTS}`,
  ],
  [
    'operator of a toleration',
    withPlacement({ tolerations: [{ key: 'a', operator: 'Is' }] }),
    "kata: placement.tolerations[0].operator is 'Is', and must be one of Equal, Exists",
  ],
  [
    'effect of a startup taint',
    withPlacement({ startupTaints: [{ key: 'a', effect: 'NO_SCHEDULE' }] }),
    `kata: placement.startupTaints[0].effect is 'NO_SCHEDULE', and must be ${EFFECTS}; write TaintEffect.NO_SCHEDULE`,
  ],
  [
    'effect of a taint',
    () => cluster().addNodePool('pool', { taints: [{ key: 'a', effect: 'NoEntry' }] }),
    `taints[0].effect is 'NoEntry', and must be ${EFFECTS}`,
  ],
  [
    'effect of a taint of a Kata pool',
    () => cluster().addKataNodePool('pool', { taints: [{ key: 'a', effect: 'NoEntry' }] }),
    `stack/gke/pool: taints[0].effect is 'NoEntry', and must be ${EFFECTS}`,
  ],
  ['effect to tolerate', () => tolerate({ key: 'a', effect: 'NoEntry' }), "taint.effect is 'NoEntry', and must be"],
  [
    'DNS service',
    () => new KataRuntime(new App(), 'kata', { placement, cluster: { dns: 'coredns' } }),
    "kata: cluster.dns is 'coredns', and must be one of kube-dns, node-local-dns-cache, cloud-dns",
  ],
  [
    'DNS service of a namespace',
    () => new SandboxNamespace(new App(), 'team', { runtime: withPlacement({})(), cluster: { dns: 'coredns' } }),
    "team: cluster.dns is 'coredns', and must be",
  ],
  [
    'stack type',
    () => GkeNetwork.fromNetworkAttributes(stack(), 'it', { ...networkAttributes, stackType: 'IPV6' }),
    "stackType is 'IPV6', and must be one of",
  ],
  [
    'release channel',
    () => GkeCluster.fromClusterAttributes(stack(), 'it', { ...clusterAttributes, releaseChannel: 'FAST' }),
    "releaseChannel is 'FAST', and must be one of",
  ],
  ['language', withShim({ runtime: 'c' }), "customShims[0].runtime is 'c', and must be one of go, rust"],
  ['hypervisor', withShim({ hypervisor: 'xen' }), "customShims[0].hypervisor is 'xen', and must be one of"],
  [
    'architecture',
    withShim({ architectures: ['mips'] }),
    "customShims[0].architectures[0] is 'mips', and must be one of",
  ],
])('a wrong %s is refused when the program runs', (_, use, message) => {
  expect(use).toThrow(message);
});

test('what is no text is refused by the compiler still', () => {
  // @ts-expect-error an effect is a text
  const taint: NodeTaint = { key: 'a', effect: 1 };
  // @ts-expect-error an effect is a text
  const startupTaint: StartupTaint = { key: 'a', effect: true };
  // @ts-expect-error an operator is a text
  const toleration: Toleration = { key: 'a', operator: 1 };
  // @ts-expect-error a DNS service is a text
  const cluster: ClusterFacts = { dns: {} };
  const member: FromJson<TaintEffect> = TaintEffect.NO_SCHEDULE;
  expect([taint, startupTaint, toleration, cluster, member]).toHaveLength(5);
});
