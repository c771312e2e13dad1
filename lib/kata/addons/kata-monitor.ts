import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { CONTAINERD_SOCKETS } from '../../data/kata/host-paths';
import { assertInChart } from '../../deploy/below-app';
import { neverSandbox } from '../../sandbox/workload/never-sandboxed';
import type { Finding } from '../../validation/finding';
import { imageProblem, PINNED_IMAGES } from '../../validation/image-reference';
import { isQuantity } from '../../validation/kubernetes-names';
import { assertProps } from '../../validation/props';
import type { KataRelease } from '../catalogue/kata-release';
import { isMonitorOfOtherRelease } from '../catalogue/release-image';
import type { KataDeployResources } from '../install/installer-pod-options';
import { KataLogLevel } from '../install/installer-pod-options';
import type { KataInstallation } from '../install/kata-installation';
import { badMonitor, companionImageOfOther, noMonitorImage, tlsUnknown } from '../install/messages';
import { requirePriorityQuota } from '../install/priority-class-quota';
import { refusal } from '../kata-rule';

/** TLS of the metrics of {@link KataMonitor}. */
export interface KataMonitorTls {
  /** Name of a Secret in the installer's namespace with the keys `cert.pem` and `key.pem`. */
  readonly secretName: string;

  /**
   * Oldest version of TLS.
   *
   * @default - that of kata-monitor
   */
  readonly minVersion?: TlsVersion;

  /**
   * Cipher suites, separated by commas. Not with TLS 1.3, whose suites are fixed.
   *
   * @default - those of kata-monitor
   */
  readonly cipherSuites?: string;
}

/** A version of TLS. */
export enum TlsVersion {
  /** TLS 1.2. */
  TLS_1_2 = 'VersionTLS12',
  /** TLS 1.3. */
  TLS_1_3 = 'VersionTLS13',
}

/** Options of the monitor of a `KataRuntime`. */
export interface KataMonitorOptions {
  /**
   * Image, by version or by digest.
   *
   * @default - the release's
   */
  readonly image?: string;

  /**
   * IPv4 address on which metrics are served, such as `127.0.0.1` for other containers of the pod alone.
   *
   * @default '0.0.0.0'
   */
  readonly listenAddress?: string;

  /**
   * Port of the metrics.
   *
   * @default 8090
   */
  readonly port?: number;

  /**
   * Socket of the container runtime on the node.
   *
   * @default - the distribution's
   */
  readonly runtimeSocket?: string;

  /**
   * Log level of the monitor.
   *
   * @default - that of the installer: `logLevel`, or debug with `debug`; otherwise info
   */
  readonly logLevel?: KataLogLevel;

  /**
   * CPU and memory of the monitor.
   *
   * @default - 200m of CPU and 300Mi of memory, requested and as limit
   */
  readonly resources?: KataDeployResources;

  /**
   * Serves the metrics by TLS. Since Kata 4.2.0.
   *
   * @default - plain HTTP
   */
  readonly tls?: KataMonitorTls;
}

/** Properties of `KataMonitor`. */
export interface KataMonitorProps extends KataMonitorOptions {
  /** The installation whose sandboxes are watched. */
  readonly installation: KataInstallation;
}

const DEFAULT_PORT = 8090;
const QUANTITIES = { cpu: '200m', memory: '300Mi' };

/**
 * kata-monitor: a DaemonSet that serves the metrics of the sandboxes on its node for Prometheus.
 *
 * It sees the sandboxes of both runtimes. Upstream's chart mounts only the folder of the runtime in Go (`/run/vc/sbs`), and
 * the default one, in Rust, keeps its sandboxes in `/run/kata`.
 *
 * @see https://github.com/kata-containers/kata-containers/blob/main/docs/design/kata-metrics-in-kata-containers.md
 * @throws for a release without a monitor, an image that is not pinned, and a port out of range
 *
 * @example
 * new KataMonitor(chart, 'monitor', { installation: kata.installation, port: 8091 });
 */
export class KataMonitor extends Construct {
  /** The DaemonSet. */
  public readonly daemonSet: ApiObject;

