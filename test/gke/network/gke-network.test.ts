import { type TerraformStack, TerraformVariable } from 'cdktf';
import {
  FlowLogInterval,
  GkeNetwork,
  type GkeNetworkAttributes,
  type GkeNetworkProps,
  IntrusionSeverity,
  StackType,
  type WebhookFirewallOptions,
} from '../../../lib/gke';
import {
  type Attributes,
  newStack,
  onlyResource,
  resources,
  synth,
  synthStack,
  type Terraform,
  warnings,
} from '../../util/terraform';

type Options = Partial<GkeNetworkProps>;

const build =
  (options: Options = {}) =>
  (stack: TerraformStack) =>
    new GkeNetwork(stack, 'network', { region: 'europe-west4', ...options });
const terraform = (options: Options = {}): Terraform => synthStack(build(options));
const subnetwork = (options: Options = {}): Attributes => onlyResource(terraform(options), 'google_compute_subnetwork');
const nat = (options: Options = {}): Attributes => onlyResource(terraform(options), 'google_compute_router_nat');

test('default child, and the address of a bare resource', () => {
  const stack = newStack();
  const network = build()(stack);
  expect(network.node.defaultChild?.node.path).toBe(network.resource?.node.path);
  expect(Object.keys(resources(synth(stack), 'google_compute_network'))).toEqual(['network']);
});

test('a VPC without subnetworks of its own making', () => {
  expect(onlyResource(terraform(), 'google_compute_network')).toMatchObject({
    name: 'test-network',
    auto_create_subnetworks: false,
    routing_mode: 'REGIONAL',
  });
});

test('a subnetwork with ranges, flow logs and access to the Google APIs', () => {
  expect(subnetwork()).toMatchObject({
    name: 'test-network',
    region: 'europe-west4',
    ip_cidr_range: '10.0.0.0/20',
    private_ip_google_access: true,
    stack_type: 'IPV4_ONLY',
    log_config: { aggregation_interval: 'INTERVAL_5_SEC', flow_sampling: 0.5, metadata: 'INCLUDE_ALL_METADATA' },
  });
});

test('trap: the order of the secondary ranges is part of the state', () => {
  expect(subnetwork().secondary_ip_range).toEqual([
    { range_name: 'pods', ip_cidr_range: '10.64.0.0/14' },
    { range_name: 'services', ip_cidr_range: '10.32.0.0/20' },
  ]);
});

test('a NAT for this subnetwork alone, which logs what it refuses', () => {
  expect(nat()).toMatchObject({
    nat_ip_allocate_option: 'AUTO_ONLY',
    source_subnetwork_ip_ranges_to_nat: 'LIST_OF_SUBNETWORKS',
    subnetwork: [
      { name: expect.stringContaining('google_compute_subnetwork.'), source_ip_ranges_to_nat: ['ALL_IP_RANGES'] },
    ],
    min_ports_per_vm: 128,
    max_ports_per_vm: 4096,
    log_config: { enable: true, filter: 'ERRORS_ONLY' },
  });
});

test('trap: ports are given out dynamically, which endpoint-independent mapping excludes', () => {
  expect(nat()).toMatchObject({ enable_dynamic_port_allocation: true, enable_endpoint_independent_mapping: false });
});

test('what comes in from outside is refused and logged', () => {
  expect(onlyResource(terraform(), 'google_compute_firewall')).toMatchObject({
    direction: 'INGRESS',
    priority: 65534,
    source_ranges: ['0.0.0.0/0'],
    deny: [{ protocol: 'all' }],
    log_config: { metadata: 'INCLUDE_ALL_METADATA' },
  });
});

test('nodes wait for the NAT', () => {
  const network = build()(newStack());
  expect(network.dependencies).toHaveLength(1);
  expect(network.dependencies[0]?.fqn).toBe(network.nat?.resource.fqn);
  expect(network.hasEgress).toBe(true);
});

test('says how much fits', () => {
  expect(build()(newStack()).capacity).toEqual({ nodeAddresses: 4092, podAddresses: 262_144, serviceAddresses: 4096 });
});

