import { execFileSync } from 'node:child_process';
import * as path from 'node:path';
import { type TerraformStack, TerraformVariable, Token } from 'cdktf';
import * as gke from '../../lib/gke';
import { PROP_SHAPES } from '../../lib/validation/props/prop-shapes.generated';
import { newStack, synth } from '../util/terraform';

const location = 'europe-west4';
const KEY = `projects/p/locations/${location}/keyRings/r/cryptoKeys/k`;
const SECRET = 'projects/p/secrets/s/versions/1';

interface Case {
  /** What the properties need beside the one that is tried. */
  readonly base?: object;
  /** Creates what takes the properties. */
  readonly take: (stack: TerraformStack, props: never) => unknown;
  /** Properties that have to be literals, and what the refusal says. */
  readonly literals?: { readonly [field: string]: string };
  /** Properties that exclude others, so that each gets a program of its own. */
  readonly alone?: readonly string[];
  /** Properties that are in no resource of the program: of what is imported, or written beside others only. */
  readonly unwritten?: readonly string[];
}

const network = (stack: TerraformStack, props: Partial<gke.GkeNetworkProps> = {}) =>
  new gke.GkeNetwork(stack, 'network', { region: location, ...props });

const cluster = (stack: TerraformStack, props: Partial<gke.GkeClusterProps> = {}) =>
  new gke.GkeCluster(stack, 'gke', {
    location,
    network: props.network ?? network(stack),
    hasExternalNodePools: true,
    backupAgent: true,
    releaseChannel: gke.ReleaseChannel.UNSPECIFIED,
    ...props,
  });

const pool = (options: (props: never) => gke.NodePoolOptions) => (stack: TerraformStack, props: never) =>
  cluster(stack).addNodePool('pool', options(props));

const FITS = 'is only known to Terraform, and is needed here to see what fits and what overlaps';
const ROOM = 'is only known to Terraform, and is needed here to see whether the network has room';
const MANIFESTS = 'is only known to Terraform, and is needed in the manifests too';
const TIME = 'is only known to Terraform, and is needed here to see whether GKE has time enough';
const STATE = 'is only known to Terraform, which needs it to find the state';
const COUNTED = 'is only known to Terraform, and says here how many addresses are created';

const NODE_COUNTS = Object.fromEntries(
  ['minNodes', 'maxNodes', 'minNodesPerZone', 'maxNodesPerZone', 'nodesPerZone'].map((field) => [field, ROOM]),
);
const POOL_LITERALS = {
  ...NODE_COUNTS,
  name: MANIFESTS,
  computeClass: MANIFESTS,
  labels: MANIFESTS,
  replacementKey: 'is only known to Terraform, so that another value would not change the name',
};

