import { ApiObject, Chart, App as K8sApp } from 'cdk8s';
import { TerraformStack, Testing } from 'cdktf';
import {
  ArgoCdLayout,
  BackupPlan,
  CloudDns,
  CloudNat,
  ComputeClass,
  ControlPlaneAccess,
  compareManifests,
  DevmapperSnapshotter,
  EgressFirewall,
  type Finding,
  FindingsError,
  FluxLayout,
  GkeCluster,
  GkeNetwork,
  GoogleApisDns,
  HelmChart,
  IntrusionDetection,
  KataCleanup,
  KataDeploy,
  KataDeployJobs,
  KataDeployJobsRbac,
  KataDeployRbac,
  KataMonitor,
  KataNodeFeatureRule,
  KataNodePool,
  KataRelease,
  KataRuntime,
  KataRuntimeClasses,
  KataShim,
  KmsKeyGrant,
  MaintenanceWindow,
  NetworkPolicies,
  NodeIdentity,
  NodePool,
  NodeSwap,
  PoolUpgrade,
  ProjectServices,
  podLimits,
  RuntimeClass,
  SandboxAdmission,
  SandboxAuditAlerts,
  SandboxNamespace,
  SandboxNetwork,
  SecretsEncryption,
  SharedVpcAccess,
  ShimConfiguration,
  TerraformState,
  vmSize,
  vmSizeRuntime,
  WebhookFirewall,
  WorkloadIdentityBinding,
} from '../../../lib';
import { KubernetesBundle } from '../../../lib/terraform';
import {
  PROP_CLASSES,
  PROP_ENUMS,
  PROP_HOLDERS,
  PROP_SHAPES,
} from '../../../lib/validation/props/prop-shapes.generated';
import { propShapes } from '../../../scripts/prop-shapes';

const stack = () => new TerraformStack(Testing.app(), 'stack');
const chart = () => new Chart(new K8sApp(), 'chart');
const network = () => new SandboxNetwork(chart(), 'network', { namespace: 'team' });

