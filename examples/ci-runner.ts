import { writeManifests } from 'cdk-kata/deploy';
import { KataRuntime, KataShim } from 'cdk-kata/kata';
import {
  Administrator,
  ClusterDns,
  Findings,
  NetworkPort,
  PodSecurityLevel,
  SandboxAdmission,
  SandboxNamespace,
} from 'cdk-kata/sandbox';
import { ApiObject, App } from 'cdk8s';

const app = new App();
const kata = new KataRuntime(app, 'kata', {
  placement: { nodeSelector: { 'kata-containers': 'enabled' } },
  shims: [KataShim.QEMU_RUNTIME_RS],
});
new SandboxAdmission(app, 'admission', {
  runtime: kata,
  administrators: [Administrator.group('platform@acme.example')],
  allowPrivilegedInVm: true,
});

// Docker needs a privileged container. In a VM that means its own guest kernel: a build that breaks out of its container owns the VM
// and everything in this pod, and the hypervisor alone is between it and the node. So builds have a namespace to themselves.
const builds = new SandboxNamespace(app, 'builds', {
  runtime: kata,
  podSecurity: PodSecurityLevel.PRIVILEGED_IN_VM,
  cluster: {
    dns: ClusterDns.KUBE_DNS,
    nodeRanges: ['10.0.0.0/20'],
    podRanges: ['10.4.0.0/14'],
    serviceRange: '10.8.0.0/20',
  },
  capacity: { pods: 8, cpu: '4', memory: '10Gi', storage: '200Gi' },
});
Findings.of(builds).acknowledge('sandbox/privileged-in-vm', 'image builds, in a namespace that holds nothing else');
builds.allowDns();
builds.allowInternet([NetworkPort.tcp(443)]);

new ApiObject(builds, 'build', {
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'build' },
  spec: {
    activeDeadlineSeconds: 3600,
    backoffLimit: 0,
    template: {
      spec: {
        restartPolicy: 'Never',
        automountServiceAccountToken: false,
        initContainers: [
          {
            name: 'dockerd',
            image: 'docker:28-dind',
            restartPolicy: 'Always',
            args: ['--host=unix:///run/docker/docker.sock'],
            env: [{ name: 'DOCKER_TLS_CERTDIR', value: '' }],
            securityContext: { privileged: true },
            resources: { requests: { cpu: '2', memory: '8Gi' }, limits: { cpu: '2', memory: '8Gi' } },
            volumeMounts: [
              { name: 'layers', mountPath: '/var/lib/docker' },
              { name: 'socket', mountPath: '/run/docker' },
            ],
          },
        ],
        containers: [
          {
            name: 'build',
            image: 'docker:28-cli',
            env: [{ name: 'DOCKER_HOST', value: 'unix:///run/docker/docker.sock' }],
            command: ['sh', '-c', 'until docker info >/dev/null 2>&1; do sleep 1; done; docker build -t app .'],
            resources: { requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '1', memory: '1Gi' } },
            volumeMounts: [{ name: 'socket', mountPath: '/run/docker' }],
          },
        ],
        // Docker's overlay file system needs a file system of its own below it: the shared directory of a VM carries no such
        // attributes. Memory of the guest does, and counts against the limit of the container that fills it.
        volumes: [
          { name: 'layers', emptyDir: { medium: 'Memory', sizeLimit: '6Gi' } },
          { name: 'socket', emptyDir: { medium: 'Memory', sizeLimit: '1Mi' } },
        ],
      },
    },
  },
});

writeManifests(app);
