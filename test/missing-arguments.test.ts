import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { App, Chart } from 'cdk8s';
import { TerraformStack, Testing } from 'cdktf';
import type { IConstruct } from 'constructs';
import * as ts from 'typescript';
import * as lib from '../lib';
import {
  Administrator,
  Findings,
  FindingsError,
  FluxLayout,
  GkeCluster,
  GkeNetwork,
  GoogleProviderVersion,
  KataRelease,
  KataRuntime,
  KataShim,
  NetworkPeer,
  NetworkPolicies,
  NetworkPort,
  NodeIdentity,
  ProjectServices,
  SandboxAdmission,
  SandboxNamespace,
  SharedVpcAccess,
  ShimConfiguration,
  TerraformTokenGuard,
} from '../lib';

// Programs in JavaScript, and those that a compiler did not check, leave arguments out. They are told which.

type Callable = (...args: unknown[]) => unknown;

const LIB = path.join(__dirname, '../lib');
const ENTRIES = ['deploy', 'gke', 'kata', 'sandbox', 'terraform'];

const stack = () => new TerraformStack(Testing.app(), 'stack');
const chart = () => new Chart(new App(), 'chart');
const network = (scope = stack()) => new GkeNetwork(scope, 'network', { region: 'europe-west4' });
const cluster = (scope = stack()) =>
  new GkeCluster(scope, 'gke', { location: 'europe-west4', network: network(scope) });
const kata = () => new KataRuntime(new App(), 'kata', { placement: { nodeSelector: { a: 'b' } } });
const tenant = () => new SandboxNamespace(new App(), 'team', { runtime: kata() });

const NETWORK = { networkId: 'n', subnetworkId: 's', podRangeName: 'p', serviceRangeName: 's', hasEgress: true };

/** An instance of each class that has methods, those included that are returned and not exported, by the class that has the methods. */
const INSTANCES: { readonly [name: string]: () => object } = {
  Findings: () => Findings.of(chart()),
  GkeCluster: cluster,
  GkeClusterBase: cluster,
  GkeConstruct: network,
  GkeNetwork: network,
  GoogleProviderVersion: () => GoogleProviderVersion.V7,
  ImportedNetwork: () => GkeNetwork.fromNetworkAttributes(stack(), 'it', NETWORK),
  ImportedKataRuntime: () => KataRuntime.fromAttributes(chart(), 'it', { shims: ['qemu'] }),
  KataInstallation: () => kata().installation,
  KataRuntime: kata,
  KataShim: () => KataShim.QEMU,
  NetworkPeer: () => NetworkPeer.pods({ a: 'b' }),
  NetworkPolicies: () => new NetworkPolicies([]),
  NetworkPort: () => NetworkPort.tcp(443),
  NodeIdentity: () => new NodeIdentity(stack(), 'it', { project: 'acme-dev' }),
  NodePool: () => cluster().addNodePool('it'),
  ProjectServices: () => new ProjectServices(stack(), 'it', {}),
  SandboxAdmission: () =>
    new SandboxAdmission(new App(), 'it', { runtime: kata(), administrators: [Administrator.group('a')] }),
  SandboxNamespace: () => tenant(),
  SandboxNetwork: () => tenant().network,
  SharedVpcAccess: () =>
    new SharedVpcAccess(stack(), 'it', { hostProject: 'acme-net', serviceProjectNumber: '123456789012' }),
  ShimConfiguration: () => ShimConfiguration.of({ release: KataRelease.DEFAULT, shim: KataShim.QEMU }),
};

/** Names of what is not for users: private, protected and internal members, by class. */
function hiddenMembers(): ReadonlyMap<string, ReadonlySet<string>> {
  const files = (fs.readdirSync(LIB, { recursive: true }) as string[]).filter((file) => file.endsWith('.ts'));
  const hidden = new Map<string, Set<string>>();
  for (const file of files) {
    const text = fs.readFileSync(path.join(LIB, file), 'utf8');
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
    for (const it of source.statements.filter(ts.isClassDeclaration)) {
      const members = it.members.filter(
        (member) =>
          ts.getCombinedModifierFlags(member) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected) ||
          ts.getJSDocTags(member).some(({ tagName }) => tagName.text === 'internal'),
      );
      hidden.set(it.name?.text ?? '', new Set(members.map(({ name }) => name?.getText() ?? 'constructor')));
    }
  }
  return hidden;
}

