import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import { Testing } from 'cdktf';
import {
  DeletionPolicy,
  GkeCluster,
  GkeNetwork,
  GoogleProviderVersion,
  KernelModulePolicy,
  type NodePoolOptions,
  RegistryCapability,
  type RegistryMirror,
} from '../../../lib/gke';
import { newStack, onlyResource, synth } from '../../util/terraform';

function build(options: NodePoolOptions = {}, version?: GoogleProviderVersion) {
  const stack = newStack();
  version?.apply(stack);
  const network = new GkeNetwork(stack, 'network', { region: 'europe-west4' });
  const cluster = new GkeCluster(stack, 'gke', { location: 'europe-west4', network });
  return { stack, pool: cluster.addNodePool('system', options) };
}

const NEWER: [string, NodePoolOptions, object][] = [
  [
    'drain',
    { drain: { respectBudgetsOnDeletion: true, budgetTimeoutSeconds: 600, terminationSeconds: 300 } },
    {
      node_drain_config: [
        {
          respect_pdb_during_node_pool_deletion: true,
          pdb_timeout_duration: '600s',
          grace_termination_duration: '300s',
        },
      ],
    },
  ],
  ['deletionPolicy', { deletionPolicy: DeletionPolicy.ABANDON }, { deletion_policy: 'ABANDON' }],
  ['ignoreNodeCountChanges', { ignoreNodeCountChanges: true }, { ignore_node_count_changes: true }],
  [
    'keepsVersionUntilEndOfSupport',
    { keepsVersionUntilEndOfSupport: true },
    { maintenance_policy: [{ exclusion_until_end_of_support: [{ enabled: true }] }] },
  ],
  [
    'subnetwork',
    { subnetwork: 'projects/p/regions/r/subnetworks/more' },
    { network_config: { enable_private_nodes: true, subnetwork: 'projects/p/regions/r/subnetworks/more' } },
  ],
  [
    'kernelModules',
    { kernelModules: KernelModulePolicy.SIGNED },
    { node_config: { linux_node_config: { node_kernel_module_loading: { policy: 'ENFORCE_SIGNED_MODULES' } } } },
  ],
  [
    'initScript',
    { initScript: { gcsUri: 'gs://acme-nodes/init.sh' } },
    {
      node_config: { linux_node_config: { custom_node_init: { init_script: { gcs_uri: 'gs://acme-nodes/init.sh' } } } },
    },
  ],
  [
    'shutdownGracePeriodSeconds',
    { shutdownGracePeriodSeconds: 120 },
    { node_config: { kubelet_config: { cpu_cfs_quota: true, shutdown_grace_period_seconds: 120 } } },
  ],
  [
    'containerd.registryMirrors',
    {
      containerd: {
        registryMirrors: [
          {
            server: 'quay.io',
            hosts: [
              { host: 'europe-west4-docker.pkg.dev/v2/acme-dev/quay', overridePath: true },
              {
                host: 'mirror.example.com:5000',
                capabilities: [RegistryCapability.PULL],
                certificateSecret: 'projects/acme-dev/secrets/ca/versions/1',
              },
            ],
          },
        ],
      },
    },
    {
      node_config: {
        containerd_config: {
          registry_hosts: [
            {
              server: 'quay.io',
              hosts: [
                {
                  host: 'europe-west4-docker.pkg.dev/v2/acme-dev/quay',
                  capabilities: ['HOST_CAPABILITY_PULL', 'HOST_CAPABILITY_RESOLVE'],
                  override_path: true,
                },
                {
                  host: 'mirror.example.com:5000',
                  capabilities: ['HOST_CAPABILITY_PULL'],
                  ca: [{ gcp_secret_manager_secret_uri: 'projects/acme-dev/secrets/ca/versions/1' }],
                },
              ],
            },
          ],
        },
      },
    },
  ],
  [
    'writableCgroups',
    { writableCgroups: true },
    { node_config: { containerd_config: { writable_cgroups: { enabled: true } } } },
  ],
];

test.each(NEWER)('%s is written, and version 7 of the provider takes it', (_, options, expected) => {
  const { stack } = build(options, GoogleProviderVersion.V7);
  expect(onlyResource(synth(stack), 'google_container_node_pool')).toMatchObject(expected);
});

