import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { ApiObject, Chart, App as K8sApp } from 'cdk8s';
import { App, TerraformStack, TerraformVariable, Testing } from 'cdktf';
import {
  ArgoCdLayout,
  type ClusterAccess,
  FluxLayout,
  HelmChart,
  KataRuntime,
  type KataRuntimeProps,
  KataShim,
  Severity,
  writeManifests,
} from '../lib';
import { KubernetesBundle } from '../lib/terraform';
import { findings } from '../lib/validation';

const CANARY = 'c4n4ry-9f2b';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'secrets-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

const texts = () =>
  (fs.readdirSync(folder, { recursive: true }) as string[])
    .map((file) => path.join(folder, file))
    .filter((file) => fs.statSync(file).isFile())
    .map((file) => fs.readFileSync(file, 'utf8'));

/** Everything that a program writes into files, prints and says, when it is refused too. */
function outputs(program: () => void): { readonly written: string; readonly refusal?: string } {
  const printed: string[] = [];
  const spies = [
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => printed.push(String(text)) > 0),
    ...(['log', 'warn', 'error', 'info'] as const).map((level) =>
      jest.spyOn(console, level).mockImplementation((...args) => {
        printed.push(args.map(String).join(' '));
      }),
    ),
  ];
  let refusal: string | undefined;
  try {
    program();
  } catch (error) {
    refusal = String(error);
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return { written: [...texts(), ...printed, refusal ?? ''].join('\n'), refusal };
}

/** A runtime by every outlet. */
function runtime(props: KataRuntimeProps): void {
  const app = new K8sApp({ outdir: path.join(folder, 'dist') });
  new KataRuntime(app, 'kata', { containerdVersion: '2.0', ...props });
  writeManifests(app);
  HelmChart.write(app, path.join(folder, 'chart'), { name: 'a', version: '1.0.0' });
  FluxLayout.write(app, path.join(folder, 'flux'), { name: 'a', path: 'a', sourceName: 'a' });
  bundle({ exec: EXEC }, app);
}

const EXEC = { apiVersion: 'client.authentication.k8s.io/v1beta1', command: 'gke-gcloud-auth-plugin' };

function bundle(access: Partial<ClusterAccess>, manifests = new K8sApp(), props = {}): void {
  const app = new App({ outdir: path.join(folder, 'tf') });
  const stack = new TerraformStack(app, 'runtime');
  new KubernetesBundle(stack, 'bundle', { manifests, access: { host: 'https://a', ...access }, ...props });
  app.synth();
}

function argo(repoUrl: string, props = {}): void {
  const app = new K8sApp();
  new KataRuntime(app, 'kata');
  ArgoCdLayout.write(app, path.join(folder, 'argo'), { name: 'a', path: 'a', repoUrl, ...props });
}

const proxy = (httpsProxy: string, noProxy?: string) =>
  runtime({ shimSettings: [{ shim: KataShim.QEMU_RUNTIME_RS, httpsProxy, noProxy }] });

describe('a secret never shows in what is written, printed or said', () => {
  const cases: readonly [string, () => void, string][] = [
    ['access.token', () => bundle({ token: CANARY }), 'access.token is a literal; pass a TerraformVariable'],
    [
      'access.exec.args, behind the name',
      () => bundle({ exec: { ...EXEC, args: ['--token', CANARY] } }),
      'access.exec.args[1] is a literal',
    ],
    [
      'access.exec.args, with the name',
      () => bundle({ exec: { ...EXEC, args: [`--client-secret=${CANARY}`] } }),
      'access.exec.args[0] is a literal',
    ],
    [
      'access.exec.args, with one dash',
      () => bundle({ exec: { ...EXEC, args: [`-password=${CANARY}`] } }),
      'access.exec.args[0] is a literal',
    ],
    [
      'access.exec.env, a token',
      () => bundle({ exec: { ...EXEC, env: { CLOUDSDK_AUTH_ACCESS_TOKEN: CANARY } } }),
      'access.exec.env.CLOUDSDK_AUTH_ACCESS_TOKEN is a literal',
    ],
    [
      'access.exec.env, a key',
      () => bundle({ exec: { ...EXEC, env: { MY_API_KEY: CANARY } } }),
      'access.exec.env.MY_API_KEY is a literal',
    ],
    [
      'access.exec.env, a password',
      () => bundle({ exec: { ...EXEC, env: { db_password: CANARY } } }),
      'access.exec.env.db_password is a literal',
    ],
    [
      'access.host, a password',
      () => bundle({ host: `https://bot:${CANARY}@a`, exec: EXEC }),
      'the password in access.host is a literal',
    ],
    [
      'access.host, of no known kind',
      () => bundle({ host: `http://bot:${CANARY}@a`, exec: EXEC }),
      "access.host 'http://***@a' is not the address",
    ],
    [
      'access.clusterCaCertificate, a private key',
      () => bundle({ clusterCaCertificate: `-----BEGIN PRIVATE KEY-----\n${CANARY}`, exec: EXEC }),
      'the private key in access.clusterCaCertificate is a literal',
    ],
    [
      'server of Argo CD, a password',
      () => argo('https://git.example/p.git', { server: `https://bot:${CANARY}@a` }),
      "server 'https://***@a' has credentials",
    ],
    [
      'kubectlImage, a password',
      () => bundle({ exec: EXEC }, undefined, { kubectlImage: `https://bot:${CANARY}@a/kubectl:v1.33.0` }),
      "kubectlImage 'https://***@a/kubectl:v1.33.0' has no full version",
    ],
    [
      'repoUrl, a password',
      () => argo(`https://bot:${CANARY}@git.example/p.git`),
      "repoUrl 'https://***@git.example/p.git' has credentials",
    ],
    [
      'repoUrl, a token alone',
      () => argo(`https://${CANARY}@git.example/p.git`),
      'leave them out, and give Argo CD a Secret',
    ],
    [
      'repoUrl, of no known kind',
      () => argo(`ftp://bot:${CANARY}@git.example/p.git`),
      "repoUrl 'ftp://***@git.example/p.git' is not the address",
    ],
    ['httpsProxy', () => proxy(`http://bot:${CANARY}@proxy:3128`), "'http://***@proxy:3128' is not a proxy"],
    ['httpsProxy, a token alone', () => proxy(`http://${CANARY}@proxy:3128`), "'http://***@proxy:3128' is not a proxy"],
    ['noProxy', () => proxy('http://proxy:3128', `http://bot:${CANARY}@a ;`), 'is not a list of hosts'],
    [
      'containerd.userDropIn, a password',
      () => runtime({ containerd: { userDropIn: registry(`password = "${CANARY}"`) } }),
      'userDropIn has plugins.io.containerd.grpc.v1.cri.registry.configs.r.auth.password',
    ],
    [
      'containerd.userDropIn, a token',
      () => runtime({ containerd: { userDropIn: registry(`identitytoken = "${CANARY}"`) } }),
      'auth.identitytoken, which would lie in a ConfigMap',
    ],
  ];

  test.each(cases)('%s', (_, program, message) => {
    const { written, refusal } = outputs(program);
    expect(refusal).toContain(message);
    expect(written).not.toContain(CANARY);
  });

  test('the search would find one', () => {
    expect(
      outputs(() => runtime({ containerd: { userDropIn: `[debug]\naddress = "${CANARY}"\n` } })).written,
    ).toContain(CANARY);
  });
});

