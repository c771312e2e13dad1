import { GoogleProvider } from '@cdktf/provider-google/lib/provider/index.js';
import {
  GkeCluster,
  GkeNetwork,
  KataRuntime,
  NodeIdentity,
  ProjectServices,
  SharedVpcAccess,
  TerraformState,
  writeManifests,
} from 'cdk-kata';
import * as cdk8s from 'cdk8s';
import { App, TerraformStack } from 'cdktf';

const project = process.env.GOOGLE_PROJECT || 'acme-dev';
const region = process.env.GOOGLE_REGION || 'europe-west4';
const host = 'acme-network';

const infra = new App();
const stack = new TerraformStack(infra, 'platform');
new GoogleProvider(stack, 'google', { project, region });
new TerraformState(stack, 'state', { bucket: process.env.STATE_BUCKET });
new ProjectServices(stack, 'services');

// A subnetwork of a Shared VPC, with a way to the internet that belongs to the host project.
const network = GkeNetwork.fromNetworkAttributes(stack, 'network', {
  networkId: `projects/${host}/global/networks/shared`,
  subnetworkId: `projects/${host}/regions/${region}/subnetworks/gke`,
  podRangeName: 'gke-pods',
  serviceRangeName: 'gke-services',
  hasEgress: true,
  region,
  ranges: { nodeRange: '10.10.0.0/22', podRange: '10.12.0.0/16', serviceRange: '10.10.16.0/20' },
});
new SharedVpcAccess(stack, 'shared-vpc', { hostProject: host, serviceProjectNumber: '123456789012' });

const cluster = new GkeCluster(stack, 'gke', {
  location: region,
  network,
  nodeIdentity: NodeIdentity.fromServiceAccountEmail(stack, 'nodes', `gke-nodes@${project}.iam.gserviceaccount.com`),
});
cluster.addNodePool('system');
const pool = cluster.addKataNodePool('kata', { maxPodsPerNode: 64 });

const k8s = new cdk8s.App();
new KataRuntime(k8s, 'kata', { placement: pool.placement });

infra.synth();
writeManifests(k8s);
