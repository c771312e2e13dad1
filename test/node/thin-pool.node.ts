import { busyboxImage, Registry } from './images';
import { RealNode } from './real-node';
import { BUSYBOX, blank, ThinPoolProgram, tables } from './thin-pool';

const LABELS = { 'node-test': 'thin-pool' };
const POOL = 'kata-devmapper';
const [FIRST, SECOND] = ['/dev/disk/by-id/google-local-ssd-block0', '/dev/disk/by-id/google-local-ssd-block1'];

const program = new ThinPoolProgram(LABELS);
let registry: Registry;
let node: RealNode;

/** What the first MiB of both disks has. */
const contents = () => node.run(`for d in ${FIRST} ${SECOND}; do dd if=$d bs=1M count=1 2>/dev/null | sha256sum; done`);

beforeAll(async () => {
  registry = await Registry.start(busyboxImage(BUSYBOX));
  node = RealNode.up('thin-pool', { labels: LABELS, localSsds: 2 });
  node.useRegistry(registry);
});

afterAll(() => {
  program.delete();
  node?.down();
  registry?.close();
});

test('a disk with a file system is left alone', async () => {
  node.run(`mkfs.ext4 -q ${SECOND}`);
  const before = contents();
  program.apply();
  expect(await program.refusal('it is left alone')).toContain('local-ssd-block1 holds something else: ext4');
  expect(contents()).toBe(before);
  expect(tables(node)).toBe('No devices found');
});

test('a disk with a partition table is left alone, and the log has nothing of the file system of before', async () => {
  node.run(`wipefs --quiet --all ${SECOND}
    printf '\\200\\376\\377\\377\\203\\376\\377\\377\\000\\010\\000\\000\\000\\000\\001\\000' | dd of=${SECOND} bs=1 seek=446 2>/dev/null
    printf '\\125\\252' | dd of=${SECOND} bs=1 seek=510 conv=fsync 2>/dev/null`);
  const before = contents();
  program.restart();
  expect(await program.refusal('holds something else: dos')).not.toContain('ext4');
  expect(contents()).toBe(before);
});

test('blank disks become one pool', async () => {
  blank(node, SECOND);
  program.restart();
  await program.ready();
  const sectors = Number(node.run(`blockdev --getsz ${FIRST}`));
  const metadata = Math.floor(sectors / 250 / 128) * 128;
  const data = (start: number) => Math.floor((sectors - start) / 128) * 128;
  const length = data(2048 + metadata) + data(2048);
  expect(node.run(`dmsetup table ${POOL}`)).toMatch(new RegExp(`^0 ${length} thin-pool \\S+ \\S+ 128 32768`));
  expect(node.run(`dmsetup status ${POOL}`)).toMatch(/ rw (no_)?discard_passdown /);
  for (const [disk, index] of [
    [FIRST, 1],
    [SECOND, 2],
  ]) {
    expect(node.run(`dd if=${disk} bs=512 count=1 2>/dev/null | tr -d '\\000'`)).toBe(
      `cdk-kata thin pool ${POOL}, device ${index} of 2`,
    );
  }
});

test('made again, nothing changes', async () => {
  const before = { tables: tables(node), contents: contents() };
  program.restart();
  await program.ready();
  expect({ tables: tables(node), contents: contents() }).toEqual(before);
});

test('after a reboot the unit has loaded the pool before containerd starts, with what was in it', async () => {
  const volume = (size: number) => `dmsetup create volume --table "0 ${size} thin /dev/mapper/${POOL} 0"`;
  node.run(`dmsetup message ${POOL} 0 'create_thin 0' && ${volume(131072)}
    mkfs.ext4 -q /dev/mapper/volume && mount /dev/mapper/volume /mnt && echo precious > /mnt/file && umount /mnt`);
  const before = tables(node);

  await node.reboot();
  const started = (unit: string, property: string) =>
    Number(node.run(`systemctl show --value --property ${property} ${unit}`));
  const loaded = started(`cdk-kata-${POOL}.service`, 'ActiveEnterTimestampMonotonic');
  expect(loaded).toBeGreaterThan(0);
  expect(loaded).toBeLessThan(started('containerd.service', 'ExecMainStartTimestampMonotonic'));
  node.run(volume(131072));
  expect(tables(node)).toBe(before);
  expect(node.run('mount /dev/mapper/volume /mnt && cat /mnt/file && umount /mnt')).toBe('precious');
  await program.ready();
});
