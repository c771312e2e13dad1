import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

/** An image of one static program. */
export interface Image {
  /** What pods call it, host included, such as `docker.io/library/busybox:1.37.0`. */
  readonly name: string;

  /** The program's file on this machine. */
  readonly program: string;

  /** Where the program is in the image. */
  readonly path: string;

  /** Other names of the program in `/bin`, for one that is many; it is no entry point then. */
  readonly links?: readonly string[];
}

/** The image of a static program of this folder, written in Go. */
export function goImage(name: string, source: string, at: string): Image {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'program-'));
  const program = path.join(folder, path.basename(at));
  execFileSync('go', ['build', '-trimpath', '-ldflags', '-s -w', '-o', program, 'main.go'], {
    cwd: path.join(__dirname, 'programs', source),
    env: { ...process.env, CGO_ENABLED: '0' },
  });
  return { name, program, path: at };
}

const which = (program: string) =>
  fs.realpathSync(execFileSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' }).trim());

/** A shell and its tools, from the static busybox of this machine. */
export function busyboxImage(name: string): Image {
  const program = which('busybox');
  const links = execFileSync(program, ['--list'], { encoding: 'utf8' }).trim().split('\n');
  return { name, program, path: '/bin/busybox', links: links.filter((link) => link !== 'busybox') };
}

/** kubectl alone, from this machine. */
export const kubectlImage = (name: string): Image => ({ name, program: which('kubectl'), path: '/bin/kubectl' });

const sha256 = (data: Buffer | string) => createHash('sha256').update(data).digest('hex');

/** Writes an OCI layout of one image. */
function writeLayout(folder: string, { name, program, path: at, links }: Image): void {
  const blobs = path.join(folder, 'blobs/sha256');
  const root = path.join(folder, 'root');
  fs.mkdirSync(blobs, { recursive: true });
  for (const directory of [path.dirname(at), 'bin', 'etc', 'tmp'])
    fs.mkdirSync(path.join(root, directory), { recursive: true });
  fs.chmodSync(path.join(root, 'tmp'), 0o1777);
  fs.copyFileSync(program, path.join(root, at));
  fs.chmodSync(path.join(root, at), 0o755);
  for (const link of links ?? []) fs.symlinkSync(path.basename(at), path.join(root, 'bin', link));
  fs.writeFileSync(
    path.join(root, 'etc/passwd'),
    'root:x:0:0:root:/:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n',
  );
  fs.writeFileSync(path.join(root, 'etc/group'), 'root:x:0:\nnobody:x:65534:\n');
  const layer = execFileSync('tar', ['--owner=0', '--group=0', '-C', root, '-cf', '-', '.'], { maxBuffer: 2 ** 30 });
  fs.rmSync(root, { recursive: true });

  const blob = (kind: string, data: Buffer | string) => {
    const digest = sha256(data);
    fs.writeFileSync(path.join(blobs, digest), data);
    const mediaType = `application/vnd.oci.image.${kind}`;
    return { mediaType, digest: `sha256:${digest}`, size: Buffer.byteLength(data) };
  };
  const content = blob('layer.v1.tar', layer);
  const config = blob(
    'config.v1+json',
    JSON.stringify({
      architecture: 'amd64',
      os: 'linux',
      config: { Env: ['PATH=/bin'], ...(links ? { Cmd: ['sh'] } : { Entrypoint: [at] }) },
      rootfs: { type: 'layers', diff_ids: [content.digest] },
    }),
  );
  const manifest = blob(
    'manifest.v1+json',
    JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config,
      layers: [content],
    }),
  );
  const annotations = { 'io.containerd.image.name': name };
  fs.writeFileSync(
    path.join(folder, 'index.json'),
    JSON.stringify({ schemaVersion: 2, manifests: [{ ...manifest, annotations }] }),
  );
}

/** A registry on this machine, for nodes that reach no other. */
export class Registry {
  /** Starts a registry with some images. */
  public static async start(...images: readonly Image[]): Promise<Registry> {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'registry-'));
    for (const [index, image] of images.entries()) writeLayout(path.join(folder, String(index)), image);
    // A process of its own: the tests wait for kubectl without turning the event loop.
    const process_ = spawn(process.execPath, ['--import', 'tsx', path.join(__dirname, 'registry.ts'), folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const port = await new Promise<string>((resolve, reject) => {
      process_.stdout.once('data', (data) => resolve(String(data).trim()));
      process_.once('exit', (code) => reject(new Error(`the registry ended with ${code}`)));
    });
    return new Registry(process_, folder, Number(port));
  }

  private constructor(
    private readonly process: ChildProcess,
    private readonly folder: string,
    /** Its port on this machine. */
    public readonly port: number,
  ) {}

  /** Ends it. */
  public close(): void {
    this.process.kill();
    fs.rmSync(this.folder, { recursive: true });
  }
}
