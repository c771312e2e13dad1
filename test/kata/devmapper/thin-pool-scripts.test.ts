import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { App, Chart } from 'cdk8s';
import { DevmapperSnapshotter, KataInstallation } from '../../../lib/kata';

/** The tools of a node, over files: a device is a file, what is mapped is a file below `mapper`. */
const TOOLS: { readonly [tool: string]: string } = {
  blkdiscard: 'exit 0',
  'mkfs.ext4': 'exit 0',
  modprobe: 'exit 0',
  blockdev: 'echo $(($(wc -c < "$2") / 512))',
  wipefs: 'if grep -q FILESYSTEM "$4"; then echo ext4; fi',
  dmsetup: `
case "$1" in
  info) [ -e "$MAPPER/$2" ] ;;
  create)
    table=\${4:-$(cat)}
    printf '%s\\n' "$2: $table" >> "$MAPPER/../log"
    : > "$MAPPER/$2" ;;
  status) echo "0 100 \${STATUS:-thin-pool 0 4161600/4161600}" ;;
esac`,
};
const MIB = 1024 * 1024;

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'thin-pool-'));
  for (const name of ['bin', 'dev', 'mapper', 'root']) fs.mkdirSync(path.join(folder, name));
  for (const [tool, script] of Object.entries(TOOLS)) {
    fs.writeFileSync(path.join(folder, 'bin', tool), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

function scripts(): { [file: string]: string } {
  const chart = new Chart(new App(), 'chart');
  const snapshotter = new DevmapperSnapshotter(chart, 'devmapper', {
    installation: new KataInstallation(),
    devices: ['/dev/ssd*'],
    poolName: 'pool',
  });
  return snapshotter.configMap.toJson().data;
}

const device = (name: string, content = '', mebibytes = 600) => {
  const file = path.join(folder, 'dev', name);
  fs.writeFileSync(file, content);
  fs.truncateSync(file, mebibytes * MIB);
  return file;
};

const devices = () => fs.readdirSync(path.join(folder, 'dev')).map((name) => path.join(folder, 'dev', name));

/** What a device begins with: a mark has its first sector. */
function beginning(file: string): string {
  const descriptor = fs.openSync(file, 'r');
  const bytes = Buffer.alloc(4096);
  fs.readSync(descriptor, bytes);
  fs.closeSync(descriptor);
  return bytes.toString('latin1');
}

/** Runs the script over the files; a reboot forgets what was mapped. */
function run(env: Record<string, string> = {}) {
  const script = scripts()
    ['thin-pool.sh']?.replaceAll('[ -b "$device" ]', '[ -f "$device" ]')
    .replaceAll('/dev/mapper', path.join(folder, 'mapper'))
    .replace("'/dev/ssd*'", `'${folder}/dev/ssd*'`)
    .replace(/^root=.*$/m, `root='${folder}/root'`) as string;
  const { status, stdout, stderr } = spawnSync('/bin/sh', ['-c', script], {
    encoding: 'utf8',
    env: { PATH: `${folder}/bin:${process.env.PATH}`, MAPPER: path.join(folder, 'mapper'), ...env },
  });
  return { status, stdout, stderr };
}
function reboot(): void {
  fs.rmSync(path.join(folder, 'mapper'), { recursive: true });
  fs.mkdirSync(path.join(folder, 'mapper'));
}
const mapped = () => fs.readFileSync(path.join(folder, 'log'), 'utf8').trim().split('\n');

test.each(['thin-pool.sh', 'install.sh'])('%s is a script', (file) => {
  const { status, stderr } = spawnSync('sh', ['-n'], { input: scripts()[file], encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

test('makes a pool of one device: first its mark, then metadata, then data', () => {
  const ssd = device('ssd0');
  expect(run()).toMatchObject({ status: 0, stdout: expect.stringContaining('pool pool is ready') });
  // 600 MiB are 1228800 sectors; metadata gets a 250th of them, in whole blocks.
  expect(mapped()[0]).toBe(`pool-meta: 0 4864 linear ${ssd} 2048`);
  expect(mapped()[1]).toBe(`pool-data: 0 1221888 linear ${ssd} 6912`);
  expect(mapped()[2]).toBe(`pool: 0 1221888 thin-pool ${folder}/mapper/pool-meta ${folder}/mapper/pool-data 128 32768`);
  expect(beginning(ssd)).toContain('cdk-kata thin pool pool, device 1 of 1');
});

test('puts several devices behind each other', () => {
  const [one, two] = [device('ssd0'), device('ssd1')];
  expect(run().status).toBe(0);
  expect(mapped().slice(1, 3)).toEqual([
    `pool-data: 0 1221888 linear ${one} 6912`,
    `1221888 1226752 linear ${two} 2048`,
  ]);
  expect(beginning(two)).toContain('device 2 of 2');
});

test('changes nothing while the pool is there', () => {
  device('ssd0');
  run();
  const before = mapped().length;
  expect(run().status).toBe(0);
  expect(mapped()).toHaveLength(before);
});

test('loads the same pool after a reboot, metadata and all', () => {
  device('ssd0');
  run();
  const [meta, data, pool] = mapped();
  reboot();
  fs.writeFileSync(path.join(folder, 'root/pool.db'), 'snapshots');
  expect(run().status).toBe(0);
  expect(mapped().slice(3)).toEqual([meta, data, pool]);
  // Zeroes at the beginning of the metadata would make it a new pool.
  expect(fs.statSync(path.join(folder, 'mapper/pool-meta')).size).toBe(0);
});

test('begins again when it was interrupted before the mark of the first device', () => {
  device('ssd0');
  device('ssd1', 'cdk-kata thin pool pool, device 2 of 2');
  expect(run().status).toBe(0);
});

test.each<[string, () => void, string]>([
  ['no device', () => undefined, 'give the node pool raw local SSDs'],
  ['a file system', () => device('ssd0', 'FILESYSTEM'), 'holds something else: ext4; it is left alone'],
  ['data without a file system', () => device('ssd0', 'precious'), 'holds something else; it is left alone'],
  ['another pool', () => device('ssd0', 'cdk-kata thin pool other, device 1 of 1'), 'holds something else'],
  [
    'one device of two replaced',
    () => {
      device('ssd0', 'cdk-kata thin pool pool, device 1 of 2');
      device('ssd1');
    },
    'is not device 2 of 2 of pool pool any more; replace the node',
  ],
  [
    'blank devices that containerd remembers',
    () => {
      device('ssd0');
      fs.writeFileSync(path.join(folder, 'root/pool.db'), 'snapshots');
    },
    'containerd remembers snapshots',
  ],
  ['a device that is too small', () => device('ssd0', '', 1), 'too small for a thin pool'],
])('leaves everything alone for %s', (_, prepare, message) => {
  prepare();
  const before = devices().map(beginning);
  expect(run()).toMatchObject({ status: 1, stderr: expect.stringContaining(message) });
  expect(devices().map(beginning)).toEqual(before);
  expect(fs.existsSync(path.join(folder, 'log'))).toBe(false);
});

test.each(['Fail', 'thin-pool 1 needs_check', 'thin-pool 1 ro no_discard_passdown'])(
  'says that a pool is damaged: %s',
  (STATUS) => {
    device('ssd0');
    expect(run({ STATUS })).toMatchObject({ status: 1, stderr: expect.stringContaining('is damaged') });
  },
);

test('says what tool the node has not', () => {
  device('ssd0');
  const { status, stderr } = run({ PATH: `${folder}/bin` });
  expect(status).toBe(1);
  expect(stderr).toContain('the node has no dd');
});

describe('install.sh', () => {
  /** Runs it with an image whose only folder is `bin`; the node's tools note how they are called, and with what PATH. */
  function install(restart: number) {
    const script = Object.entries({
      '/thin-pool/': 'files/',
      '/node/folder/': 'folder/',
      '/node/systemd/': 'systemd/',
    }).reduce((text, [from, to]) => text.replaceAll(from, `${folder}/${to}`), scripts()['install.sh'] as string);
    for (const name of ['files', 'folder', 'systemd', 'image']) fs.mkdirSync(path.join(folder, name));
    for (const name of ['thin-pool.sh', 'thin-pool.service']) {
      fs.writeFileSync(path.join(folder, 'files', name), scripts()[name] as string);
    }
    const nsenter = [
      '#!/bin/sh',
      'shift 4',
      `echo "$PATH" > ${folder}/path`,
      `echo "$*" >> ${folder}/calls`,
      `case "$*" in *" restart "*) exit ${restart} ;; esac`,
    ].join('\n');
    fs.writeFileSync(path.join(folder, 'image/nsenter'), nsenter, { mode: 0o755 });
    const { status, stderr } = spawnSync('/bin/sh', ['-c', script], {
      encoding: 'utf8',
      env: { PATH: path.join(folder, 'image'), UNIT: 'unit' },
    });
    const read = (file: string) => fs.readFileSync(path.join(folder, file), 'utf8').trim();
    return { status, stderr, calls: read('calls').split('\n'), path: read('path').split(':') };
  }

  test('puts script and unit onto the node, and runs them', () => {
    const { status, stderr, calls } = install(0);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(fs.readFileSync(path.join(folder, 'folder/unit.sh'), 'utf8')).toBe(scripts()['thin-pool.sh']);
    expect(fs.readFileSync(path.join(folder, 'systemd/unit.service'), 'utf8')).toBe(scripts()['thin-pool.service']);
    expect(calls).toEqual([
      'systemctl daemon-reload',
      'systemctl enable unit.service',
      'systemctl restart unit.service',
      'systemctl status --no-pager unit.service',
    ]);
  });

  test("finds the node's tools whatever PATH the image sets", () => {
    const [first, ...others] = install(0).path;
    expect(first).toBe(path.join(folder, 'image'));
    expect(others).toEqual(expect.arrayContaining(['/usr/bin', '/usr/sbin', '/bin', '/sbin']));
  });

  test('prints what the unit said in this run, and nothing of earlier ones', () => {
    const before = Math.floor(Date.now() / 1000);
    const { status, calls } = install(1);
    expect(status).toBe(1);
    const since = /^journalctl --no-pager --since @(\d+) --unit unit\.service$/.exec(calls.at(-1) as string)?.[1];
    expect(Number(since)).toBeGreaterThanOrEqual(before);
    expect(Number(since)).toBeLessThanOrEqual(Math.ceil(Date.now() / 1000));
  });
});
