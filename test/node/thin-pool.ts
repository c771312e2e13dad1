import { App, Chart } from 'cdk8s';
import { type DevmapperOptions, DevmapperSnapshotter, KataInstallation, toManifests } from '../../lib';
import { get, kubectl, tryKubectl } from '../e2e/cluster';
import type { Manifest } from '../util/manifests';
import { eventually, type RealNode } from './real-node';

/** Image of the DaemonSet by default, which the registry of the tests has. */
export const BUSYBOX = 'docker.io/library/busybox:1.37.0';

/** A DaemonSet that makes thin pools on the nodes with a label, as the library writes it. */
export class ThinPoolProgram {
  /** Its objects. */
  public readonly objects: readonly Manifest[];

  private readonly pods: readonly string[];

  constructor(nodeSelector: { readonly [label: string]: string }, options: DevmapperOptions = {}) {
    const app = new App();
    const chart = new Chart(app, 'thin-pool', { disableResourceNameHashes: true });
    const installation = new KataInstallation({ placement: { nodeSelector, rawLocalSsds: 2 } });
    const { daemonSet } = new DevmapperSnapshotter(chart, 'devmapper', { installation, ...options });
    this.objects = toManifests(app) as Manifest[];
    this.pods = ['pods', '-n', daemonSet.metadata.namespace as string, '-l', `name=${daemonSet.name}`];
  }

  /** What the DaemonSet puts onto nodes. */
  public file(name: string): string {
    const configMap = this.objects.find(({ kind }) => kind === 'ConfigMap') as Manifest;
    return configMap.data[name];
  }

  public apply(): void {
    kubectl(
      ['apply', '--server-side', '-f', '-'],
      JSON.stringify({ apiVersion: 'v1', kind: 'List', items: this.objects }),
    );
  }

  public delete(): void {
    kubectl(
      ['delete', '--ignore-not-found', '--cascade=foreground', '-f', '-'],
      JSON.stringify({ apiVersion: 'v1', kind: 'List', items: this.objects }),
    );
  }

  /** Waits until the pool's container has ended without success, and returns what it printed. */
  public async refusal(contains: string): Promise<string> {
    const logs = () => {
      const [pod] = get(...this.pods).items as Manifest[];
      const [container] = pod?.status.initContainerStatuses ?? [];
      const ended = container?.state.terminated ?? container?.lastState?.terminated;
      if (ended === undefined || ended.exitCode === 0) return '';
      const which = container.state.terminated === undefined ? ['--previous'] : [];
      return tryKubectl(['logs', '-n', pod?.metadata.namespace, pod?.metadata.name, '-c', 'thin-pool', ...which])
        .stdout;
    };
    return eventually(`refusal (${contains})`, logs, (text) => text.includes(contains));
  }

  /** Ends the pod, whose successor runs the script again. */
  public restart(): void {
    kubectl(['delete', '--wait', ...this.pods]);
  }

  /** Waits until the pod is Ready, and returns its name. */
  public async ready(): Promise<string> {
    const [pod] = await eventually(
      'thin pool',
      () => get(...this.pods).items as Manifest[],
      (items) =>
        items.length === 1 &&
        items.every(({ status }) =>
          status.conditions?.some((it: Manifest) => it.type === 'Ready' && it.status === 'True'),
        ),
    );
    return (pod as Manifest).metadata.name;
  }
}

/** What device mapper has on a node: with the serial numbers of disks, whose device numbers change with each boot. */
export function tables(node: RealNode): string {
  const disks = node.run('lsblk --nodeps --noheadings --output MAJ:MIN,SERIAL').split('\n');
  const serials = new Map(disks.map((line) => line.trim().split(/\s+/) as [string, string | undefined]));
  return node.run('dmsetup table | sort').replace(/\b\d+:\d+\b/g, (device) => serials.get(device) ?? device);
}

/** Lets device mapper forget the pool, as a reboot does. */
export function unload(node: RealNode, pool: string): void {
  node.run(`systemctl stop cdk-kata-${pool}.service || true
    for part in '' -data -meta; do
      if dmsetup info ${pool}$part >/dev/null 2>&1; then dmsetup remove --retry ${pool}$part; fi
    done`);
}

/** Makes disks blank. */
export const blank = (node: RealNode, ...disks: string[]): void => {
  node.run(`for disk in ${disks.join(' ')}; do blkdiscard $disk; done; udevadm settle`);
};