const HIDDEN = hiddenMembers();

/** The functions among the own properties of an object, without accessors and what is not for users. */
function functionsOf(holder: object, owner: string): [string, Callable][] {
  return Object.entries(Object.getOwnPropertyDescriptors(holder))
    .filter(([name, { value }]) => typeof value === 'function' && name !== 'constructor' && name !== 'prototype')
    .filter(([name]) => !HIDDEN.get(owner)?.has(name))
    .map(([name, { value }]) => [name, value]);
}

const isClass = (value: Callable) => /^class\b/.test(Function.prototype.toString.call(value));

const exported = [
  ...new Map(
    ENTRIES.flatMap((entry) =>
      Object.entries(require(`../lib/${entry}`) as { [name: string]: unknown })
        .filter((it): it is [string, Callable] => typeof it[1] === 'function')
        .map(([name, value]) => [name, { name, value, entry }] as const),
    ),
  ).values(),
];
const classes = exported.filter(({ value }) => isClass(value));

/** The classes of this library in which the methods of a class stand, those that it extends included. */
function owners(prototype: object | null): { readonly name: string; readonly prototype: object }[] {
  if (prototype === null || !HIDDEN.has(prototype.constructor.name)) return [];
  return [{ name: prototype.constructor.name, prototype }, ...owners(Object.getPrototypeOf(prototype))];
}

/** The classes that have the methods of those that are exported. */
const methodOwners = [
  ...new Map(classes.flatMap(({ value }) => owners(value.prototype)).map((it) => [it.name, it])).values(),
]
  .filter(({ name, prototype }) => functionsOf(prototype, name).length > 0)
  .map(({ name }) => name);

/** Arguments of which the last ones are missing, or null. */
const FEW: (() => unknown[])[] = [() => [], () => [undefined], () => [null], () => ['it'], () => ['it', null]];

/** Arguments that begin with a scope. */
const scoped = (scope: () => IConstruct): (() => unknown[])[] => [
  ...FEW,
  () => [scope()],
  () => [scope(), 'it'],
  () => [scope(), 'it', null],
];

/** What constructs and cdktf say themselves of a construct without an id, or without a stack. */
const OF_OTHERS =
  /^(Only root constructs may have an empty ID|No stack could be identified for the construct at path '')/;

/** What a call throws that does not tell its user what to pass. */
function unhelpful(call: () => unknown): unknown[] {
  try {
    call();
    return [];
  } catch (error) {
    return error instanceof FindingsError || OF_OTHERS.test((error as Error).message) ? [] : [error];
  }
}

const scopeOf = (entry: string) => (['gke', 'terraform'].includes(entry) ? stack : chart);

let folder: string;
const before = process.cwd();
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'missing-arguments-'));
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(before);
  fs.rmSync(folder, { recursive: true });
});

const functions = exported.filter(({ value }) => !isClass(value));
const constructors = classes.filter(({ name }) => !HIDDEN.get(name)?.has('constructor'));
const statics = classes.flatMap(({ name, value, entry }) =>
  functionsOf(value, name).map(([method, it]) => ({
    name: `${name}.${method}`,
    value: it.bind(value) as Callable,
    entry,
  })),
);

test('there is something to call', () => {
  expect(functions.map(({ name }) => name)).toContain('describeFinding');
  expect(constructors.map(({ name }) => name)).toEqual(expect.arrayContaining(['GkeCluster', 'SandboxNamespace']));
  expect(constructors.map(({ name }) => name)).not.toContain('FluxLayout');
  expect(statics.map(({ name }) => name)).toContain('FluxLayout.removalCommands');
  expect(statics.map(({ name }) => name)).not.toContain('HelmChart.files');
});

test('each class with methods has an instance here', () => {
  // What the library itself asks of an installation stands in a class of which users get nothing but the properties.
  const missing = methodOwners.filter((name) => !Object.hasOwn(INSTANCES, name));
  expect(missing).toEqual(['ResolvedInstallation']);
});

test.each([...functions, ...statics])('$name() without arguments tells what it needs', ({ value, entry }) => {
  expect(scoped(scopeOf(entry)).flatMap((args) => unhelpful(() => value(...args())))).toEqual([]);
});

