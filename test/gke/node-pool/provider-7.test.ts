import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import { TerraformVariable, Testing } from 'cdktf';
import {
  DeletionPolicy,
  GkeCluster,
  GkeNetwork,
  GoogleProviderVersion,
  KernelModulePolicy,
  MemoryManagerPolicy,
  type NodePoolOptions,
  NodeSwap,
  RegistryCapability,
  type RegistryMirror,
  TopologyManagerPolicy,
  TopologyManagerScope,
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
    { drain: { respectBudgetsOnDeletion: true, budgetTimeoutSeconds: 604_800, terminationSeconds: 300 } },
    {
      node_drain_config: [
        {
          respect_pdb_during_node_pool_deletion: true,
          pdb_timeout_duration: '604800s',
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
    { spot: true, shutdownGracePeriodSeconds: 120 },
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
    'shutdownGracePeriodSeconds, criticalPodsShutdownSeconds',
    { spot: true, shutdownGracePeriodSeconds: 30, criticalPodsShutdownSeconds: 30 },
    {
      node_config: {
        kubelet_config: { shutdown_grace_period_seconds: 30, shutdown_grace_period_critical_pods_seconds: 30 },
      },
    },
  ],
  [
    'topologyManager',
    { topologyManager: { policy: TopologyManagerPolicy.RESTRICTED, scope: TopologyManagerScope.POD } },
    { node_config: { kubelet_config: { topology_manager: { policy: 'restricted', scope: 'pod' } } } },
  ],
  [
    'memoryManagerPolicy, topologyManager',
    {
      memoryManagerPolicy: MemoryManagerPolicy.STATIC,
      topologyManager: { policy: TopologyManagerPolicy.SINGLE_NUMA_NODE },
    },
    {
      node_config: {
        kubelet_config: { memory_manager: { policy: 'Static' }, topology_manager: { policy: 'single-numa-node' } },
      },
    },
  ],
  [
    'initScript',
    { initScript: { secret: 'projects/p/secrets/init/versions/1' } },
    {
      node_config: {
        linux_node_config: {
          custom_node_init: { init_script: { gcp_secret_manager_secret_uri: 'projects/p/secrets/init/versions/1' } },
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
    `test/gke/system: ${field} ${field.includes(',') ? 'need' : 'needs'} version 7 of the Google provider, and the stack has version 6; call GoogleProviderVersion.V7.apply(stack)`,
  );
});

const EPHEMERAL = { machineType: 'n2-standard-8', ephemeralLocalSsds: 2 };

test.each<[string, NodePoolOptions, object]>([
  ['the boot disk', { swap: NodeSwap.onBootDisk({ gib: 32 }) }, { boot_disk_profile: { swap_size_gib: 32 } }],
  [
    'half of the boot disk',
    { swap: NodeSwap.onBootDisk({ percent: 50 }) },
    { boot_disk_profile: { swap_size_percent: 50 } },
  ],
  ['the boot disk, as GKE likes', { swap: NodeSwap.onBootDisk() }, { boot_disk_profile: {} }],
  [
    'local SSDs with images and volumes',
    { ...EPHEMERAL, swap: NodeSwap.onEphemeralLocalSsds({ percent: 80 }) },
    { ephemeral_local_ssd_profile: { swap_size_percent: 80 } },
  ],
  [
    'local SSDs of its own, beside others',
    { ...EPHEMERAL, swap: NodeSwap.onDedicatedLocalSsds(2) },
    { dedicated_local_ssd_profile: { disk_count: 2 } },
  ],
])('swap on %s is written, and version 6 is refused', (_, options, profile) => {
  const { stack } = build(options, GoogleProviderVersion.V7);
  expect(onlyResource(synth(stack), 'google_container_node_pool')).toMatchObject({
    node_config: { linux_node_config: { swap_config: { enabled: true, ...profile } } },
  });
  expect(() => synth(build(options).stack)).toThrow('swap needs version 7 of the Google provider');
});

test('a Kata pool has swap too: guests of Burstable pods are memory of processes on the node', () => {
  const stack = newStack();
  GoogleProviderVersion.V7.apply(stack);
  const network = new GkeNetwork(stack, 'network', { region: 'europe-west4' });
  const cluster = new GkeCluster(stack, 'gke', { location: 'europe-west4', network, hasExternalNodePools: true });
  const machineType = 'c4-standard-8-lssd';
  cluster.addKataNodePool('kata', { machineType, swap: NodeSwap.onDedicatedLocalSsds(1) });
  expect(onlyResource(synth(stack), 'google_container_node_pool')).toMatchObject({
    node_config: {
      advanced_machine_features: { enable_nested_virtualization: true },
      linux_node_config: { swap_config: { enabled: true, dedicated_local_ssd_profile: { disk_count: 1 } } },
    },
  });
});

test('what only Terraform knows of memory and shutdown is written as it is', () => {
  const stack = newStack();
  GoogleProviderVersion.V7.apply(stack);
  const number = (id: string) => new TerraformVariable(stack, id, {}).numberValue;
  const text = (id: string) => new TerraformVariable(stack, id, {}).value;
  const network = new GkeNetwork(stack, 'network', { region: 'europe-west4' });
  new GkeCluster(stack, 'gke', { location: 'europe-west4', network }).addNodePool('system', {
    spot: new TerraformVariable(stack, 'spot', {}).booleanValue,
    shutdownGracePeriodSeconds: number('total'),
    criticalPodsShutdownSeconds: number('critical'),
    memoryManagerPolicy: text('memory'),
    topologyManager: { policy: text('topology'), scope: text('scope') },
    swap: NodeSwap.onBootDisk({ gib: number('swap') }),
  });
  expect(onlyResource(synth(stack), 'google_container_node_pool')).toMatchObject({
    node_config: {
      kubelet_config: {
        shutdown_grace_period_seconds: '${var.total}',
        shutdown_grace_period_critical_pods_seconds: '${var.critical}',
        memory_manager: { policy: '${var.memory}' },
        topology_manager: { policy: '${var.topology}', scope: '${var.scope}' },
      },
      linux_node_config: { swap_config: { boot_disk_profile: { swap_size_gib: '${var.swap}' } } },
    },
  });
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
  [
    'a script in no secret',
    { initScript: { secret: 'init' } },
    "initScript.secret 'init' is not the version of a secret",
  ],
  ['swap of two sizes', { swap: NodeSwap.onBootDisk({ gib: 1, percent: 1 }) }, 'swap has both gib and percent'],
  ['swap of nothing', { swap: NodeSwap.onBootDisk({ gib: 0 }) }, "swap.gib '0' is not a whole number from 1 to 65536"],
  [
    'swap of most of a disk',
    { swap: NodeSwap.onBootDisk({ percent: 51 }) },
    "swap.percent '51' is not a whole number from 1 to 50",
  ],
  [
    'swap of most of the SSDs',
    { ...EPHEMERAL, swap: NodeSwap.onEphemeralLocalSsds({ percent: 81 }) },
    "swap.percent '81' is not a whole number from 1 to 80",
  ],
  [
    'swap as large as the disk',
    { diskSizeGb: 64, swap: NodeSwap.onBootDisk({ gib: 64 }) },
    'swap.gib 64 does not fit on a boot disk of diskSizeGb 64',
  ],
  [
    'swap on SSDs that there are not',
    { swap: NodeSwap.onEphemeralLocalSsds() },
    'swap is on local SSDs for images and volumes, and the pool has none',
  ],
  ['swap on no disk', { swap: NodeSwap.onDedicatedLocalSsds(0) }, "swap of '0' local SSDs is not of a whole number"],
  [
    'swap on SSDs of a series without',
    { swap: NodeSwap.onDedicatedLocalSsds(1) },
    'swap does not work with e2, which has no local SSDs',
  ],
  [
    'more SSDs with swap than a machine has',
    { ...EPHEMERAL, swap: NodeSwap.onDedicatedLocalSsds(1) },
    "ephemeralLocalSsds and swap are 3 together, and machineType 'n2-standard-8' has",
  ],
  [
    'a shutdown of other than three lengths',
    { spot: true, shutdownGracePeriodSeconds: 60 },
    'shutdownGracePeriodSeconds 60 is not 0, 30 or 120',
  ],
  [
    'a shutdown of VMs that nobody takes back',
    { shutdownGracePeriodSeconds: 30 },
    'shutdownGracePeriodSeconds is for Spot VMs only',
  ],
  [
    'critical pods without a shutdown',
    { spot: true, criticalPodsShutdownSeconds: 10 },
    'criticalPodsShutdownSeconds is part of shutdownGracePeriodSeconds, which is not set',
  ],
  [
    'critical pods that take longer than the shutdown',
    { spot: true, shutdownGracePeriodSeconds: 30, criticalPodsShutdownSeconds: 31 },
    'criticalPodsShutdownSeconds 31 is not a whole number from 0 to 30',
  ],
  [
    'a memory manager that there is not',
    { memoryManagerPolicy: 'static' as MemoryManagerPolicy },
    "memoryManagerPolicy is 'static', and must be one of",
  ],
  [
    'a topology manager that there is not',
    { topologyManager: { policy: 'strict' as TopologyManagerPolicy } },
    "topologyManager.policy is 'strict', and must be one of",
  ],
  [
    'a drain of more than a week',
    { drain: { budgetTimeoutSeconds: 604_801 } },
    'drain.budgetTimeoutSeconds 604801 is not',
  ],
  ['a day and a second to terminate', { drain: { terminationSeconds: 86_401 } }, 'a whole number from 0 to 86400'],
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
