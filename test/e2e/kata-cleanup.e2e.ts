import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { App, Chart } from 'cdk8s';
import { KataCleanup, KataRelease, KataRuntime, removalCommands, writeManifests } from '../../lib';
import { get, kubectl, SIMULATED, until } from './cluster';
import { addNodes, removeNodes } from './program';
import { isGone, shell, snapshot } from './snapshot';

const NODE = 'e2e-cleanup-node';
const LABEL = 'katacontainers.io/kata-runtime';
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kata-cleanup-'));

beforeAll(async () => {
  if (SIMULATED) await addNodes({ name: NODE, labels: { 'e2e-cleanup': 'true' } });
});

afterAll(() => {
  if (SIMULATED) removeNodes(NODE);
  fs.rmSync(folder, { recursive: true });
});

function commands(cleansUp: boolean): string[] {
  const app = new App();
  const placement = { nodeSelector: { 'e2e-cleanup': 'true' } };
  const { installation } = new KataRuntime(app, 'kata', { release: KataRelease.V3_14_0, placement });
  if (cleansUp) new KataCleanup(new Chart(app, 'cleanup'), 'cleanup', { installation });
  writeManifests(app, folder);
  kubectl(['apply', '--server-side', '-k', folder]);
  return removalCommands(app, folder);
}

/** What the installer does when its pod ends, and what its second half does. */
const setLabel = (mark: string) => kubectl(['label', 'node', NODE, '--overwrite', `${LABEL}${mark}`]);
const podsOf = (name: string) => get('pods', '-n', 'kube-system', '-l', `name=${name}`).items;

const onSimulated = SIMULATED ? test : test.skip;

onSimulated(
  'Kata 3.14.0 goes by two halves, the second of which is waited for',
  async () => {
    const before = snapshot();
    const all = commands(true);
    const waits = all.findIndex((it) => it.startsWith('until '));
    for (const command of all.slice(0, waits)) {
      shell(command);
      if (command.includes('kata-installer.yaml')) setLabel('=cleanup');
    }
    await until(
      'a pod that cleans up',
      () => podsOf('kubelet-kata-cleanup').length,
      (count) => count === 1,
    );
    expect(podsOf('kata-deploy')).toEqual([]);
    let isOver = false;
    const waiting = spawn('bash', ['-c', all[waits] as string], { stdio: 'ignore' });
    const ended = new Promise<number | null>((resolve) => waiting.on('exit', resolve)).then((code) => {
      isOver = true;
      return code;
    });
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(isOver).toBe(false);
    setLabel('-');
    expect(await ended).toBe(0);
    for (const command of all.slice(waits + 1)) shell(command);
    await isGone(before);
  },
  120_000,
);

onSimulated(
  'without its second half the label is taken away, and each command can be repeated',
  async () => {
    const before = snapshot();
    const all = commands(false);
    for (const command of all) {
      shell(command);
      if (command.includes('kata-installer.yaml')) setLabel('=cleanup');
      shell(command);
    }
    await isGone(before);
    for (const command of all) shell(command);
  },
  120_000,
);
