import { execFileSync } from 'node:child_process';
import { kubectl, until } from './cluster';

// What the cluster itself makes and unmakes all the time.
const PASSING =
  /^(event|events\.|lease\.|endpoint|pod\/|replicaset|controllerrevision|componentstatus|node\.metrics|pod\.metrics)/;

/** Names of all objects that the API server has, but for those that come and go by themselves. */
export function snapshot(): string[] {
  const kinds = kubectl(['api-resources', '--verbs=list', '-o', 'name']).trim().split('\n');
  return kubectl(['get', kinds.join(','), '-A', '-o', 'name', '--ignore-not-found'])
    .trim()
    .split('\n')
    .filter((name) => !PASSING.test(name))
    .sort();
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
