import { ComputeSharedVpcHostProject } from '@cdktf/provider-google/lib/compute-shared-vpc-host-project';
import { ComputeSharedVpcServiceProject } from '@cdktf/provider-google/lib/compute-shared-vpc-service-project';
import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import { GkeCluster, GkeNetwork, SharedVpcAccess } from 'cdk-kata/gke';
import { App, TerraformStack } from 'cdktf';

const service = process.env.GOOGLE_PROJECT || 'acme-dev';
const region = process.env.GOOGLE_REGION || 'europe-west4';
const host = 'acme-network';

const app = new App();

// The network team: everything of the VPC is in the host project, and is created by an account of that team.
const networkStack = new TerraformStack(app, 'network');
new GoogleProvider(networkStack, 'google', {
  project: host,
  region,
  impersonateServiceAccount: `network-admin@${host}.iam.gserviceaccount.com`,
});
const hostProject = new ComputeSharedVpcHostProject(networkStack, 'host', { project: host });
new ComputeSharedVpcServiceProject(networkStack, 'service', {
  hostProject: hostProject.project,
  serviceProject: service,
});
const network = new GkeNetwork(networkStack, 'shared', { name: 'shared', project: host, region });
new SharedVpcAccess(networkStack, 'access', { hostProject: host, serviceProjectNumber: '123456789012' });

// The platform team: a second provider, of the service project.
const platform = new TerraformStack(app, 'platform');
new GoogleProvider(platform, 'google', { project: service, region });
platform.addDependency(networkStack);
const cluster = new GkeCluster(platform, 'gke', { name: 'platform', location: region, project: service, network });
cluster.addNodePool('system');
cluster.addKataNodePool('kata');

app.synth();
