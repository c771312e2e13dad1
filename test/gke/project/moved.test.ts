import type { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { GkeCluster, GkeNetwork, SandboxAuditAlerts } from '../../../lib/gke';
import { type Attributes, newStack, synth, synthStack, type Terraform } from '../../util/terraform';

const region = 'europe-west4';

const IDS = { network: 'network', cluster: 'gke', system: 'system', kata: 'kata', alerts: 'alerts' };
const bootDiskKmsKey = 'projects/p/locations/europe-west4/keyRings/r/cryptoKeys/k';

/** A network with all that it makes, each with its default name. */
function createNetwork(scope: Construct, id: string): GkeNetwork {
  const network = new GkeNetwork(scope, id, { region, natAddressCount: 1, allowedEgress: [] });
  network.addIntrusionDetection({ zone: `${region}-a` });
  network.addWebhookFirewall('webhooks', { ports: [8443] });
  return network;
}

/** A cluster with all that it makes, each with its default name. */
function createCluster(scope: Construct, network: GkeNetwork, ids = IDS) {
  const props = { location: region, network, secretsEncryption: true, backupAgent: true };
  const cluster = new GkeCluster(scope, ids.cluster, props);
  const system = cluster.addNodePool(ids.system, { bootDiskKmsKey });
  const kata = cluster.addKataNodePool(ids.kata);
  cluster.addBackupPlan('nightly');
  return { cluster, system, kata };
}

/** Network, cluster and alerts below a scope and with ids of their own. */
function build(scope: Construct, ids = IDS) {
  const network = createNetwork(scope, ids.network);
  const parts = createCluster(scope, network, ids);
  const notificationChannels = ['projects/p/notificationChannels/1'];
  const alerts = new SandboxAuditAlerts(scope, ids.alerts, { cluster: parts.cluster, notificationChannels });
  return { network, alerts, ...parts };
}

/** Terraform reads data anew in every run, so that its address is of no account. */
const withoutData = (text: string) => text.replaceAll(/data\.google_project\.[\w-]+/g, 'data.google_project.it');

const before: Terraform = JSON.parse(
  withoutData(
    JSON.stringify(
      synthStack((stack) => {
        build(stack);
      }),
    ),
  ),
);

const addressed = (terraform: Terraform) =>
  Object.entries(terraform.resource ?? {}).flatMap(([type, items]) =>
    Object.entries(items).map(([id, attributes]): [string, Attributes] => [`${type}.${id}`, attributes]),
  );

/** The resources with the addresses that they had, by the `moved` blocks. */
function atFormerAddresses(terraform: Terraform): Record<string, Attributes> {
  const moved = (terraform.moved ?? []) as { from: string; to: string }[];
  let text = JSON.stringify(Object.fromEntries(addressed(terraform)));
  for (const { from, to } of [...moved].sort((a, b) => b.to.length - a.to.length)) text = text.replaceAll(to, from);
  return JSON.parse(withoutData(text));
}

const changes: [string, (stack: TerraformStack) => void][] = [
  [
    'renaming the constructs',
    (stack) => {
      const ids = { network: 'vpc', cluster: 'main', system: 'base', kata: 'vms', alerts: 'watch' };
      const { network, cluster, system, kata, alerts } = build(stack, ids);
      alerts.moveFrom('alerts');
      network.moveFrom('network');
      cluster.moveFrom('gke');
      system.moveFrom('gke/system');
      kata.moveFrom('gke/kata');
    },
  ],
  [
    'wrapping them in a construct',
    (stack) => {
      const { network, cluster, alerts } = build(new Construct(stack, 'platform'));
      network.moveFrom('network');
      cluster.moveFrom('gke');
      alerts.moveFrom('alerts');
    },
  ],
  [
    'moving them below each other',
    (stack) => {
      const outer = new Construct(new Construct(stack, 'a'), 'b');
      const network = createNetwork(outer, 'network');
      network.moveFrom('network');
      const { cluster } = createCluster(network, network);
      cluster.moveFrom('gke');
      const notificationChannels = ['projects/p/notificationChannels/1'];
      new SandboxAuditAlerts(cluster, 'alerts', { cluster, notificationChannels }).moveFrom('alerts');
    },
  ],
];

test.each(changes)(
  '%s keeps every resource: each old address is in a moved block, and no value differs',
  (_, change) => {
    const after = synthStack(change);
    const moved = (after.moved ?? []) as { from: string; to: string }[];
    const old = addressed(before).map(([address]) => address);
    expect(moved.map(({ from }) => from).sort()).toEqual([...old].sort());
    const now = addressed(after).map(([address]) => address);
    expect(moved.map(({ to }) => to).sort()).toEqual([...now].sort());

    const kept = atFormerAddresses(after);
    for (const [address, attributes] of addressed(before)) {
      expect(kept[address]).toEqual(attributes);
    }
  },
);

test('without it, a renamed construct has other addresses and other names', () => {
  const after = synthStack((stack) => {
    build(new Construct(stack, 'platform'));
  });
  const old = addressed(before).map(([address]) => address);
  expect(addressed(after).filter(([address]) => old.includes(address))).toEqual([]);
  expect(after).not.toHaveProperty('moved');
});

test('only what changed its address is in a block', () => {
  const stack = newStack();
  const { kata } = build(stack, { ...IDS, kata: 'vms' });
  kata.moveFrom('gke/kata');
  expect(synth(stack).moved).toEqual([
    {
      from: expect.stringMatching(/^google_container_node_pool\.gke_kata_/),
      to: expect.stringMatching(/^google_container_node_pool\.gke_vms_/),
    },
  ]);
  expect(kata.name).toMatch(/^kata-[0-9a-f]{6}$/);
});

test.each<[string, string, string]>([
  ['nothing', '', 'names no path; give the former path below the stack'],
  ['a path with a gap', 'a//b', 'names no path; give the former path below the stack'],
  ['the stack', 'test/gke', "begins with the stack; leave 'test/' out"],
  ['where it is', 'network', 'is where the construct is'],
])('fails for %s', (_, path, message) => {
  const { network } = build(newStack());
  expect(() => network.moveFrom(path)).toThrow(`test/network: moveFrom('${path}') ${message}`);
});

test('what is moved twice has a block for each step, and the names of its first path (C3)', () => {
  const after = synthStack((stack) => {
    const ids = { network: 'vpc', cluster: 'main', system: 'base', kata: 'vms', alerts: 'watch' };
    const platform = new Construct(stack, 'platform');
    const { network, cluster, system, kata, alerts } = build(platform, ids);
    for (const [construct, paths] of [
      [network, ['network', 'vpc']],
      [cluster, ['gke', 'main']],
      [system, ['gke/system', 'main/base']],
      [kata, ['gke/kata', 'main/vms']],
      [alerts, ['alerts', 'watch']],
    ] as const) {
      for (const path of paths) construct.moveFrom(path);
    }
  });
  const moved = (after.moved ?? []) as { from: string; to: string }[];
  const next = new Map(moved.map(({ from, to }) => [from, to]));
  expect(next.size).toBe(moved.length);
  expect(new Set(moved.map(({ to }) => to)).size).toBe(moved.length);
  const old = addressed(before);
  const now = Object.fromEntries(addressed(after));
  for (const [address, attributes] of old) {
    const step = next.get(address) as string;
    const item = now[next.get(step) as string] as Attributes;
    expect(now).not.toHaveProperty([step]);
    for (const field of ['name', 'account_id', 'key_ring', 'backup_plan_id', 'location']) {
      if (!String(attributes[field]).includes('${')) expect(item[field]).toBe(attributes[field]);
    }
  }
  expect(moved).toHaveLength(2 * old.length);
});

test('without the call names come from the new path, so that it stays unless all are given', () => {
  const named = (id: string, name?: string) => {
    const stack = newStack();
    const network = new GkeNetwork(stack, id, { region, name });
    const { resource } = synth(stack);
    return [network, ...Object.values(resource?.google_compute_network ?? {}).map((it) => it.name)][1];
  };
  expect(named('vpc')).not.toBe(named('network'));
  expect(named('vpc', 'main')).toBe(named('network', 'main'));
});

test('fails for a path that was named already', () => {
  const { network } = build(newStack());
  network.moveFrom('vpc');
  expect(() => network.moveFrom('vpc')).toThrow("test/network: moveFrom('vpc') was called already; remove the call");
});

test('fails for two constructs whose paths give one name (M10)', () => {
  const stack = newStack();
  new GkeNetwork(new Construct(stack, 'a-b'), 'net', { region });
  new GkeNetwork(new Construct(stack, 'a'), 'b-net', { region });
  expect(() => synth(stack)).toThrow("the default name 'test-a-b-net' is that of test/a-b/net too");
});

test('a long path gives a short name with a hash (M18)', () => {
  const stack = newStack();
  const { cluster } = build(new Construct(stack, 'a-very-long-name-of-a-platform-for-the-whole-company'));
  expect(cluster.name).toMatch(/^test-a-very-long-name-of-a-platform-[0-9a-f]{6}$|^[a-z-]{1,33}-[0-9a-f]{6}$/);
  expect(cluster.name.length).toBeLessThanOrEqual(40);
  expect(synth(stack).resource?.google_container_cluster).toBeDefined();
});

test('namePrefix moves every name of a cluster and its network', () => {
  const names = (terraform: Terraform) =>
    addressed(terraform)
      .filter(([address]) => !/^google_(container_node_pool|dns_record_set)/.test(address))
      .map(([, { name, account_id }]) => name ?? account_id)
      .filter((name) => name !== undefined);
  const copy = (namePrefix?: string) =>
    synthStack((stack) => {
      const network = new GkeNetwork(stack, 'network', { region, name: 'vpc', namePrefix, allowedEgress: [] });
      const props = { location: region, network, namePrefix, name: 'main', secretsEncryption: true };
      new GkeCluster(stack, 'gke', props).addNodePool('system');
    });
  const plain = names(copy());
  expect(plain.length).toBeGreaterThan(8);
  expect(names(copy('blue'))).toEqual(plain.map((name) => `blue-${name}`));
});