test.each<[string, Options, object]>([
  ['nodeRange', { nodeRange: '192.168.0.0/22' }, { ip_cidr_range: '192.168.0.0/22' }],
  ['podRange', { podRange: '100.64.0.0/10' }, { secondary_ip_range: [{ ip_cidr_range: '100.64.0.0/10' }, {}] }],
  ['serviceRange', { serviceRange: '172.20.0.0/20' }, { secondary_ip_range: [{}, { ip_cidr_range: '172.20.0.0/20' }] }],
  [
    'podRangeName, serviceRangeName',
    { podRangeName: 'p', serviceRangeName: 's' },
    { secondary_ip_range: [{ range_name: 'p' }, { range_name: 's' }] },
  ],
  ['name', { name: 'vpc' }, { name: 'vpc' }],
  ['project', { project: 'host' }, { project: 'host' }],
  ['existingNetwork', { existingNetwork: 'projects/p/global/networks/n' }, { network: 'projects/p/global/networks/n' }],
  [
    'stackType',
    { stackType: StackType.IPV4_IPV6 },
    {
      stack_type: 'IPV4_IPV6',
      ipv6_access_type: 'INTERNAL',
      private_ipv6_google_access: 'ENABLE_OUTBOUND_VM_ACCESS_TO_GOOGLE',
    },
  ],
  [
    'flowLogs',
    { flowLogs: { interval: FlowLogInterval.MINUTES_10, sampling: 1, metadata: false, filter: 'true' } },
    {
      log_config: {
        aggregation_interval: 'INTERVAL_10_MIN',
        flow_sampling: 1,
        metadata: 'EXCLUDE_ALL_METADATA',
        filter_expr: 'true',
      },
    },
  ],
])('%s', (_, options, expected) => {
  expect(subnetwork(options)).toMatchObject(expected);
});

test('flow logs can be off', () => {
  expect(subnetwork({ flowLogs: { enabled: false } })).not.toHaveProperty('log_config');
});

test('a dual-stack VPC has addresses to give', () => {
  const network = onlyResource(terraform({ stackType: StackType.IPV4_IPV6 }), 'google_compute_network');
  expect(network.enable_ula_internal_ipv6).toBe(true);
});

test('an existing VPC is left alone: no VPC, no rule', () => {
  const { resource } = terraform({ existingNetwork: 'projects/p/global/networks/n' });
  expect(resource).not.toHaveProperty('google_compute_network');
  expect(resource).not.toHaveProperty('google_compute_firewall');
});

test('natAddressCount reserves addresses', () => {
  const reserved = terraform({ natAddressCount: 2 });
  expect(Object.keys(resources(reserved, 'google_compute_address'))).toHaveLength(2);
  expect(onlyResource(reserved, 'google_compute_router_nat')).toMatchObject({
    nat_ip_allocate_option: 'MANUAL_ONLY',
    nat_ips: [expect.stringContaining('self_link'), expect.stringContaining('self_link')],
  });
});

test('natAddresses names those that are', () => {
  expect(nat({ natAddresses: ['projects/p/regions/r/addresses/a'] }).nat_ips).toEqual([
    'projects/p/regions/r/addresses/a',
  ]);
});

test('ports of the NAT', () => {
  expect(nat({ minPortsPerVm: 64, maxPortsPerVm: 65536 })).toMatchObject({
    min_ports_per_vm: 64,
    max_ports_per_vm: 65536,
  });
});

test('nat: false leaves it out, with a warning', () => {
  const stack = newStack();
  const network = build({ nat: false })(stack);
  expect(network.hasEgress).toBe(false);
  expect(network.dependencies).toEqual([]);
  expect(resources(synth(stack), 'google_compute_router')).toEqual({});
  expect(warnings(stack)).toEqual([expect.stringContaining('nat is false')]);
});

test('allowedEgress holds for IPv6 too, where there is some', () => {
  const stack = newStack();
  const network = build({ allowedEgress: [], stackType: StackType.IPV4_IPV6 })(stack);
  const rules = Object.values(resources(synth(stack), 'google_compute_firewall')).filter(
    ({ direction }) => direction === 'EGRESS',
  );
  const denied = rules.filter(({ deny }) => deny !== undefined).flatMap(({ destination_ranges }) => destination_ranges);
  expect(denied.sort()).toEqual(['0.0.0.0/0', '::/0']);
  const allowed = rules.find(({ name }) => name.endsWith('-allow-internal-ipv6'));
  expect(allowed?.destination_ranges).toEqual([expect.stringContaining('.internal_ipv6_prefix}')]);
  expect(network.egressFirewall?.ipv6Resource).toBeDefined();
});

test('name is the beginning of every name', () => {
  const stack = newStack();
  build({ name: 'prod', allowedEgress: [], natAddressCount: 1 })(stack);
  const terraform = synth(stack);
  const types = ['network', 'subnetwork', 'router', 'router_nat', 'address', 'firewall'];
  const names = types.flatMap((type) =>
    Object.values(resources(terraform, `google_compute_${type}`)).map(({ name }) => name as string),
  );
  expect(names.length).toBeGreaterThan(8);
  for (const name of names) expect(name).toMatch(/^prod(-|$)/);
});

