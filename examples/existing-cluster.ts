import { writeManifests } from 'cdk-kata/deploy';
import { KataRuntime, KataShim } from 'cdk-kata/kata';
import { ApiObject, App, Chart } from 'cdk8s';

// A cluster that something else created. Its nodes for Kata carry this label and this taint; cdktf is not needed.
const app = new App();
const kata = new KataRuntime(app, 'kata', {
  placement: {
    nodeSelector: { 'kata-containers': 'enabled' },
    tolerations: [{ key: 'dedicated', operator: 'Equal', value: 'kata' }],
  },
  shims: [KataShim.QEMU_RUNTIME_RS],
});

const chart = new Chart(app, 'job', { disableResourceNameHashes: true });
const job = new ApiObject(chart, 'hello', {
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { namespace: 'default' },
  spec: {
    template: {
      spec: {
        restartPolicy: 'Never',
        containers: [
          {
            name: 'hello',
            image: 'busybox:1.37',
            command: ['uname', '-r'],
            resources: { limits: { cpu: '500m', memory: '128Mi' } },
          },
        ],
      },
    },
  },
});
kata.sandbox(job);

writeManifests(app);
