import * as fs from 'node:fs';
import * as http from 'node:http';
import * as path from 'node:path';

/**
 * A registry of images for nodes that reach no other: `registry.ts FOLDER` serves each subfolder, an OCI layout whose index has one
 * image, to whoever asks for the image's repository and tag. It prints its port.
 *
 * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pull
 */
const [folder] = process.argv.slice(2) as [string];

/** Blobs by digest, and where each reference leads. */
const blobs = new Map<string, string>();
const manifests = new Map<string, { readonly digest: string; readonly type: string }>();
for (const name of fs.readdirSync(folder)) {
  const layout = path.join(folder, name);
  for (const file of fs.readdirSync(path.join(layout, 'blobs/sha256'))) {
    blobs.set(`sha256:${file}`, path.join(layout, 'blobs/sha256', file));
  }
  const index = JSON.parse(fs.readFileSync(path.join(layout, 'index.json'), 'utf8'));
  const [{ digest, mediaType: type, annotations }] = index.manifests;
  // The first part is the host, which nodes leave out when they ask.
  const reference = annotations['io.containerd.image.name'].replace(/^[^/]+\//, '');
  const repository = reference.replace(/:[^:]+$/, '');
  manifests.set(`/v2/${repository}/manifests/${reference.slice(repository.length + 1)}`, { digest, type });
  manifests.set(`/v2/${repository}/manifests/${digest}`, { digest, type });
}

const server = http.createServer(({ method, url = '' }, response) => {
  const where = new URL(url, 'http://registry').pathname;
  if (where === '/v2/') return response.end();
  const manifest = manifests.get(where);
  const digest = manifest?.digest ?? /^\/v2\/.+\/blobs\/(sha256:[0-9a-f]{64})$/.exec(where)?.[1] ?? '';
  const file = blobs.get(digest);
  if (file === undefined) return response.writeHead(404).end();
  response.writeHead(200, {
    'Content-Type': manifest?.type ?? 'application/octet-stream',
    'Content-Length': fs.statSync(file).size,
    'Docker-Content-Digest': digest,
  });
  if (method === 'HEAD') return response.end();
  return fs.createReadStream(file).pipe(response);
});
server.listen(0, '127.0.0.1', () => console.log((server.address() as { port: number }).port));
