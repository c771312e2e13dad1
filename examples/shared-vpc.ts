import { ComputeSharedVpcHostProject } from '@cdktf/provider-google/lib/compute-shared-vpc-host-project/index.js';
import { ComputeSharedVpcServiceProject } from '@cdktf/provider-google/lib/compute-shared-vpc-service-project/index.js';
import { GoogleProvider } from '@cdktf/provider-google/lib/provider/index.js';
import { GkeCluster, GkeNetwork, ProjectServices, SharedVpcAccess, TerraformState } from 'cdk-kata/gke';
import { App, TerraformStack } from 'cdktf';

const service = process.env.GOOGLE_PROJECT || 'acme-dev';
const region = process.env.GOOGLE_REGION || 'europe-west4';
const host = 'acme-network';

const app = new App();
const stack = new TerraformStack(app, 'shared-vpc');
new TerraformState(stack, 'state', { bucket: process.env.STATE_BUCKET });

// Two providers: the service project is the default; what is in the host project is created as an account of its own.
new GoogleProvider(stack, 'google', { project: service, region });
const provider = new GoogleProvider(stack, 'host', {
  alias: 'host',
  project: host,
  region,
  impersonateServiceAccount: `network-admin@${host}.iam.gserviceaccount.com`,
});

const services = new ProjectServices(stack, 'services');
const hostServices = new ProjectServices(stack, 'host-services', { project: host, provider });
const hostProject = new ComputeSharedVpcHostProject(stack, 'host-project', { project: host, provider });
hostProject.node.addDependency(hostServices);
const attachment = new ComputeSharedVpcServiceProject(stack, 'service-project', {
  hostProject: hostProject.project,
  serviceProject: service,
  provider,
});
attachment.node.addDependency(services);
const network = new GkeNetwork(stack, 'network', { name: 'shared', project: host, region, provider });
const access = new SharedVpcAccess(stack, 'access', {
  hostProject: host,
  serviceProjectNumber: '123456789012',
  provider,
});
// The cluster waits for the grants, and the grants for the attachment of its project.
access.node.addDependency(attachment);

const cluster = new GkeCluster(stack, 'gke', { name: 'platform', location: region, project: service, network });
cluster.addNodePool('system');
cluster.addKataNodePool('kata');

app.synth();
