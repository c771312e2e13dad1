import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { App, Yaml } from 'cdk8s';
import {
  Administrator,
  DeploymentMode,
  HelmChart,
  KataRelease,
  KataRuntime,
  type KataRuntimeProps,
  KataShim,
  Redispatch,
  SandboxAdmission,
  SandboxNamespace,
} from '../../../lib';
import { type Manifest, manifests } from '../../util/manifests';

interface Rule {
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
}

/** A tenant behind an admission, which is what a tenant could want to switch off. */
function program(props: KataRuntimeProps = {}): App {
  const app = new App();
  const kata = new KataRuntime(app, 'kata', props);
  new SandboxAdmission(app, 'admission', { runtime: kata, administrators: [Administrator.group('platform')] });
  new SandboxNamespace(app, 'team', { runtime: kata, cluster: {} });
  return app;
}

const rulesOf = (objects: readonly Manifest[]): Rule[] =>
  objects.filter(({ kind }) => kind === 'ClusterRole' || kind === 'Role').flatMap(({ rules }) => rules as Rule[]);

const RELEASES = KataRelease.all.flatMap((release) =>
  Object.values(DeploymentMode)
    .filter((mode) => mode !== DeploymentMode.JOB || release.version !== '3.14.0')
    .map((deploymentMode) => ({ release, deploymentMode })),
);

/** What asks for more permissions than the defaults. */
const OPTIONS: readonly KataRuntimeProps[] = [
  { deploymentMode: DeploymentMode.JOB, jobs: { redispatch: Redispatch.newNodes() } },
  { shimSettings: [{ shim: KataShim.QEMU_RUNTIME_RS, forceGuestPull: true }] },
  { monitor: {} },
];

/** Every rule that grants something on policies or their bindings, by whatever spelling. */
const dangerous = (rules: readonly Rule[]) =>
  rules.filter(({ apiGroups = [], resources = [] }) =>
    [...apiGroups, ...resources].some(
      (it) => it === '*' || /^(admissionregistration\.k8s\.io|validatingadmission)/.test(it),
    ),
  );

test.each([...RELEASES, ...OPTIONS].map((props) => [JSON.stringify(props, nameOf), props] as const))(
  'no RBAC grants anything on admission policies: %s',
  (_, props) => {
    const rules = rulesOf(manifests(program(props)));
    expect(rules.length).toBeGreaterThan(0);
    expect(dangerous(rules)).toEqual([]);
  },
);

test('nor do the hooks of the Helm chart, which removes the policies itself', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'rbac-'));
  const files = HelmChart.write(program(), folder, { name: 'it', version: '1.0.0' });
  const objects = files
    .filter((file) => file.startsWith('templates/') && file.endsWith('.yaml'))
    .flatMap((file) => Yaml.load(path.join(folder, file)) as Manifest[]);
  fs.rmSync(folder, { recursive: true });
  expect(objects.some(({ kind }) => kind === 'ValidatingAdmissionPolicy')).toBe(true);
  const hooks = objects.filter(({ metadata }) => metadata.annotations?.['helm.sh/hook'] !== undefined);
  expect(rulesOf(hooks).length).toBeGreaterThan(0);
  expect(dangerous(rulesOf(objects))).toEqual([]);
});

test('a rule that grants something there would be seen', () => {
  const rules = ['admissionregistration.k8s.io', '*'].map((group) => ({ apiGroups: [group], resources: ['x'] }));
  expect(dangerous([...rules, { apiGroups: [''], resources: ['pods'] }])).toEqual(rules);
});

/** Releases by their version. */
function nameOf(_: string, value: unknown): unknown {
  return value instanceof KataRelease ? value.version : value;
}
