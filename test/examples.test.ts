import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Yaml } from 'cdk8s';
import { schemaProblems } from './util/provider-schema';

const EXAMPLES = path.join(__dirname, '../examples');
const examples = (fs.readdirSync(EXAMPLES, { recursive: true }) as string[])
  .filter((file) => file.endsWith('.ts'))
  .sort();

/** Where a stack keeps its state: a bucket, or the path of a file. */
function placeOfState({ terraform: { backend } }: { terraform: { backend: Record<string, Record<string, string>> } }) {
  return backend.gcs === undefined ? backend.local?.path : `gcs ${backend.gcs.bucket}`;
}

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'examples-'));
  process.env.CDKTF_OUTDIR = path.join(folder, 'cdktf.out');
  process.env.CDK8S_OUTDIR = path.join(folder, 'dist');
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

const filesBelow = (directory: string, ending: string) =>
  fs.existsSync(directory)
    ? (fs.readdirSync(directory, { recursive: true }) as string[]).filter((file) => file.endsWith(ending)).sort()
    : [];

test.each(examples)('%s runs, and what it writes is whole', (example) => {
  require(path.join(EXAMPLES, example));

  const stacks = filesBelow(path.join(folder, 'cdktf.out'), 'cdk.tf.json');
  for (const stack of stacks) {
    const terraform = JSON.parse(fs.readFileSync(path.join(folder, 'cdktf.out', stack), 'utf8'));
    expect(schemaProblems(terraform)).toEqual([]);
    expect(placeOfState(terraform)).toMatch(/^gcs |^\.\.\/\.\.\/\.\.\/terraform\./);
  }
  // What is in a Helm chart is no manifest yet; `helm lint` and `helm template` hold it in outlets.e2e.ts.
  const manifests = filesBelow(path.join(folder, 'dist'), '.yaml').filter(
    (file) => !file.endsWith('kustomization.yaml') && !file.startsWith('chart/'),
  );
  for (const file of manifests) {
    const objects = Yaml.load(path.join(folder, 'dist', file));
    expect(objects.length).toBeGreaterThan(0);
    for (const object of objects) expect(object).toMatchObject({ kind: expect.any(String), metadata: {} });
  }
  const charts = filesBelow(path.join(folder, 'dist'), 'Chart.yaml');
  expect(stacks.length + manifests.length + charts.length).toBeGreaterThan(0);
});

interface Written {
  readonly resource?: Record<string, Record<string, object>>;
  readonly data?: Record<string, Record<string, object>>;
}

/** What each resource and data source of Google Cloud waits for, by references and by `depends_on`, and what those wait for. */
function waitedFor({ resource = {}, data = {} }: Written): Map<string, Set<string>> {
  const addresses = (section: Written['resource'], prefix: string) =>
    Object.entries(section ?? {}).flatMap(([type, items]) =>
      Object.entries(items).map(([id, item]): [string, string] => [`${prefix}${type}.${id}`, JSON.stringify(item)]),
    );
  const all = new Map(
    [...addresses(resource, ''), ...addresses(data, 'data.')].filter(([it]) => it.includes('google_')),
  );
  const reach = (address: string, seen: Set<string>): Set<string> => {
    for (const name of all.get(address)?.match(/(data\.)?google_\w+\.[\w-]+/g) ?? []) {
      if (name === address || seen.has(name) || !all.has(name)) continue;
      seen.add(name);
      reach(name, seen);
    }
    return seen;
  };
  return new Map([...all.keys()].map((address) => [address, reach(address, new Set())]));
}

const CREATES_A_CLUSTER = examples.filter((example) =>
  fs.readFileSync(path.join(EXAMPLES, example), 'utf8').includes('new GkeCluster('),
);

test.each(CREATES_A_CLUSTER)('%s: nothing begins before the services of the project are on (C1)', (example) => {
  jest.isolateModules(() => require(path.join(EXAMPLES, example)));
  const stacks = filesBelow(path.join(folder, 'cdktf.out'), 'cdk.tf.json').map(
    (file): Written => JSON.parse(fs.readFileSync(path.join(folder, 'cdktf.out', file), 'utf8')),
  );
  const withCluster = stacks.filter(({ resource }) => resource?.google_container_cluster !== undefined);
  expect(withCluster.length).toBeGreaterThan(0);
  for (const stack of withCluster) {
    const early = [...waitedFor(stack)].filter(
      ([address, reached]) =>
        !/google_(project_service|client_config)\./.test(address) &&
        [...reached].filter((it) => it.startsWith('google_project_service.')).length < 10,
    );
    expect(early.map(([address]) => address)).toEqual([]);
  }
});

