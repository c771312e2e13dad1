import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import { TerraformStack, Testing } from 'cdktf';
import { Construct } from 'constructs';
import { compareTerraform } from '../../../lib/deploy';
import { GkeCluster, GkeNetwork } from '../../../lib/gke';

const region = 'europe-west4';
const bootDiskKmsKey = 'projects/p/locations/europe-west4/keyRings/r/cryptoKeys/k';

interface Ids {
  readonly network?: string;
  readonly cluster?: string;
  readonly pool?: string;
  readonly machineType?: string;
}

/** A network, and a cluster that refers to as much as it can of what is beside it. */
function build(scope: Construct, ids: Ids = {}) {
  const network = new GkeNetwork(scope, ids.network ?? 'network', { region });
  const props = { location: region, network, secretsEncryption: true, backupAgent: true };
  const cluster = new GkeCluster(scope, ids.cluster ?? 'gke', props);
  cluster.addNodePool('system', { bootDiskKmsKey });
  const pool = cluster.addKataNodePool(ids.pool ?? 'kata', { machineType: ids.machineType });
  return { network, cluster, pool };
}

function stackOf(program: (stack: TerraformStack) => void): unknown {
  const stack = new TerraformStack(Testing.app(), 'platform');
  new GoogleProvider(stack, 'google', { project: 'acme-dev', region });
  program(stack);
  return JSON.parse(Testing.synth(stack, true));
}

const before = stackOf((stack) => {
  build(stack);
});

const impacts = (old: unknown, next: unknown) =>
  compareTerraform(old, next).map(({ impact, fields }) => `${impact} ${fields.join(' ')}`);

describe('a program whose constructs moved', () => {
  test.each<[string, (stack: TerraformStack) => void]>([
    ['the cluster', (stack) => build(stack, { cluster: 'cluster' }).cluster.moveFrom('gke')],
    ['the network', (stack) => build(stack, { network: 'vpc' }).network.moveFrom('network')],
    [
      'both, into a construct',
      (stack) => {
        const { network, cluster } = build(new Construct(stack, 'platform'));
        network.moveFrom('network');
        cluster.moveFrom('gke');
      },
    ],
    [
      'the cluster, twice since then',
      (stack) => {
        const { cluster } = build(stack, { cluster: 'cluster' });
        cluster.moveFrom('gke');
        cluster.moveFrom('main/gke');
      },
    ],
  ])('does not differ: %s', (_, program) => {
    expect(compareTerraform(before, stackOf(program))).toEqual([]);
  });

  test('differs without the calls', () => {
    const next = stackOf((stack) => {
      build(stack, { cluster: 'cluster' });
    });
    expect(impacts(before, next).filter((it) => !it.startsWith('nothing'))).toHaveLength(3);
  });

  test('differs in what changed as well', () => {
    const next = stackOf((stack) =>
      build(stack, { cluster: 'cluster', machineType: 'n2-standard-16' }).cluster.moveFrom('gke'),
    );
    expect(impacts(before, next)).toEqual(['kills-sandboxes node_config.machine_type']);
  });

  test('differs where the cluster goes into another network than that which moved', () => {
    const next = stackOf((stack) => {
      build(stack, { network: 'other' });
      new GkeNetwork(stack, 'vpc', { region }).moveFrom('network');
    });
    expect(impacts(before, next)).toEqual(['replaces-cluster network subnetwork']);
  });
});

const TYPE = 'google_service_account';
const address = (id: string) => `${TYPE}.${id}`;

/** A pool with a value that refers to an account, and accounts. */
const poolWith = (value: unknown, accounts: readonly string[], moved: unknown = undefined) => ({
  terraform: {},
  resource: {
    google_container_node_pool: { it: { name: 'p', node_config: { value } } },
    [TYPE]: Object.fromEntries(accounts.map((id) => [id, {}])),
  },
  moved,
});
const move = (from: string, to: string) => ({ from: address(from), to: address(to) });