/** Who takes which properties. */
const TAKERS: { readonly [shape: string]: (props: never) => unknown } = {
  AllowApiServerOptions: (props) => network().allowApiServer(props),
  AllowDnsOptions: (props) => network().allowDns(props),
  ArgoCdLayoutProps: (props) => ArgoCdLayout.write(chart(), 'unwritten', props),
  BackupPlanProps: (props) => new BackupPlan(stack(), 'it', props),
  BlueGreenUpgrade: (props) => PoolUpgrade.blueGreen(props),
  CompareOptions: (props) => compareManifests([], [], props),
  ComputeClassProps: (props) => new ComputeClass(chart(), 'it', props),
  NodeIdentityName: (props) =>
    NodeIdentity.fromServiceAccountEmail(stack(), 'it', 'nodes@acme-dev.iam.gserviceaccount.com', props),
  SwapSize: (props) => NodeSwap.onBootDisk(props),
  CloudNatProps: (props) => new CloudNat(stack(), 'it', props),
  ClusterScopeOptions: (props) => CloudDns.clusterScope(props),
  WorkloadIdentityBindingProps: (props) => new WorkloadIdentityBinding(stack(), 'it', props),
  DailyMaintenance: (props) => MaintenanceWindow.daily(props),
  FirstMaintenance: (props) => MaintenanceWindow.rrule('FREQ=DAILY', props),
  PrivateEndpointOptions: (props) => ControlPlaneAccess.privateEndpoint([], props),
  WeeklyMaintenance: (props) => MaintenanceWindow.weekly(props),
  CustomKataRelease: (props) => KataRelease.custom(props),
  DevmapperSnapshotterProps: (props) => new DevmapperSnapshotter(chart(), 'it', props),
  EgressFirewallProps: (props) => new EgressFirewall(stack(), 'it', props),
  GkeClusterAttributes: (props) => GkeCluster.fromClusterAttributes(stack(), 'it', props),
  GkeClusterProps: (props) => new GkeCluster(stack(), 'it', props),
  GoogleApisDnsProps: (props) => new GoogleApisDns(stack(), 'it', props),
  WebhookFirewallProps: (props) => new WebhookFirewall(stack(), 'it', props),
  GkeNetworkAttributes: (props) => GkeNetwork.fromNetworkAttributes(stack(), 'it', props),
  GkeNetworkProps: (props) => new GkeNetwork(stack(), 'it', props),
  FluxLayoutProps: (props) => FluxLayout.write(chart(), 'unwritten', props),
  HelmChartProps: (props) => HelmChart.write(chart(), 'unwritten', props),
  IntrusionDetectionProps: (props) => new IntrusionDetection(stack(), 'it', props),
  KmsKeyGrantProps: (props) => new KmsKeyGrant(stack(), 'it', props),
  KataCleanupProps: (props) => new KataCleanup(chart(), 'it', props),
  KataDeployJobsProps: (props) => new KataDeployJobs(chart(), 'it', props),
  KataDeployJobsRbacProps: (props) => new KataDeployJobsRbac(chart(), 'it', props),
  KataDeployProps: (props) => new KataDeploy(chart(), 'it', props),
  KataDeployRbacProps: (props) => new KataDeployRbac(chart(), 'it', props),
  KataMonitorProps: (props) => new KataMonitor(chart(), 'it', props),
  KataNodeFeatureRuleProps: (props) => new KataNodeFeatureRule(chart(), 'it', props),
  KataNodePoolProps: (props) => new KataNodePool(stack(), 'it', props),
  KataRuntimeAttributes: (props) => KataRuntime.fromAttributes(chart(), 'it', props),
  KataRuntimeClassesProps: (props) => new KataRuntimeClasses(chart(), 'it', props),
  KubernetesBundleProps: (props) => new KubernetesBundle(stack(), 'it', props),
  KataRuntimeProps: (props) => new KataRuntime(new K8sApp(), 'it', props),
  NetworkFlow: (props) => new NetworkPolicies([]).judge(props),
  VmSizePreset: (props) => vmSizeRuntime('it', props),
  NodeIdentityProps: (props) => new NodeIdentity(stack(), 'it', props),
  NodePoolProps: (props) => new NodePool(stack(), 'it', props),
  PodLimitsProps: (props) => podLimits(props),
  ProjectServicesProps: (props) => new ProjectServices(stack(), 'it', props),
  RuntimeClassProps: (props) => new RuntimeClass(chart(), 'it', props),
  SandboxAuditAlertsProps: (props) => new SandboxAuditAlerts(stack(), 'it', props),
  SandboxOptions: (props) => {
    const pod = new ApiObject(chart(), 'pod', { apiVersion: 'v1', kind: 'Pod', spec: {} });
    new KataRuntime(pod.node.root as K8sApp, 'it').sandbox(pod, props);
  },
  SandboxAdmissionProps: (props) => new SandboxAdmission(new K8sApp(), 'it', props),
  SandboxNamespaceProps: (props) => new SandboxNamespace(new K8sApp(), 'it', props),
  SandboxNetworkProps: (props) => new SandboxNetwork(chart(), 'it', props),
  SecretsEncryptionProps: (props) => new SecretsEncryption(stack(), 'it', props),
  SharedVpcAccessProps: (props) => new SharedVpcAccess(stack(), 'it', props),
  TerraformStateProps: (props) => new TerraformState(stack(), 'it', props),
  ShimConfigurationProps: (props) => ShimConfiguration.of(props),
  VmSizeProps: (props) => vmSize(props),
};

/** Every property of an interface, with what it extends. */
function properties(shape: string): [string, string][] {
  const { '...': bases = '', ...own } = PROP_SHAPES[shape] as Record<string, string>;
  return [
    ...bases
      .split(' ')
      .filter((base) => base !== '')
      .flatMap(properties),
    ...Object.entries(own),
  ];
}

/** A value of the declared type, as far as types go. */
function right(declared: string): unknown {
  if (declared.endsWith('[]')) return [];
  if (declared.endsWith('{}')) return {};
  const shape = PROP_CLASSES[declared];
  if (shape) return Object.fromEntries(shape.members.map((name) => [name, undefined]));
  if (Object.hasOwn(PROP_ENUMS, declared)) return Object.values(PROP_ENUMS[declared] ?? {})[0];
  const values: Record<string, unknown> = { string: 'x', number: 1, boolean: true };
  return Object.hasOwn(values, declared) ? values[declared] : required(declared);
}

const required = (shape: string): object =>
  Object.fromEntries(
    properties(shape)
      .filter(([, declared]) => !declared.endsWith('?') && declared !== 'unknown')
      .map(([name, declared]) => [name, right(declared)]),
  );

/** Values that no declaration of the kind takes. */
function wrong(declared: string): unknown[] {
  const kind = declared.replace(/[?~]+$/, '');
  if (kind === 'string') return [null, 1, [], {}];
  if (kind === 'number') return [null, '1', Number.NaN, Number.POSITIVE_INFINITY];
  if (kind === 'boolean') return [null, 'true', 0];
  if (kind.endsWith('[]')) return [null, 'x', {}, [null]];
  if (Object.hasOwn(PROP_ENUMS, kind)) return [null, 'no member', 1, []];
  return [null, 'x', [], ...(PROP_CLASSES[kind] ? [{}] : [])];
}

