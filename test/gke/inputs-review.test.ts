import { TerraformStack, Testing } from 'cdktf';
import { Construct } from 'constructs';
import {
  ControlPlaneAccess,
  GkeCluster,
  type GkeClusterProps,
  GkeNetwork,
  KmsKeyGrant,
  KmsKeyUser,
  MaintenanceExclusionScope,
  MaintenanceWindow,
  NodeIdentity,
  type NodePoolOptions,
  ProjectServices,
  SecretsEncryption,
  SharedVpcAccess,
  TaintEffect,
} from '../../lib/gke';
import { Program, REGION } from './inputs-program';

const KEY = 'projects/p/locations/europe-west4/keyRings/r/cryptoKeys/k';

/** A pool with options that only a program without types has. */
const loosely = (options: object) => options as NodePoolOptions;

/** A taint as Google's own pages write it. */
const taint = (key: string, value: string) => ({ key, value, effect: TaintEffect.NO_SCHEDULE });

/** A network and a cluster below scopes of long names. */
function deep(program: Program): GkeCluster {
  const scope = new Construct(program.stack, 'a-very-long-name-for-the-platform-of-a-whole-company');
  const network = new GkeNetwork(new Construct(scope, 'and-another-one-for-its-networks'), 'network', {
    region: REGION,
  });
  return new GkeCluster(scope, 'cluster', { location: REGION, network, hasExternalNodePools: true });
}

test.each<[string, (program: Program) => unknown]>([
  [
    'the taint of Spot VMs (H4)',
    (program) => program.cluster().addNodePool('pool', { taints: [taint('cloud.google.com/gke-spot', 'true')] }),
  ],
  [
    'the taint of a pool for managed components (H4)',
    (program) =>
      program.cluster().addNodePool('pool', { taints: [taint('components.gke.io/gke-managed-components', 'true')] }),
  ],
  [
    'label and taint of a ComputeClass (H4)',
    (program) =>
      program.cluster().addNodePool('pool', {
        labels: { 'cloud.google.com/compute-class': 'vms' },
        taints: [taint('cloud.google.com/compute-class', 'vms')],
      }),
  ],
  [
    'the startup taint of another agent (H4)',
    (program) =>
      program.cluster().addKataNodePool('pool', {
        taints: [taint('startup-taint.cluster-autoscaler.kubernetes.io/agent-not-ready', 'true')],
      }),
  ],
  [
    'a window of three days, as the API reference has one (H5)',
    (program) => {
      const first = { start: '2019-01-05T00:00:00Z', end: '2019-01-07T23:59:00Z' };
      program.cluster({ maintenanceWindow: MaintenanceWindow.rrule('FREQ=WEEKLY;BYDAY=SA', first) });
    },
  ],
  [
    'a window that a position in the month gives (H5)',
    (program) => {
      const first = { start: '2026-01-03T00:00:00Z', end: '2026-01-05T00:00:00Z' };
      program.cluster({ maintenanceWindow: MaintenanceWindow.rrule('FREQ=MONTHLY;BYSETPOS=1;BYDAY=SA', first) });
    },
  ],
  ['an id with a capital (M18)', (program) => program.cluster().addNodePool('System')],
  ['an id with an underscore (M18)', (program) => program.cluster().addNodePool('System_Pool')],
  ['an id with a blank, and a name (M18)', (program) => program.cluster().addNodePool('pool one', { name: 'one' })],
  ['an id of 50 characters (M18)', (program) => program.cluster().addKataNodePool('k'.repeat(50))],
  ['a cluster and a network deep in the tree (M18)', deep],
  [
    'an account of a stack and a construct with one letter each (M18)',
    (program) => {
      const stack = new TerraformStack(program.stack.node.root as Construct, 'b');
      new NodeIdentity(stack, 'i', { project: 'p' });
      expect(Testing.synth(stack)).toMatch(/"account_id": "b-i-[0-9a-f]{6}"/);
      program.network();
    },
  ],
  ['a pod range of /24 (M17)', (program) => program.network({ podRange: '10.64.0.0/24' })],
  ['a pod range of /22 (M17)', (program) => program.network({ podRange: '10.64.0.0/22' })],
  [
    'IPv6, sctp and esp out of the network (M13)',
    (program) =>
      program.network({
        allowedEgress: [
          { name: 'six', ranges: ['2001:db8::/32'] },
          { name: 'sctp', ranges: ['203.0.113.0/24'], protocol: 'sctp' },
          { name: 'esp', ranges: ['203.0.113.0/24'], protocol: 'esp' },
        ],
      }),
  ],
  ["'latest' as lowest version (M24)", (program) => program.cluster({ minimumVersion: 'latest' })],
  ['a region of a sovereign cloud (L7)', (program) => program.network({ region: 'u-france-east1' })],
  ['a zone for AI (L7)', (program) => program.cluster({ zones: ['europe-west4-ai1a'] })],
  [
    'a federated identity that is trusted',
    (program) =>
      program.alerts({
        trustedPrincipals: ['principal://iam.googleapis.com/locations/global/workforcePools/p/subject/a@b.example'],
      }),
  ],
  [
    'a cluster with neither Dataplane V2 nor Calico (M3)',
    (program) => program.cluster({ dataplaneV2: false, networkPolicyEnforcement: false }),
  ],
  ['a key of the region for boot disks (M7)', (program) => program.cluster().addNodePool('p', { bootDiskKmsKey: KEY })],
  [
    'a backup each hour, and on the 29th of February',
    (program) => {
      const cluster = program.cluster({ backupAgent: true });
      cluster.addBackupPlan('hourly', { schedule: '0 * * * *' });
      cluster.addBackupPlan('leap', { schedule: '30 2 29 2 *' });
    },
  ],
  [
    'an exclusion for as long as a version of the Extended channel is supported',
    (program) =>
      program.cluster({
        maintenanceExclusions: [
          {
            name: 'support',
            start: '2026-01-01T00:00:00Z',
            end: '2027-12-31T00:00:00Z',
            scope: MaintenanceExclusionScope.NO_MINOR_UPGRADES,
          },
        ],
      }),
  ],
])('takes %s', (_, build) => {
  const program = new Program();
  build(program);
  expect(program.written().resource).toBeDefined();
});