test('allowedEgress refuses the rest, and leaves open what nodes need', () => {
  const stack = newStack();
  const network = build({ allowedEgress: [{ name: 'quay', ranges: ['198.51.100.0/24'], ports: ['443'] }] })(stack);
  const rules = Object.values(resources(synth(stack), 'google_compute_firewall')).filter(
    ({ direction }) => direction === 'EGRESS',
  );
  expect(
    rules.map(({ name, destination_ranges, allow, deny, priority }) => ({
      name,
      destination_ranges,
      allow,
      deny,
      priority,
    })),
  ).toEqual(
    expect.arrayContaining([
      {
        name: 'test-network-egress-allow-internal',
        destination_ranges: ['10.0.0.0/20', '10.64.0.0/14', '10.32.0.0/20'],
        allow: [{ protocol: 'all' }],
        priority: 2000,
      },
      {
        name: 'test-network-egress-allow-google-apis',
        destination_ranges: ['199.36.153.4/30', '199.36.153.8/30'],
        allow: [{ protocol: 'tcp', ports: ['443'] }],
        priority: 2000,
      },
      {
        name: 'test-network-egress-allow-quay',
        destination_ranges: ['198.51.100.0/24'],
        allow: [{ protocol: 'tcp', ports: ['443'] }],
        priority: 2000,
      },
      {
        name: 'test-network-egress-deny',
        destination_ranges: ['0.0.0.0/0'],
        deny: [{ protocol: 'all' }],
        priority: 65000,
      },
    ]),
  );
  // The NAT, three rules that allow, and six records.
  expect(network.dependencies).toHaveLength(10);
  expect(network.restrictsEgress).toBe(true);
});

describe('names of Google behind allowedEgress (C4)', () => {
  const behind = (options: Options = {}) => terraform({ allowedEgress: [], ...options });

  test('resolve to addresses that the firewall lets out', () => {
    const written = behind();
    const zones = Object.values(resources(written, 'google_dns_managed_zone'));
    expect(zones.map(({ dns_name, visibility }) => [dns_name, visibility]).sort()).toEqual([
      ['gcr.io.', 'private'],
      ['googleapis.com.', 'private'],
      ['pkg.dev.', 'private'],
    ]);
    for (const { private_visibility_config } of zones) {
      expect(private_visibility_config.networks).toEqual([
        { network_url: expect.stringContaining('google_compute_network.') },
      ]);
    }
    const records = Object.values(resources(written, 'google_dns_record_set')).map(({ name, type, rrdatas }) => [
      name,
      type,
      rrdatas,
    ]);
    const addresses = ['199.36.153.8', '199.36.153.9', '199.36.153.10', '199.36.153.11'];
    expect(records.sort()).toEqual([
      ['*.gcr.io.', 'CNAME', ['gcr.io.']],
      ['*.googleapis.com.', 'CNAME', ['private.googleapis.com.']],
      ['*.pkg.dev.', 'CNAME', ['pkg.dev.']],
      ['gcr.io.', 'A', addresses],
      ['pkg.dev.', 'A', addresses],
      ['private.googleapis.com.', 'A', addresses],
    ]);
  });

  test('are waited for', () => {
    const network = build({ allowedEgress: [] })(newStack());
    for (const record of network.googleApisDns?.dependencies ?? []) expect(network.dependencies).toContain(record);
    expect(network.googleApisDns?.dependencies).toHaveLength(6);
  });

  test('privateDnsZones: false says that there are zones already', () => {
    expect(behind({ privateDnsZones: false }).resource).not.toHaveProperty('google_dns_managed_zone');
    expect(terraform().resource).not.toHaveProperty('google_dns_managed_zone');
  });
});

