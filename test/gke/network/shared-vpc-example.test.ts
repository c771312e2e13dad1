import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

test('examples/shared-vpc.ts: each stack has one provider, and the projects do not mix', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'shared-vpc-'));
  process.env.CDKTF_OUTDIR = folder;
  try {
    require('../../../examples/shared-vpc');
    const read = (stack: string) =>
      JSON.parse(fs.readFileSync(path.join(folder, 'stacks', stack, 'cdk.tf.json'), 'utf8'));
    const [network, platform] = [read('network'), read('platform')];
    expect(network.provider.google.map(({ project }: { project: string }) => project)).toEqual(['acme-network']);
    expect(platform.provider.google.map(({ project }: { project: string }) => project)).toEqual(['acme-dev']);
    const types = (stack: { resource: object }) => Object.keys(stack.resource);
    expect(types(network)).toEqual(
      expect.arrayContaining(['google_compute_network', 'google_compute_shared_vpc_service_project']),
    );
    expect(types(platform).filter((type) => type.startsWith('google_compute_'))).toEqual([]);
    expect(platform.resource.google_container_cluster.gke.network).toContain('data.terraform_remote_state');
  } finally {
    delete process.env.CDKTF_OUTDIR;
    fs.rmSync(folder, { recursive: true });
  }
});
