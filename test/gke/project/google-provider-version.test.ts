import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import type { TerraformStack } from 'cdktf';
import { DeletionPolicy, GkeCluster, type GkeClusterProps, GkeNetwork, GoogleProviderVersion } from '../../../lib/gke';
import { schemaProblems } from '../../util/provider-schema';
import { newStack, onlyResource, synth } from '../../util/terraform';

function build(stack: TerraformStack, cluster: Partial<GkeClusterProps> = {}): TerraformStack {
  const network = new GkeNetwork(stack, 'network', { region: 'europe-west4' });
  new GkeCluster(stack, 'gke', { location: 'europe-west4', network, ...cluster }).addNodePool('system');
  return stack;
}

function version7(): TerraformStack {
  const stack = newStack();
  GoogleProviderVersion.V7.apply(stack);
  return stack;
}

const required = (stack: TerraformStack) =>
  (synth(stack).terraform as { required_providers: { google: object } }).required_providers.google;

test('the bindings ask for 6.50.0, V7 for 7.45 or newer, providers with an alias included', () => {
  expect(required(build(newStack()))).toMatchObject({ version: '6.50.0' });
  const stack = version7();
  new GoogleProvider(stack, 'other', { alias: 'other', project: 'other' });
  expect(required(build(stack))).toMatchObject({ version: '~> 7.45' });
  expect(GoogleProviderVersion.of(stack)).toBe(GoogleProviderVersion.V7);
});

const CLUSTER: [string, Partial<GkeClusterProps>, object][] = [
  [
    'disruptionBudget',
    { disruptionBudget: { minorVersionDays: 30, patchVersionDays: 7 } },
    {
      maintenance_policy: {
        disruption_budget: {
          minor_version_disruption_interval: '2592000s',
          patch_version_disruption_interval: '604800s',
        },
        recurring_window: { recurrence: 'FREQ=WEEKLY;BYDAY=SA,SU' },
      },
    },
  ],
  [
    'nodeReadiness',
    { nodeReadiness: true },
    { addons_config: { node_readiness_config: { enabled: true }, dns_cache_config: { enabled: true } } },
  ],
  ['deletionPolicy', { deletionPolicy: DeletionPolicy.ABANDON }, { deletion_policy: 'ABANDON' }],
  ['ignoreNodeCountChanges', { ignoreNodeCountChanges: true }, { ignore_node_count_changes: true }],
];

test.each(CLUSTER)('%s of a cluster', (option, cluster, expected) => {
  const terraform = synth(build(version7(), cluster));
  expect(onlyResource(terraform, 'google_container_cluster')).toMatchObject(expected);
  expect(() => synth(build(newStack(), cluster))).toThrow(`test/gke: ${option} needs version 7`);
});

test('several options are refused in one message', () => {
  expect(() => synth(build(newStack(), { nodeReadiness: true, ignoreNodeCountChanges: true }))).toThrow(
    'test/gke: nodeReadiness, ignoreNodeCountChanges need version 7 of the Google provider, and the stack has version 6; call ' +
      'GoogleProviderVersion.V7.apply(stack), or leave the option out (gke/provider-version)',
  );
});

test('fails for a deletion policy that there is not', () => {
  expect(() => build(version7(), { deletionPolicy: 'KEEP' as DeletionPolicy })).toThrow(
    "deletionPolicy is 'KEEP', and must be one of DELETE, ABANDON, PREVENT",
  );
});

test('fails for days out of their range', () => {
  expect(() => build(version7(), { disruptionBudget: { patchVersionDays: 91 } })).toThrow(
    "test/gke: disruptionBudget.patchVersionDays '91' is out of its range; write whole days from 1 to 90",
  );
});

test('a stack that may be applied with either version is held against both', () => {
  const pool = (attributes: object) => ({
    resource: { google_container_node_pool: { p: { cluster: 'c', ...attributes } } },
  });
  expect(schemaProblems(pool({ deletion_policy: 'DELETE' }))).toEqual([
    'google_container_node_pool.p.deletion_policy: does not exist',
  ]);
  const newer = { terraform: { required_providers: { google: { version: '~> 7.45' } } } };
  expect(schemaProblems({ ...newer, ...pool({ deletion_policy: 'DELETE' }) })).toEqual([]);
  expect(schemaProblems({ ...newer, ...pool({ colour: 'red' }) })).toEqual([
    'google_container_node_pool.p.colour: does not exist',
  ]);
});