test('a way out for IPv6 is a rule of its own, with other protocols too (M13)', () => {
  const rules = Object.values(
    resources(
      terraform({
        allowedEgress: [
          { name: 'dns', ranges: ['203.0.113.0/24', '2001:db8::/32'], protocol: 'udp', ports: ['53'] },
          { name: 'sip', ranges: ['198.51.100.0/24'], protocol: 'sctp', ports: ['5060'] },
          { name: 'vpn', ranges: ['198.51.100.0/24'], protocol: 'esp' },
          { name: 'gre', ranges: ['198.51.100.0/24'], protocol: '47' },
        ],
      }),
      'google_compute_firewall',
    ),
  );
  const allowed = (name: string) => {
    const { destination_ranges, allow } = rules.find((rule) => rule.name === `test-network-egress-allow-${name}`) ?? {};
    return [destination_ranges, allow];
  };
  expect(allowed('dns')).toEqual([['203.0.113.0/24'], [{ protocol: 'udp', ports: ['53'] }]]);
  expect(allowed('dns-ipv6')).toEqual([['2001:db8::/32'], [{ protocol: 'udp', ports: ['53'] }]]);
  expect(allowed('sip')[1]).toEqual([{ protocol: 'sctp', ports: ['5060'] }]);
  expect(allowed('vpn')[1]).toEqual([{ protocol: 'esp' }]);
  expect(allowed('gre')[1]).toEqual([{ protocol: '47' }]);
});

test('warns of a way out to everywhere (M13)', () => {
  const stack = newStack();
  build({ allowedEgress: [{ name: 'all', ranges: ['0.0.0.0/0'], protocol: 'all' }] })(stack);
  expect(warnings(stack)).toEqual([expect.stringContaining("egress rule 'all' lets out everything to 0.0.0.0/0")]);
});

test('values that only Terraform knows are taken where nobody needs them (H7)', () => {
  const stack = newStack();
  const list = new TerraformVariable(stack, 'addresses', { type: 'list(string)' }).listValue;
  const ranges = new TerraformVariable(stack, 'ranges', { type: 'list(string)' }).listValue;
  const ports = new TerraformVariable(stack, 'ports', { type: 'number' }).numberValue;
  const sampling = new TerraformVariable(stack, 'sampling', { type: 'number' }).numberValue;
  build({
    natAddresses: list,
    minPortsPerVm: ports,
    flowLogs: { sampling },
    allowedEgress: [{ name: 'partners', ranges }],
  })(stack);
  const written = synth(stack);
  expect(onlyResource(written, 'google_compute_router_nat')).toMatchObject({
    nat_ip_allocate_option: 'MANUAL_ONLY',
    nat_ips: '${var.addresses}',
    min_ports_per_vm: '${var.ports}',
  });
  expect(onlyResource(written, 'google_compute_subnetwork').log_config.flow_sampling).toBe('${var.sampling}');
  const rules = Object.values(resources(written, 'google_compute_firewall'));
  expect(rules.find(({ name }) => name.endsWith('-allow-partners'))?.destination_ranges).toBe('${var.ranges}');
});

test.each(['/22', '/23', '/24'])('a pod range of %s is taken, since users manage it (M17)', (prefix) => {
  const network = build({ podRange: `10.64.0.0${prefix}` })(newStack());
  expect(network.capacity.podAddresses).toBe(2 ** (32 - Number(prefix.slice(1))));
});

test('further pod ranges come after the others, and count', () => {
  const more = [{ name: 'more-pods', range: '10.96.0.0/16' }];
  const stack = newStack();
  const network = build({ additionalPodRanges: more })(stack);
  expect(onlyResource(synth(stack), 'google_compute_subnetwork').secondary_ip_range[2]).toEqual({
    range_name: 'more-pods',
    ip_cidr_range: '10.96.0.0/16',
  });
  expect(network.additionalPodRangeNames).toEqual(['more-pods']);
  expect(network.capacity.podAddresses).toBe(262_144 + 65_536);
  expect(network.ranges).toEqual({
    nodeRanges: ['10.0.0.0/20'],
    podRanges: ['10.64.0.0/14', '10.96.0.0/16'],
    serviceRange: '10.32.0.0/20',
  });
});

test('offers the range around an address', () => {
  expect(() => build({ nodeRange: '10.0.1.7/20' })(newStack())).toThrow(
    "test/network: nodeRange '10.0.1.7/20' is not an IPv4 range; write 10.0.0.0/20 (gke/network-range)",
  );
});

