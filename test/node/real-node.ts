import { spawnSync } from 'node:child_process';
import * as path from 'node:path';
import { get } from '../e2e/cluster';
import type { Manifest } from '../util/manifests';
import type { Registry } from './images';

/** What a command answered. */
export interface Output {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a node is made. */
export interface RealNodeOptions {
  readonly labels?: { readonly [label: string]: string };

  /** Taints that it is born with, as `KEY=VALUE:EFFECT`. */
  readonly taints?: readonly string[];

  /** Blank disks, with the names of GKE's raw local SSDs. */
  readonly localSsds?: number;

  /** Handlers of RuntimeClasses that containerd knows; they run runc. */
  readonly handlers?: readonly string[];
}

function tool(name: string, args: readonly string[], input?: string): Output {
  const folder = process.env.NODE_TOOLS;
  if (!folder)
    throw new Error('NODE_TOOLS is not set: name the folder of up.sh, run.sh and down.sh, which make real nodes');
  const { status, stdout, stderr, error } = spawnSync(path.join(folder, name), args, {
    encoding: 'utf8',
    input,
    maxBuffer: 2 ** 28,
    // A node that boots while the machine is busy.
    env: { NODE_TIMEOUT: '1500', ...process.env },
  });
  if (error) throw error;
  return { status, stdout, stderr };
}

/** Waits until the condition holds; fails with the last value that it saw. Nodes are slow, so it asks rarely. */
export async function eventually<T>(
  what: string,
  read: () => T,
  holds: (value: T) => boolean,
  seconds = 900,
): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const value = read();
    if (holds(value)) return value;
    if (Date.now() > deadline) throw new Error(`${what}: still ${JSON.stringify(value)} after ${seconds} s`);
    await new Promise((resolve) => setTimeout(resolve, 2000));
  }
}

/** A machine with systemd, containerd and a kubelet, in the cluster of `KUBECONFIG`. */
export class RealNode {
  /** Boots a machine, and waits until it is Ready. */
  public static up(name: string, options: RealNodeOptions = {}): RealNode {
    const { labels = {}, taints = [], localSsds = 0, handlers = [] } = options;
    const { status, stderr } = tool('up.sh', [
      '--name',
      name,
      '--local-ssds',
      String(localSsds),
      ...Object.entries(labels).flatMap(([key, value]) => ['--label', `${key}=${value}`]),
      ...taints.flatMap((taint) => ['--taint', taint]),
      ...handlers.flatMap((handler) => ['--handler', handler]),
    ]);
    if (status !== 0) throw new Error(`up.sh: ${stderr}`);
    return new RealNode(name);
  }

  private constructor(
    /** Its name in the cluster. */
    public readonly name: string,
  ) {}

  /** The node as the API server has it. */
  public get object(): Manifest {
    return get('node', this.name);
  }

  /** Runs a script on it as root. */
  public try(script: string): Output {
    return tool('run.sh', [this.name, 'sh', '-c', script]);
  }

  /** Runs a script on it as root; throws what it complained about. */
  public run(script: string): string {
    const { status, stdout, stderr } = this.try(script);
    if (status !== 0) throw new Error(`${this.name}: ${script}: ${stderr}`);
    return stdout.trim();
  }

  /** Has it take every image from a registry on this machine. */
  public useRegistry({ port }: Registry): void {
    // The machine's own loopback, as a virtual machine of QEMU's user network sees it.
    const host = `http://10.0.2.2:${port}`;
    this.run(`
      mkdir -p /etc/containerd/certs.d/_default
      printf 'server = "${host}"\\n[host."${host}"]\\n' > /etc/containerd/certs.d/_default/hosts.toml
      sed -i "s|config_path = ''|config_path = '/etc/containerd/certs.d'|" /etc/containerd/config.toml
      systemctl restart containerd`);
  }

  /** Restarts it, and waits until its kubelet runs again. */
  public async reboot(): Promise<void> {
    const bootId = 'cat /proc/sys/kernel/random/boot_id';
    const before = this.run(bootId);
    this.try('systemctl reboot');
    await eventually(
      `reboot of ${this.name}`,
      () => this.try(`systemctl is-active kubelet && ${bootId}`),
      ({ status, stdout }) => status === 0 && !stdout.includes(before),
    );
  }

  /** Ends it. */
  public down(): void {
    const { status, stderr } = tool('down.sh', [this.name]);
    if (status !== 0) throw new Error(`down.sh: ${stderr}`);
  }
}
