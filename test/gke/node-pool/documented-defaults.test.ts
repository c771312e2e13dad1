import * as path from 'node:path';
import * as ts from 'typescript';
import { GkeCluster, GkeNetwork } from '../../../lib/gke';
import { type Attributes, newStack, resources, synth } from '../../util/terraform';

const FILE = path.join(__dirname, '../../../lib/gke/node-pool/kata-node-pool-props.ts');

/** The `@default` of each option, as an editor shows it on the interface. */
function documented(interfaceName: string): (option: string) => string {
  const program = ts.createProgram([FILE], { target: ts.ScriptTarget.ES2022, types: [], strict: true });
  const checker = program.getTypeChecker();
  const symbols = program.getSourceFiles().flatMap((file) => {
    const symbol = checker.getSymbolAtLocation(file);
    return symbol ? checker.getExportsOfModule(symbol) : [];
  });
  const found = symbols.find(({ name }) => name === interfaceName) as ts.Symbol;
  const type = checker.getDeclaredTypeOfSymbol(found);
  return (option) => {
    const tags = checker.getPropertyOfType(type, option)?.getJsDocTags(checker) ?? [];
    return ts.displayPartsToString(tags.find(({ name }) => name === 'default')?.text);
  };
}

function written(): { readonly [pool: string]: Attributes } {
  const stack = newStack();
  const network = new GkeNetwork(stack, 'network', { region: 'europe-west4' });
  const cluster = new GkeCluster(stack, 'gke', { location: 'europe-west4', network });
  cluster.addNodePool('ordinary');
  cluster.addKataNodePool('kata');
  const pools = Object.values(resources(synth(stack), 'google_container_node_pool'));
  return Object.fromEntries(pools.map((pool) => [pool.name.split('-')[0], pool]));
}

describe.each([
  ['NodePoolOptions', 'ordinary', 110],
  ['KataNodePoolOptions', 'kata', 64],
] as const)('%s documents the defaults that are written (F5)', (name, pool, pods) => {
  const defaultOf = documented(name);
  const { autoscaling, node_config, max_pods_per_node } = written()[pool] as Attributes;

  test.each<[string, string]>([
    ['minNodes', `${autoscaling.total_min_node_count}`],
    ['maxNodes', `${autoscaling.total_max_node_count}`],
    ['imageType', `NodeImage.${node_config.image_type}`],
    ['diskSizeGb', `${node_config.disk_size_gb}`],
    ['maxPodsPerNode', `${max_pods_per_node ?? 110}`],
    ['secureBoot', `${node_config.shielded_instance_config.enable_secure_boot}`],
  ])('%s', (option, expected) => {
    expect(defaultOf(option)).toBe(expected);
  });

  test('machineType', () => {
    expect(defaultOf('machineType')).toContain(node_config.machine_type);
  });

  test('pods', () => {
    expect(max_pods_per_node ?? 110).toBe(pods);
  });
});
