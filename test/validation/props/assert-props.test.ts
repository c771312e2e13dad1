import { Chart, App as K8sApp, Lazy as K8sLazy } from 'cdk8s';
import { TerraformStack, Testing, Token } from 'cdktf';
import {
  FindingsError,
  GkeCluster,
  GkeNetwork,
  KataDeploy,
  KataRuntime,
  KataShim,
  type NodePool,
  vmSize,
} from '../../../lib';
import { assertProps, validateProps } from '../../../lib/validation/props';
import { isToken, meantBy } from '../../../lib/validation/props/prop-messages';

const stack = () => new TerraformStack(Testing.app(), 'platform');
const network = (scope: TerraformStack) => new GkeNetwork(scope, 'network', { region: 'europe-west4' });

/** A program as somebody writes it whom no compiler corrects. */
type Program = () => unknown;

function cluster(props: object): Program {
  return () => {
    const scope = stack();
    new GkeCluster(scope, 'gke', { location: 'europe-west4', network: network(scope), ...props } as never);
  };
}

const runtime =
  (props: object): Program =>
  () =>
    new KataRuntime(new K8sApp(), 'kata', props as never);

function pool(options: object): Program {
  return () => {
    const scope = stack();
    const gke = new GkeCluster(scope, 'gke', { location: 'europe-west4', network: network(scope) });
    gke.addKataNodePool('kata', options as never);
  };
}

function placementOfPool(value: (made: NodePool) => unknown): Program {
  return () => {
    const scope = stack();
    const gke = new GkeCluster(scope, 'gke', { location: 'europe-west4', network: network(scope) });
    new KataRuntime(new K8sApp(), 'kata', { placement: value(gke.addKataNodePool('kata')) as never });
  };
}

