import type { KataAdvisory } from '../../data/kata/release-data';
import { RELEASES } from '../../data/kata/releases';
import { type Finding, Severity } from '../../validation/finding';
import { Rule } from '../../validation/rule';
import { olderThan } from '../../validation/version';
import { KataRelease } from './kata-release';
import type { KataShim } from './kata-shim';
import { advisoryMessage, customBase, kubernetesTooOld, pastSupport } from './messages';

/** The release is older than the newest of the catalogue, and gets no fixes. */
const SUPPORT = new Rule({
  id: 'kata/release-support',
  severity: Severity.WARNING,
  meaning: 'the release gets no more fixes: upstream fixes only the newest release',
  fix: 'use the newest release of the catalogue',
});

/** The cluster's Kubernetes is older than the release needs. */
const KUBERNETES = new Rule({
  id: 'kata/kubernetes-version',
  severity: Severity.ERROR,
  meaning: "the cluster's Kubernetes is older than the release of Kata needs",
  fix: 'upgrade the cluster, or use an older release of Kata',
});

/** A fork that is written as an older release than it comes from. */
const CUSTOM_BASE = new Rule({
  id: 'kata/custom-release-base',
  severity: Severity.WARNING,
  meaning:
    'a custom release has a version that the catalogue has a newer base for, and is written with the flags, permissions and dispatcher of an older one',
  fix: 'take the newest release as base that the fork comes from; acknowledge this if it comes from the older one',
});

const advisoryRule = ({ id, severity, summary, fixedIn }: KataAdvisory): Rule =>
  new Rule({
    id: `kata/advisory-${id}`,
    severity: Severity.WARNING,
    meaning: `${id} (${severity}): ${summary}`,
    fix: `use Kata ${fixedIn} or newer`,
  });

const ADVISORIES: ReadonlyMap<string, Rule> = new Map(
  RELEASES.flatMap(({ advisories }) => advisories.map((advisory) => [advisory.id, advisoryRule(advisory)] as const)),
);

/** Every rule about releases, for the list in the docs: one for each advisory of the catalogue. */
export const RELEASE_RULES: readonly Rule[] = [SUPPORT, KUBERNETES, CUSTOM_BASE, ...ADVISORIES.values()];

/** A release, and the cluster and shims that it is checked for. */
export interface ReleaseUse {
  /** Path of the construct. */
  readonly path: string;

  readonly release: KataRelease;

  /** The shims that are installed. */
  readonly shims: readonly KataShim[];

  /**
   * Version of the cluster's Kubernetes, such as `1.33.2-gke.100`.
   *
   * @default - not known
   */
  readonly kubernetesVersion?: string;
}

/**
 * What is known against a release: advisories that touch the installed shims, the end of its support, and an older Kubernetes than
 * it needs.
 *
 * Synthesis knows no date: a release is past its support when the catalogue has a newer one and upstream has ended it.
 */
export function validateRelease({ path, release, shims, kubernetesVersion }: ReleaseUse): Finding[] {
  const { advisories, endOfSupport, minimumKubernetes, version } = release;
  const newest = KataRelease.all.at(-1) as KataRelease;
  const nearest = KataRelease.all.filter((it) => !olderThan(version, it.version)).at(-1);
  const installed = shims.map(({ name }) => name);
  const touching = advisories.flatMap((advisory) => {
    const touched = installed.filter((shim) => advisory.shims?.includes(shim) ?? true);
    return touched.length === 0 ? [] : [{ advisory, touched: advisory.shims === undefined ? undefined : touched }];
  });
  return [
    ...(kubernetesVersion !== undefined && olderThan(kubernetesVersion, minimumKubernetes)
      ? [KUBERNETES.find(path, kubernetesTooOld(version, kubernetesVersion, minimumKubernetes))]
      : []),
    ...(endOfSupport !== undefined && newest.version !== release.baseVersion
      ? [SUPPORT.find(path, pastSupport(version, endOfSupport), `use Kata ${newest.version}`)]
      : []),
    ...(nearest !== undefined && olderThan(release.baseVersion, nearest.version)
      ? [
          CUSTOM_BASE.find(
            path,
            customBase(version, release.baseVersion, nearest.version),
            `write base: KataRelease.of('${nearest.version}')`,
          ),
        ]
      : []),
    ...touching.map(({ advisory, touched }) =>
      (ADVISORIES.get(advisory.id) ?? advisoryRule(advisory)).find(path, advisoryMessage(version, advisory, touched)),
    ),
  ];
}
