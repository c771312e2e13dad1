import type { Manifest } from '../util/manifests';

/** A way in which a pod comes about. */
export interface Route {
  readonly kind: string;
  /** The object that holds a pod's template. */
  readonly wrap: (name: string, pod: Manifest) => Manifest;
  /** Path of the pod's spec in the object, as a refusal names it. */
  readonly path: string;
}

const labels = { app: 'it' };
const selector = { matchLabels: labels };
const template = ({ metadata, spec }: Manifest) => ({ metadata: { ...metadata, labels }, spec });
const object = (apiVersion: string, kind: string, name: string, rest: object): Manifest => ({
  apiVersion,
  kind,
  metadata: { name },
  ...rest,
});
const controlled = (kind: string, more: object = {}) => ({
  kind,
  path: 'spec.template.spec',
  wrap: (name: string, pod: Manifest) =>
    object('apps/v1', kind, name, { spec: { selector, template: template(pod), ...more } }),
});
const never = (pod: Manifest) => ({ ...pod, spec: { ...pod.spec, restartPolicy: 'Never' } });

export const ROUTES: readonly Route[] = [
  {
    kind: 'Pod',
    path: 'spec',
    wrap: (name, { metadata, spec }) => ({ ...object('v1', 'Pod', name, { spec }), metadata: { name, ...metadata } }),
  },
  controlled('Deployment'),
  controlled('ReplicaSet'),
  controlled('StatefulSet', { serviceName: 'it' }),
  controlled('DaemonSet'),
  {
    kind: 'Job',
    path: 'spec.template.spec',
    wrap: (name, pod) => object('batch/v1', 'Job', name, { spec: { template: template(never(pod)) } }),
  },
  {
    kind: 'CronJob',
    path: 'spec.jobTemplate.spec.template.spec',
    wrap: (name, pod) =>
      object('batch/v1', 'CronJob', name, {
        spec: { schedule: '0 0 1 1 *', jobTemplate: { spec: { template: template(never(pod)) } } },
      }),
  },
  {
    kind: 'ReplicationController',
    path: 'spec.template.spec',
    wrap: (name, pod) =>
      object('v1', 'ReplicationController', name, { spec: { selector: labels, template: template(pod) } }),
  },
  {
    kind: 'PodTemplate',
    path: 'template.spec',
    wrap: (name, pod) => object('v1', 'PodTemplate', name, { template: template(pod) }),
  },
  {
    kind: 'Sandbox',
    path: 'spec.podTemplate.spec',
    wrap: (name, pod) => object('agents.x-k8s.io/v1beta1', 'Sandbox', name, { spec: { podTemplate: template(pod) } }),
  },
  {
    kind: 'SandboxTemplate',
    path: 'spec.podTemplate.spec',
    wrap: (name, pod) =>
      object('extensions.agents.x-k8s.io/v1beta1', 'SandboxTemplate', name, { spec: { podTemplate: template(pod) } }),
  },
];

/** One fault of a pod, and the field that its refusal names. */
export interface Fault {
  readonly name: string;
  readonly field: string;
  readonly break: (pod: Manifest) => void;
}

const first = (pod: Manifest): Manifest => pod.spec.containers[0];
const annotation = (name: string, key: string): Fault => ({
  name,
  field: 'metadata.annotations',
  break: (pod) => {
    pod.metadata = { annotations: { [`io.katacontainers.config.${key}`]: '/bin/sh' } };
  },
});
const set = (name: string, field: string, values: object): Fault => ({
  name,
  field,
  break: (pod) => Object.assign(pod.spec, values),
});
const toleration = (name: string, value: object): Fault => set(name, 'tolerations', { tolerations: [value] });

