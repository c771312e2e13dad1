import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import { ApiObject, Chart, App as K8sApp } from 'cdk8s';
import { TerraformStack, TerraformVariable, Testing } from 'cdktf';
import { toManifests } from '../../lib/deploy';
import { GkeCluster, GkeNetwork } from '../../lib/gke';
import { KataRuntime } from '../../lib/kata';
import { KubernetesBundle } from '../../lib/terraform';

const environment = { ...process.env, TF_CLI_CONFIG_FILE: os.devNull, TF_IN_AUTOMATION: '1', CHECKPOINT_DISABLE: '1' };

/** Where there is no Terraform, nothing can be asked of it. */
const withTerraform = spawnSync('terraform', ['version'], { env: environment }).status === 0 ? describe : describe.skip;

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'terraform-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

/** Runs Terraform in a folder, and throws what it complains about. */
function terraform(directory: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync('terraform', [`-chdir=${directory}`, ...args], {
    encoding: 'utf8',
    env: environment,
  });
  if (status !== 0) throw new Error(`terraform ${args.join(' ')}: ${stdout}${stderr}`);
  return stdout;
}

// biome-ignore lint/suspicious/noExplicitAny: Terraform's JSON is read as it is.
type Json = any;

const jsonOf = (stack: TerraformStack): Json => JSON.parse(Testing.synth(stack, true));

/**
 * The stack with a `terraform_data` in place of each release and of the provider, since they alone need a provider to be installed. All
 * expressions, references and dependencies stay, and Terraform itself evaluates them.
 */
function standIns({ resource, provider, data, variable }: Json): object {
  const releases = Object.entries(resource.helm_release).map(([id, { depends_on, ...input }]: [string, Json]) => [
    id,
    { input, depends_on: depends_on?.map((it: string) => it.replace('helm_release.', 'terraform_data.')) },
  ]);
  return {
    variable,
    data,
    resource: { terraform_data: { ...Object.fromEntries(releases), provider: { input: provider.helm[0].kubernetes } } },
  };
}

/** What Terraform makes of a stack: the inputs of its stand-ins, by id. */
function evaluated(stack: Json, variables: object = {}): Record<string, Json> {
  const directory = path.join(folder, 'runtime');
  fs.mkdirSync(directory);
  fs.writeFileSync(path.join(directory, 'main.tf.json'), JSON.stringify(stack));
  fs.writeFileSync(path.join(directory, 'terraform.tfvars.json'), JSON.stringify(variables));
  terraform(directory, 'init', '-input=false');
  expect(JSON.parse(terraform(directory, 'validate', '-json'))).toMatchObject({ valid: true, warning_count: 0 });
  terraform(directory, 'apply', '-input=false', '-auto-approve');
  expect(terraform(directory, 'plan', '-input=false', '-detailed-exitcode')).toContain('No changes');
  const { resources } = JSON.parse(terraform(directory, 'show', '-json')).values.root_module;
  const found = resources.filter(({ type }: Json) => type === 'terraform_data');
  return Object.fromEntries(found.map(({ name, values }: Json) => [name, values.input]));
}

/** The objects of all releases, as Helm gets them. */
const objectsOf = (inputs: Record<string, Json>) =>
  Object.values(inputs).flatMap(({ values }) => (values === undefined ? [] : JSON.parse(values[0]).manifests));

const EXEC = { apiVersion: 'client.authentication.k8s.io/v1beta1', command: 'gke-gcloud-auth-plugin' };

function configMap(app: K8sApp, data: object) {
  const chart = new Chart(app, 'config');
  new ApiObject(chart, 'it', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'it', namespace: 'a' }, data });
}