const exclusion = (start: string, end: string) => ({
  maintenanceExclusions: [{ name: 'long', start, end, scope: MaintenanceExclusionScope.NO_MINOR_UPGRADES }],
});

/** Properties of a cluster that only a program without types has. */
const odd = (props: object) => props as Partial<GkeClusterProps>;

test.each<[string, (program: Program) => unknown, string]>([
  [
    'metrics of pods without managed Prometheus (M1)',
    (program) => program.cluster({ monitoringComponents: ['SYSTEM_COMPONENTS', 'POD'], managedPrometheus: false }),
    "test/gke: monitoringComponents has 'POD', which needs managedPrometheus; add managedPrometheus, or remove POD",
  ],
  [
    'policies that Dataplane V2 enforces anyway (M3)',
    (program) => program.cluster({ networkPolicyEnforcement: false }),
    'networkPolicyEnforcement is false, and Dataplane V2 always enforces network policies; leave networkPolicyEnforcement out',
  ],
  [
    'an exclusion of five years (H5)',
    (program) => program.cluster(exclusion('2026-01-01T00:00:00Z', '2031-01-01T00:00:00Z')),
    "maintenance exclusion 'long' is 1826 days long, and a minor version is supported for 24 months at most",
  ],
  [
    'a key of another region for boot disks (M7)',
    (program) => program.cluster().addNodePool('p', { bootDiskKmsKey: KEY.replace('west4', 'west1') }),
    "test/gke/p: bootDiskKmsKey 'projects/p/locations/europe-west1/keyRings/r/cryptoKeys/k' is not in europe-west4",
  ],
  [
    'a disk of no type on a series that is not known (M4)',
    (program) => program.cluster().addNodePool('p', { machineType: 'z9-standard-8', diskType: 'banana' }),
    "test/gke/p: diskType 'banana' is not a type of disk; write one of hyperdisk-balanced, pd-balanced",
  ],
  [
    'more nodes than a cluster has',
    (program) => {
      const network = program.network({
        nodeRange: '10.0.0.0/12',
        podRange: '172.24.0.0/13',
        serviceRange: '10.32.0.0/20',
      });
      const cluster = program.cluster({}, network);
      for (const id of ['one', 'two']) cluster.addNodePool(id, { maxNodes: 8000, maxPodsPerNode: 8 });
    },
    'test/gke: the node pools can grow to 16002 nodes, and a cluster has at most 15000',
  ],
  [
    'a backup on the 31st of February',
    (program) => program.cluster({ backupAgent: true }).addBackupPlan('b', { schedule: '0 3 31 2 *' }),
    "test/gke/b: schedule '0 3 31 2 *' of a backup plan is refused; write a day that the month has",
  ],
  [
    'a property in small letters (M14)',
    (program) => program.cluster().addNodePool('p', loosely({ machinetype: 'n2-standard-4' })),
    'test/gke/p: NodePool has no property machinetype; write machineType',
  ],
  [
    'another property in small letters (M14)',
    (program) => program.cluster(odd({ deletionprotection: false })),
    'test/gke: GkeCluster has no property deletionprotection; write deletionProtection',
  ],
  [
    'a text for the options of a pool (M14)',
    (program) => program.cluster().addNodePool('p', loosely('n2-standard-4' as unknown as object)),
    'test/gke/p: NodePool has no property 0; remove it',
  ],
  [
    'a default name that begins with a digit (M18)',
    (program) => {
      const stack = new TerraformStack(program.stack.node.root as Construct, '1st');
      new GkeCluster(stack, 'gke', { location: REGION, network: program.network() });
    },
    "1st/gke: the name '1st-gke' that the ids of stack and construct give is not the name of a cluster; set name: write",
  ],
  [
    'networks for a public endpoint that are not given (L1)',
    () => ControlPlaneAccess.publicEndpoint(undefined as never),
    'networks is undefined, and must be a list',
  ],
  [
    'a text for a switch (L2)',
    () => ControlPlaneAccess.dnsOnly('no' as never),
    "allowExternalTraffic is 'no', and must be true or false",
  ],
  ...(
    [
      [NodeIdentity, 'project', { project: '' }],
      [ProjectServices, 'project', { project: '' }],
      [SecretsEncryption, 'project', { project: '', location: REGION }],
      [SecretsEncryption, 'keyProject', { project: 'p', location: REGION, keyProject: '' }],
      [SharedVpcAccess, 'hostProject', { hostProject: '', serviceProjectNumber: '123456789012' }],
      [KmsKeyGrant, 'project', { project: '', key: KEY, user: KmsKeyUser.COMPUTE_ENGINE }],
    ] as [new (scope: Construct, id: string, props: object) => Construct, string, object][]
  ).map(([Taker, field, props]): [string, (program: Program) => unknown, string] => [
    `an empty ${field} of ${Taker.name} (M15)`,
    (program) => new Taker(program.stack, 'the-taker', props),
    `test/the-taker: ${field} '' is not a name: it is empty`,
  ]),
])('refuses %s', (_, build, message) => {
  const program = new Program();
  expect(() => {
    build(program);
    program.written();
  }).toThrow(message);
});

