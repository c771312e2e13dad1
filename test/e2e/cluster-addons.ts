import type { Manifest } from '../util/manifests';

/** What runs on every node of a cluster, in the fields that an admission policy looks at. */
export interface ClusterAddon {
  /** Where the shape was read: repository, file and commit, or a page of Google's. */
  readonly source: string;
  readonly name: string;
  readonly spec: Manifest;
}

const container = (name: string, more: object = {}) => ({ name, image: 'registry.example/it:1', ...more });
const hostPaths = (...paths: string[]) => paths.map((path, index) => ({ name: `host-${index}`, hostPath: { path } }));
const privileged = { securityContext: { privileged: true } };
const everywhere = [{ operator: 'Exists' }];
const everyEffect = [
  { key: 'CriticalAddonsOnly', operator: 'Exists' },
  { effect: 'NoExecute', operator: 'Exists' },
  { effect: 'NoSchedule', operator: 'Exists' },
];

export const CLUSTER_ADDONS: readonly ClusterAddon[] = [
  {
    source: 'kubernetes/kubernetes cluster/addons/dns/nodelocaldns/nodelocaldns.yaml at 028f956d',
    name: 'node-local-dns',
    spec: {
      hostNetwork: true,
      dnsPolicy: 'Default',
      tolerations: everyEffect,
      containers: [
        container('node-cache', {
          securityContext: { capabilities: { add: ['NET_ADMIN'] } },
          ports: [{ containerPort: 53, name: 'dns', protocol: 'UDP' }],
        }),
      ],
      volumes: [
        { name: 'xtables-lock', hostPath: { path: '/run/xtables.lock', type: 'FileOrCreate' } },
        { name: 'config-volume', configMap: { name: 'node-local-dns' } },
      ],
    },
  },
  {
    source:
      'kubernetes-sigs/gcp-compute-persistent-disk-csi-driver deploy/kubernetes/base/node_linux/node.yaml at 0681d2fa',
    name: 'csi-gce-pd-node',
    spec: {
      hostNetwork: true,
      nodeSelector: { 'kubernetes.io/os': 'linux' },
      tolerations: everywhere,
      containers: [container('csi-driver-registrar'), container('gce-pd-driver', privileged)],
      volumes: hostPaths('/var/lib/kubelet', '/dev', '/etc/udev', '/run/udev', '/sys', '/lib/modules'),
    },
  },
  {
    source: 'kubernetes/kubernetes cluster/addons/calico-policy-controller/calico-node-daemonset.yaml at 046d201c',
    name: 'calico-node',
    spec: {
      hostNetwork: true,
      terminationGracePeriodSeconds: 0,
      tolerations: everyEffect,
      initContainers: [container('install-cni')],
      containers: [container('calico-node', privileged)],
      volumes: hostPaths('/lib/modules', '/etc/calico', '/opt/cni/bin', '/etc/cni/net.d', '/var/run/calico'),
    },
  },
  {
    source: 'https://cloud.google.com/kubernetes-engine/docs/concepts/dataplane-v2',
    name: 'anetd',
    spec: {
      hostNetwork: true,
      tolerations: everywhere,
      containers: [container('cilium-agent', privileged)],
      volumes: hostPaths('/sys/fs/bpf'),
    },
  },
  {
    source: 'https://cloud.google.com/kubernetes-engine/docs/concepts/workload-identity',
    name: 'gke-metadata-server',
    spec: { hostNetwork: true, tolerations: everywhere, containers: [container('gke-metadata-server', privileged)] },
  },
  {
    source: 'kata-containers/kata-containers tools/packaging/kata-deploy/helm-chart/kata-deploy at 4.1.0',
    name: 'kata-deploy',
    spec: {
      hostPID: true,
      tolerations: everywhere,
      containers: [container('kube-kata', privileged)],
      volumes: hostPaths('/'),
    },
  },
];
