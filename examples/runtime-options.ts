import { imageLock, KataLogLevel, KataRelease, KataRuntime, KataShim, writeManifests } from 'cdk-kata';
import { ApiObject, App, Chart } from 'cdk8s';

const app = new App();
const kata = new KataRuntime(app, 'kata', {
  // The release's own program, from a mirror of the company.
  release: KataRelease.custom({
    base: KataRelease.V4_1_0,
    version: '4.1.0-acme.1',
    image: 'mirror.example.com/kata-deploy:4.1.0-acme.1',
    monitorImage: 'mirror.example.com/kata-monitor:4.1.0-acme.1',
  }),
  imagePullSecrets: ['mirror'],
  placement: {
    nodeSelector: { 'kata-containers': 'enabled' },
    tolerations: [{ key: 'kata-containers', operator: 'Equal', value: 'enabled' }],
  },
  containerdVersion: '2.1',
  shims: [KataShim.QEMU_RUNTIME_RS, KataShim.CLH_RUNTIME_RS],
  shimSettings: [
    {
      shim: KataShim.QEMU_RUNTIME_RS,
      dropIn: '[hypervisor.qemu]\nenable_iothreads = true\n',
      allowedHypervisorAnnotations: ['enable_hugepages'],
    },
  ],
  customRuntimes: [
    {
      handler: 'kata-traced',
      shim: KataShim.CLH_RUNTIME_RS,
      dropIn: '[runtime]\nenable_tracing = true\n',
    },
  ],
  logLevel: KataLogLevel.INFO,
  resources: { requests: { cpu: '50m', memory: '32Mi' } },
  monitor: {},
});

// VMs with more room for kernel, agent and page cache, counted in the overhead of their class.
kata.addSize('large', { shim: KataShim.QEMU_RUNTIME_RS, guestMemory: '512Mi', guestVcpus: 0.5 });

const chart = new Chart(app, 'database', { disableResourceNameHashes: true });
const pod = (name: string) =>
  new ApiObject(chart, name, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default' },
    spec: {
      containers: [{ name: 'main', image: 'redis:8.2', resources: { limits: { cpu: '2', memory: '1Gi' } } }],
    },
  });
kata.sandbox(pod('in-a-large-vm'), { size: 'large' });
kata.sandbox(pod('with-settings'), {
  annotations: { hugepages: true, kernelParams: 'transparent_hugepage=never', createContainerTimeoutSeconds: 120 },
});

for (const { image, usedBy } of imageLock(app)) console.log(`${image}: ${usedBy.join(', ')}`);

writeManifests(app);