test('a backup more often than each hour is refused, unless the program knows better', () => {
  const program = new Program();
  program.cluster({ backupAgent: true }).addBackupPlan('b', { schedule: '*/10 * * * *' });
  expect(() => program.written()).toThrow(
    "test/gke/b: schedule '*/10 * * * *' begins more than one backup of the whole cluster in an hour",
  );
  program.acknowledge('gke/backup-frequency');
  expect(program.findings()).toEqual([]);
});

test.each<[string, (program: Program) => unknown, string]>([
  [
    'integrityMonitoring',
    (it) => it.cluster().addNodePool('p', { integrityMonitoring: false }),
    'gke/node-pool-integrity-monitoring',
  ],
  [
    'deletionProtection of a pool',
    (it) => it.cluster().addNodePool('p', { deletionProtection: false }),
    'gke/node-pool-deletion-protection',
  ],
  ['binaryAuthorization', (it) => it.cluster({ binaryAuthorization: false }), 'gke/binary-authorization'],
  ['every log', (it) => it.cluster({ loggingComponents: [] }), 'gke/logging'],
  [
    'network policies',
    (it) => it.cluster({ dataplaneV2: false, networkPolicyEnforcement: false }),
    'gke/network-policies-off',
  ],
])('warns when %s is switched off', (_, build, id) => {
  const program = new Program();
  build(program);
  expect(program.findings()).toEqual([id]);
});

test('a pool without protection is as its cluster: nothing is said twice', () => {
  const program = new Program();
  program.cluster({ deletionProtection: false }).addNodePool('p', { deletionProtection: false });
  expect(program.findings()).toEqual(['gke/deletion-protection']);
});
