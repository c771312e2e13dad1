import { execFileSync } from 'node:child_process';
import type { Manifest } from '../util/manifests';
import { get, kubectl, until } from './cluster';

// What the cluster itself makes and unmakes all the time.
const PASSING =
  /^(event|events\.|lease\.|endpoint|pod\/|replicaset|controllerrevision|componentstatus|node\.metrics|pod\.metrics)/;

// Labels and taints that Kubernetes and the simulated kubelets give to nodes by themselves.
const OF_CLUSTER = /(^|[./])(kubernetes|k8s)\.io\//;

/** Labels and taints of nodes, which an installation must take away again. */
function nodeMarks(): string[] {
  return get('nodes').items.flatMap(({ metadata, spec }: Manifest) => {
    const labels = Object.entries(metadata.labels ?? {}).map(([key, value]) => `label ${key}=${value}`);
    const taints = (spec.taints ?? []).map(({ key, effect }: Record<string, string>) => `taint ${key}:${effect}`);
    const own = [...labels, ...taints].filter((mark) => !OF_CLUSTER.test(mark.replace(/^\w+ /, '')));
    return own.map((mark) => `node/${metadata.name} ${mark}`);
  });
}

/** Names of all objects that the API server has, but for those that come and go by themselves, and the marks of nodes. */
export function snapshot(): string[] {
  const kinds = kubectl(['api-resources', '--verbs=list', '-o', 'name']).trim().split('\n');
  const names = kubectl(['get', kinds.join(','), '-A', '-o', 'name', '--ignore-not-found'])
    .trim()
    .split('\n')
    .filter((name) => !PASSING.test(name));
  return [...names, ...nodeMarks()].sort();
}

/** Waits until nothing is left that was not there before. */
export const isGone = (before: readonly string[]) =>
  until(
    'objects',
    () => snapshot().filter((name) => !before.includes(name)),
    (added) => added.length === 0,
  );

/** Runs a command of the shell, and throws what it complains about. */
export const shell = (command: string) => execFileSync('bash', ['-c', command], { stdio: 'pipe', encoding: 'utf8' });
