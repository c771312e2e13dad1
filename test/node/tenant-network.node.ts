import { ApiObject, App, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { ClusterDns, NetworkPeer, NetworkPort, SandboxNamespace, toManifests } from '../../lib';
import { get, kubectl, tryKubectl } from '../e2e/cluster';
import type { Manifest } from '../util/manifests';
import { PlainRuntime } from '../util/plain-runtime';
import { eventually, RealNode } from './real-node';

const IMAGE = 'busybox:1.37';
const LABELS = { 'node-test': 'network', 'example.com/vm': 'true' };
/** The tenants' pods are on one node, and what they try is on the other. */
const [HERE, THERE] = ['network-here', 'network-there'];
const METADATA_SERVER = '169.254.169.254';
const CLUSTER_DNS = '172.30.0.10';

/** A pod whose servers answer on ports, and from which others can be tried. */
function pod(scope: Construct, name: string, node: string, ports: readonly number[] = []): ApiObject {
  const servers = ports.map((port) => `httpd -p ${port} -h /etc`);
  return new ApiObject(scope, name, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { app: name } },
    spec: {
      nodeSelector: { 'kubernetes.io/hostname': node },
      terminationGracePeriodSeconds: 0,
      containers: [
        {
          name: 'main',
          image: IMAGE,
          command: ['sh', '-c', [...servers, 'sleep 86400'].join('; ')],
          resources: { limits: { cpu: '50m', memory: '32Mi' } },
          securityContext: { runAsNonRoot: true, runAsUser: 1000 },
        },
      ],
    },
  });
}

function program(apiServerFront: string): Manifest[] {
  const app = new App();
  const cluster = {
    dns: ClusterDns.KUBE_DNS,
    nodeRanges: ['192.168.76.0/24', '10.0.2.0/24'],
    podRanges: ['172.31.0.0/16'],
    serviceRange: '172.30.0.0/16',
  };
  const runtime = new PlainRuntime(new Chart(app, 'runtime'), 'vm', cluster, ['network-vm']);
  const tenant = (name: string) => new SandboxNamespace(app, name, { runtime });

  const shop = tenant('network-shop');
  const data = tenant('network-data');
  const reports = tenant('network-reports');
  const operators = tenant('network-operators');
  const web = pod(shop, 'web', HERE);
  pod(shop, 'beside-web', HERE);
  const database = pod(data, 'database', THERE, [5432, 8080]);
  pod(reports, 'report', HERE, [8080]);
  pod(operators, 'operator', HERE);

  const postgres = [NetworkPort.tcp(5432)];
  shop.allowDns();
  shop.allowEgressTo(NetworkPeer.workload(database), postgres, { workload: web });
  data.allowIngressFrom(NetworkPeer.workload(web), postgres, { workload: database });
  operators.allowApiServer({ cidr: `${apiServerFront}/32` });
  return toManifests(app) as Manifest[];
}

const list = (items: readonly Manifest[]) => JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
const apply = (items: readonly Manifest[]) => kubectl(['apply', '--server-side', '-f', '-'], list(items));
const podOf = (namespace: string, name: string): Manifest => get('pod', name, '-n', namespace);

const addressOf = (node: string): string =>
  get('node', node).status.addresses.find((it: Manifest) => it.type === 'InternalIP').address;
const kubeletPort = (node: string): number => get('node', node).status.daemonEndpoints.kubeletEndpoint.Port;
const apiPort = () => new URL(JSON.parse(kubectl(['config', 'view', '-o', 'json'])).clusters[0].cluster.server).port;

type Targets = { readonly [name: string]: { readonly address: string; readonly port: number } };

/** What a pod gets answers from, tried all at once: names of targets, and `names` where names are resolved. */
function answers(namespace: string, name: string, targets: Targets): string[] {
  const script = [
    `timeout 30 nslookup -type=a kubernetes.default.svc.cluster.local ${CLUSTER_DNS} >/dev/null 2>&1 && echo names &`,
    ...Object.entries(targets).map(
      ([target, { address, port }]) =>
        `timeout 40 nc -w 15 ${address} ${port} </dev/null >/dev/null 2>&1 && echo '${target}' &`,
    ),
    'wait',
  ];
  return kubectl(['exec', '-n', namespace, name, '--', 'sh', '-c', script.join('\n')])
    .trim()
    .split('\n')
    .filter((line) => line !== '')
    .sort();
}

let nodes: RealNode[] = [];
let objects: Manifest[] = [];
let targets: Targets;
const isPolicy = ({ kind }: Manifest) => kind === 'NetworkPolicy';

const control: Manifest = {
  ...pod(new Chart(new App(), 'control'), 'control', HERE).toJson(),
};
const TENANTS = [
  ['network-shop', 'web'],
  ['network-shop', 'beside-web'],
  ['network-reports', 'report'],
  ['network-operators', 'operator'],
] as const;

