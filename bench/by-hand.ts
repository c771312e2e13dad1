// The quickstart as somebody writes it who has cdktf, the Google bindings and cdk8s but not this library: the same
// resources and the same objects. The benchmark's baseline.
import { ComputeFirewall } from '@cdktf/provider-google/lib/compute-firewall';
import { ComputeNetwork } from '@cdktf/provider-google/lib/compute-network';
import { ComputeRouter } from '@cdktf/provider-google/lib/compute-router';
import { ComputeRouterNat } from '@cdktf/provider-google/lib/compute-router-nat';
import { ComputeSubnetwork } from '@cdktf/provider-google/lib/compute-subnetwork';
import { ContainerCluster } from '@cdktf/provider-google/lib/container-cluster';
import { ContainerNodePool } from '@cdktf/provider-google/lib/container-node-pool';
import { ProjectIamMember } from '@cdktf/provider-google/lib/project-iam-member';
import { ProjectService } from '@cdktf/provider-google/lib/project-service';
import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import { ServiceAccount } from '@cdktf/provider-google/lib/service-account';
import * as cdk8s from 'cdk8s';
import * as kplus from 'cdk8s-plus-33';
import { App, TerraformOutput, TerraformStack } from 'cdktf';

const project = 'acme-dev';
const region = 'europe-west4';
const name = 'kata-demo';

const infra = new App();
const stack = new TerraformStack(infra, 'platform');
new GoogleProvider(stack, 'google', { project, region });

const services = [
  'artifactregistry',
  'binaryauthorization',
  'cloudresourcemanager',
  'compute',
  'container',
  'containersecurity',
  'iam',
  'iamcredentials',
  'logging',
  'monitoring',
].map(
  (service) =>
    new ProjectService(stack, service, {
      project,
      service: `${service}.googleapis.com`,
      disableOnDestroy: false,
      disableDependentServices: false,
    }),
);

const network = new ComputeNetwork(stack, 'network', {
  dependsOn: services,
  project,
  name: 'platform-network',
  autoCreateSubnetworks: false,
  routingMode: 'REGIONAL',
  lifecycle: { preventDestroy: true },
});
const subnetwork = new ComputeSubnetwork(stack, 'subnetwork', {
  dependsOn: services,
  project,
  name: 'platform-network',
  network: network.id,
  region,
  ipCidrRange: '10.0.0.0/20',
  secondaryIpRange: [
    { rangeName: 'pods', ipCidrRange: '10.64.0.0/14' },
    { rangeName: 'services', ipCidrRange: '10.32.0.0/20' },
  ],
  stackType: 'IPV4_ONLY',
  privateIpGoogleAccess: true,
  logConfig: { aggregationInterval: 'INTERVAL_5_SEC', flowSampling: 0.5, metadata: 'INCLUDE_ALL_METADATA' },
  lifecycle: { preventDestroy: true },
});
new ComputeFirewall(stack, 'deny-ingress', {
  dependsOn: services,
  project,
  name: 'platform-network-deny-ingress',
  network: network.id,
  direction: 'INGRESS',
  priority: 65534,
  sourceRanges: ['0.0.0.0/0'],
  deny: [{ protocol: 'all' }],
  logConfig: { metadata: 'INCLUDE_ALL_METADATA' },
});
const router = new ComputeRouter(stack, 'router', {
  dependsOn: services,
  project,
  name: 'platform-network-nat-router',
  network: network.id,
  region,
});
const nat = new ComputeRouterNat(stack, 'nat', {
  dependsOn: services,
  project,
  name: 'platform-network-nat',
  router: router.name,
  region,
  natIpAllocateOption: 'AUTO_ONLY',
  sourceSubnetworkIpRangesToNat: 'LIST_OF_SUBNETWORKS',
  subnetwork: [{ name: subnetwork.id, sourceIpRangesToNat: ['ALL_IP_RANGES'] }],
  enableDynamicPortAllocation: true,
  enableEndpointIndependentMapping: false,
  minPortsPerVm: 128,
  maxPortsPerVm: 4096,
  logConfig: { enable: true, filter: 'ERRORS_ONLY' },
});

