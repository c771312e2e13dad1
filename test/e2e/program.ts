import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Yaml } from 'cdk8s';
import type { Manifest } from '../util/manifests';
import type { Attributes, Terraform } from '../util/terraform';
import { apply, get, kubectl, SIMULATED, tryKubectl, until } from './cluster';

const EXAMPLES = path.join(__dirname, '../../examples');

/** What a program of `examples/` wrote, in a folder of its own. */
export class Program {
  /** The manifests' files in the order in which they are applied. */
  public readonly files: readonly string[];

  private readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), 'e2e-'));

  constructor(example: string) {
    execFileSync(process.execPath, ['--import', 'tsx', path.join(EXAMPLES, `${example}.ts`)], {
      env: { ...process.env, CDKTF_OUTDIR: path.join(this.folder, 'tf'), CDK8S_OUTDIR: path.join(this.folder, 'k8s') },
    });
    const manifests = path.join(this.folder, 'k8s');
    const [{ resources }] = Yaml.load(path.join(manifests, 'kustomization.yaml')) as [{ resources: string[] }];
    this.files = resources.map((file) => path.join(manifests, file));
  }

  /** Every object of every file. */
  public get objects(): Manifest[] {
    return this.files.flatMap((file) => Yaml.load(file) as Manifest[]);
  }

  /** The synthesized stack. */
  public terraform(stack: string): Terraform {
    return JSON.parse(fs.readFileSync(path.join(this.folder, 'tf/stacks', stack, 'cdk.tf.json'), 'utf8'));
  }

  /** Applies the files one after the other, as the README says. */
  public apply(): void {
    for (const file of this.files) kubectl(['apply', '--server-side', '-f', file]);
  }

  /** Deletes the files backwards, waiting for each to be gone. */
  public delete(): void {
    for (const file of [...this.files].reverse()) {
      kubectl(['delete', '--ignore-not-found', '--timeout=90s', '-f', file]);
    }
  }

  /** The objects that the cluster still has. */
  public leftovers(): string[] {
    return this.objects
      .map(({ kind, apiVersion, metadata }) => {
        const [group] = apiVersion.includes('/') ? apiVersion.split('/') : [''];
        const resource = group === '' ? kind : `${kind}.${group}`;
        return [resource, metadata.name, ...(metadata.namespace ? ['-n', metadata.namespace] : [])];
      })
      .filter((args) => tryKubectl(['get', ...args]).ok)
      .map((args) => args.join(' '));
  }

  /** Deletes the folder. */
  public close(): void {
    fs.rmSync(this.folder, { recursive: true });
  }
}

/** A simulated node as the autoscaler would make it from a node pool's template. */
export interface SimulatedNode {
  readonly name: string;
  readonly labels?: Record<string, string>;
  readonly taints?: readonly { key: string; value?: string; effect: string }[];
}

const EFFECTS: Record<string, string> = {
  NO_SCHEDULE: 'NoSchedule',
  PREFER_NO_SCHEDULE: 'PreferNoSchedule',
  NO_EXECUTE: 'NoExecute',
};

/** Labels and taints that the nodes of a synthesized node pool are born with. */
export function nodeTemplate(pool: Attributes): Pick<SimulatedNode, 'labels' | 'taints'> {
  const { labels, taint } = pool.node_config;
  return {
    labels,
    taints: (taint ?? []).map(({ key, value, effect }: Record<string, string>) => ({
      key,
      value,
      effect: EFFECTS[effect as string],
    })),
  };
}

/** Adds nodes to a cluster whose kubelets are simulated, and waits until they are Ready. */
export async function addNodes(...nodes: SimulatedNode[]): Promise<void> {
  if (!SIMULATED) throw new Error('the nodes of this cluster are real: simulated ones would get pods that never run');
  const resources = { cpu: '8', memory: '32Gi', pods: '110', 'ephemeral-storage': '100Gi' };
  apply(
    ...nodes.map(({ name, labels, taints }) => ({
      apiVersion: 'v1',
      kind: 'Node',
      metadata: {
        name,
        annotations: { 'kwok.x-k8s.io/node': 'fake' },
        labels: { 'kubernetes.io/arch': 'amd64', 'kubernetes.io/os': 'linux', ...labels },
      },
      spec: { taints: taints ?? [] },
      status: { allocatable: resources, capacity: resources },
    })),
  );
  for (const { name } of nodes) {
    await until(
      `node ${name}`,
      () => get('node', name),
      (node) =>
        node.status.conditions?.some((c: Manifest) => c.type === 'Ready' && c.status === 'True') &&
        !(node.spec.taints ?? []).some((taint: Manifest) => taint.key === 'node.kubernetes.io/not-ready'),
    );
  }
}

/** Removes nodes that {@link addNodes} added. */
export function removeNodes(...names: string[]): void {
  kubectl(['delete', 'node', '--ignore-not-found', ...names]);
}
