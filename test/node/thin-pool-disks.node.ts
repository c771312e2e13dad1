import { App } from 'cdk8s';
import { KataRuntime, KataShim, toManifests } from '../../lib';
import type { Manifest } from '../util/manifests';
import { busyboxImage, Registry } from './images';
import { RealNode } from './real-node';
import { BUSYBOX, blank, ThinPoolProgram, tables, unload } from './thin-pool';

const LABELS = { 'node-test': 'thin-pool-disks' };
const [FIRST, SECOND] = ['/dev/disk/by-id/google-local-ssd-block0', '/dev/disk/by-id/google-local-ssd-block1'] as const;
const FAULTS = '/run/faults';

let registry: Registry;
let node: RealNode;

beforeAll(async () => {
  registry = await Registry.start(busyboxImage(BUSYBOX));
  node = RealNode.up('thin-pool-disks', { labels: LABELS, localSsds: 2 });
  node.useRegistry(registry);
});

afterAll(() => {
  node?.down();
  registry?.close();
});

/** Runs the script as the unit does. */
const script = (pool: string, path = '') => node.try(`${path} /bin/sh /var/lib/cdk-kata/cdk-kata-${pool}.sh`);

/** Writes to a new volume of a pool, reads it again past the cache, and deletes it. */
const useVolume = (pool: string) =>
  node.run(`dmsetup message ${pool} 0 'create_thin 7'
    dmsetup create volume --table "0 131072 thin /dev/mapper/${pool} 7"
    head -c 1048576 /dev/urandom > /run/data && dd if=/run/data of=/dev/mapper/volume bs=1M oflag=direct 2>/dev/null
    dd if=/dev/mapper/volume bs=1M count=1 iflag=direct 2>/dev/null | cmp - /run/data
    dmsetup remove --retry volume && dmsetup message ${pool} 0 'delete 7'`);

test('a node without the disks: the pod says so, and containerd runs on', async () => {
  const program = new ThinPoolProgram(LABELS, {
    poolName: 'none',
    devices: ['/dev/disk/by-id/google-local-ssd-block9*'],
  });
  program.apply();
  const log = await program.refusal('no block device is called');
  expect(log).toContain(
    'no block device is called /dev/disk/by-id/google-local-ssd-block9*; give the node pool raw local SSDs',
  );
  expect(node.run('systemctl is-active containerd')).toBe('active');
  expect(tables(node)).toBe('No devices found');
  program.delete();
});

test('one disk becomes a pool', async () => {
  const program = new ThinPoolProgram(LABELS, { poolName: 'one', devices: [FIRST] });
  program.apply();
  await program.ready();
  const sectors = Number(node.run(`blockdev --getsz ${FIRST}`));
  const start = 2048 + Math.floor(sectors / 250 / 128) * 128;
  expect(node.run('dmsetup table one-data')).toMatch(
    new RegExp(`^0 ${Math.floor((sectors - start) / 128) * 128} linear \\S+ ${start}$`),
  );
  useVolume('one');
  program.delete();
  unload(node, 'one');
  blank(node, FIRST);
});

