import * as fs from 'node:fs';
import * as path from 'node:path';
import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import { type App, TerraformStack, Testing } from 'cdktf';
import { GkeCluster, GkeNetwork, KataNodePool, NodeIdentity } from '../../../lib/gke';
import { onlyResource, resources, synth, type Terraform } from '../../util/terraform';

const REGION = 'europe-west4';

function stacks(...names: string[]): TerraformStack[] {
  const app: App = Testing.app();
  return names.map((name) => {
    const stack = new TerraformStack(app, name);
    new GoogleProvider(stack, 'google', { project: 'acme-dev', region: REGION });
    return stack;
  });
}

/** What resources wait for; Terraform takes whole objects of the same stack alone. */
const waits = (terraform: Terraform) =>
  Object.values(terraform.resource ?? {})
    .flatMap((items) => Object.values(items))
    .flatMap(({ depends_on = [] }) => depends_on as string[]);

test('a network, an account, a cluster and a pool of a stack each', () => {
  const [base, accounts, platform, pools] = stacks('base', 'accounts', 'platform', 'pools') as [
    TerraformStack,
    TerraformStack,
    TerraformStack,
    TerraformStack,
  ];
  const network = new GkeNetwork(base, 'network', { region: REGION });
  const nodeIdentity = new NodeIdentity(accounts, 'nodes', { project: 'acme-dev' });
  const cluster = new GkeCluster(platform, 'gke', { name: 'gke', location: REGION, network, nodeIdentity });
  cluster.addNodePool('system');
  new KataNodePool(pools, 'kata', { cluster });
  // References to other stacks are only written when the whole app is.
  const app = base.node.root as App;
  app.synth();
  const written = (stack: TerraformStack): Terraform =>
    JSON.parse(fs.readFileSync(path.join(app.outdir, 'stacks', stack.node.id, 'cdk.tf.json'), 'utf8'));
  for (const stack of [platform, pools]) {
    expect(waits(written(stack)).filter((address) => /^data\.|\$\{/.test(address))).toEqual([]);
  }
  expect(onlyResource(written(pools), 'google_container_node_pool').cluster).toContain('terraform_remote_state');
  expect(pools.dependencies.map(({ node }) => node.id)).toContain('platform');
});

test('in one stack a cluster waits for its network and its account, and a pool too', () => {
  const [stack] = stacks('one') as [TerraformStack];
  const network = new GkeNetwork(stack, 'network', { region: REGION });
  new GkeCluster(stack, 'gke', { name: 'gke', location: REGION, network }).addNodePool('system');
  const terraform = synth(stack);
  const [pool] = Object.values(resources(terraform, 'google_container_node_pool'));
  for (const waiting of [onlyResource(terraform, 'google_container_cluster'), pool]) {
    expect(waiting?.depends_on).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^google_project_iam_member\./),
        expect.stringMatching(/^google_compute_router_nat\./),
      ]),
    );
  }
});