/** What takes a pod out of its VM, or brings the node into it. */
export const FAULTS: readonly Fault[] = [
  {
    name: 'no-class',
    field: 'runtimeClassName',
    break: (pod) => {
      delete pod.spec.runtimeClassName;
    },
  },
  set('other-class', 'runtimeClassName', { runtimeClassName: 'e2e-plain' }),
  set('host-network', 'hostNetwork', { hostNetwork: true }),
  set('host-pid', 'hostPID', { hostPID: true }),
  set('host-ipc', 'hostIPC', { hostIPC: true }),
  set('host-path', 'volumes', { volumes: [{ name: 'host', hostPath: { path: '/' } }] }),
  set('host-device', 'volumes', {
    volumes: [
      { name: 'ok', emptyDir: {} },
      { name: 'kvm', hostPath: { path: '/dev/kvm', type: 'CharDevice' } },
    ],
  }),
  {
    name: 'block-volume',
    field: 'containers[].volumeDevices',
    break: (pod) => {
      pod.spec.volumes = [{ name: 'disk', persistentVolumeClaim: { claimName: 'disk' } }];
      first(pod).volumeDevices = [{ name: 'disk', devicePath: '/dev/xvda' }];
    },
  },
  {
    name: 'device',
    field: 'containers[].resources',
    break: (pod) => {
      first(pod).resources.limits['devices.example.com/kvm'] = '1';
    },
  },
  set('claim', 'resourceClaims', { resourceClaims: [{ name: 'device', resourceClaimName: 'device' }] }),
  {
    name: 'privileged',
    field: 'containers[].securityContext.privileged',
    break: (pod) => {
      first(pod).securityContext = { privileged: true };
    },
  },
  {
    name: 'privileged-init',
    field: 'containers[].securityContext.privileged',
    break: (pod) => {
      pod.spec.initContainers = [{ name: 'init', image: 'busybox:1.37', securityContext: { privileged: true } }];
    },
  },
  {
    name: 'privileged-last',
    field: 'containers[].securityContext.privileged',
    break: (pod) => {
      pod.spec.containers.push({ name: 'last', image: 'busybox:1.37', securityContext: { privileged: true } });
    },
  },
  {
    name: 'host-port',
    field: 'containers[].ports[].hostPort',
    break: (pod) => {
      first(pod).ports = [{ containerPort: 80, hostPort: 80 }];
    },
  },
  annotation('hypervisor-path', 'hypervisor.path'),
  annotation('jailer-path', 'hypervisor.jailer_path'),
  annotation('guest-kernel', 'hypervisor.kernel'),
  annotation('guest-image', 'hypervisor.image'),
  annotation('virtiofsd', 'hypervisor.virtio_fs_daemon'),
  annotation('unknown-setting', 'hypervisor.not_yet_known'),
  {
    name: 'cdi-device',
    field: 'metadata.annotations',
    break: (pod) => {
      pod.metadata = { annotations: { 'cdi.k8s.io/vfio1': 'example.com/device=0' } };
    },
  },
  toleration('startup-taint', {
    key: 'startup-taint.cluster-autoscaler.kubernetes.io/kata-not-ready',
    operator: 'Exists',
  }),
  toleration('every-taint', { operator: 'Exists' }),
  toleration('every-taint-of-an-effect', { operator: 'Exists', effect: 'NoSchedule' }),
  set('node-name', 'nodeName', { nodeName: 'e2e-tenants-0' }),
];

/** A pod in which there is nothing to refuse. */
export function goodPod(runtimeClassName: string): Manifest {
  return {
    spec: {
      runtimeClassName,
      containers: [{ name: 'main', image: 'busybox:1.37', resources: { limits: { cpu: '100m', memory: '64Mi' } } }],
    },
  };
}

/** Every fault by every route, each in an object of its own. */
export function mutants(
  runtimeClassName: string,
): { readonly object: Manifest; readonly path: string; readonly field: string }[] {
  return ROUTES.flatMap((route) =>
    FAULTS.map((fault) => {
      const pod = goodPod(runtimeClassName);
      fault.break(pod);
      return {
        object: route.wrap(`${route.kind.toLowerCase()}-${fault.name}`, pod),
        path: route.path,
        field: fault.field,
      };
    }),
  );
}