describe('protection from destruction (M19)', () => {
  const protectedTypes = (options: Options, deletionProtection?: boolean) => {
    const stack = newStack();
    const network = build({ natAddressCount: 1, ...options })(stack);
    if (deletionProtection !== undefined) {
      network.registerCluster({ name: 'gke', deletionProtection, maxNodes: () => 1 });
    }
    const written = synth(stack).resource ?? {};
    return Object.entries(written)
      .filter(([, instances]) => Object.values(instances).some(({ lifecycle }) => lifecycle?.prevent_destroy === true))
      .map(([type]) => type)
      .sort();
  };
  const everything = ['google_compute_address', 'google_compute_network', 'google_compute_subnetwork'];

  test.each<[string, Options, boolean | undefined, string[]]>([
    ['none without a cluster', {}, undefined, []],
    ['VPC, subnetwork and static addresses with a protected cluster', {}, true, everything],
    ['none with a cluster without protection', {}, false, []],
    ['what deletionProtection says: true', { deletionProtection: true }, undefined, everything],
    ['what deletionProtection says: false', { deletionProtection: false }, true, []],
  ])('%s', (_, options, cluster, expected) => {
    expect(protectedTypes(options, cluster)).toEqual(expected);
  });
});

test.each<[string, Options, number, boolean]>([
  ['as many nodes as one address has ports for', { natAddressCount: 1 }, 504, true],
  ['one node more', { natAddressCount: 1 }, 505, false],
  ['more with a second address', { natAddressCount: 2 }, 1008, true],
  ['more with fewer ports', { natAddressCount: 1, minPortsPerVm: 64 }, 1008, true],
  ['any number where Google adds addresses', {}, 100_000, true],
  ['addresses that are named', { natAddresses: ['projects/p/regions/r/addresses/a'] }, 505, false],
])('a NAT takes %s (H9)', (_, options, nodes, fits) => {
  const stack = newStack();
  build(options)(stack).registerCluster({ name: 'gke', deletionProtection: false, maxNodes: () => nodes });
  if (fits) synth(stack);
  else
    expect(() => synth(stack)).toThrow(/the node pools can grow to 505 nodes, .* have ports for 504; .*nat-capacity/);
});

test('labels are on static addresses and zones (M22)', () => {
  const labelled = terraform({ natAddressCount: 1, allowedEgress: [], labels: { team: 'network' } });
  const labels = { 'managed-by': 'cdk-kata', team: 'network' };
  expect(onlyResource(labelled, 'google_compute_address').labels).toEqual(labels);
  for (const zone of Object.values(resources(labelled, 'google_dns_managed_zone'))) expect(zone.labels).toEqual(labels);
});

test('warns of an imported network without a way out (M9)', () => {
  const stack = newStack();
  const attributes = { networkId: 'n', subnetworkId: 's', podRangeName: 'pods', serviceRangeName: 'services' };
  GkeNetwork.fromNetworkAttributes(stack, 'open', { ...attributes, hasEgress: true });
  GkeNetwork.fromNetworkAttributes(stack, 'closed', { ...attributes, hasEgress: false });
  expect(warnings(stack)).toEqual([expect.stringContaining('test/closed: hasEgress is false')]);
});

describe('two networks of one program (M10)', () => {
  const two = (first: Options, second: (first: GkeNetwork) => Options) => {
    const stack = newStack();
    const one = build(first)(stack);
    new GkeNetwork(stack, 'other', { region: 'europe-west4', ...second(one) });
    return () => synth(stack);
  };
  const apart = { nodeRange: '10.1.0.0/20', podRange: '10.72.0.0/14', serviceRange: '10.33.0.0/20' };

  test('cannot have one name', () => {
    expect(two({ name: 'vpc' }, () => ({ name: 'vpc' }))).toThrow("test/other: name 'vpc' is that of test/network too");
  });

  test('cannot share addresses in one VPC', () => {
    const sharing = two({}, ({ networkId }) => ({ ...apart, existingNetwork: networkId, podRange: '10.66.0.0/16' }));
    expect(sharing).toThrow('test/other: 10.66.0.0/16 overlaps 10.64.0.0/14 of test/network, which is in the same VPC');
  });

  test('may have ranges of their own in one VPC, and the same ranges in two', () => {
    expect(two({}, ({ networkId }) => ({ ...apart, existingNetwork: networkId }))).not.toThrow();
    expect(two({}, () => ({}))).not.toThrow();
  });
});

test('addWebhookFirewall lets the control plane in', () => {
  const stack = newStack();
  build()(stack).addWebhookFirewall('webhooks', { ports: [8443, 9443], networkTags: ['gke'] });
  const rules = Object.values(resources(synth(stack), 'google_compute_firewall'));
  expect(rules.find(({ allow }) => allow !== undefined)).toMatchObject({
    name: 'test-network-webhooks',
    direction: 'INGRESS',
    priority: 1000,
    source_ranges: ['10.0.0.0/20'],
    target_tags: ['gke'],
    allow: [{ protocol: 'tcp', ports: ['8443', '9443'] }],
  });
});

