import { writeManifests } from 'cdk-kata/deploy';
import { KataRuntime, KataShim } from 'cdk-kata/kata';
import {
  Administrator,
  ClusterDns,
  type ClusterFacts,
  NetworkPeer,
  NetworkPort,
  SandboxAdmission,
  SandboxNamespace,
} from 'cdk-kata/sandbox';
import { App, Cron, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-33';

const app = new App();
const kata = new KataRuntime(app, 'kata', {
  placement: { nodeSelector: { 'kata-containers': 'enabled' } },
  shims: [KataShim.QEMU_RUNTIME_RS],
});

// What `cluster.facts` yields in a program that makes the cluster too.
const cluster: ClusterFacts = {
  dns: ClusterDns.NODE_LOCAL_DNS_CACHE,
  dataplaneV2: true,
  nodeRanges: ['10.0.0.0/20'],
  podRanges: ['10.4.0.0/14'],
  serviceRange: '10.8.0.0/20',
};

// Nothing in a tenant's namespace runs outside of a VM, whoever applies it. Whoever applies this program is named.
new SandboxAdmission(app, 'admission', {
  runtime: kata,
  administrators: [Administrator.user('deployer@acme-dev.iam.gserviceaccount.com')],
});

const small = { cpu: { limit: kplus.Cpu.millis(250) }, memory: { limit: Size.mebibytes(256) } };

/** A tenant that may resolve names and nothing else. */
function tenant(name: string): SandboxNamespace {
  const namespace = new SandboxNamespace(app, name, {
    runtime: kata,
    cluster,
    capacity: { pods: 10, cpu: '500m', memory: '512Mi', storage: '20Gi' },
  });
  namespace.allowDns();
  return namespace;
}

const shop = tenant('shop');
const data = tenant('data');
const reports = tenant('reports');

const web = new kplus.Deployment(shop, 'web', {
  replicas: 2,
  containers: [
    { image: 'nginxinc/nginx-unprivileged:1.29', port: 8080, resources: small, securityContext: { user: 101 } },
  ],
});
const database = new kplus.StatefulSet(data, 'database', {
  replicas: 1,
  containers: [
    {
      image: 'postgres:17.6',
      port: 5432,
      resources: small,
      securityContext: { user: 999, readOnlyRootFilesystem: false },
      envVariables: { POSTGRES_HOST_AUTH_METHOD: kplus.EnvValue.fromValue('trust') },
    },
  ],
});
new kplus.CronJob(reports, 'monthly', {
  schedule: Cron.schedule({ minute: '0', hour: '3', day: '1' }),
  containers: [{ image: 'busybox:1.37', command: ['date'], resources: small, securityContext: { user: 1000 } }],
});

// The one opening between tenants. Both sides have to say it.
const postgres = [NetworkPort.tcp(5432)];
shop.allowEgressTo(NetworkPeer.workload(database), postgres, { workload: web });
data.allowIngressFrom(NetworkPeer.workload(web), postgres, { workload: database });

// Reports are sent to a partner, over TLS.
reports.allowEgressTo(NetworkPeer.cidr('203.0.113.0/24'), [NetworkPort.tcp(443)]);

writeManifests(app);