test.each(constructors)('new $name() without arguments tells what it needs', ({ value, entry }) => {
  const make = (args: unknown[]) => Reflect.construct(value, args);
  expect(scoped(scopeOf(entry)).flatMap((args) => unhelpful(() => make(args())))).toEqual([]);
});

const methods = Object.entries(INSTANCES).flatMap(([name, make]) => {
  const owner = owners(Object.getPrototypeOf(make())).find((it) => it.name === name);
  return functionsOf(owner?.prototype ?? {}, name).map(([method]) => ({ name, method, make }));
});

test('each instance here has methods', () => {
  expect([...new Set(methods.map(({ name }) => name))]).toEqual(Object.keys(INSTANCES));
});

test.each(methods)('$method() of $name without arguments tells what it needs', ({ method, make }) => {
  const call = (args: unknown[]) => (make() as { readonly [method: string]: Callable })[method]?.(...args);
  expect(FEW.flatMap((args) => unhelpful(() => call(args())))).toEqual([]);
});

/** A call as a program without types makes it. */
const untyped = (value: object) => value as { readonly [name: string]: Callable };

test.each<[string, () => unknown, string]>([
  [
    'findings()',
    () => untyped(lib).findings?.(undefined),
    'roots[0] is undefined, and must be a construct; pass an app',
  ],
  ['Findings.of()', () => untyped(Findings).of?.(), 'scope is undefined, and must be a construct'],
  [
    'describeFinding()',
    () => untyped(lib).describeFinding?.(),
    'finding is undefined, and must be an object (Finding)',
  ],
  ['describeChange()', () => untyped(lib).describeChange?.(null), 'change is null, and must be an object (Change)'],
  ['describeObject()', () => untyped(lib).describeObject?.(), 'manifest is undefined, and must be a record'],
  ['new FindingsError()', () => Reflect.construct(FindingsError, [null]), 'findings is null, and must be a list'],
  ['new NetworkPolicies()', () => Reflect.construct(NetworkPolicies, []), 'objects is undefined, and must be a list'],
  [
    'new SandboxNamespace()',
    () => Reflect.construct(SandboxNamespace, []),
    'scope is undefined, and must be a construct',
  ],
  ['permit()', () => untyped(TerraformTokenGuard).permit?.(chart()), 'render is undefined, and must be a function'],
  [
    'apply()',
    () => untyped(GoogleProviderVersion.V7).apply?.(chart()),
    'stack is a Chart, and must be a TerraformStack',
  ],
  [
    'sandboxWorkload()',
    () => untyped(lib).sandboxWorkload?.(chart()),
    'chart: target is undefined, and must be an object',
  ],
  ['removalCommands()', () => untyped(FluxLayout).removalCommands?.(chart()), 'chart: props is undefined, and must be'],
  ['addIntrusionDetection()', () => untyped(network()).addIntrusionDetection?.(), 'IntrusionDetection needs zone'],
  [
    'sandboxTarget()',
    () => untyped(kata()).sandboxTarget?.(null),
    'kata: runtimeClass is null, and must be an IRuntimeClass',
  ],
  ['addRuntimeClass()', () => untyped(kata()).addRuntimeClass?.(), 'kata: runtimeClass is undefined, and must be'],
  ['sandbox()', () => untyped(kata()).sandbox?.(chart(), 'qemu'), "kata: options is 'qemu', and must be an object"],
  ['allowDns()', () => untyped(tenant()).allowDns?.([]), 'team/network: options is a list, and must be an object'],
  ['podLimits()', () => untyped(kata()).podLimits?.(), 'kata: dimensions is undefined, and must be an object'],
  ['addSize()', () => untyped(kata()).addSize?.('large'), 'kata: size is undefined, and must be an object'],
  ['custom()', () => untyped(KataRelease).custom?.(), 'release is undefined, and must be an object'],
  [
    'fromAttributes()',
    () => untyped(KataRuntime).fromAttributes?.(chart(), 'it'),
    'chart/it: attributes is undefined, and must be an object',
  ],
])('what %s misses is named', (_, call, message) => {
  expect(call).toThrow(FindingsError);
  expect(call).toThrow(message);
});
