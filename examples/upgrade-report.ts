import {
  ChangeImpact,
  compareManifests,
  describeChange,
  type Manifest,
  toManifests,
  writeManifests,
} from 'cdk-kata/deploy';
import { KataRelease, KataRuntime } from 'cdk-kata/kata';
import { App } from 'cdk8s';

const placement = { nodeSelector: { 'kata-containers': 'enabled' } };

// What is applied: here the program of before; in a pipeline the documents of the files that were applied.
const old = new App();
new KataRuntime(old, 'kata', { placement, release: KataRelease.V4_1_0 });
const applied: readonly Manifest[] = toManifests(old);

const app = new App();
new KataRuntime(app, 'kata', { placement, release: KataRelease.V4_2_0 });

const changes = compareManifests(applied, toManifests(app), {
  acknowledged: ['restarts-containerd DaemonSet kube-system/kata-deploy'],
});
for (const change of changes) console.log(describeChange(change));
if (changes.some(({ impact }) => impact === ChangeImpact.FORBIDDEN)) process.exitCode = 1;

writeManifests(app);
