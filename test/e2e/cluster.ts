import { spawnSync } from 'node:child_process';
import type { Manifest } from '../util/manifests';

/** Whether the cluster's nodes are simulated, so that tests may add some and change their taints. */
export const SIMULATED = process.env.E2E_SIMULATED_NODES === '1';

/** What kubectl answered. */
export interface Answer {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** Calls kubectl on the cluster of `KUBECONFIG`, and on no other. */
export function tryKubectl(args: readonly string[], input?: string): Answer {
  if (!process.env.KUBECONFIG) throw new Error('KUBECONFIG is not set: name the cluster that the tests may change');
  const { status, stdout, stderr, error } = spawnSync('kubectl', args, { input, encoding: 'utf8', maxBuffer: 2 ** 26 });
  if (error) throw error;
  return { ok: status === 0, stdout, stderr };
}

/** Calls kubectl; throws what it complained about. */
export function kubectl(args: readonly string[], input?: string): string {
  const { ok, stdout, stderr } = tryKubectl(args, input);
  if (!ok) throw new Error(`kubectl ${args.join(' ')}: ${stderr}`);
  return stdout;
}

/** Reads objects as JSON. */
export function get(...args: string[]): Manifest {
  return JSON.parse(kubectl(['get', ...args, '-o', 'json']));
}

/** Applies objects with server-side apply, whose field validation is always strict. */
export function apply(...objects: Manifest[]): void {
  kubectl(['apply', '--server-side', '-f', '-'], objects.map((object) => JSON.stringify(object)).join('\n---\n'));
}

/** Waits until the condition holds; fails with the last value that it saw. */
export async function until<T>(what: string, read: () => T, holds: (value: T) => boolean, seconds = 60): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const value = read();
    if (holds(value)) return value;
    if (Date.now() > deadline) throw new Error(`${what}: still ${JSON.stringify(value)} after ${seconds} s`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
