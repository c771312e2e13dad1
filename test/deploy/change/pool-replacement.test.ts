import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import { App as K8sApp } from 'cdk8s';
import { TerraformStack, Testing } from 'cdktf';
import { compareManifests, compareTerraform, toManifests } from '../../../lib/deploy';
import { GkeCluster, GkeNetwork } from '../../../lib/gke';
import { KataRuntime } from '../../../lib/kata';

/** What a program with these pools writes. */
function program(pools: { readonly [name: string]: { readonly machineType: string; readonly maxNodes: number } }) {
  const stack = new TerraformStack(Testing.app(), 'platform');
  new GoogleProvider(stack, 'google', { project: 'acme', region: 'europe-west4' });
  const network = new GkeNetwork(stack, 'network', { region: 'europe-west4' });
  const cluster = new GkeCluster(stack, 'gke', { name: 'prod', location: 'europe-west4', network });
  cluster.addNodePool('system');
  const made = Object.entries(pools).map(([name, props]) => cluster.addKataNodePool(name, props));
  const k8s = new K8sApp();
  new KataRuntime(k8s, 'kata', { placement: made[0]?.placement });
  return { manifests: toManifests(k8s), terraform: JSON.parse(Testing.synth(stack, true)) };
}

test('a pool is replaced by another one, step by step, as docs/upgrading.md says: the runtime never changes', () => {
  const [blue, green] = [{ machineType: 'n2-standard-8' }, { machineType: 'c3-standard-8' }];
  const steps = [
    program({ blue: { ...blue, maxNodes: 6 } }),
    program({ blue: { ...blue, maxNodes: 1 }, green: { ...green, maxNodes: 6 } }),
    program({ green: { ...green, maxNodes: 6 } }),
  ];
  const changes = steps.slice(1).map((next, index) => {
    const before = steps[index] as typeof next;
    expect(compareManifests(before.manifests, next.manifests)).toEqual([]);
    return compareTerraform(before.terraform, next.terraform).map(({ impact, object }) => `${impact} ${object}`);
  });
  const pool = (name: string) => expect.stringMatching(new RegExp(`google_container_node_pool.gke_${name}_\\w+$`));
  expect(changes).toEqual([[pool('blue'), pool('green')], [pool('blue')]]);
  // The first is the pool whose maximum is lowered, so that it grows no more.
  expect(changes.flat().map((it) => it.split(' ')[0])).toEqual(['kills-sandboxes', 'nothing', 'recreates-pool']);
});
