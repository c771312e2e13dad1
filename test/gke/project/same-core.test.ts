import type { TerraformStack } from 'cdktf';
import {
  BackupPlan,
  CloudNat,
  EgressFirewall,
  GkeCluster,
  GkeNetwork,
  IntrusionDetection,
  KataNodePool,
  NodeIdentity,
  NodePool,
  ProjectServices,
  SandboxAuditAlerts,
  SecretsEncryption,
  SharedVpcAccess,
} from '../../../lib/gke';
import { newStack } from '../../util/terraform';

/** A stack whose class is not the one that the library imports, though its symbols are. */
function stackOfAnotherCopy(): TerraformStack {
  let stack: TerraformStack | undefined;
  jest.isolateModules(() => {
    const other = require('cdktf') as typeof import('cdktf');
    stack = new other.TerraformStack(other.Testing.app(), 'other');
  });
  return stack as TerraformStack;
}

const region = 'europe-west4';
const email = 'nodes@acme-dev.iam.gserviceaccount.com';

test.each<[string, (stack: TerraformStack) => unknown]>([
  ['BackupPlan', (stack) => new BackupPlan(stack, 'it', {} as never)],
  ['CloudNat', (stack) => new CloudNat(stack, 'it', { region, networkId: 'n', subnetworkId: 's' })],
  ['EgressFirewall', (stack) => new EgressFirewall(stack, 'it', { networkId: 'n', internalRanges: ['10.0.0.0/8'] })],
  ['GkeCluster', (stack) => new GkeCluster(stack, 'it', {} as never)],
  [
    'GkeCluster.fromClusterAttributes',
    (stack) =>
      GkeCluster.fromClusterAttributes(stack, 'it', { name: 'a', location: region, nodeServiceAccountEmail: email }),
  ],
  ['GkeNetwork', (stack) => new GkeNetwork(stack, 'it', { region })],
  ['GkeNetwork.fromNetworkAttributes', (stack) => GkeNetwork.fromNetworkAttributes(stack, 'it', {} as never)],
  ['IntrusionDetection', (stack) => new IntrusionDetection(stack, 'it', {} as never)],
  [
    'KataNodePool',
    (stack) => {
      const attributes = { name: 'a', location: region, nodeServiceAccountEmail: email };
      new KataNodePool(stack, 'it', { cluster: GkeCluster.fromClusterAttributes(newStack(), 'gke', attributes) });
    },
  ],
  ['NodeIdentity', (stack) => new NodeIdentity(stack, 'it', { project: 'p' })],
  ['NodeIdentity.fromServiceAccountEmail', (stack) => NodeIdentity.fromServiceAccountEmail(stack, 'it', email)],
  ['NodePool', (stack) => new NodePool(stack, 'it', {} as never)],
  ['ProjectServices', (stack) => new ProjectServices(stack, 'it')],
  ['SandboxAuditAlerts', (stack) => new SandboxAuditAlerts(stack, 'it', {} as never)],
  ['SecretsEncryption', (stack) => new SecretsEncryption(stack, 'it', { project: 'p', location: region })],
  [
    'SharedVpcAccess',
    (stack) => new SharedVpcAccess(stack, 'it', { hostProject: 'h', serviceProjectNumber: '123456789012' }),
  ],
])('%s refuses a stack of another copy of cdktf', (_, build) => {
  expect(() => build(stackOfAnotherCopy())).toThrow('other/it: the stack is one of another copy of cdktf');
});