const registry = (line: string) =>
  `[plugins."io.containerd.grpc.v1.cri".registry.configs."r".auth]\nusername = "u"\n${line}\n`;

describe('what holds no secret is not refused', () => {
  test.each<[string, () => void]>([
    ['a path to credentials', () => bundle({ exec: { ...EXEC, env: { GOOGLE_APPLICATION_CREDENTIALS: '/a.json' } } })],
    [
      'a flag of the plugin',
      () => bundle({ exec: { ...EXEC, args: ['--use_application_default_credentials', '--token'] } }),
    ],
    ['an empty token in the environment', () => bundle({ exec: { ...EXEC, env: { A_TOKEN: '' } } })],
    ['a user of ssh', () => argo('ssh://git@git.example/p.git')],
    ['a user of git', () => argo('git@git.example:p.git')],
    ['a proxy', () => proxy('http://proxy:3128', 'localhost,10.0.0.0/8')],
    ['a drop-in', () => runtime({ containerd: { userDropIn: '[debug]\nlevel = "info"\n' } })],
  ])('%s', (_, program) => {
    expect(outputs(program).refusal).toBeUndefined();
  });

  test('a variable of Terraform, whose value is never written', () => {
    const app = new App({ outdir: path.join(folder, 'tf') });
    const stack = new TerraformStack(app, 'runtime');
    const variable = new TerraformVariable(stack, 'token', { sensitive: true, type: 'string' });
    const env = { A_TOKEN: variable.stringValue };
    new KubernetesBundle(stack, 'bundle', {
      manifests: new K8sApp(),
      access: { host: 'https://a', exec: { ...EXEC, env } },
    });
    const [provider] = JSON.parse(Testing.synth(stack, true)).provider.helm;
    expect(provider.kubernetes.exec.env).toEqual({ A_TOKEN: '${var.token}' });
  });
});

describe('objects of kind Secret in a bundle', () => {
  const found = (fields: object) => {
    const manifests = new K8sApp();
    const metadata = { name: 'it', namespace: 'shop' };
    new ApiObject(new Chart(manifests, 'a'), 'it', { apiVersion: 'v1', kind: 'Secret', metadata, ...fields });
    const stack = new TerraformStack(Testing.app(), 'runtime');
    new KubernetesBundle(stack, 'bundle', { manifests, access: { host: 'https://a', exec: EXEC } });
    return findings(stack);
  };

  test.each([{ stringData: { a: CANARY } }, { data: { a: 'Yw==' } }])('warn of what Terraform keeps: %p', (fields) => {
    const [finding, ...others] = found(fields);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ id: 'terraform/secret-in-state', severity: Severity.WARNING });
    expect(finding?.message).toBe(
      'Secret shop/it holds values, which are written into cdk.tf.json, plans and the state',
    );
    expect(JSON.stringify(finding)).not.toContain(CANARY);
  });

  test.each([{}, { data: {} }, { stringData: { a: '' } }])('say nothing where there is no value: %p', (fields) => {
    expect(found(fields)).toEqual([]);
  });
});
