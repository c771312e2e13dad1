import { gzipSync } from 'node:zlib';

/** Bytes that a Secret of Kubernetes holds. */
export const SECRET_BYTES = 1024 * 1024;

/**
 * Bytes of the Secret in which Helm keeps a release: its chart or values, and the rendered objects, compressed and in base64.
 *
 * @param written the files of the chart, or the values of the release
 * @param manifests the objects
 */
export function recordBytes(written: unknown, manifests: readonly object[]): number {
  const record = JSON.stringify({ written, manifest: JSON.stringify(manifests) });
  return Math.ceil(gzipSync(record).length / 3) * 4;
}
