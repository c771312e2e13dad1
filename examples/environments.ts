import { GoogleProvider } from '@cdktf/provider-google/lib/provider/index.js';
import { ControlPlaneAccess, GkeCluster, GkeNetwork, ProjectServices, TerraformState } from 'cdk-kata/gke';
import { App, TerraformOutput, TerraformStack, TerraformVariable, Token } from 'cdktf';

// One program for three environments. What differs is in environments/*.tfvars, one file for each:
//   terraform workspace select -or-create dev
//   terraform apply -var-file=../../../examples/environments/dev.tfvars
const app = new App();
const stack = new TerraformStack(app, 'environments');
const variable = (name: string, type: string, description: string) =>
  new TerraformVariable(stack, name, { type, description });

const project = variable('project', 'string', 'Project of the environment').stringValue;
const region = variable('region', 'string', 'Region of the cluster').stringValue;
const zones = variable('zones', 'list(string)', 'Zones of the nodes').listValue;
const labels = Token.asStringMap(variable('labels', 'map(string)', 'Labels for billing').value);
const office = variable('office', 'string', 'Private range from which the control plane is reached').stringValue;
const spot = variable('spot', 'bool', 'Whether nodes for Kata are Spot VMs').booleanValue;
const diskSizeGb = variable('disk_size_gb', 'number', 'Boot disk of the nodes for Kata, in GB').numberValue;
const logs = variable('logs', 'list(string)', 'Components whose logs are collected').listValue;
const group = variable('security_group', 'string', 'Google Group that holds the groups for RBAC').stringValue;

new TerraformState(stack, 'state', { bucket: process.env.STATE_BUCKET });
new GoogleProvider(stack, 'google', { project, region });
new ProjectServices(stack, 'services');

const cluster = new GkeCluster(stack, 'gke', {
  name: 'platform',
  location: region,
  project,
  zones,
  network: new GkeNetwork(stack, 'network', { name: 'platform', region, project, labels }),
  controlPlaneAccess: ControlPlaneAccess.dnsAndPrivateEndpoint([{ cidr: office, name: 'office' }]),
  loggingComponents: logs,
  securityGroup: group,
  labels,
});
cluster.addNodePool('system');
// Ranges, numbers of nodes and machine types are literals: they are checked against each other before Terraform runs.
cluster.addKataNodePool('kata', { maxNodes: 10, spot, diskSizeGb, resourceLabels: labels });
new TerraformOutput(stack, 'get_credentials', { value: cluster.getCredentialsCommand });

app.synth();