const account = new ServiceAccount(stack, 'nodes', {
  dependsOn: services,
  project,
  accountId: 'platform-gke-nodes',
  displayName: 'GKE nodes of platform/gke/nodes',
});
const role = new ProjectIamMember(stack, 'nodes-role', {
  dependsOn: services,
  project,
  role: 'roles/container.defaultNodeServiceAccount',
  member: account.member,
});
const kataAccount = new ServiceAccount(stack, 'kata-nodes', {
  dependsOn: services,
  project,
  accountId: 'platform-gke-kata-nodes',
  displayName: 'GKE nodes of platform/gke/kata-nodes',
});
const kataRole = new ProjectIamMember(stack, 'kata-nodes-role', {
  dependsOn: services,
  project,
  role: 'roles/container.defaultNodeServiceAccount',
  member: kataAccount.member,
});
const node = {
  serviceAccount: account.email,
  oauthScopes: ['https://www.googleapis.com/auth/cloud-platform'],
  metadata: { 'disable-legacy-endpoints': 'true' },
  workloadMetadataConfig: { mode: 'GKE_METADATA' },
  shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true },
  kubeletConfig: { cpuCfsQuota: true, insecureKubeletReadonlyPortEnabled: 'FALSE', podPidsLimit: 4096 },
};
const cluster = new ContainerCluster(stack, 'gke', {
  name,
  project,
  location: region,
  network: network.id,
  subnetwork: subnetwork.id,
  networkingMode: 'VPC_NATIVE',
  ipAllocationPolicy: {
    clusterSecondaryRangeName: 'pods',
    servicesSecondaryRangeName: 'services',
    stackType: 'IPV4',
  },
  initialNodeCount: 1,
  removeDefaultNodePool: true,
  nodeConfig: { ...node, diskSizeGb: 30, diskType: 'pd-standard' },
  nodePoolDefaults: { nodeConfigDefaults: { insecureKubeletReadonlyPortEnabled: 'FALSE' } },
  deletionProtection: true,
  datapathProvider: 'ADVANCED_DATAPATH',
  networkPolicy: { enabled: false },
  enableIntranodeVisibility: true,
  enableL4IlbSubsetting: true,
  enableLegacyAbac: false,
  enableShieldedNodes: true,
  privateClusterConfig: { enablePrivateNodes: true, enablePrivateEndpoint: true },
  controlPlaneEndpointsConfig: { dnsEndpointConfig: { allowExternalTraffic: true } },
  masterAuthorizedNetworksConfig: { cidrBlocks: [], gcpPublicCidrsAccessEnabled: false },
  masterAuth: { clientCertificateConfig: { issueClientCertificate: false } },
  anonymousAuthenticationConfig: { mode: 'LIMITED' },
  rbacBindingConfig: {
    enableInsecureBindingSystemAuthenticated: false,
    enableInsecureBindingSystemUnauthenticated: false,
  },
  workloadIdentityConfig: { workloadPool: `${project}.svc.id.goog` },
  binaryAuthorization: { evaluationMode: 'PROJECT_SINGLETON_POLICY_ENFORCE' },
  securityPostureConfig: { mode: 'BASIC' },
  releaseChannel: { channel: 'REGULAR' },
  maintenancePolicy: {
    recurringWindow: {
      startTime: '2026-01-03T00:00:00Z',
      endTime: '2026-01-03T06:00:00Z',
      recurrence: 'FREQ=WEEKLY;BYDAY=SA,SU',
    },
  },
  loggingConfig: {
    enableComponents: ['SYSTEM_COMPONENTS', 'WORKLOADS', 'APISERVER', 'CONTROLLER_MANAGER', 'SCHEDULER'],
  },
  monitoringConfig: {
    enableComponents: ['SYSTEM_COMPONENTS', 'APISERVER', 'CONTROLLER_MANAGER', 'SCHEDULER'],
    managedPrometheus: { enabled: true },
    advancedDatapathObservabilityConfig: { enableMetrics: true, enableRelay: false },
  },
  costManagementConfig: { enabled: true },
  gatewayApiConfig: { channel: 'CHANNEL_STANDARD' },
  verticalPodAutoscaling: { enabled: true },
  addonsConfig: {
    dnsCacheConfig: { enabled: true },
    gcePersistentDiskCsiDriverConfig: { enabled: true },
    gcpFilestoreCsiDriverConfig: { enabled: false },
    gcsFuseCsiDriverConfig: { enabled: false },
    gkeBackupAgentConfig: { enabled: false },
  },
  resourceLabels: { 'managed-by': 'cdk-kata' },
  timeouts: { create: '60m', update: '90m', delete: '60m' },
  dependsOn: [role, nat, ...services],
  lifecycle: { preventDestroy: true, ignoreChanges: ['node_config'] },
});

