import { execFileSync } from 'node:child_process';
import * as path from 'node:path';

/** The values that each entry point exports; types are held by the compiler of whoever uses them. */
const PUBLIC: Record<string, readonly string[]> = {
  deploy: [
    'DeploymentRole',
    'DeploymentStageName',
    'Findings',
    'FindingsError',
    'HelmChart',
    'HelmValue',
    'Severity',
    'TerraformTokenGuard',
    'WarningMode',
    'deploymentParts',
    'deploymentStages',
    'describeFinding',
    'describeObject',
    'findings',
    'imageLock',
    'manifestFiles',
    'removalCommands',
    'toManifests',
    'writeManifests',
  ],
  gke: [
    'BackupPlan',
    'CloudNat',
    'ClusterDns',
    'ControlPlaneAccess',
    'CpuManagerPolicy',
    'EgressFirewall',
    'Findings',
    'FindingsError',
    'FlowLogInterval',
    'GKE_RULES',
    'GkeCluster',
    'GkeNetwork',
    'GoogleApisDns',
    'GpuDriver',
    'GpuSharing',
    'IntrusionDetection',
    'IntrusionSeverity',
    'KataNodePool',
    'MachineType',
    'MaintenanceExclusionScope',
    'MaintenanceWindow',
    'NodeIdentity',
    'NodeImage',
    'NodePool',
    'PoolUpgrade',
    'ProjectServices',
    'ReleaseChannel',
    'SandboxAuditAlerts',
    'SecretsEncryption',
    'Severity',
    'SharedVpcAccess',
    'StackType',
    'TaintEffect',
    'UpgradeEvent',
    'VulnerabilityScanning',
    'WarningMode',
    'Weekday',
    'WebhookFirewall',
    'describeFinding',
    'findings',
    'tolerate',
  ],
  kata: [
    'ClusterDns',
    'ContainerRuntime',
    'DaemonSetInstaller',
    'DeploymentMode',
    'DevmapperSnapshotter',
    'ErofsMergeMode',
    'ErofsSnapshotterMode',
    'Findings',
    'FindingsError',
    'JobsInstaller',
    'KataArchitecture',
    'KataCleanup',
    'KataDeploy',
    'KataDeployContract',
    'KataDeployJobs',
    'KataDeployJobsRbac',
    'KataDeployRbac',
    'KataInstallation',
    'KataHypervisor',
    'KataLogLevel',
    'KataMonitor',
    'KataNodeFeatureRule',
    'KataRelease',
    'KataRuntime',
    'KataRuntimeClasses',
    'KataRuntimeLanguage',
    'KataShim',
    'KataSnapshotter',
    'KubernetesDistribution',
    'Redispatch',
    'RuntimeClass',
    'Severity',
    'ShimConfiguration',
    'TaintEffect',
    'WarningMode',
    'describeFinding',
    'findings',
    'podLimits',
    'tolerate',
    'vmSize',
    'vmSizeRuntime',
  ],
  sandbox: [
    'BlockDeviceAio',
    'BlockDeviceDriver',
    'ClusterDns',
    'Findings',
    'FindingsError',
    'InternetworkingModel',
    'Administrator',
    'NetworkPeer',
    'NetworkPolicies',
    'NetworkPort',
    'NetworkProtocol',
    'PodSecurityLevel',
    'RuntimeClass',
    'SANDBOX_NAMESPACE_LABEL',
    'SandboxAdmission',
    'SandboxNamespace',
    'SettingEffect',
    'SandboxNetwork',
    'Severity',
    'SharedFs',
    'TaintEffect',
    'VfioMode',
    'VfioPort',
    'VirtioFsCache',
    'WarningMode',
    'describeFinding',
    'findings',
    'sandboxWorkload',
    'tolerate',
  ],
  terraform: [
    'ClusterDns',
    'Findings',
    'FindingsError',
    'KubernetesBundle',
    'Severity',
    'TaintEffect',
    'WarningMode',
    'describeFinding',
    'findings',
    'tolerate',
  ],
};

test.each(Object.entries(PUBLIC))('cdk-kata/%s exports these names', (entry, names) => {
  expect(Object.keys(require(`../lib/${entry}`)).sort()).toEqual([...names].sort());
});

test('the root exports what the entry points export', () => {
  const root = Object.keys(require('../lib'));
  for (const entry of ['gke', 'kata', 'sandbox', 'deploy']) {
    expect(root).toEqual(expect.arrayContaining(Object.keys(require(`../lib/${entry}`))));
  }
});

test('package.json names an entry point for each room and no other', () => {
  const { exports, typesVersions } = require('../package.json');
  const rooms = ['deploy', 'gke', 'kata', 'sandbox', 'terraform'];
  expect(Object.keys(exports).sort()).toEqual(['.', ...rooms.map((room) => `./${room}`), './package.json'].sort());
  expect(Object.keys(typesVersions['*']).sort()).toEqual(rooms);
});

test('the same program gives the same bytes, whatever the environment', () => {
  const run = (environment: Record<string, string>) =>
    execFileSync(process.execPath, ['--import', 'tsx', path.join(__dirname, 'util/print-quickstart.ts')], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment },
    });
  const first = run({ TZ: 'UTC', LANG: 'C' });
  expect(first.length).toBeGreaterThan(1000);
  expect(run({ TZ: 'Pacific/Auckland', LANG: 'tr_TR.UTF-8' })).toBe(first);
});