/** Who takes which properties. */
const CASES: { readonly [shape: string]: Case } = {
  AuthorizedNetwork: {
    base: { cidr: '203.0.113.0/24' },
    take: (stack, props) => cluster(stack, { controlPlaneAccess: gke.ControlPlaneAccess.publicEndpoint([props]) }),
  },
  BackupPlanOptions: { take: (stack, props) => cluster(stack).addBackupPlan('plan', props) },
  BlueGreenUpgrade: {
    take: pool((props) => ({ upgrade: gke.PoolUpgrade.blueGreen(props) })),
    alone: ['batchPercentage'],
  },
  CloudNatProps: {
    base: { region: location, networkId: 'n', subnetworkId: 's' },
    take: (stack, props) => new gke.CloudNat(stack, 'nat', props),
    literals: { natAddressCount: COUNTED },
    unwritten: ['labels'],
  },
  ClusterScopeOptions: {
    take: (stack, props) => cluster(stack, { cloudDns: gke.CloudDns.clusterScope(props) }),
  },
  DailyMaintenance: {
    base: { startHour: 1, hours: 8 },
    take: (stack, props) => cluster(stack, { maintenanceWindow: gke.MaintenanceWindow.daily(props) }),
    literals: { startHour: TIME, hours: TIME },
  },
  DisruptionBudget: { take: (stack, props) => cluster(stack, { disruptionBudget: props }) },
  EgressFirewallProps: {
    base: { networkId: 'n', internalRanges: ['10.0.0.0/8'] },
    take: (stack, props) => new gke.EgressFirewall(stack, 'egress', props),
  },
  EgressRule: {
    base: { name: 'rule', ranges: ['203.0.113.0/24'] },
    take: (stack, props) => network(stack, { allowedEgress: [props] }),
    literals: { name: 'is only known to Terraform, and is the id of a construct' },
  },
  FirstMaintenance: {
    base: { start: '2026-01-03T00:00:00Z', end: '2026-01-03T10:00:00Z' },
    take: (stack, props) => cluster(stack, { maintenanceWindow: gke.MaintenanceWindow.rrule('FREQ=DAILY', props) }),
  },
  FlowLogs: { take: (stack, props) => network(stack, { flowLogs: props }) },
  GkeClusterAttributes: {
    base: { name: 'gke', location, nodeServiceAccountEmail: 'nodes@acme-dev.iam.gserviceaccount.com' },
    take: (stack, props) => gke.GkeCluster.fromClusterAttributes(stack, 'gke', props).addNodePool('pool'),
    unwritten: ['caCertificate', 'dnsEndpoint', 'endpoint', 'releaseChannel'],
  },
  GkeClusterProps: {
    base: { dataplaneV2: false },
    take: (stack, props) => cluster(stack, props),
    alone: [
      'pinnedVersion',
      'minimumVersion',
      'fqdnPolicies',
      'clusterwidePolicies',
      'inTransitEncryption',
      'dataplaneV2',
    ],
  },
  GkeNetworkAttributes: {
    base: { networkId: 'n', subnetworkId: 's', podRangeName: 'pods', serviceRangeName: 'services', hasEgress: true },
    take: (stack, props) => cluster(stack, { network: gke.GkeNetwork.fromNetworkAttributes(stack, 'network', props) }),
    unwritten: ['region'],
  },
  GkeNetworkProps: {
    take: (stack, props) => network(stack, props),
    literals: { natAddressCount: COUNTED, nodeRange: FITS, podRange: FITS, serviceRange: FITS },
    unwritten: ['labels'],
  },
  GoogleApisDnsProps: {
    base: { networkId: 'n' },
    take: (stack, props) => new gke.GoogleApisDns(stack, 'dns', props),
  },
  IntrusionDetectionProps: {
    base: { zone: `${location}-a`, networkId: 'n', subnetworkId: 's', region: location },
    take: (stack, props) => new gke.IntrusionDetection(stack, 'detection', props),
  },
  IntrusionDetectionOptions: {
    base: { zone: `${location}-a` },
    take: (stack, props) => network(stack).addIntrusionDetection(props),
  },
  KataNodePoolOptions: {
    take: (stack, props) => cluster(stack).addKataNodePool('pool', props),
    literals: {
      ...POOL_LITERALS,
      multiInstallSuffix: MANIFESTS,
      shims: MANIFESTS,
    },
  },
  KmsKeyGrantProps: {
    base: { project: 'p', key: KEY, user: gke.KmsKeyUser.COMPUTE_ENGINE },
    take: (stack, props) => new gke.KmsKeyGrant(stack, 'grant', props),
  },
  KubeletSettings: { take: pool((kubelet) => ({ kubelet })) },
  LinuxSettings: { take: pool((linux) => ({ linux })) },
  MaintenanceExclusion: {
    base: { name: 'sale', start: '2026-11-20T00:00:00Z', end: '2026-12-10T00:00:00Z' },
    take: (stack, props) =>
      cluster(stack, { maintenanceExclusions: [props], releaseChannel: gke.ReleaseChannel.REGULAR }),
  },
  NodeAccelerators: {
    base: { type: 'nvidia-l4', count: 1 },
    take: pool((accelerators) => ({ machineType: 'g2-standard-8', accelerators })),
  },
  NodeDrainSettings: { take: pool((drain) => ({ drain })) },
  NodeIdentityProps: {
    base: { project: 'p' },
    take: (stack, props) => new gke.NodeIdentity(stack, 'nodes', props),
    literals: { stableId: 'is only known to Terraform, and names of node pools are made of it' },
  },
  NodeInitScript: { take: pool((initScript) => ({ initScript })), alone: ['gcsUri', 'secret'] },
  NodePoolOptions: {
    take: (stack, props) => cluster(stack).addNodePool('pool', props),
    literals: POOL_LITERALS,
  },
  PodRange: {
    base: { name: 'more', range: '10.128.0.0/16' },
    take: (stack, props) => network(stack, { additionalPodRanges: [props] }),
    literals: { range: FITS },
  },
  PrivateEndpointOptions: {
    take: (stack, props) => cluster(stack, { controlPlaneAccess: gke.ControlPlaneAccess.privateEndpoint([], props) }),
  },
  PrivateRegistry: {
    base: { hosts: ['registry.example.com'], certificateSecret: SECRET },
    take: pool((registry) => ({ containerd: { privateRegistries: [registry] } })),
  },
  ProjectServicesProps: { take: (stack, props) => new gke.ProjectServices(stack, 'services', props) },
  RegistryHost: {
    base: { host: 'mirror.example.com' },
    take: pool((host) => ({ containerd: { registryMirrors: [{ server: 'quay.io', hosts: [host] }] } })),
  },
  RegistryMirror: {
    base: { server: 'quay.io', hosts: [{ host: 'mirror.example.com' }] },
    take: pool((mirror) => ({ containerd: { registryMirrors: [mirror] } })),
  },
  SandboxAuditAlertsProps: {
    take: (stack, props: object) => {
      const notificationChannels = ['projects/p/notificationChannels/1'];
      return new gke.SandboxAuditAlerts(stack, 'alerts', { cluster: cluster(stack), notificationChannels, ...props });
    },
  },
  SecretsEncryptionProps: {
    base: { project: 'p', location },
    take: (stack, props) => new gke.SecretsEncryption(stack, 'secrets', props),
    alone: ['existingKey'],
  },
  SharedVpcAccessProps: {
    base: { hostProject: 'host', serviceProjectNumber: '123456789012' },
    take: (stack, props) => new gke.SharedVpcAccess(stack, 'access', props),
  },
  SwapSize: { take: pool((size) => ({ swap: gke.NodeSwap.onBootDisk(size) })), alone: ['gib', 'percent'] },
  TerraformStateProps: {
    base: { bucket: 'acme-state' },
    take: (stack, props) => new gke.TerraformState(stack, 'state', props),
    literals: { bucket: STATE, prefix: STATE },
  },
  TopologyManager: {
    base: { policy: gke.TopologyManagerPolicy.BEST_EFFORT },
    take: pool((topologyManager) => ({ topologyManager })),
  },
  UpgradeNotifications: {
    base: { topic: 'projects/p/topics/t' },
    take: (stack, props) => cluster(stack, { upgradeNotifications: props }),
  },
  WebhookFirewallOptions: {
    base: { ports: [8443] },
    take: (stack, props) => network(stack).addWebhookFirewall('webhooks', props),
  },
  WebhookFirewallProps: {
    base: { ports: [8443], networkId: 'n', nodeRange: '10.0.0.0/20' },
    take: (stack, props) => new gke.WebhookFirewall(stack, 'webhooks', props),
    alone: ['nodeRange'],
  },
  WeeklyMaintenance: {
    base: { days: [gke.Weekday.SATURDAY, gke.Weekday.SUNDAY], startHour: 1, hours: 8 },
    take: (stack, props) => cluster(stack, { maintenanceWindow: gke.MaintenanceWindow.weekly(props) }),
    literals: { startHour: TIME, hours: TIME },
  },
  WorkloadIdentityBindingProps: {
    base: {
      namespace: 'team',
      serviceAccount: 'app',
      googleServiceAccount: 'projects/p/serviceAccounts/app@p.iam.gserviceaccount.com',
    },
    take: (stack, props: object) =>
      new gke.WorkloadIdentityBinding(stack, 'binding', { cluster: cluster(stack), ...props } as never),
  },
};