  constructor(scope: Construct, id: string, props: KataMonitorProps) {
    super(scope, id);
    assertInChart(this);
    neverSandbox(this);
    assertProps('KataMonitorProps', props, this.node.path);
    const { installation } = props;
    const { release, distribution } = installation;
    const image = props.image ?? release.data.monitorImage;
    if (image === undefined) throw refusal(this.node.path, noMonitorImage(release.version));
    const { listenAddress = '0.0.0.0', port = DEFAULT_PORT, logLevel = levelOf(installation), tls } = props;
    const { monitorServesTls } = release.data.installer;
    const socket = props.runtimeSocket ?? CONTAINERD_SOCKETS[distribution];
    const problem =
      imageProblem('monitor.image', image, PINNED_IMAGES.monitor) ??
      (isMonitorOfOtherRelease(image, release)
        ? companionImageOfOther('monitor.image', image, `kata-monitor ${release.version}`)
        : undefined) ??
      addressProblem(listenAddress) ??
      monitorProblem(port, socket, props.resources) ??
      tlsProblem(props.tls, release);
    if (problem !== undefined) throw refusal(this.node.path, problem);

    requirePriorityQuota(this, installation);
    const name = installation.partName('kata-monitor');
    const selector = {
      'app.kubernetes.io/name': 'kata-monitor',
      'app.kubernetes.io/instance': installation.instance,
      ...(installation.poolName !== undefined && { 'app.kubernetes.io/component': installation.poolName }),
    };
    const labels = { ...installation.objectMetadata.labels, ...selector };
    this.daemonSet = new ApiObject(this, 'Resource', {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: { name, namespace: installation.namespace, labels },
      spec: {
        selector: { matchLabels: selector },
        template: {
          metadata: {
            labels,
            annotations: {
              'prometheus.io/scrape': 'true',
              'prometheus.io/port': String(port),
              ...(monitorServesTls && { 'prometheus.io/scheme': tls === undefined ? 'http' : 'https' }),
            },
          },
          spec: {
            // Where sandboxes are: on ready nodes, so it does not tolerate the startup taints.
            ...installation.podScheduling(installation.tolerations),
            automountServiceAccountToken: false,
            terminationGracePeriodSeconds: 30,
            containers: [
              {
                name: 'kata-monitor',
                image,
                imagePullPolicy: installation.pullPolicy(image),
                args: [
                  `-listen-address=${listenAddress}:${port}`,
                  `-log-level=${logLevel}`,
                  `-runtime-endpoint=unix://${socket}`,
                  ...tlsArguments(tls),
                ],
                ports: [{ name: 'metrics', containerPort: port }],
                // It reads sockets of the container runtime and of the shims, which belong to root.
                securityContext: {
                  privileged: false,
                  allowPrivilegeEscalation: false,
                  readOnlyRootFilesystem: true,
                  runAsUser: 0,
                  runAsGroup: 0,
                },
                resources: {
                  requests: props.resources?.requests ?? QUANTITIES,
                  limits: props.resources?.limits ?? QUANTITIES,
                },
                volumeMounts: [
                  { name: 'containerd-sock', mountPath: folderOf(socket), readOnly: true },
                  { name: 'sbs', mountPath: '/run/vc/sbs/', readOnly: true },
                  { name: 'run-kata', mountPath: '/run/kata/', readOnly: true },
                  ...(tls ? [{ name: 'certs', mountPath: CERTIFICATES, readOnly: true }] : []),
                ],
              },
            ],
            volumes: [
              { name: 'containerd-sock', hostPath: { path: folderOf(socket), type: 'Directory' } },
              { name: 'sbs', hostPath: { path: '/run/vc/sbs/', type: 'DirectoryOrCreate' } },
              { name: 'run-kata', hostPath: { path: '/run/kata/', type: 'DirectoryOrCreate' } },
              ...(tls ? [{ name: 'certs', secret: { secretName: tls.secretName } }] : []),
            ],
          },
        },
      },
    });
  }
}

const SECRET_NAME = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;

/** Folder of the certificate in the container, as in upstream's chart. */
const CERTIFICATES = '/etc/kata-monitor/certs';

function tlsArguments(tls: KataMonitorTls | undefined): string[] {
  if (tls === undefined) return [];
  const { minVersion, cipherSuites } = tls;
  return [
    `-tls-cert-file=${CERTIFICATES}/cert.pem`,
    `-tls-key-file=${CERTIFICATES}/key.pem`,
    ...(minVersion === undefined ? [] : [`-tls-min-version=${minVersion}`]),
    ...(cipherSuites === undefined ? [] : [`-tls-cipher-suites=${cipherSuites}`]),
  ];
}

function tlsProblem(tls: KataMonitorTls | undefined, release: KataRelease): Finding | undefined {
  if (tls === undefined) return undefined;
  if (!release.data.installer.monitorServesTls) {
    return tlsUnknown(release.version);
  }
  if (!SECRET_NAME.test(tls.secretName))
    return badMonitor('tls.secretName', tls.secretName, 'write the name of a Secret');
  if (tls.cipherSuites === undefined) return undefined;
  if (tls.minVersion === TlsVersion.TLS_1_3) {
    return badMonitor('tls.cipherSuites', tls.cipherSuites, 'leave it out, since the suites of TLS 1.3 are fixed');
  }
  return /^\w+(,\w+)*$/.test(tls.cipherSuites)
    ? undefined
    : badMonitor('tls.cipherSuites', tls.cipherSuites, 'write the names of suites, with commas between them');
}

/** The level of the installer, which the chart's monitor follows too. */
function levelOf({ debug, logLevel }: KataInstallation): KataLogLevel {
  return logLevel ?? (debug ? KataLogLevel.DEBUG : KataLogLevel.INFO);
}

function addressProblem(address: string): Finding | undefined {
  const parts = address.split('.');
  const isAddress = parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256);
  return isAddress ? undefined : badMonitor('listenAddress', address, 'write an IPv4 address, such as 127.0.0.1');
}

const folderOf = (file: string) => file.slice(0, file.lastIndexOf('/'));

function monitorProblem(port: number, socket: string, resources: KataDeployResources = {}): Finding | undefined {
  if (!(Number.isInteger(port) && port >= 1 && port <= 65535))
    return badMonitor('port', port, 'write a port from 1 to 65535');
  if (!/^(\/[\w.-]+){2,}$/.test(socket))
    return badMonitor('runtimeSocket', socket, 'write the absolute path of a file');
  const quantities = Object.values(resources).flatMap((it) => Object.entries(it as Record<string, string>));
  const [resource, value] = quantities.find(([, it]) => !isQuantity(it)) ?? [];
  return resource === undefined
    ? undefined
    : badMonitor(`resources ${resource}`, value, 'write a quantity such as 200m or 300Mi');
}