const pool = {
  cluster: cluster.id,
  management: { autoRepair: true, autoUpgrade: true },
  upgradeSettings: { strategy: 'SURGE', maxSurge: 1, maxUnavailable: 0 },
  networkConfig: { enablePrivateNodes: true },
  timeouts: { create: '60m', update: '60m', delete: '60m' },
  dependsOn: [role, nat, ...services],
  lifecycle: { createBeforeDestroy: true, preventDestroy: true, ignoreChanges: ['initial_node_count'] },
};
const machine = {
  ...node,
  diskType: 'pd-balanced',
  gvnic: { enabled: true },
  linuxNodeConfig: { cgroupMode: 'CGROUP_MODE_V2' },
};
new ContainerNodePool(stack, 'system', {
  project,
  ...pool,
  name: 'system-04217a',
  initialNodeCount: 1,
  autoscaling: { locationPolicy: 'BALANCED', totalMinNodeCount: 3, totalMaxNodeCount: 6 },
  nodeConfig: {
    ...machine,
    machineType: 'e2-standard-4',
    imageType: 'COS_CONTAINERD',
    diskSizeGb: 100,
    labels: { 'node-pool': 'system' },
  },
});
new ContainerNodePool(stack, 'kata', {
  project,
  ...pool,
  name: 'kata-7319d7',
  maxPodsPerNode: 64,
  dependsOn: [kataRole, nat, ...services],
  autoscaling: { locationPolicy: 'BALANCED', totalMinNodeCount: 0, totalMaxNodeCount: 6 },
  nodeConfig: {
    ...machine,
    serviceAccount: kataAccount.email,
    machineType: 'n2-standard-8',
    imageType: 'UBUNTU_CONTAINERD',
    diskSizeGb: 200,
    advancedMachineFeatures: { threadsPerCore: 0, enableNestedVirtualization: true },
    labels: {
      'node-pool': 'kata',
      'kata-containers': 'enabled',
      'katacontainers.io/kata-runtime': 'true',
      'kata-deploy.katacontainers.io/default': 'true',
    },
    taint: [
      { key: 'kata-containers', value: 'enabled', effect: 'NO_SCHEDULE' },
      { key: 'startup-taint.cluster-autoscaler.kubernetes.io/kata-not-ready', value: 'true', effect: 'NO_SCHEDULE' },
    ],
  },
});
new TerraformOutput(stack, 'get_credentials', {
  value: `gcloud container clusters get-credentials ${name} --location ${region} --project ${project} --dns-endpoint`,
});