describe('a disk that was replaced', () => {
  const POOL = 'kata-devmapper';
  const plugin = () => node.run(`ctr plugins ls | awk '$2 == "devmapper" { print $NF }'`);
  const run = `ctr -n k8s.io run --rm --snapshotter devmapper docker.io/library/busybox:1.37`;

  test('before: containerd runs a container from the pool', async () => {
    const program = new ThinPoolProgram(LABELS);
    program.apply();
    await program.ready();
    program.delete();
    const app = new App();
    new KataRuntime(app, 'kata', { shims: [KataShim.FIRECRACKER], devmapper: {} });
    const dropIn = (toManifests(app) as Manifest[]).find(
      ({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'kata-deploy-containerd-user-dropin',
    );
    node.run(`cat > /etc/containerd/devmapper.toml <<'END'
${dropIn?.data['containerd-user-dropin.toml']}
END
      sed -i 's|^imports = .*|imports = ["/etc/containerd/devmapper.toml"]|' /etc/containerd/config.toml
      systemctl restart containerd`);
    expect(plugin()).toBe('ok');
    expect(node.run(`${run} first grep ' / ' /proc/mounts`)).toContain(`/dev/mapper/${POOL}-snap-`);
  });

  /** Replaces a disk while the node is off: device mapper has forgotten the pool when it boots. */
  function replace(disk: string): void {
    node.run('systemctl stop containerd');
    node.run(`dmsetup ls | awk '/${POOL}-snap/ { print $1 }' | xargs -r -n 1 dmsetup remove --retry`);
    unload(node, POOL);
    blank(node, disk);
    node.run('systemctl start containerd');
  }

  test.each([
    ['second', SECOND, `${SECOND} is not device 2 of 2 of pool ${POOL} any more; replace the node`],
    ['first', FIRST, 'the devices are blank, but containerd remembers snapshots on them'],
  ])('the %s: the pool is not made again, and containerd runs on without it', (_, disk, message) => {
    replace(disk);
    const { status, stderr } = script(POOL);
    expect(status).toBe(1);
    expect(stderr).toContain(message);
    expect(node.run(`systemctl is-failed cdk-kata-${POOL}.service || true`)).toBe('failed');
    expect(tables(node)).toBe('No devices found');
    expect(node.run('systemctl is-active containerd')).toBe('active');
    expect(plugin()).toBe('error');
  });

  afterAll(() => {
    node.run(`sed -i 's|^imports = .*|imports = []|' /etc/containerd/config.toml
      rm -r /var/lib/containerd/io.containerd.snapshotter.v1.devmapper
      systemctl restart containerd`);
    blank(node, FIRST, SECOND);
  });
});

describe('a creation that was interrupted', () => {
  const POOL = 'kata-devmapper';
  const CHANGES = 6;

  beforeAll(() => {
    // Each program that changes something counts its calls, and kills the script at one of them.
    const program = (name: string, changes: string) => `
      printf '%s\\n' '#!/bin/sh' 'case " $* " in ${changes})' \\
        'n=$(($(cat ${FAULTS}/count) + 1)); echo $n > ${FAULTS}/count' \\
        'if [ $n = "$KILL_BEFORE" ]; then kill -KILL $PPID; exit 1; fi' \\
        '$(PATH=\${PATH#*:} command -v ${name}) "$@"; status=$?' \\
        'if [ $n = "$KILL_AFTER" ]; then kill -KILL $PPID; fi; exit $status' \\
        ';; esac' 'exec $(PATH=\${PATH#*:} command -v ${name}) "$@"' > ${FAULTS}/${name}; chmod +x ${FAULTS}/${name}`;
    node.run(`mkdir -p ${FAULTS}${program('dd', '*" of="*')}${program('dmsetup', '*" create "*')}`);
  });

  const reset = () => {
    unload(node, POOL);
    blank(node, FIRST, SECOND);
    node.run(`echo 0 > ${FAULTS}/count`);
  };

  let whole: string;
  test('before: it changes something so many times', () => {
    reset();
    expect(script(POOL, `PATH=${FAULTS}:$PATH`)).toMatchObject({ status: 0 });
    expect(node.run(`cat ${FAULTS}/count`)).toBe(String(CHANGES));
    whole = tables(node);
  });

  test.each(Array.from({ length: CHANGES }, (_, index) => index + 1))(
    'at change %d: the next run ends it',
    (change) => {
      for (const [when, isReset] of [
        ['KILL_BEFORE', false],
        ['KILL_AFTER', true],
      ] as const) {
        reset();
        const { status } = script(POOL, `${when}=${change} PATH=${FAULTS}:$PATH`);
        expect(status).not.toBe(0);
        // A machine that was switched off forgets what was mapped as well.
        if (isReset) unload(node, POOL);
        expect(script(POOL)).toMatchObject({ status: 0, stdout: expect.stringContaining('is ready') });
        expect(tables(node)).toBe(whole);
        useVolume(POOL);
      }
    },
  );
});