/** Interfaces that no program fills in with texts of its own: they add a construct to one above, or constructs fill them in. */
const OTHERS = [
  'BackupPlanProps',
  'GkeNetworkRanges',
  'KataNodePoolProps',
  'NetworkCluster',
  'NodePoolProps',
  'NodePoolSummary',
  'NodeRequirements',
];

/** A value that only Terraform knows, of each type that a property may have. */
const TOKENS: readonly [RegExp, (variable: TerraformVariable) => unknown][] = [
  [/^string\??$/, ({ stringValue }) => stringValue],
  [/^number\??$/, ({ numberValue }) => numberValue],
  [/^string\[\]\??$/, ({ listValue }) => listValue],
  [/^number\[\]\??$/, ({ numberValue }) => [numberValue]],
  [/^string\{\}\??$/, ({ stringValue }) => ({ key: stringValue })],
  [/^MaintenanceExclusion\[\]~\?$/, ({ value }) => value],
  [/\[\]~\??$/, ({ value }) => Token.asList(value)],
  [/~\??$/, ({ value }) => value],
];

const tokenOf = (type: string) => TOKENS.find(([pattern]) => pattern.test(type))?.[1];

/** The properties of a shape, those that it inherits included, that hold a text, a number, a switch, a list or a map. */
function valuesOf(shape: string): [string, (variable: TerraformVariable) => unknown][] {
  const { '...': bases = '', ...own } = PROP_SHAPES[shape] as { readonly [field: string]: string };
  const inherited = bases.split(/\W+/).filter((base) => base !== '');
  return [
    ...inherited.flatMap(valuesOf),
    ...Object.entries(own).flatMap(([field, type]): [string, (variable: TerraformVariable) => unknown][] => {
      const token = tokenOf(type);
      return token === undefined ? [] : [[field, token]];
    }),
  ];
}

