import type { Manifest } from '../deploy/manifest';
import type { DeploymentPart } from '../deploy/order/deployment-parts';
import { type DeploymentStage, DeploymentStageName } from '../deploy/order/deployment-stages';
import { type RemovalWaitOptions, removalWaitAccess, removalWaitJobs } from '../deploy/outlets/removal-wait';

/**
 * Bytes of objects that fit into one release. Helm keeps chart, values and rendered objects in one Secret of at most 1 MiB,
 * compressed and then in base64; so much fits even where nothing can be compressed.
 */
export const LARGEST_RELEASE_BYTES = 350 * 1024;

/** A Helm release of a bundle. */
export interface BundleRelease {
  /** Id in the bundle, and end of the release's name. */
  readonly id: string;

  /** Stage that its objects belong to. */
  readonly stage: DeploymentStageName;

  /** Ids of the releases that come before it. */
  readonly after: readonly string[];

  /** Its objects. */
  readonly manifests: readonly Manifest[];
}

/** Bytes of objects in the values of a release. */
export const sizeOf = (manifests: readonly Manifest[]) => Buffer.byteLength(JSON.stringify(manifests));

/**
 * The releases that carry stages into a cluster: one for each stage, or, where the workloads do not fit into one, one for each
 * of their charts.
 *
 * @param stages the stages
 * @param wait what holds the removal of a stage back until its pods are gone
 */
export function bundleReleases(stages: readonly DeploymentStage[], wait: RemovalWaitOptions): BundleRelease[] {
  const jobs = stages.map((stage) => removalWaitJobs(stage, wait));
  const needsAccess = jobs.some((it) => it.length > 0);
  const releases: BundleRelease[] = [];
  let before: string[] = [];
  const add = (release: BundleRelease) => {
    releases.push(release);
    return release.id;
  };
  const names = new Set(stages.map(({ name }) => name));
  if (needsAccess && !names.has(DeploymentStageName.ACCESS)) {
    const { ACCESS } = DeploymentStageName;
    before = [add({ id: ACCESS, stage: ACCESS, after: [], manifests: removalWaitAccess(wait) })];
  }
  for (const [index, stage] of stages.entries()) {
    const access = needsAccess && stage.name === DeploymentStageName.ACCESS ? removalWaitAccess(wait) : [];
    const extra = [...access, ...(jobs[index] as Manifest[])];
    const manifests = [...stage.parts.flatMap((part) => part.manifests), ...extra];
    const isSplit = stage.name === DeploymentStageName.WORKLOADS && sizeOf(manifests) > LARGEST_RELEASE_BYTES;
    if (!isSplit) {
      before = [add({ id: stage.name, stage: stage.name, after: before, manifests })];
      continue;
    }
    const parts = stage.parts.map((part) => partRelease(stage, part, before, wait));
    before = parts.map(add);
  }
  return releases;
}

/** A release for the objects of one chart. */
function partRelease(
  stage: DeploymentStage,
  part: DeploymentPart,
  before: readonly string[],
  wait: RemovalWaitOptions,
): BundleRelease {
  const others = stage.parts.filter(({ path }) => part.after.includes(path)).map(({ name }) => name);
  const jobs = removalWaitJobs({ ...stage, parts: [part] }, { ...wait, name: `${wait.name}-${part.name}` });
  return { id: part.name, stage: stage.name, after: [...before, ...others], manifests: [...part.manifests, ...jobs] };
}
