import { gzipSync } from 'node:zlib';

/** Bytes that a Secret of Kubernetes holds. */
const SECRET_BYTES = 1024 * 1024;

/**
 * Why a release is too large, or undefined where it is not. Helm keeps its chart or values, and the rendered objects, in one Secret, compressed
 * and in base64.
 *
 * @param release what to call the release
 * @param written the files of the chart, or the values of the release
 * @param manifests the objects
 */
export function sizeProblem(release: string, written: unknown, manifests: readonly object[]): string | undefined {
  const record = JSON.stringify({ written, manifest: JSON.stringify(manifests) });
  const bytes = Math.ceil(gzipSync(record).length / 3) * 4;
  return bytes <= SECRET_BYTES ? undefined : `${release} would take ${bytes} bytes, and a Secret holds ${SECRET_BYTES}`;
}
