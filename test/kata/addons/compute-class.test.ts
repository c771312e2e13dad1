import { App, Chart } from 'cdk8s';
import {
  ComputeClass,
  type ComputeClassProps,
  GkeCluster,
  GkeNetwork,
  KataRuntime,
  type NodePlacement,
} from '../../../lib';
import * as SCHEMA from '../../fixtures/cloud.google.com_computeclass_v1.json';
import { find, manifests } from '../../util/manifests';
import { newStack, resources, synth } from '../../util/terraform';

interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: { readonly [name: string]: Schema };
  readonly items?: Schema;
}

/** What the recorded schema would not take: unknown and missing fields, wrong types and values. */
function schemaProblems(value: unknown, schema: Schema, at: string): string[] {
  if (schema.enum && !schema.enum.includes(value)) return [`${at}: is none of ${schema.enum.join(', ')}`];
  if (Array.isArray(value)) {
    if (schema.type !== 'array') return [`${at}: is not a ${schema.type}`];
    return value.flatMap((item, index) => schemaProblems(item, schema.items ?? {}, `${at}[${index}]`));
  }
  if (typeof value !== 'object' || value === null) {
    return schema.type === undefined || typeof value === schema.type ? [] : [`${at}: is not a ${schema.type}`];
  }
  const { properties = {}, required = [] } = schema;
  return [
    ...required.filter((name) => !(name in value)).map((name) => `${at}.${name}: is required`),
    ...Object.entries(value).flatMap(([name, item]) => {
      if (schema.properties === undefined) return [];
      const field = Object.hasOwn(properties, name) ? properties[name] : undefined;
      return field === undefined ? [`${at}.${name}: does not exist`] : schemaProblems(item, field, `${at}.${name}`);
    }),
  ];
}

const placement = (nodePool: string, more: { readonly [label: string]: string } = {}): NodePlacement => ({
  nodeSelector: { 'kata-containers': 'enabled', 'cloud.google.com/compute-class': 'vms', ...more },
  nodePool,
});

function written(props: Partial<ComputeClassProps> = {}) {
  const app = new App();
  new ComputeClass(new Chart(app, 'classes'), 'vms', { placements: [placement('n2-1'), placement('c3-2')], ...props });
  return find(manifests(app), 'ComputeClass');
}

test('names pools in order, and never scales up anything else', () => {
  expect(written()).toEqual({
    apiVersion: 'cloud.google.com/v1',
    kind: 'ComputeClass',
    metadata: { name: 'vms' },
    spec: {
      priorities: [{ nodepools: ['n2-1'] }, { nodepools: ['c3-2'] }],
      whenUnsatisfiable: 'DoNotScaleUp',
      nodePoolAutoCreation: { enabled: false },
    },
  });
});

test.each<[string, Partial<ComputeClassProps>, object]>([
  ['description', { description: 'VMs' }, { spec: { description: 'VMs' } }],
  ['movesBack', { movesBack: true }, { spec: { activeMigration: { optimizeRulePriority: true } } }],
])('%s', (_, props, expected) => {
  expect(written(props)).toMatchObject(expected);
});

test.each<[string, Partial<ComputeClassProps>]>([
  ['by default', {}],
  ['with everything', { description: 'VMs', movesBack: true }],
])("holds against GKE's custom resource %s", (_, props) => {
  expect(schemaProblems(written(props), SCHEMA as Schema, 'ComputeClass')).toEqual([]);
});

test('the schema finds what it does not take', () => {
  const spec = { whenUnsatisfiable: 'Never', priorities: [{ nodePools: ['a'] }] };
  expect(schemaProblems({ spec }, SCHEMA as Schema, 'it')).toEqual([
    'it.spec.whenUnsatisfiable: is none of ScaleUpAnyway, DoNotScaleUp',
    'it.spec.priorities[0].nodePools: does not exist',
  ]);
});

test.each<[string, ComputeClassProps, string]>([
  ['no pool', { placements: [] }, 'placements is empty'],
  [
    'a placement without the name of a pool',
    { placements: [{ nodeSelector: { 'cloud.google.com/compute-class': 'vms' } }] },
    'placements[0] has no nodePool',
  ],
  [
    'a pool without the class',
    { placements: [{ nodeSelector: {}, nodePool: 'n2-1' }] },
    "placements[0] is of pool 'n2-1', which has no computeClass; set computeClass: 'vms' on it",
  ],
  [
    'a pool of another class',
    { placements: [placement('n2-1', { 'cloud.google.com/compute-class': 'batch' })] },
    "whose computeClass is 'batch'; name the class 'batch'",
  ],
  ['a pool twice', { placements: [placement('n2-1'), placement('n2-1')] }, "placements[1] names pool 'n2-1' again"],
  [
    'pools of two installations',
    { placements: [placement('n2-1'), placement('c3-2', { 'kata-containers': 'canary' })] },
    'placements[1] has other labels than the first',
  ],
  ['a name that is not one', { name: 'My Class', placements: [placement('n2-1')] }, "name 'My Class' is not a name"],
])('fails for %s', (_, props, message) => {
  const chart = new Chart(new App(), 'classes');
  expect(() => new ComputeClass(chart, 'vms', props)).toThrow(message);
  expect(() => new ComputeClass(chart, 'other', props)).toThrow('classes/other: ');
});

test('both halves name the same pools, and RuntimeClasses select the class', () => {
  const stack = newStack();
  const network = new GkeNetwork(stack, 'network', { region: 'europe-west4' });
  const cluster = new GkeCluster(stack, 'gke', { location: 'europe-west4', network, hasExternalNodePools: true });
  const placements = ['n2-standard-8', 'c3-standard-8'].map(
    (machineType) => cluster.addKataNodePool(machineType, { machineType, computeClass: 'vms' }).placement,
  );
  const app = new App();
  new KataRuntime(app, 'kata', { placement: placements[0] });
  new ComputeClass(new Chart(app, 'classes'), 'vms', { placements });
  const objects = manifests(app);
  const pools = Object.values(resources(synth(stack), 'google_container_node_pool')).map(({ name }) => name);
  const named = find(objects, 'ComputeClass').spec.priorities.flatMap(
    ({ nodepools }: { nodepools: string[] }) => nodepools,
  );
  expect(named.sort()).toEqual(pools.sort());
  const runtimeClass = objects.find(({ kind }) => kind === 'RuntimeClass');
  expect(runtimeClass?.scheduling.nodeSelector).toMatchObject({ 'cloud.google.com/compute-class': 'vms' });
  expect(runtimeClass?.scheduling.tolerations).toContainEqual({
    key: 'cloud.google.com/compute-class',
    operator: 'Equal',
    value: 'vms',
    effect: 'NoSchedule',
  });
});
