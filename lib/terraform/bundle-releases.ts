import type { Manifest } from '../deploy/manifest';
import { shortName } from '../deploy/objects/short-name';
import type { DeploymentPart } from '../deploy/order/deployment-parts';
import { type DeploymentStage, DeploymentStageName } from '../deploy/order/deployment-stages';
import { defaultAccountJobs, isDefaultAccount } from '../deploy/outlets/default-accounts';
import { type RemovalWaitOptions, removalWaitAccess, removalWaitJobs } from '../deploy/outlets/removal-wait';

/**
 * Bytes of objects that fit into one release in any case. Helm keeps chart, values and rendered objects in one Secret
 * of at most 1 MiB, compressed and then in base64; this much fits even where nothing can be compressed.
 */
export const LARGEST_RELEASE_BYTES = 350 * 1024;

/** A Helm release of a bundle. */
export interface BundleRelease {
  /** Id in the bundle. */
  readonly id: string;

  /** Name of the release. */
  readonly name: string;

  /** Stage that its objects belong to. */
  readonly stage: DeploymentStageName;

  /** Ids of the releases that come before it. */
  readonly after: readonly string[];

  /** Its objects. */
  readonly manifests: readonly Manifest[];
}

/** Bytes of objects in the values of a release. */
export const sizeOf = (manifests: readonly Manifest[]) => Buffer.byteLength(JSON.stringify(manifests));

/** Characters that Helm takes for the name of a release. */
const LONGEST_NAME = 53;

const { ACCESS, DEFINITIONS, WORKLOADS } = DeploymentStageName;

/** Stages whose charts may go into releases of their own. */
const DIVISIBLE: readonly string[] = [DEFINITIONS, WORKLOADS];

/**
 * The releases that carry stages into a cluster: one for each stage. Definitions and workloads that do not fit into one get one for
 * each of their charts.
 *
 * @param stages the stages
 * @param wait what holds the removal of a stage back until its pods are gone
 * @param perChart whether each chart of workloads has a release of its own in any case
 */
export function bundleReleases(
  stages: readonly DeploymentStage[],
  wait: RemovalWaitOptions,
  perChart = false,
): BundleRelease[] {
  const jobs = stages.map((stage) => removalWaitJobs(stage, wait));
  const needsAccess = jobs.some((it) => it.length > 0);
  const releases: BundleRelease[] = [];
  const taken = new Set<string>(stages.map(({ name }) => name).concat(ACCESS));
  let before: string[] = [];
  const add = (release: Omit<BundleRelease, 'name'>) => {
    releases.push({ ...release, name: shortName(`${wait.name}-${release.id}`, LONGEST_NAME) });
    return release.id;
  };
  if (needsAccess && !stages.some(({ name }) => name === ACCESS)) {
    before = [add({ id: ACCESS, stage: ACCESS, after: [], manifests: removalWaitAccess(wait) })];
  }
  for (const [index, stage] of stages.entries()) {
    const access = needsAccess && stage.name === ACCESS ? removalWaitAccess(wait) : [];
    const extra = [...access, ...(jobs[index] as Manifest[])];
    const objects = stage.parts.flatMap((part) => part.manifests);
    const accounts = defaultAccountJobs(objects, { ...wait, name: `${wait.name}-${stage.name}-accounts` });
    const manifests = [...objects.filter((it) => !isDefaultAccount(it)), ...accounts, ...extra];
    const isLarge = DIVISIBLE.includes(stage.name) && sizeOf(manifests) > LARGEST_RELEASE_BYTES;
    if (!isLarge && !(perChart && stage.name === WORKLOADS)) {
      before = [add({ id: stage.name, stage: stage.name, after: before, manifests })];
      continue;
    }
    // A chart may have the name of a stage, or stand in two stages with its definitions and the rest.
    const idOf = (part: DeploymentPart) =>
      stage.name === DEFINITIONS || taken.has(part.name) ? `${stage.name}-${part.name}` : part.name;
    before = stage.parts.map((part) => add(partRelease(stage, part, { before, wait, idOf })));
  }
  return releases;
}

interface PartContext {
  readonly before: readonly string[];
  readonly wait: RemovalWaitOptions;
  readonly idOf: (part: DeploymentPart) => string;
}

/** A release for the objects of one chart. */
function partRelease(
  stage: DeploymentStage,
  part: DeploymentPart,
  { before, wait, idOf }: PartContext,
): Omit<BundleRelease, 'name'> {
  const others = stage.parts.filter(({ path }) => part.after.includes(path)).map(idOf);
  const jobs = removalWaitJobs({ ...stage, parts: [part] }, { ...wait, name: `${wait.name}-${part.name}` });
  const accounts = defaultAccountJobs(part.manifests, { ...wait, name: `${wait.name}-${part.name}-accounts` });
  const manifests = [...part.manifests.filter((it) => !isDefaultAccount(it)), ...accounts, ...jobs];
  return { id: idOf(part), stage: stage.name, after: [...before, ...others], manifests };
}
