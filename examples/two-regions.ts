import { GoogleProvider } from '@cdktf/provider-google/lib/provider/index.js';
import {
  GkeCluster,
  GkeNetwork,
  KataRuntime,
  MaintenanceWindow,
  ProjectServices,
  TerraformState,
  Weekday,
  writeManifests,
} from 'cdk-kata';
import * as cdk8s from 'cdk8s';
import { App, TerraformStack } from 'cdktf';

const project = process.env.GOOGLE_PROJECT || 'acme-dev';

// One stack and one folder of manifests for each region. Ranges differ, so that the networks can be joined, and days, so that a
// bad upgrade reaches one region first.
const regions = [
  {
    region: 'europe-west4',
    day: Weekday.SATURDAY,
    nodeRange: '10.0.0.0/20',
    podRange: '10.64.0.0/14',
    serviceRange: '10.32.0.0/20',
  },
  {
    region: 'us-central1',
    day: Weekday.SUNDAY,
    nodeRange: '10.1.0.0/20',
    podRange: '10.72.0.0/14',
    serviceRange: '10.33.0.0/20',
  },
];

const infra = new App();
for (const { region, day, ...ranges } of regions) {
  const stack = new TerraformStack(infra, region);
  new GoogleProvider(stack, 'google', { project, region });
  new TerraformState(stack, 'state', { bucket: process.env.STATE_BUCKET });
  new ProjectServices(stack, 'services');
  const network = new GkeNetwork(stack, 'network', { region, ...ranges });
  const cluster = new GkeCluster(stack, 'gke', {
    location: region,
    network,
    maintenanceWindow: MaintenanceWindow.weekly({ days: [day], startHour: 6, hours: 12 }),
  });
  cluster.addNodePool('system');
  const pool = cluster.addKataNodePool('kata');

  const k8s = new cdk8s.App({ outdir: `${process.env.CDK8S_OUTDIR || 'dist'}/${region}` });
  new KataRuntime(k8s, 'kata', { placement: pool.placement });
  writeManifests(k8s);
}
infra.synth();
