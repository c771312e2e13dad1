import { get, tryKubectl } from '../e2e/cluster';
import type { Manifest } from '../util/manifests';
import { eventually, type RealNode } from './real-node';

/** Labels that the installer gives its nodes. */
export const OWNED = ['katacontainers.io/kata-runtime', 'kata-deploy.katacontainers.io/default'];

/** The taint that it lifts. */
export const STARTUP_TAINT = 'startup-taint.cluster-autoscaler.kubernetes.io/kata-not-ready';

/** What {@link InstalledNode.owned} is once Kata is there. */
export const INSTALLED = OWNED.map((label) => `${label}=true`);

export const pods = (namespace: string, ...args: string[]): Manifest[] => get('pods', '-n', namespace, ...args).items;
export const installers = (): Manifest[] => pods('kube-system', '-l', 'name=kata-deploy');
export const condition = (pod: Manifest | undefined, type: string): Manifest | undefined =>
  pod?.status.conditions?.find((it: Manifest) => it.type === type);
const isReady = (pod: Manifest) => condition(pod, 'Ready')?.status === 'True';

/** Waits until all of so many pods are Ready, and returns them. */
export const allReady = (what: string, read: () => Manifest[], count: number): Promise<Manifest[]> =>
  eventually(what, read, (items) => items.length === count && items.every(isReady));

/** When the scheduler has found a node for a pod, and when a pod's container has started. */
const scheduledAt = (pod: Manifest) => Date.parse(condition(pod, 'PodScheduled')?.lastTransitionTime);
const startedAt = (pod: Manifest | undefined) => Date.parse(pod?.status.containerStatuses[0].state.running.startedAt);

/** A node as the installer leaves it. */
export class InstalledNode {
  constructor(private readonly node: RealNode) {}

  /** Its labels that are the installer's. */
  public get owned(): string[] {
    const { labels } = this.node.object.metadata;
    return OWNED.filter((label) => label in labels).map((label) => `${label}=${labels[label]}`);
  }

  /** Keys of its taints. */
  public get taints(): string[] {
    return (this.node.object.spec.taints ?? []).map(({ key }: Manifest) => key);
  }

  /** Waits until installer and workload run here. */
  public async runs(namespace: string, count: number): Promise<{ installer?: Manifest; workload: Manifest[] }> {
    const [installer] = await allReady('the installer', installers, 1);
    expect(this.owned).toEqual(INSTALLED);
    const workload = await allReady('the workload', () => pods(namespace), count);
    for (const { spec } of workload) {
      expect(spec).toMatchObject({ nodeName: this.node.name, runtimeClassName: 'kata-qemu-runtime-rs' });
    }
    return { installer, workload };
  }

  /** Waits as well, and holds that the workload came after the installer. */
  public async runsInOrder(namespace: string, count: number): Promise<void> {
    const { installer, workload } = await this.runs(namespace, count);
    for (const pod of workload) expect(scheduledAt(pod)).toBeGreaterThanOrEqual(startedAt(installer));
  }

  /** Holds that a removal left no label, no startup taint and none of these objects. */
  public isClean(objects: readonly Manifest[]): void {
    expect(this.owned).toEqual([]);
    expect(this.taints).not.toContain(STARTUP_TAINT);
    const left = objects.filter(({ apiVersion, kind, metadata }) => {
      const group = apiVersion.includes('/') ? `.${apiVersion.split('/')[0]}` : '';
      const namespace = metadata.namespace ? ['-n', metadata.namespace] : [];
      return tryKubectl(['get', `${kind}${group}`, metadata.name, ...namespace]).ok;
    });
    expect(left.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([]);
    expect(installers()).toEqual([]);
  }
}