test.each<[string, WebhookFirewallOptions, string]>([
  ['no port', { ports: [] }, 'ports is empty'],
  ['port 0', { ports: [0] }, 'ports has 0, which is not a port'],
  ['a source that is not a range', { ports: [8443], sourceRanges: ['10.0.0.1'] }, "sourceRanges has '10.0.0.1'"],
])('fails for a webhook with %s', (_, options, message) => {
  expect(() => build()(newStack()).addWebhookFirewall('webhooks', options)).toThrow(message);
});

test('warns of rules for everybody in a VPC that existed', () => {
  const stack = newStack();
  build({ existingNetwork: 'projects/p/global/networks/n', allowedEgress: [] })(stack);
  expect(warnings(stack)).toEqual([expect.stringContaining("applies to the whole of 'projects/p/global/networks/n'")]);
});

test('addIntrusionDetection mirrors every packet of the subnetwork to an endpoint', () => {
  const detected = synthStack((stack) => {
    build()(stack).addIntrusionDetection({ zone: 'europe-west4-a', severity: IntrusionSeverity.HIGH });
  });
  expect(onlyResource(detected, 'google_cloud_ids_endpoint')).toMatchObject({
    location: 'europe-west4-a',
    severity: 'HIGH',
    network: expect.stringContaining('google_compute_network.network'),
    depends_on: [expect.stringContaining('google_service_networking_connection.')],
  });
  expect(onlyResource(detected, 'google_compute_global_address')).toMatchObject({
    purpose: 'VPC_PEERING',
    address_type: 'INTERNAL',
  });
  expect(onlyResource(detected, 'google_compute_packet_mirroring')).toMatchObject({
    region: 'europe-west4',
    collector_ilb: { url: expect.stringContaining('endpoint_forwarding_rule') },
    mirrored_resources: { subnetworks: [{ url: expect.stringContaining('google_compute_subnetwork.') }] },
  });
});

test('the connection of intrusion detection is left behind on destroy, which would fail otherwise (M20)', () => {
  const terraform = synthStack((stack) => {
    build()(stack).addIntrusionDetection({ zone: 'europe-west4-a' });
  });
  expect(onlyResource(terraform, 'google_service_networking_connection').deletion_policy).toBe('ABANDON');
});

test('addIntrusionDetection uses the connection that a VPC has already', () => {
  const detected = synthStack((stack) => {
    build()(stack).addIntrusionDetection({ zone: 'europe-west4-a', existingConnection: true });
  });
  expect(resources(detected, 'google_service_networking_connection')).toEqual({});
  expect(onlyResource(detected, 'google_cloud_ids_endpoint').severity).toBe('LOW');
});

test('fails for intrusion detection elsewhere', () => {
  const network = build()(newStack());
  expect(() => network.addIntrusionDetection({ zone: 'us-central1-a' })).toThrow(
    "zone 'us-central1-a' is not a zone of europe-west4",
  );
});

test('fails for a severity that Cloud IDS does not have', () => {
  const network = build()(newStack());
  const severity = 'SEVERE' as IntrusionSeverity;
  expect(() => network.addIntrusionDetection({ zone: 'europe-west4-a', severity })).toThrow(
    "severity is 'SEVERE', and must be one of INFORMATIONAL, LOW, MEDIUM, HIGH, CRITICAL",
  );
});

const egress = (rule: object) => ({ allowedEgress: [{ name: 'x', ranges: ['198.51.100.0/24'], ...rule }] });

