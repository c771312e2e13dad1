import { BinaryAuthorizationPolicy } from '@cdktf/provider-google/lib/binary-authorization-policy/index.js';
import { GoogleProvider } from '@cdktf/provider-google/lib/provider/index.js';
import { GkeCluster, GkeNetwork, ProjectServices, TerraformState } from 'cdk-kata/gke';
import { App, TerraformStack } from 'cdktf';

const region = process.env.GOOGLE_REGION || 'europe-west4';

const app = new App();
const stack = new TerraformStack(app, 'binary-authorization');
new GoogleProvider(stack, 'google', { project: process.env.GOOGLE_PROJECT || 'acme-dev', region });
new TerraformState(stack, 'state', { bucket: process.env.STATE_BUCKET });
const services = new ProjectServices(stack, 'services');
const cluster = new GkeCluster(stack, 'gke', {
  location: region,
  network: new GkeNetwork(stack, 'network', { region }),
});
cluster.addNodePool('system');

// Images of the company, attested; Google's own; the installer of Kata, which is privileged, by digest alone.
const policy = new BinaryAuthorizationPolicy(stack, 'policy', {
  globalPolicyEvaluationMode: 'ENABLE',
  admissionWhitelistPatterns: [
    { namePattern: 'quay.io/kata-containers/kata-deploy@sha256:*' },
    { namePattern: `${region}-docker.pkg.dev/acme-dev/mirror/*` },
  ],
  defaultAdmissionRule: {
    evaluationMode: 'REQUIRE_ATTESTATION',
    enforcementMode: 'ENFORCED_BLOCK_AND_AUDIT_LOG',
    requireAttestationsBy: ['projects/acme-dev/attestors/built-by-ci'],
  },
});
policy.node.addDependency(services);

app.synth();