describe('a value that refers to a resource which moved from a to b', () => {
  const [a, b] = [address('a'), address('b')];
  test.each<[string, boolean, unknown, unknown]>([
    ['a reference', true, `\${${a}.email}`, `\${${b}.email}`],
    ['in a longer text', true, `serviceAccount:\${${a}.email}, x`, `serviceAccount:\${${b}.email}, x`],
    ['twice', true, `\${${a}.id}/\${${a}.email}`, `\${${b}.id}/\${${b}.email}`],
    ['in a call', true, `\${lower(merge({"k" = ${a}.id}, [${a}]))}`, `\${lower(merge({"k" = ${b}.id}, [${b}]))}`],
    ['in a text of an expression', true, `\${join("-", ["x \${${a}.id} y"])}`, `\${join("-", ["x \${${b}.id} y"])}`],
    ['after a text of an expression', true, `\${f("{", "\\"{", ${a}.id)}`, `\${f("{", "\\"{", ${b}.id)}`],
    ['with an index', true, `\${${a}[0].email}`, `\${${b}[0].email}`],
    ['in a directive', true, `%{ if ${a}.x }y%{ endif }`, `%{ if ${b}.x }y%{ endif }`],
    ['in a list', true, ['x', `\${${a}.id}`], ['x', `\${${b}.id}`]],
    ['in a key of a map', true, { [`\${${a}.id}`]: 'x' }, { [`\${${b}.id}`]: 'x' }],
    ['one that is left as it is', false, `\${${a}.email}`, `\${${a}.email}`],
    ['another attribute', false, `\${${a}.email}`, `\${${b}.id}`],
    ['an address that begins as the other', false, `\${${a}b.email}`, `\${${b}b.email}`],
    ['an address with a dash', false, `\${${a}-2.email}`, `\${${b}-2.email}`],
    ['data of the same name', false, `\${data.${a}.email}`, `\${data.${b}.email}`],
    ['a resource of a module', false, `\${module.m.${a}.email}`, `\${module.m.${b}.email}`],
    ['text outside of expressions', false, `see ${a} "\${x}" ${a}`, `see ${b} "\${x}" ${b}`],
    ['the same text outside of expressions', true, `see ${a}`, `see ${a}`],
    ['a text in an expression', false, `\${f("${a}")}`, `\${f("${b}")}`],
    ['an expression that is escaped', false, `$\${${a}.email}`, `$\${${b}.email}`],
  ])('%s: is the same: %s', (_, isSame, old, next) => {
    const blocks = [move('a', 'b')];
    const changes = compareTerraform(poolWith(old, ['a', 'ab']), poolWith(next, ['b', 'ab'], blocks));
    expect(changes).toHaveLength(isSame ? 0 : 1);
  });
});

describe('moved blocks', () => {
  const reference = (id: string) => `\${${address(id)}.email}`;
  test.each<[string, readonly string[], string, unknown, boolean]>([
    ['in a chain', ['a'], 'c', [move('a', 'b'), move('b', 'c')], true],
    ['in a chain that is written backwards', ['a'], 'c', [move('b', 'c'), move('a', 'b')], true],
    ['in a chain, one step of which is applied already', ['b'], 'c', [move('a', 'b'), move('b', 'c')], true],
    ['as one map', ['a'], 'b', move('a', 'b'), true],
    ['of another resource', ['a'], 'b', [move('x', 'b')], false],
    ['to where another resource is', ['a', 'b'], 'b', [move('a', 'b')], false],
    ['in a circle, which Terraform refuses', ['a'], 'b', [move('a', 'b'), move('b', 'a')], false],
    ['that are none', ['a'], 'b', undefined, false],
  ])('%s', (_, accounts, to, blocks, isSame) => {
    const old = poolWith(reference(accounts[0] as string), accounts);
    expect(compareTerraform(old, poolWith(reference(to), [to], blocks))).toHaveLength(isSame ? 0 : 1);
  });

  test('of what is not in the next stack leave it under the address that it had', () => {
    const blocks = [{ from: 'google_container_node_pool.it', to: 'google_container_node_pool.gone' }];
    const [gone, ...others] = compareTerraform(poolWith('x', []), { terraform: {}, moved: blocks });
    expect(others).toEqual([]);
    expect(gone).toMatchObject({ id: 'recreates-pool google_container_node_pool.it' });
  });
});