beforeAll(async () => {
  nodes = [HERE, THERE].map((name) => RealNode.up(name, { labels: LABELS, handlers: ['vm'] }));
  const [here, there] = nodes as [RealNode, RealNode];
  const front = addressOf(THERE);
  // The other node plays the metadata server, and stands before the API server at the one port that the library opens.
  there.run(`ip address add ${METADATA_SERVER}/32 dev lo
    systemd-run --quiet socat TCP-LISTEN:80,bind=${METADATA_SERVER},fork,reuseaddr 'SYSTEM:echo metadata'
    systemd-run --quiet socat TCP-LISTEN:443,bind=${front},fork,reuseaddr TCP:10.0.2.2:${apiPort()}`);
  here.run(`ip route add ${METADATA_SERVER}/32 via ${front}`);

  objects = program(front);
  apply([
    ...objects.filter((it) => !isPolicy(it)),
    { ...control, metadata: { ...control.metadata, namespace: 'default' } },
  ]);
  for (const [namespace, name] of [...TENANTS, ['network-data', 'database'], ['default', 'control']] as const) {
    await eventually(
      `pod ${name}`,
      () => podOf(namespace, name).status,
      ({ phase }) => phase === 'Running',
    );
  }
  const ip = (namespace: string, name: string) => podOf(namespace, name).status.podIP as string;
  targets = {
    'the opening': { address: ip('network-data', 'database'), port: 5432 },
    'another port of it': { address: ip('network-data', 'database'), port: 8080 },
    'another tenant': { address: ip('network-reports', 'report'), port: 8080 },
    'metadata server': { address: METADATA_SERVER, port: 80 },
    'Service of the API server': { address: '172.30.0.1', port: 443 },
    'API server': { address: '10.0.2.2', port: Number(apiPort()) },
    'front of the API server': { address: front, port: 443 },
    'kubelet of another node': { address: front, port: kubeletPort(THERE) },
  };
});

afterAll(() => {
  tryKubectl(['delete', 'pod', 'control', '-n', 'default', '--now', '--ignore-not-found']);
  if (objects.length > 0) kubectl(['delete', '--ignore-not-found', '-f', '-'], list([...objects].reverse()));
  for (const node of nodes) node.down();
});

/** A pod reaches itself whatever the policies say: it does not leave its network namespace. */
const targetsOf = (name: string): Targets =>
  Object.fromEntries(Object.entries(targets).filter(([target]) => name !== 'report' || target !== 'another tenant'));
const everything = (name = '') => ['names', ...Object.keys(targetsOf(name))].sort();
const ofCluster = () =>
  everything().filter((it) => !['the opening', 'another port of it', 'another tenant'].includes(it));

test('without policies every target answers the control pod and the tenants', async () => {
  for (const [namespace, name] of [['default', 'control'], ...TENANTS] as const) {
    await eventually(
      `answers of everything to ${name}`,
      () => answers(namespace, name, targetsOf(name)),
      (found) => found.length === everything(name).length,
      300,
    );
  }
});

describe('with the policies', () => {
  beforeAll(() => {
    apply(objects.filter(isPolicy));
  });

  test.each([
    ['network-shop', 'web', ['names', 'the opening']],
    ['network-shop', 'beside-web', ['names']],
    ['network-reports', 'report', []],
    ['network-operators', 'operator', ['front of the API server']],
  ])('%s/%s gets answers from what was opened to it, and from nothing else', async (namespace, name, opened) => {
    const read = () => answers(namespace, name, targetsOf(name));
    await eventually(
      `answers to ${name}`,
      read,
      (found) => JSON.stringify(found) === JSON.stringify([...opened].sort()),
      300,
    );
    // What the enforcer has taken up stays so.
    expect(read()).toEqual([...opened].sort());
  });

  test('in the same run, what is no tenant answers the control pod, and no tenant does', async () => {
    expect(answers('default', 'control', targets)).toEqual(ofCluster());
  });

  test("the tenants' servers are up: they answer their own nodes", () => {
    for (const target of ['the opening', 'another port of it'] as const) {
      const { address, port } = targets[target] as Targets[string];
      expect(nodes[1]?.try(`socat -u OPEN:/dev/null TCP:${address}:${port},connect-timeout=30`)).toMatchObject({
        status: 0,
      });
    }
    const { address, port } = targets['another tenant'] as Targets[string];
    expect(nodes[0]?.try(`socat -u OPEN:/dev/null TCP:${address}:${port},connect-timeout=30`)).toMatchObject({
      status: 0,
    });
  });

  // Not a promise of the library: it holds what docs/tested.md says of the enforcer that is used here.
  test('this enforcer does not close the node that a pod is on', async () => {
    const own = { 'kubelet of its own node': { address: addressOf(HERE), port: kubeletPort(HERE) } };
    expect(answers('network-reports', 'report', own)).toEqual(['kubelet of its own node']);
  });
});