test.each<[string, Options, string]>([
  ['a zone as region', { region: 'europe-west4-a' }, "region 'europe-west4-a' is not a region"],
  ['a project without a name', { project: '' }, "project '' is not a name"],
  ['a network without a name', { existingNetwork: 'a b' }, "existingNetwork 'a b' is not a name"],
  ['an address without a name', { natAddresses: [''] }, "natAddresses '' is not a name"],
  ['nothing as region', { region: '' }, "region '' is not a region"],
  ['a range that is none', { nodeRange: '10.0.0.0' }, "nodeRange '10.0.0.0' is not an IPv4 range"],
  ['an octet above 255', { nodeRange: '10.0.256.0/24' }, "nodeRange '10.0.256.0/24' is not an IPv4 range"],
  ['an octet with a leading zero', { nodeRange: '10.0.01.0/24' }, "nodeRange '10.0.01.0/24' is not"],
  ['a prefix above 32', { nodeRange: '10.0.0.0/33' }, "nodeRange '10.0.0.0/33' is not"],
  ['an address inside a range', { podRange: '10.64.0.1/14' }, "podRange '10.64.0.1/14' is not an IPv4 range"],
  ['IPv6', { podRange: 'fd00::/48' }, "podRange 'fd00::/48' is not an IPv4 range"],
  ['a number as range', { podRange: 10 as unknown as string }, 'podRange is 10, and must be a string'],
  [
    'a node range without room',
    { nodeRange: '10.0.0.0/30' },
    "nodeRange '10.0.0.0/30' must have a prefix of /8 to /29",
  ],
  ['a pod range without room', { podRange: '10.64.0.0/25' }, "podRange '10.64.0.0/25' must have a prefix of /9 to /24"],
  [
    'a pod range of everything',
    { podRange: '10.0.0.0/8', nodeRange: '192.168.0.0/24' },
    'must have a prefix of /9 to /24',
  ],
  ['a service range without room', { serviceRange: '10.32.0.0/28' }, "serviceRange '10.32.0.0/28' must have"],
  ['a service range of everything', { serviceRange: '10.32.0.0/12' }, "serviceRange '10.32.0.0/12' must have"],
  [
    "Docker's bridge",
    { nodeRange: '172.17.0.0/20' },
    'overlaps 172.17.0.0/16, which cannot be used: the container runtime',
  ],
  ['a range around the bridge', { podRange: '172.16.0.0/14' }, 'overlaps 172.17.0.0/16'],
  ['link-local addresses', { nodeRange: '169.254.0.0/20' }, 'holds the metadata server'],
  ['the loopback', { nodeRange: '127.0.0.0/20' }, 'the loopback of each machine'],
  ['multicast', { nodeRange: '224.0.0.0/20' }, 'it is multicast'],
  ['nodes among pods', { nodeRange: '10.64.0.0/20' }, "nodeRange '10.64.0.0/20' overlaps podRange '10.64.0.0/14'"],
  [
    'services among pods',
    { serviceRange: '10.65.0.0/20' },
    "podRange '10.64.0.0/14' overlaps serviceRange '10.65.0.0/20'",
  ],
  [
    'services among nodes',
    { serviceRange: '10.0.8.0/24' },
    "nodeRange '10.0.0.0/20' overlaps serviceRange '10.0.8.0/24'",
  ],
  [
    'one name for both ranges',
    { podRangeName: 'x', serviceRangeName: 'x' },
    "podRangeName and serviceRangeName are both 'x'",
  ],
  [
    'a range name with capitals',
    { podRangeName: 'Pods' },
    "podRangeName 'Pods' is not the name of a Google Cloud resource",
  ],
  ['a name that is too long', { name: 'a'.repeat(64) }, 'is not the name of a Google Cloud resource'],
  ['no records of all', { flowLogs: { sampling: 0 } }, 'flowLogs.sampling 0 is not'],
  ['more than all records', { flowLogs: { sampling: 2 } }, 'flowLogs.sampling 2 is not'],
  ['unknown protocols', { stackType: 'IPV6' as StackType }, "stackType is 'IPV6', and must be one of IPV4, IPV4_IPV6"],
  [
    'an unknown interval',
    { flowLogs: { interval: '5s' as FlowLogInterval } },
    "flowLogs.interval is '5s', and must be one of INTERVAL_5_SEC",
  ],
  ['no address', { natAddressCount: 0 }, 'natAddressCount 0 is not a whole number'],
  ['half an address', { natAddressCount: 1.5 }, 'natAddressCount 1.5 is not'],
  [
    'addresses said twice',
    { natAddressCount: 1, natAddresses: ['a'] },
    'natAddressCount and natAddresses are both given',
  ],
  ['ports that are no power of two', { minPortsPerVm: 100 }, 'minPortsPerVm 100 is not a power of two'],
  ['ports beyond the last', { maxPortsPerVm: 131072 }, 'maxPortsPerVm 131072 is not'],
  [
    'fewest ports above most',
    { minPortsPerVm: 4096, maxPortsPerVm: 2048 },
    'minPortsPerVm 4096 is not below maxPortsPerVm 2048',
  ],
  [
    'settings of a NAT that is not there',
    { nat: false, minPortsPerVm: 64 },
    'minPortsPerVm is given, but nat is false',
  ],
  ['a way out without a name', egress({ name: '' }), 'has a name with other characters'],
  ['a way out to nowhere', egress({ ranges: [] }), 'allows no range'],
  ['a way out to a name', egress({ ranges: ['quay.io'] }), "has 'quay.io', which is not a range in CIDR notation"],
  ['a way out by another protocol', egress({ protocol: 'http' }), "has protocol 'http'"],
  ['a way out by ports of icmp', egress({ protocol: 'icmp', ports: ['1'] }), 'has ports, which icmp does not have'],
  ['a way out by a service', egress({ ports: ['https'] }), "has port 'https'"],
  ['a way out by port 70000', egress({ ports: ['70000'] }), "has port '70000'"],
  ['the name of an own rule', egress({ name: 'internal' }), 'has the name of a rule that is always made'],
  ['a way out by a range of ports that is reversed', egress({ ports: ['8100-8000'] }), "has port '8100-8000'"],
  ['an unknown protocol', egress({ protocol: 'quic' }), "has protocol 'quic', which is not one of tcp, udp"],
  ['no static address (M12)', { natAddresses: [] }, 'natAddresses is empty'],
  [
    'an IP address for a resource (M12)',
    { natAddresses: ['203.0.113.7'] },
    "natAddresses has '203.0.113.7', which is an IP address",
  ],
  ['zones without a firewall', { privateDnsZones: true }, 'privateDnsZones is set, and allowedEgress is not'],
  [
    'a further pod range that overlaps',
    { additionalPodRanges: [{ name: 'more', range: '10.64.0.0/16' }] },
    "podRange '10.64.0.0/14' overlaps additionalPodRanges[0].range '10.64.0.0/16'",
  ],
  [
    'a further pod range of a name that is taken',
    { additionalPodRanges: [{ name: 'pods', range: '10.96.0.0/16' }] },
    "podRangeName and additionalPodRanges[0].name are both 'pods'",
  ],
])('fails for %s', (_, options, message) => {
  expect(() => build(options)(newStack())).toThrow(message);
});

