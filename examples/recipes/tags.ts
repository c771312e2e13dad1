import { ComputeNetworkFirewallPolicy } from '@cdktf/provider-google/lib/compute-network-firewall-policy/index.js';
import { ComputeNetworkFirewallPolicyAssociation } from '@cdktf/provider-google/lib/compute-network-firewall-policy-association/index.js';
import { ComputeNetworkFirewallPolicyRule } from '@cdktf/provider-google/lib/compute-network-firewall-policy-rule/index.js';
import { DataGoogleProject } from '@cdktf/provider-google/lib/data-google-project/index.js';
import { GoogleProvider } from '@cdktf/provider-google/lib/provider/index.js';
import { TagsLocationTagBinding } from '@cdktf/provider-google/lib/tags-location-tag-binding/index.js';
import { GkeCluster, GkeNetwork, ProjectServices, TerraformState } from 'cdk-kata/gke';
import { App, TerraformStack } from 'cdktf';

const region = process.env.GOOGLE_REGION || 'europe-west4';

const app = new App();
const stack = new TerraformStack(app, 'tags');
new GoogleProvider(stack, 'google', { project: process.env.GOOGLE_PROJECT || 'acme-dev', region });
new TerraformState(stack, 'state', { bucket: process.env.STATE_BUCKET });
const services = new ProjectServices(stack, 'services');
const network = new GkeNetwork(stack, 'network', { region });
const cluster = new GkeCluster(stack, 'gke', { location: region, network });
cluster.addNodePool('system');
cluster.addKataNodePool('kata', { resourceManagerTags: { 'tagKeys/281480000000000': 'tagValues/281480000000001' } });

// A tag of the organization on the cluster itself, for IAM conditions and organization policies.
const project = new DataGoogleProject(stack, 'project');
project.node.addDependency(services);
new TagsLocationTagBinding(stack, 'environment', {
  parent: `//container.googleapis.com/projects/${project.number}/locations/${region}/clusters/${cluster.resource.name}`,
  tagValue: 'tagValues/281480000000002',
  location: region,
});

// A firewall policy that knows the nodes by their tag, wherever they are in the VPC.
const policy = new ComputeNetworkFirewallPolicy(stack, 'policy', { name: 'sandboxes' });
policy.node.addDependency(services);
new ComputeNetworkFirewallPolicyAssociation(stack, 'association', {
  name: 'sandboxes',
  firewallPolicy: policy.id,
  attachmentTarget: network.networkId,
});
new ComputeNetworkFirewallPolicyRule(stack, 'no-mail', {
  firewallPolicy: policy.name,
  direction: 'EGRESS',
  action: 'deny',
  priority: 1000,
  enableLogging: true,
  targetSecureTags: [{ name: 'tagValues/281480000000001' }],
  match: { destIpRanges: ['0.0.0.0/0'], layer4Configs: [{ ipProtocol: 'tcp', ports: ['25'] }] },
});

app.synth();