function build({ base, take }: Case, fields: readonly [string, (variable: TerraformVariable) => unknown][]) {
  const stack = newStack();
  gke.GoogleProviderVersion.V7.apply(stack);
  const props = fields.map(([field, token]) => [field, token(new TerraformVariable(stack, `only-${field}`, {}))]);
  take(stack, { ...base, ...Object.fromEntries(props) } as never);
  return JSON.stringify(synth(stack));
}

const CHOICES = Object.entries(CASES).map(([shape, it]): [string, Case] => [shape, it]);

test.each(CHOICES)('each property of %s is written as Terraform knows it, or has to be a literal (H7)', (shape, it) => {
  const { alone = [], literals = {}, unwritten = [] } = it;
  const fields = valuesOf(shape).filter(([field]) => !Object.hasOwn(literals, field));
  const together = fields.filter(([field]) => !alone.includes(field));
  const programs = [together, ...fields.filter(([field]) => alone.includes(field)).map((field) => [field])];
  for (const program of programs.filter(({ length }) => length > 0)) {
    const written = build(it, program);
    expect(written).not.toMatch(/TfToken|e\+29|creationStack/);
    const names = program.map(([field]) => field).filter((field) => !unwritten.includes(field));
    expect(names.filter((field) => !written.includes(`var.only-${field}`))).toEqual([]);
  }
});

const LITERALS = CHOICES.flatMap(([shape, it]) =>
  Object.entries(it.literals ?? {}).map(([field, why]): [string, string, string, Case] => [shape, field, why, it]),
);

test.each(LITERALS)(
  '%s: %s has to be a literal, and the message says why without the token (H7)',
  (shape, field, why, it) => {
    const program = valuesOf(shape).filter(([name]) => name === field);
    expect(program).toHaveLength(1);
    let message = '';
    try {
      build(it, program);
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toContain(why);
    expect(message).toContain(field);
    expect(message).not.toMatch(/TfToken|e\+29|creationStack/);
  },
);

test('no interface of properties of this room is left out', () => {
  const room = path.join(__dirname, '../../lib/gke');
  const declared = execFileSync('grep', ['-rhoE', 'export interface [A-Za-z0-9]+', room], { encoding: 'utf8' });
  const shapes = declared
    .match(/\w+$/gm)
    ?.filter((name) => PROP_SHAPES[name] !== undefined && valuesOf(name).length > 0);
  const bases = new Set(Object.values(PROP_SHAPES).flatMap((shape) => (shape['...'] ?? '').split(/\W+/)));
  const open = (shapes ?? []).filter((name) => !Object.hasOwn(CASES, name) && !bases.has(name));
  expect(open.filter((name) => !OTHERS.includes(name)).sort()).toEqual([]);
});
