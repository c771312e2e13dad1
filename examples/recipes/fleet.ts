import { GkeHubFeature } from '@cdktf/provider-google/lib/gke-hub-feature/index.js';
import { ProjectIamMember } from '@cdktf/provider-google/lib/project-iam-member/index.js';
import { GoogleProvider } from '@cdktf/provider-google/lib/provider/index.js';
import { GkeCluster, GkeNetwork, ProjectServices, TerraformState } from 'cdk-kata/gke';
import { App, TerraformStack } from 'cdktf';

const region = process.env.GOOGLE_REGION || 'europe-west4';

const app = new App();
const stack = new TerraformStack(app, 'fleet');
new GoogleProvider(stack, 'google', { project: process.env.GOOGLE_PROJECT || 'acme-dev', region });
new TerraformState(stack, 'state', { bucket: process.env.STATE_BUCKET });
new ProjectServices(stack, 'services');
// The project of the fleet, by id and by number.
const fleet = 'acme-fleet';
const fleetNumber = '123456789012';
const fleetServices = new ProjectServices(stack, 'fleet-services', {
  project: fleet,
  services: ['anthospolicycontroller.googleapis.com', 'gkehub.googleapis.com', 'mesh.googleapis.com'],
});
const cluster = new GkeCluster(stack, 'gke', {
  location: region,
  network: new GkeNetwork(stack, 'network', { region }),
  fleetProject: fleet,
});
cluster.addNodePool('system');

// The agents of the fleet may manage the cluster, which is in another project than the fleet.
for (const [name, service] of [
  ['hub', 'gcp-sa-gkehub'],
  ['mesh', 'gcp-sa-servicemesh'],
]) {
  const agent = new ProjectIamMember(stack, `${name}-agent`, {
    project: cluster.project,
    role: name === 'hub' ? 'roles/gkehub.serviceAgent' : 'roles/anthosservicemesh.serviceAgent',
    member: `serviceAccount:service-${fleetNumber}@${service}.iam.gserviceaccount.com`,
  });
  agent.node.addDependency(fleetServices);
}
// Features of every cluster of the fleet: Cloud Service Mesh and Policy Controller.
const mesh = new GkeHubFeature(stack, 'mesh', {
  project: fleet,
  name: 'servicemesh',
  location: 'global',
  fleetDefaultMemberConfig: { mesh: { management: 'MANAGEMENT_AUTOMATIC' } },
});
const policies = new GkeHubFeature(stack, 'policies', {
  project: fleet,
  name: 'policycontroller',
  location: 'global',
  fleetDefaultMemberConfig: {
    policycontroller: {
      policyControllerHubConfig: {
        installSpec: 'INSTALL_SPEC_ENABLED',
        // kata-deploy is privileged, and belongs to nobody's tenant.
        exemptableNamespaces: ['kube-system'],
        policyContent: { templateLibrary: { installation: 'ALL' } },
      },
    },
  },
});
for (const feature of [mesh, policies]) feature.node.addDependency(fleetServices);

app.synth();