withTerraform('Terraform evaluates a bundle', () => {
  test('to the objects of the program, whatever looks like a template in them', () => {
    const app = new K8sApp();
    new KataRuntime(app, 'kata');
    configMap(app, { a: '${HOME} $${x} %{ if true }{{ x }}', b: 'line\n"quoted" \\ <&>', c: '1000', d: '' });
    const stack = new TerraformStack(Testing.app(), 'runtime');
    new KubernetesBundle(stack, 'bundle', { manifests: app, access: { host: 'https://203.0.113.7', exec: EXEC } });
    const objects = objectsOf(evaluated(standIns(jsonOf(stack))));
    for (const manifest of toManifests(app)) expect(objects).toContainEqual(JSON.parse(JSON.stringify(manifest)));
  });

  test('with the values that Terraform alone knows, of each type', () => {
    const stack = new TerraformStack(Testing.app(), 'runtime');
    const text = new TerraformVariable(stack, 'text', { type: 'string' });
    const count = new TerraformVariable(stack, 'count_of', { type: 'number' });
    const isOn = new TerraformVariable(stack, 'is_on', { type: 'bool' });
    const list = new TerraformVariable(stack, 'list', { type: 'list(string)' });
    const app = new K8sApp();
    const metadata = { name: 'it', namespace: 'a' };
    const spec = {
      whole: text.stringValue,
      part: `a "${text.stringValue}" \${b}`,
      number: count.numberValue,
      switch: isOn.booleanValue,
      list: list.listValue,
      items: [text.stringValue, 'literal'],
    };
    new ApiObject(new Chart(app, 'it'), 'it', { apiVersion: 'acme.io/v1', kind: 'Widget', metadata, spec });
    new KubernetesBundle(stack, 'bundle', { manifests: app, access: { host: 'https://203.0.113.7', exec: EXEC } });
    const value = 'line\n"quoted" \\ ${c} <&>';
    const variables = { text: value, count_of: 3, is_on: true, list: ['x', 'y "z"'] };
    expect(objectsOf(evaluated(standIns(jsonOf(stack)), variables))).toEqual([
      {
        apiVersion: 'acme.io/v1',
        kind: 'Widget',
        metadata,
        spec: {
          whole: value,
          part: `a "${value}" \${b}`,
          number: 3,
          switch: true,
          list: ['x', 'y "z"'],
          items: [value, 'literal'],
        },
      },
    ]);
  });

  test('of a second stack, with the address that the first one gives', () => {
    const app = Testing.app();
    const platform = new TerraformStack(app, 'platform');
    new GoogleProvider(platform, 'google', { project: 'acme', region: 'europe-west4' });
    const network = new GkeNetwork(platform, 'network', { region: 'europe-west4' });
    const cluster = new GkeCluster(platform, 'gke', { location: 'europe-west4', network });
    cluster.addNodePool('system');
    const k8s = new K8sApp();
    new KataRuntime(k8s, 'kata');
    const runtime = new TerraformStack(app, 'runtime');
    new KubernetesBundle(runtime, 'bundle', { manifests: k8s, access: cluster.access });
    app.synth();
    const read = (id: string): Json =>
      JSON.parse(fs.readFileSync(path.join(app.outdir, 'stacks', id, 'cdk.tf.json'), 'utf8'));
    const stack = read('runtime');
    const outputs = Object.keys(read('platform').output);

    // The first stack, as far as the second one sees it: its outputs.
    const first = path.join(folder, 'platform');
    fs.mkdirSync(first);
    const output = Object.fromEntries(outputs.map((name) => [name, { value: 'dns.gke.test' }]));
    fs.writeFileSync(path.join(first, 'main.tf.json'), JSON.stringify({ output }));
    terraform(first, 'init', '-input=false');
    terraform(first, 'apply', '-input=false', '-auto-approve');
    const states = Object.values(stack.data.terraform_remote_state) as Json[];
    expect(states.map(({ backend }) => backend)).toEqual(['local']);
    for (const state of states) state.config = { path: path.join(first, 'terraform.tfstate') };

    const inputs = evaluated(standIns(stack));
    expect(inputs.provider).toEqual({
      host: 'https://dns.gke.test',
      exec: { api_version: EXEC.apiVersion, command: EXEC.command },
    });
    expect(objectsOf(inputs).map(({ kind }) => kind)).toContain('DaemonSet');
  });

  test('and refuses a reference that leads nowhere', () => {
    const stack = new TerraformStack(Testing.app(), 'runtime');
    const app = new K8sApp();
    configMap(app, { a: 'b' });
    new KubernetesBundle(stack, 'bundle', { manifests: app, access: { host: 'https://203.0.113.7', exec: EXEC } });
    const broken = standIns(jsonOf(stack)) as Json;
    broken.resource.terraform_data.provider.depends_on = ['terraform_data.nothing'];
    expect(() => evaluated(broken)).toThrow('terraform_data.nothing');
  });
});
