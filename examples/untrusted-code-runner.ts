import { writeManifests } from 'cdk-kata/deploy';
import { KataRuntime, KataShim } from 'cdk-kata/kata';
import { Administrator, SandboxAdmission, SandboxNamespace } from 'cdk-kata/sandbox';
import { ApiObject, App } from 'cdk8s';

const app = new App();
const kata = new KataRuntime(app, 'kata', {
  placement: { nodeSelector: { 'kata-containers': 'enabled' } },
  shims: [KataShim.CLH_RUNTIME_RS],
});
new SandboxAdmission(app, 'admission', {
  runtime: kata,
  administrators: [Administrator.group('platform@acme.example')],
});

// Code that nobody has looked at: no way out, not even to a resolver, and none in. What it prints is read from its log.
const runner = new SandboxNamespace(app, 'runner', {
  runtime: kata,
  capacity: { pods: 50, cpu: '1', memory: '512Mi', storage: '1Gi' },
});

/** Runs a script for a minute at most, and forgets it after ten. */
function run(id: string, script: string): ApiObject {
  return new ApiObject(runner, id, {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: id },
    spec: {
      activeDeadlineSeconds: 60,
      backoffLimit: 0,
      ttlSecondsAfterFinished: 600,
      template: {
        spec: {
          restartPolicy: 'Never',
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          securityContext: { runAsNonRoot: true, runAsUser: 65532 },
          containers: [
            {
              name: 'code',
              image: 'python:3.13-slim',
              command: ['python', '-c', script],
              resources: { limits: { cpu: '1', memory: '512Mi', 'ephemeral-storage': '256Mi' } },
              securityContext: { readOnlyRootFilesystem: true },
              volumeMounts: [{ name: 'scratch', mountPath: '/tmp' }],
            },
          ],
          volumes: [{ name: 'scratch', emptyDir: { sizeLimit: '64Mi' } }],
        },
      },
    },
  });
}

run('run-1', 'print(sum(range(10**6)))');
run('run-2', 'import urllib.request; urllib.request.urlopen("https://example.com", timeout=5)');

writeManifests(app);
