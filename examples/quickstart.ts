import { GoogleProvider } from '@cdktf/provider-google/lib/provider/index.js';
import {
  GkeCluster,
  GkeNetwork,
  KataRuntime,
  KataShim,
  ProjectServices,
  TerraformState,
  writeManifests,
} from 'cdk-kata';
import * as cdk8s from 'cdk8s';
import * as kplus from 'cdk8s-plus-33';
import { App, TerraformOutput, TerraformStack } from 'cdktf';

const project = process.env.GOOGLE_PROJECT || 'acme-dev';
const region = process.env.GOOGLE_REGION || 'europe-west4';
const name = process.env.CLUSTER_NAME || 'kata-demo';

// The cluster: Terraform, in cdktf.out/.
const infra = new App();
const stack = new TerraformStack(infra, 'platform');
new GoogleProvider(stack, 'google', { project, region });
new TerraformState(stack, 'state');
new ProjectServices(stack, 'services');
const cluster = new GkeCluster(stack, 'gke', {
  name,
  location: region,
  network: new GkeNetwork(stack, 'network', { region }),
});
cluster.addNodePool('system');
const pool = cluster.addKataNodePool('kata', { machineType: 'n2-standard-8', minNodes: 0, maxNodes: 6 });
new TerraformOutput(stack, 'get_credentials', { value: cluster.getCredentialsCommand });

// The runtime: Kubernetes manifests, in dist/. The placement is all that it knows of the cluster.
const k8s = new cdk8s.App();
const kata = new KataRuntime(k8s, 'kata', {
  placement: pool.placement,
  shims: [KataShim.QEMU_RUNTIME_RS, KataShim.CLH_RUNTIME_RS],
});

// A workload in VMs: from cdk8s-plus here, but any API object will do.
const chart = new cdk8s.Chart(k8s, 'web', { disableResourceNameHashes: true });
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
kata.sandbox(web);

infra.synth();
writeManifests(k8s);