const load = (file: string) => Yaml.load(path.join(folder, 'dist', file));
const run = (example: string) => jest.isolateModules(() => require(path.join(EXAMPLES, example)));

test('helm-chart.ts writes what may be changed, and templates that read it', () => {
  run('helm-chart.ts');
  expect(load('chart/Chart.yaml')).toMatchObject([{ name: 'sandboxes', version: '1.0.0' }]);
  expect(load('chart/values.yaml')).toEqual([{ web: { replicas: 2, image: 'nginxinc/nginx-unprivileged:1.29' } }]);
  const template = fs.readFileSync(path.join(folder, 'dist/chart/templates/web.yaml'), 'utf8');
  expect(template).toContain('replicas: {{ index .Values "web" "replicas" | toJson }}');
  expect(template).toContain('image: {{ index .Values "web" "image" | toJson }}');
});

test('gitops.ts writes the same objects for both tools', () => {
  run('gitops.ts');
  const objects = (directory: string) =>
    filesBelow(path.join(folder, 'dist', directory), '.yaml')
      .filter((file) => !/(^|\/)(kustomization|kustomizations|application)\.yaml$/.test(file))
      .flatMap((file) => load(path.join(directory, file)))
      .map(({ kind, metadata }) => `${kind} ${metadata.name}`)
      .sort();
  expect(objects('argo-cd')).toContain('DaemonSet kata-deploy');
  expect(objects('argo-cd')).toContain('Namespace team-a');
  expect(objects('flux')).toEqual(objects('argo-cd'));
});

test('canary-upgrade.ts has two installations that share no node and no name, and a namespace on the new one', () => {
  run('canary-upgrade.ts');
  const objects = filesBelow(path.join(folder, 'dist'), '.yaml').flatMap(load);
  const installers = objects.filter(({ kind }) => kind === 'DaemonSet');
  expect(installers.map(({ metadata }) => metadata.name)).toEqual(['kata-deploy', 'kata-deploy-next']);
  const [stable, next] = installers.map(({ spec }) => spec.template.spec);
  expect(stable.containers[0].image).toContain(':4.1.0');
  expect(next.containers[0].image).toContain(':4.2.0');
  expect(stable.nodeSelector).not.toEqual(next.nodeSelector);
  const classes = objects.filter(({ kind }) => kind === 'RuntimeClass').map(({ metadata }) => metadata.name);
  expect(new Set(classes).size).toBe(classes.length);
  const workloads = objects.filter(({ kind }) => kind === 'Deployment');
  expect(workloads.map(({ metadata, spec }) => [metadata.namespace, spec.template.spec.runtimeClassName])).toEqual([
    ['team-a', 'kata-qemu-runtime-rs-next'],
    ['team-b', 'kata-qemu-runtime-rs'],
  ]);
});

test('blue-green-pool.ts has two pools that nobody can tell apart but by their machines, and one installation on both', () => {
  run('blue-green-pool.ts');
  const [file] = filesBelow(path.join(folder, 'cdktf.out'), 'cdk.tf.json');
  const { resource } = JSON.parse(fs.readFileSync(path.join(folder, 'cdktf.out', file as string), 'utf8'));
  type Pool = {
    name: string;
    autoscaling: object;
    node_config: { labels: object; taint: object; machine_type: string };
  };
  const pools = Object.values(resource.google_container_node_pool as Record<string, Pool>);
  const configs = ['blue', 'green'].map((name) => pools.find((pool) => pool.name.startsWith(name))?.node_config);
  expect(configs.map((it) => it?.machine_type)).toEqual(['n2-standard-8', 'c3-standard-8']);
  expect(configs[0]?.taint).toEqual(configs[1]?.taint);
  const shared = configs.map((it) => ({ ...it?.labels, 'node-pool': undefined }));
  expect(shared[0]).toEqual(shared[1]);
  const installers = filesBelow(path.join(folder, 'dist'), '.yaml')
    .flatMap(load)
    .filter(({ kind }) => kind === 'DaemonSet');
  expect(installers).toHaveLength(1);
  for (const [label, value] of Object.entries(installers[0].spec.template.spec.nodeSelector)) {
    expect(shared[0]).toHaveProperty([label], value);
  }
});