const k8s = new cdk8s.App();
const labels = {
  'app.kubernetes.io/instance': 'default',
  'app.kubernetes.io/managed-by': 'cdk-kata',
  'app.kubernetes.io/name': 'kata-deploy',
  'app.kubernetes.io/part-of': 'kata-containers',
  'app.kubernetes.io/version': '4.2.0',
};
const access = new cdk8s.Chart(k8s, 'access');
new cdk8s.ApiObject(access, 'account', {
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name: 'kata-deploy-sa', namespace: 'kube-system', labels },
});
new cdk8s.ApiObject(access, 'role', {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRole',
  metadata: { name: 'kata-deploy-role', labels },
  rules: [
    { apiGroups: [''], resources: ['nodes'], verbs: ['get', 'patch'] },
    { apiGroups: ['apps'], resources: ['daemonsets'], verbs: ['get', 'list', 'watch'] },
  ],
});
new cdk8s.ApiObject(access, 'binding', {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRoleBinding',
  metadata: { name: 'kata-deploy-rb', labels },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'kata-deploy-role' },
  subjects: [{ kind: 'ServiceAccount', name: 'kata-deploy-sa', namespace: 'kube-system' }],
});

const kataNodes = { key: 'kata-containers', operator: 'Equal', value: 'enabled', effect: 'NoSchedule' };
const startup = {
  key: 'startup-taint.cluster-autoscaler.kubernetes.io/kata-not-ready',
  operator: 'Equal',
  value: 'true',
  effect: 'NoSchedule',
};
const probe = (path: string, periodSeconds: number, failureThreshold: number) => ({
  httpGet: { path, port: 8090 },
  periodSeconds,
  failureThreshold,
  timeoutSeconds: 3,
});
const hostFolders = [
  { name: 'crio-conf', mountPath: '/etc/crio/', path: '/etc/crio/' },
  { name: 'containerd-conf', mountPath: '/etc/containerd/', path: '/etc/containerd/' },
  { name: 'kata-install', mountPath: '/opt/kata', path: '/opt/kata', type: 'DirectoryOrCreate' },
  { name: 'systemd-system', mountPath: '/etc/systemd/system', path: '/etc/systemd/system', type: 'DirectoryOrCreate' },
  { name: 'systemd-private', mountPath: '/run/systemd/private', path: '/run/systemd/private', type: 'Socket' },
  { name: 'boot', mountPath: '/boot', path: '/boot', readOnly: true },
  { name: 'host-machine-id', mountPath: '/host-machine-id', path: '/etc/machine-id', type: 'File', readOnly: true },
  { name: 'host-run-lock', mountPath: '/host-run-lock', path: '/run/lock', type: 'DirectoryOrCreate' },
  { name: 'host-usr-bin', mountPath: '/host-usr/bin', path: '/usr/bin', readOnly: true },
  { name: 'host-usr-sbin', mountPath: '/host-usr/sbin', path: '/usr/sbin', readOnly: true },
  { name: 'host-usr-local-bin', mountPath: '/host-usr-local/bin', path: '/usr/local/bin', readOnly: true },
  { name: 'host-usr-local-sbin', mountPath: '/host-usr-local/sbin', path: '/usr/local/sbin', readOnly: true },
  { name: 'host-bin', mountPath: '/host-bin', path: '/bin', readOnly: true },
  { name: 'host-sbin', mountPath: '/host-sbin', path: '/sbin', readOnly: true },
];
const installer = new cdk8s.Chart(k8s, 'installer');
installer.addDependency(access);
new cdk8s.ApiObject(installer, 'deploy', {
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { name: 'kata-deploy', namespace: 'kube-system', labels },
  spec: {
    selector: { matchLabels: { name: 'kata-deploy' } },
    updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
    template: {
      metadata: { labels: { ...labels, name: 'kata-deploy' } },
      spec: {
        serviceAccountName: 'kata-deploy-sa',
        priorityClassName: 'system-node-critical',
        terminationGracePeriodSeconds: 600,
        nodeSelector: { 'kata-containers': 'enabled' },
        tolerations: [kataNodes, startup],
        containers: [
          {
            name: 'kube-kata',
            image: 'quay.io/kata-containers/kata-deploy:4.2.0',
            imagePullPolicy: 'Always',
            command: ['/usr/bin/kata-deploy', 'install'],
            env: [
              { name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
              { name: 'DAEMONSET_NAME', value: 'kata-deploy' },
              { name: 'DEBUG', value: 'false' },
              { name: 'SHIMS_X86_64', value: 'clh-runtime-rs qemu-runtime-rs' },
              { name: 'DEFAULT_SHIM_X86_64', value: 'qemu-runtime-rs' },
              { name: 'INSTALLATION_PREFIX', value: '' },
              { name: 'MULTI_INSTALL_SUFFIX', value: '' },
              { name: 'K8S_DISTRIBUTION', value: 'k8s' },
              { name: 'STARTUP_TAINTS', value: `${startup.key}:${startup.effect}` },
              { name: 'HEALTH_PORT', value: '8090' },
            ],
            resources: { requests: { cpu: '25m', memory: '16Mi' } },
            securityContext: { privileged: false, readOnlyRootFilesystem: true },
            terminationMessagePolicy: 'FallbackToLogsOnError',
            startupProbe: { ...probe('/readyz', 10, 60), initialDelaySeconds: 1 },
            readinessProbe: probe('/readyz', 10, 3),
            livenessProbe: probe('/healthz', 30, 3),
            volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }, ...hostFolders.map(({ path, type, ...mount }) => mount)],
          },
        ],
        volumes: [
          { name: 'tmp', emptyDir: {} },
          ...hostFolders.map(({ name, path, type }) => ({ name, hostPath: { path, type } })),
        ],
      },
    },
  },
});
const classes = new cdk8s.Chart(k8s, 'classes');
classes.addDependency(installer);
for (const { shim, memory } of [
  { shim: 'clh-runtime-rs', memory: '130Mi' },
  { shim: 'qemu-runtime-rs', memory: '320Mi' },
]) {
  new cdk8s.ApiObject(classes, shim, {
    apiVersion: 'node.k8s.io/v1',
    kind: 'RuntimeClass',
    metadata: { name: `kata-${shim}`, labels, annotations: { 'katacontainers.io/kata-version': '4.2.0' } },
    handler: `kata-${shim}`,
    overhead: { podFixed: { cpu: '250m', memory } },
    scheduling: {
      nodeSelector: {
        'kata-containers': 'enabled',
        'katacontainers.io/kata-runtime': 'true',
        'kata-deploy.katacontainers.io/default': 'true',
      },
      tolerations: [kataNodes],
    },
  });
}

