import { writeManifests } from 'cdk-kata/deploy';
import { DeploymentMode, KataRuntime } from 'cdk-kata/kata';
import { App } from 'cdk8s';

// Nodes that live long, on which no installer is to stay.
const app = new App();
new KataRuntime(app, 'kata', {
  placement: { nodeSelector: { 'kata-containers': 'enabled' } },
  namespace: 'kata-system',
  deploymentMode: DeploymentMode.JOB,
  jobs: { parallelism: 5 },
});

writeManifests(app);