test('the recorded types are those of the declarations', () => {
  const recorded = { shapes: PROP_SHAPES, enums: PROP_ENUMS, classes: PROP_CLASSES, holders: PROP_HOLDERS };
  expect(recorded).toEqual(propShapes());
});

test('whoever takes properties is known here', () => {
  const nested = new Set(
    Object.values(PROP_SHAPES)
      .flatMap((shape) => Object.values(shape))
      .flatMap((declared) => declared.replace(/[?~[\]{}]/g, '').split(' ')),
  );
  // KataInstallationProps and KataJobOptions stand for the parts of a KataRuntime, which take nothing else.
  const parts = /^Kata(Cleanup|Deploy|DeployJobs|DeployJobsRbac|DeployRbac|NodeFeatureRule|RuntimeClasses)Props$/;
  const others =
    /^(AuthorizedNetwork|Change|Check|ClusterAccess|CheckOptions|Finding|LimitedPod|NodePoolDefaults|NetworkCluster|NodePoolSummary|SandboxLimits|SandboxTarget)$/;
  const takers = Object.keys(PROP_SHAPES).filter(
    (name) => !nested.has(name) && !parts.test(name) && !others.test(name),
  );
  expect(takers.filter((name) => !Object.hasOwn(TAKERS, name))).toEqual([]);
});

/** The findings that a program is refused for. */
function refused(program: () => unknown): readonly Finding[] {
  try {
    program();
  } catch (error) {
    // A TypeError would say nothing that helps.
    expect(error).toBeInstanceOf(FindingsError);
    return (error as FindingsError).findings;
  }
  throw new Error('not refused');
}

describe.each(Object.keys(TAKERS))('%s', (shape) => {
  const take = TAKERS[shape] as (props: unknown) => unknown;

  // What another library declares has no recorded type; whoever takes it checks it by itself.
  test.each(properties(shape).filter(([, declared]) => !declared.startsWith('unknown')))(
    '%s of another type is refused by name',
    (name, declared) => {
      for (const value of wrong(declared)) {
        const found = refused(() => take({ ...required(shape), [name]: value }));
        expect(found.map(({ id }) => id)).toEqual(['props/type']);
        expect(found[0]?.message).toMatch(new RegExp(`^${name}(\\[0\\])? is .*, and must be `));
        expect(found[0]?.fix).not.toBe('');
      }
    },
  );

  test('a property that there is not is refused by name', () => {
    const found = refused(() => take({ ...required(shape), qqqqqq: 1 }));
    expect(found).toMatchObject([{ id: 'props/unknown', message: expect.stringContaining('has no property qqqqqq') }]);
  });

  const needed = properties(shape).filter(([, declared]) => !declared.endsWith('?') && declared !== 'unknown');
  if (needed.length > 0) {
    test('what is missing is named', () => {
      const found = refused(() => take({}));
      expect(found.map(({ id }) => id)).toEqual(needed.map(() => 'props/required'));
      expect(found.map(({ message }) => message.split(' needs ')[1]).sort()).toEqual(
        needed.map(([name]) => name).sort(),
      );
      for (const { fix } of found) expect(fix).toMatch(/^pass /);
    });
  }

  test('no properties at all are refused', () => {
    for (const props of [null, 'x', 1, []]) expect(() => take(props)).toThrow(`and must be an object (${shape})`);
  });
});

test('networks of a control plane are looked through', () => {
  const access = (networks: unknown) => () => ControlPlaneAccess.privateEndpoint(networks as never);
  expect(access('10.0.0.0/8')).toThrow("networks is '10.0.0.0/8', and must be a list");
  expect(access([{ cidr: 1 }])).toThrow('networks[0].cidr is 1, and must be a string');
});

test('lists, maps and objects are looked through', () => {
  const shims = (value: unknown) => () => new KataRuntime(new K8sApp(), 'it', { shims: value as never });
  expect(shims([KataShim.QEMU, 'qemu'])).toThrow(
    "shims[1] is 'qemu', and must be a KataShim; write KataShim.QEMU (props/type)",
  );
  const settings = [{ shim: KataShim.QEMU_RUNTIME_RS, nodeSelector: { pool: 1 } }];
  expect(() => new KataRuntime(new K8sApp(), 'it', { shimSettings: settings as never })).toThrow(
    'shimSettings[0].nodeSelector.pool is 1, and must be a string',
  );
});