const chart = new cdk8s.Chart(k8s, 'web', { disableResourceNameHashes: true });
chart.addDependency(classes);
const namespace = new kplus.Namespace(chart, 'namespace', {
  metadata: { name: 'web', labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
});
const web = new kplus.Deployment(chart, 'web', {
  metadata: { namespace: 'web' },
  replicas: 2,
  containers: [
    {
      image: 'nginxinc/nginx-unprivileged:1.29',
      portNumber: 8080,
      resources: {
        cpu: { request: kplus.Cpu.millis(250), limit: kplus.Cpu.units(1) },
        memory: { request: cdk8s.Size.mebibytes(256), limit: cdk8s.Size.mebibytes(256) },
      },
      securityContext: {
        user: 101,
        group: 101,
        capabilities: { drop: [kplus.Capability.ALL] },
        seccompProfile: { type: kplus.SeccompProfileType.RUNTIME_DEFAULT },
      },
      volumeMounts: [{ path: '/tmp', volume: kplus.Volume.fromEmptyDir(chart, 'tmp', 'tmp') }],
    },
  ],
});
web.node.addDependency(namespace);
cdk8s.ApiObject.of(web).addJsonPatch(
  cdk8s.JsonPatch.add('/spec/template/spec/runtimeClassName', 'kata-qemu-runtime-rs'),
);

infra.synth();
k8s.synth();