test.each<[string, Program, string]>([
  [
    'a required construct that is missing',
    cluster({ network: undefined }),
    'platform/gke: GkeCluster needs network; pass new GkeNetwork(...) or GkeNetwork.fromNetworkAttributes(...) (props/required)',
  ],
  [
    'a required text that is missing',
    cluster({ location: undefined }),
    'platform/gke: GkeCluster needs location; pass a string (props/required)',
  ],
  ['the pool in place of its placement', placementOfPool((made) => made), '; pass pool.placement ('],
  [
    'the name of a shim',
    runtime({ shims: ['qemu'] }),
    "kata: shims[0] is 'qemu', and must be a KataShim; write KataShim.QEMU (props/type)",
  ],
  [
    'the name of a shim whose constant is called otherwise',
    runtime({ defaultShim: 'fc' }),
    "kata: defaultShim is 'fc', and must be a KataShim; write KataShim.FIRECRACKER (props/type)",
  ],
  ...(
    [
      ['kata-qemu', 'QEMU'],
      ['kata-qemu-runtime-rs', 'QEMU_RUNTIME_RS'],
      ['qemuu', 'QEMU'],
      ['firecraker', 'FIRECRACKER'],
    ] as const
  ).map(([written, constant]): [string, Program, string] => [
    `the name of a shim written as ${written}`,
    runtime({ shims: [written] }),
    `kata: shims[0] is '${written}', and must be a KataShim; write KataShim.${constant} (props/type)`,
  ]),
  [
    'a version that is like another',
    runtime({ release: 'V4_1_1' }),
    "kata: release is 'V4_1_1', and must be a KataRelease; pass KataRelease.DEFAULT, ",
  ],
  [
    'the id of a network in place of the network',
    cluster({ network: Token.asString({ resolve: () => 'id' } as never) }),
    'platform/gke: network is a token, whose value is not known yet, and must be an IGkeNetwork; pass new GkeNetwork(...) or ' +
      'GkeNetwork.fromNetworkAttributes(...) (props/type)',
  ],
  [
    'a runtime in place of its installation',
    () => {
      const app = new K8sApp();
      const kata = new KataRuntime(app, 'kata');
      new KataDeploy(new Chart(app, 'chart'), 'deploy', { installation: kata as never });
    },
    'chart/deploy: installation is a KataRuntime; pass kata.installation (props/type)',
  ],
  [
    'a constant that there is not',
    runtime({ shims: [(KataShim as never as { FC: KataShim }).FC] }),
    'kata: shims[0] is undefined, and must be a KataShim; is the name misspelt? KataShim has CLH, CLH_AZURE, ' +
      'CLH_AZURE_RUNTIME_RS, CLH_RUNTIME_RS, CLOUD_HYPERVISOR, DRAGONBALL, FIRECRACKER,',
  ],
  [
    'the version of a release',
    runtime({ release: '4.1.0' }),
    "kata: release is '4.1.0', and must be a KataRelease; write KataRelease.V4_1_0 (props/type)",
  ],
  [
    'a release that there is not',
    runtime({ release: 'latest' }),
    "kata: release is 'latest', and must be a KataRelease; pass KataRelease.DEFAULT, ",
  ],
  [
    'a property with another case',
    pool({ machinetype: 'n2-standard-8' }),
    'platform/gke/kata: KataNodePool has no property machinetype; write machineType (props/unknown)',
  ],
  [
    'a property with a letter too few',
    runtime({ shimz: [KataShim.QEMU] }),
    'kata: KataRuntime has no property shimz; write shims (props/unknown)',
  ],
  [
    'a property with another case, of the runtime',
    runtime({ nameSpace: 'kube-system' }),
    'kata: KataRuntime has no property nameSpace; write namespace (props/unknown)',
  ],
  [
    'a property that is like none',
    runtime({ qqqqqq: 1 }),
    'kata: KataRuntime has no property qqqqqq; remove it (props/unknown)',
  ],
  [
    'a property of an object below, with all that there are',
    runtime({ containerd: { qqqqqq: 1 } }),
    'kata: containerd has no property qqqqqq; remove it; there is configDir, configFileName, configVersion, userDropIn (props/unknown)',
  ],
  [
    'a required property of an object in a list',
    runtime({ shimSettings: [{ dropIn: '' }] }),
    'kata: shimSettings[0] needs shim; pass KataShim.CLH, ',
  ],
  [
    'the name of a member',
    cluster({ releaseChannel: 'rapid' }),
    "platform/gke: releaseChannel is 'rapid', and must be one of RAPID, REGULAR, STABLE, EXTENDED, UNSPECIFIED; " +
      'write ReleaseChannel.RAPID (props/type)',
  ],
  [
    'a member that there is not',
    cluster({ releaseChannel: 'beta' }),
    "platform/gke: releaseChannel is 'beta', and must be one of RAPID, REGULAR, STABLE, EXTENDED, UNSPECIFIED; correct it, or leave it out (props/type)",
  ],
  [
    'a literal of a union',
    runtime({ placement: { nodeSelector: { a: 'b' }, tolerations: [{ key: 'a', operator: 'equals' }] } }),
    "kata: placement.tolerations[0].operator is 'equals', and must be one of Equal, Exists; write 'Equal' (props/type)",
  ],
  [
    'a number in quotes',
    pool({ maxNodes: '6' }),
    "platform/gke/kata: maxNodes is '6', and must be a finite number; write 6 without quotes (props/type)",
  ],
  [
    'a boolean in quotes',
    pool({ spot: 'true' }),
    "platform/gke/kata: spot is 'true', and must be true or false; write true without quotes (props/type)",
  ],
  [
    'one value in place of a list',
    pool({ zones: 'europe-west4-a' }),
    "platform/gke/kata: zones is 'europe-west4-a', and must be a list; write it in brackets, as a list (props/type)",
  ],
  [
    'null in place of a list',
    pool({ zones: null }),
    'platform/gke/kata: zones is null, and must be a list; correct it, or leave it out (props/type)',
  ],
  [
    'a list in place of a record',
    pool({ labels: ['a'] }),
    'platform/gke/kata: labels is a list, and must be a record; correct it, or leave it out (props/type)',
  ],
  [
    'a value of a record',
    pool({ labels: { a: true } }),
    'platform/gke/kata: labels.a is true, and must be a string; correct it (props/type)',
  ],
  [
    'a function',
    pool({ machineType: () => 'n2-standard-8' }),
    'platform/gke/kata: machineType is a function, and must be a string; correct it, or leave it out (props/type)',
  ],
  [
    'an object of another class',
    cluster({ network: KataShim.QEMU }),
    'platform/gke: network is a KataShim, and must be an IGkeNetwork; pass new GkeNetwork(...) or GkeNetwork.fromNetworkAttributes(...) (props/type)',
  ],
  [
    'plain data in place of a class without members',
    pool({ upgrade: {} }),
    'platform/gke/kata: upgrade is an object, and must be a PoolUpgrade; pass PoolUpgrade.blueGreen(...) or PoolUpgrade.surge(...) (props/type)',
  ],
  [
    'a token where synthesis needs the value',
    cluster({ deletionProtection: Token.asAny({ resolve: () => true }) }),
    'platform/gke: deletionProtection is a token, whose value is not known yet, and must be true or false; ',
  ],
  [
    'a long text',
    cluster({ network: 'x'.repeat(200) }),
    `network is '${'x'.repeat(77)}...', and must be an IGkeNetwork`,
  ],
  [
    'a function without a construct',
    () => vmSize({} as never),
    'VmSize needs containers; pass a list (props/required)',
  ],
])('%s', (_, program, message) => {
  let thrown: unknown;
  try {
    program();
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(FindingsError);
  expect((thrown as FindingsError).message).toContain(message);
});

test('every property that is wrong is named at once', () => {
  const findings = validateProps('GkeClusterProps', { location: 1, nam: 'x', labels: { a: 1 } }, 'platform/gke');
  expect(findings.map(({ id, message }) => `${id}: ${message}`)).toEqual([
    'props/unknown: GkeCluster has no property nam',
    'props/type: labels.a is 1, and must be a string',
    'props/type: location is 1, and must be a string',
    'props/required: GkeCluster needs network',
  ]);
  for (const { path, severity, canAcknowledge } of findings) {
    expect({ path, severity, canAcknowledge }).toEqual({
      path: 'platform/gke',
      severity: 'error',
      canAcknowledge: false,
    });
  }
});

test('a misspelt property that is undefined hides nothing', () => {
  expect(validateProps('GkeNetworkProps', { region: 'europe-west4', nam: undefined }, 'n')).toEqual([]);
});

test('properties of a wider interface may be let through', () => {
  const wider = { region: 'europe-west4', more: 1 };
  expect(validateProps('GkeNetworkProps', wider, 'n')).toHaveLength(1);
  expect(validateProps('GkeNetworkProps', wider, 'n', { mayHaveMore: true })).toEqual([]);
  expect(() => assertProps('GkeNetworkProps', wider, 'n')).toThrow('n: GkeNetwork has no property more');
  expect(() => assertProps('GkeNetworkProps', wider, 'n', { mayHaveMore: true })).not.toThrow();
});

test('tokens of strings, numbers and lists are of their type', () => {
  const token = { resolve: () => 'x' };
  const props = {
    region: Token.asString(token),
    natAddressCount: Token.asNumber(token),
    natAddresses: Token.asList(token),
  };
  expect(validateProps('GkeNetworkProps', props, 'n')).toEqual([]);
});

test.each<[string, string, (it: unknown) => object]>([
  [
    'a member that only Terraform reads',
    'MaintenanceExclusion',
    (it) => ({ name: 'n', start: 's', end: 'e', scope: it }),
  ],
  ['a member in a list', 'UpgradeNotifications', (it) => ({ topic: 'projects/p/topics/t', events: [it] })],
])('a token stands for %s, and no other text does', (_, shape, props) => {
  const token = { resolve: () => 'x' };
  for (const text of [Token.asString(token), Token.asList(token)[0]]) {
    expect(validateProps(shape, props(text), 'p')).toEqual([]);
  }
  for (const text of ['x', `x ${Token.asString(token)}`, `${Token.asString(token)} x`, '${TfToken[]}', '${var.x}']) {
    expect(validateProps(shape, props(text), 'p')).toMatchObject([{ id: 'props/type' }]);
  }
});

test('a token does not stand for a member that synthesis reads', () => {
  const props = { region: 'europe-west4', stackType: Token.asString({ resolve: () => 'IPV4' }) };
  expect(validateProps('GkeNetworkProps', props, 'n')).toMatchObject([{ id: 'props/type' }]);
});

test.each([
  ['a token of cdktf', Token.asAny({ resolve: () => true }), true],
  ['a Lazy of cdk8s', K8sLazy.any({ produce: () => true }), true],
  ['an object', {}, false],
  ['null', null, false],
  ['undefined', undefined, false],
  ['a text', '${TfToken[0]}', false],
])('%s is seen as what it is', (_, value, expected) => {
  expect(isToken(value)).toBe(expected);
});

test.each([
  ['machinetype', ['machineType']],
  ['machnieType', ['machineType']],
  ['diskSize', ['diskSizeGb']],
  ['spt', ['spot']],
  ['Type', ['machineType', 'diskType']],
  ['qq', []],
  ['entirelyElse', []],
])('%s was meant to be %j', (written, expected) => {
  expect(meantBy(written, ['machineType', 'diskType', 'diskSizeGb', 'spot'])).toEqual(expected);
});