test.each(NEWER)('%s is refused with version 6', (field, options) => {
  const { stack } = build(options);
  expect(() => Testing.synth(stack, true)).toThrow(
    `test/gke/system: ${field} needs version 7 of the Google provider, and the stack has version 6; call GoogleProviderVersion.V7.apply(stack)`,
  );
});

test('a subnetwork of its own replaces the pool, so the name changes', () => {
  const subnetwork = 'projects/p/regions/r/subnetworks/more';
  expect(build({ subnetwork }, GoogleProviderVersion.V7).pool.name).not.toBe(
    build({}, GoogleProviderVersion.V7).pool.name,
  );
});

test('version 7 changes no name', () => {
  expect(build({}, GoogleProviderVersion.V7).pool.name).toBe(build().pool.name);
});

test.each<[string, NodePoolOptions, string]>([
  [
    'a script in two places',
    { initScript: { gcsUri: 'gs://a/b', secret: 'c' } },
    'initScript needs one of gcsUri and secret',
  ],
  ['a script nowhere', { initScript: {} }, 'initScript needs one of gcsUri and secret'],
  [
    'a script of the web',
    { initScript: { gcsUri: 'https://a/b' } },
    "initScript.gcsUri 'https://a/b' is not an object",
  ],
  ['a long shutdown', { shutdownGracePeriodSeconds: 601 }, 'shutdownGracePeriodSeconds 601 is not'],
  ['a drain of half a second', { drain: { terminationSeconds: 0.5 } }, 'drain.terminationSeconds 0.5 is not'],
  [
    'a policy that there is not',
    { deletionPolicy: 'KEEP' as DeletionPolicy },
    "deletionPolicy is 'KEEP', and must be one of DELETE",
  ],
  [
    'modules that there are not',
    { kernelModules: 'x' as KernelModulePolicy },
    "kernelModules is 'x', and must be one of",
  ],
])('fails for %s', (_, options, message) => {
  expect(() => build(options, GoogleProviderVersion.V7)).toThrow(message);
});

test('the constraint is for every Google provider of the stack', () => {
  const stack = newStack();
  new GoogleProvider(stack, 'host', { alias: 'host', project: 'acme-network' });
  const constraint = () => synth(stack).terraform;
  expect(constraint()).toMatchObject({
    required_providers: { google: { version: expect.stringMatching(/^(~> )?6\./) } },
  });
  GoogleProviderVersion.V7.apply(stack);
  expect(constraint()).toMatchObject({ required_providers: { google: { version: '~> 7.45' } } });
  expect(GoogleProviderVersion.of(stack)).toBe(GoogleProviderVersion.V7);
  expect(GoogleProviderVersion.of(newStack())).toBe(GoogleProviderVersion.V6);
});

const many = <T>(count: number, item: T): T[] => Array.from({ length: count }, () => item);
const host = { host: 'mirror.example.com' };

test.each<[string, RegistryMirror[], string]>([
  [
    'a registry with a path',
    [{ server: 'quay.io/kata', hosts: [host] }],
    "[0].server 'quay.io/kata' is not a registry",
  ],
  ['no host', [{ server: 'quay.io', hosts: [] }], '[0].hosts has 0 hosts; name 1 to 10'],
  ['eleven hosts', [{ server: 'quay.io', hosts: many(11, host) }], '[0].hosts has 11 hosts; name 1 to 10'],
  ['26 registries', many(26, { server: 'quay.io', hosts: [host] }), 'has 26 registries; name at most 25'],
  ['a host with a blank', [{ server: 'quay.io', hosts: [{ host: 'a b' }] }], "hosts[0].host 'a b' is not a host"],
  [
    'a secret without a version',
    [{ server: 'quay.io', hosts: [{ ...host, certificateSecret: 'projects/p/secrets/ca' }] }],
    "certificateSecret 'projects/p/secrets/ca' is not the version of a secret",
  ],
  [
    'an unknown capability',
    [{ server: 'quay.io', hosts: [{ ...host, capabilities: ['HOST_CAPABILITY_FLY' as RegistryCapability] }] }],
    'HOST_CAPABILITY_FLY',
  ],
])('registryMirrors fails for %s', (_, registryMirrors, message) => {
  expect(() => build({ containerd: { registryMirrors } }, GoogleProviderVersion.V7)).toThrow(message);
});
