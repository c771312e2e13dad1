import * as path from 'node:path';
import { ArgoCdLayout, FluxLayout } from 'cdk-kata/deploy';
import { KataRuntime } from 'cdk-kata/kata';
import { SandboxNamespace } from 'cdk-kata/sandbox';
import { App } from 'cdk8s';

const app = new App();
const kata = new KataRuntime(app, 'kata', { placement: { nodeSelector: { 'kata-containers': 'enabled' } } });
new SandboxNamespace(app, 'team-a', { runtime: kata });

// Take the one that your clusters have. The folder is committed, and a pull request shows what changes.
ArgoCdLayout.write(app, path.join(app.outdir, 'argo-cd'), {
  name: 'kata',
  repoUrl: 'https://git.example/platform.git',
  path: 'clusters/prod/argo-cd',
});
FluxLayout.write(app, path.join(app.outdir, 'flux'), {
  name: 'kata',
  path: 'clusters/prod/flux',
  sourceName: 'platform',
});