test('fails for a range that only Terraform knows', () => {
  const stack = newStack();
  const { stringValue } = new TerraformVariable(stack, 'range', {});
  expect(() => build({ podRange: stringValue })(stack)).toThrow('podRange is only known to Terraform');
});

test.each([
  ['nodeRange', '203.0.113.0/24'],
  ['podRange', '11.0.0.0/16'],
])('warns of public addresses as %s', (field, range) => {
  const stack = newStack();
  build({ [field]: range })(stack);
  expect(warnings(stack)).toEqual([expect.stringContaining(`${field} '${range}' holds public addresses`)]);
});

describe('fromNetworkAttributes', () => {
  const attributes: GkeNetworkAttributes = {
    networkId: 'projects/host/global/networks/shared',
    subnetworkId: 'projects/host/regions/europe-west4/subnetworks/gke',
    podRangeName: 'pods',
    serviceRangeName: 'services',
    hasEgress: true,
  };
  const from = (changes: Partial<GkeNetworkAttributes> = {}) =>
    GkeNetwork.fromNetworkAttributes(newStack(), 'network', { ...attributes, ...changes });

  test('makes nothing', () => {
    const { resource } = synthStack((stack) => GkeNetwork.fromNetworkAttributes(stack, 'network', attributes));
    expect(resource).toBeUndefined();
  });

  test('passes on what is known', () => {
    expect(from()).toMatchObject({ ...attributes, dependencies: [], stackType: 'IPV4' });
    expect(from().capacity).toBeUndefined();
    const ranges = { nodeRange: '10.0.0.0/24', podRange: '10.64.0.0/20', serviceRange: '10.32.0.0/24' };
    expect(from({ ranges }).capacity).toEqual({ nodeAddresses: 252, podAddresses: 4096, serviceAddresses: 256 });
  });

  test.each<[string, Partial<GkeNetworkAttributes>, string]>([
    ['no network', { networkId: '' }, 'networkId is empty'],
    ['no subnetwork', { subnetworkId: '' }, 'subnetworkId is empty'],
    ['no name of a range', { podRangeName: '' }, 'podRangeName is empty'],
    ['one name for both ranges', { serviceRangeName: 'pods' }, "are both 'pods'"],
    ['a zone as region', { region: 'europe-west4-a' }, 'is not a region'],
    ['unknown protocols', { stackType: 'IPV6' as StackType }, "stackType is 'IPV6', and must be one of"],
    [
      'ranges that overlap',
      { ranges: { nodeRange: '10.0.0.0/20', podRange: '10.0.0.0/16', serviceRange: '10.32.0.0/24' } },
      'overlaps',
    ],
  ])('fails for %s', (_, changes, message) => {
    expect(() => from(changes)).toThrow(message);
  });
});
