import { isOwnershipLabel } from '../../contract/installation-name';
import { pinnedImage } from '../../validation/image-reference';
import { isBadLabel, isQuantity } from '../../validation/kubernetes-names';
import { badLabel, badQuantity, duplicate } from '../../validation/messages';
import { assertProps } from '../../validation/props';
import { tolerationsProblem } from '../../validation/tolerations';
import { type InstallerSettings, readsKubeletConfig, suffixed } from '../install/installation';
import type { KataInstallerOptions } from '../install/kata-installer-options';
import { installerAffinity } from '../install/node-affinity';
import { installerSettings } from '../install/resolve-installation';
import type { KataJobOptions } from './kata-job-options';
import * as errors from './messages';
import { nodeSelectors } from './node-label-selectors';
import { Redispatch } from './redispatch';

/** Names of the objects of job mode beside those that both modes have. */
export interface JobNames {
  /** What the names of everything else begin with. */
  readonly base: string;
  readonly serviceAccount: string;
  readonly nodeRole: string;
  readonly nodeBinding: string;
  readonly role: string;
  readonly binding: string;
}

/** An installation by Jobs with every default filled in, checked. */
export interface JobSettings {
  readonly installer: InstallerSettings;
  readonly jobs: KataJobOptions;
  readonly dispatcherImage: string;
  readonly names: JobNames;
  /** Label by which the installation knows its nodes. */
  readonly mark: string;
  readonly nodes: readonly string[];
  readonly selectors: readonly string[];
  readonly redispatch: Redispatch;
  readonly numbers: { readonly [Field in keyof typeof DEFAULTS]: number };
  /** Whether the dispatcher looks at the kubelets' configuration, for which it needs a permission of its own. */
  readonly readsKubelets: boolean;
}

const DEFAULTS = {
  parallelism: 100,
  waitForNodesSeconds: 120,
  nodeSettleSeconds: 15,
  waitNodeReadySeconds: 300,
  ttlSecondsAfterFinished: 600,
  activeDeadlineSeconds: 3600,
  backoffLimit: 3,
};

/** Zero means something for the others. */
const AT_LEAST_ONE: readonly string[] = ['parallelism', 'activeDeadlineSeconds'];

/** The dispatcher reads the result of a finished Job every few seconds. */
const SHORTEST_TTL = 60;

const NODE_NAME = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;

/**
 * Fills in the defaults of job mode and checks what does not fit together.
 *
 * @param options what the user gave for the installation
 * @param jobs what the user gave for the Jobs
 * @throws for the first thing that would not work, naming the prop, the reason and the fix
 */
export function jobSettings(options: KataInstallerOptions, jobs: KataJobOptions): JobSettings {
  assertProps('KataJobOptions', jobs);
  const problem = tolerationsProblem('jobs.dispatcherTolerations', jobs.dispatcherTolerations);
  if (problem !== undefined) throw new Error(problem);
  const installer = installerSettings(options);
  const { suffix, release } = installer;
  if (release.data.dispatcherImage === undefined) throw new Error(errors.noJobMode(release.version));
  const unused = (['probes', 'updateStrategy'] as const).find((field) => options[field] !== undefined);
  if (unused !== undefined) throw new Error(errors.notInJobMode(unused));
  assertDispatcher(jobs);

  const name = (base: string) => suffixed(base, suffix);
  const [, mark] = Object.keys(installer.ownership) as [string, string];
  return {
    installer,
    jobs,
    dispatcherImage: pinnedImage('dispatcherImage', jobs.dispatcherImage ?? release.data.dispatcherImage),
    names: {
      base: name('kata-deploy'),
      serviceAccount: name('kata-deploy-dispatcher-sa'),
      nodeRole: name('kata-deploy-dispatcher-noderole'),
      nodeBinding: name('kata-deploy-dispatcher-noderb'),
      role: name('kata-deploy-dispatcher-role'),
      binding: name('kata-deploy-dispatcher-rb'),
    },
    mark,
    nodes: nodeNames(jobs),
    selectors: nodeSelectors(installer.placement?.nodeSelector ?? {}, installerAffinity(options)),
    redispatch: redispatchOf(installer, jobs, mark),
    numbers: numbersOf(jobs),
    readsKubelets:
      readsKubeletConfig(installer) ||
      (options.customRuntimes ?? []).some(({ crioPullType }) => crioPullType === 'guest-pull'),
  };
}

/** Kubernetes counts in 32 bits. */
const LARGEST = 2 ** 31 - 1;

function numbersOf(jobs: KataJobOptions): JobSettings['numbers'] {
  const numbers = { ...DEFAULTS };
  for (const field of Object.keys(DEFAULTS) as (keyof typeof DEFAULTS)[]) {
    const value = jobs[field] ?? DEFAULTS[field];
    const minimum = AT_LEAST_ONE.includes(field) ? 1 : 0;
    if (!Number.isSafeInteger(value) || value < minimum || value > LARGEST) {
      throw new Error(errors.notWholeNumber(`jobs.${field}`, value, minimum));
    }
    numbers[field] = value;
  }
  if (numbers.ttlSecondsAfterFinished < SHORTEST_TTL) {
    throw new Error(errors.goneTooSoon(numbers.ttlSecondsAfterFinished, SHORTEST_TTL));
  }
  return numbers;
}

function nodeNames({ nodes }: KataJobOptions): readonly string[] {
  if (nodes === undefined) return [];
  if (nodes.length === 0) throw new Error(errors.noNodes());
  const bad = nodes.find((node) => typeof node !== 'string' || node.length > 253 || !NODE_NAME.test(node));
  if (bad !== undefined) throw new Error(errors.badNodeName(bad));
  const twice = nodes.find((node, index) => nodes.indexOf(node) !== index);
  if (twice !== undefined) throw new Error(duplicate('jobs.nodes', twice));
  return [...nodes];
}

function redispatchOf({ placement }: InstallerSettings, jobs: KataJobOptions, mark: string): Redispatch {
  const { nodes, redispatch } = jobs;
  if (nodes !== undefined) {
    if (redispatch?.schedule !== undefined) throw new Error(errors.namedNodesNeedNoRedispatch());
    return Redispatch.NEVER;
  }
  const [taint] = placement?.startupTaints ?? [];
  if (redispatch === undefined && taint !== undefined) throw new Error(errors.redispatchIsAmbiguous(mark, taint.key));
  return redispatch ?? Redispatch.newNodes();
}

function assertDispatcher(jobs: KataJobOptions): void {
  if (jobs.revision !== undefined && (jobs.revision === '' || isBadLabel('revision', jobs.revision))) {
    throw new Error(badLabel('jobs', 'revision', jobs.revision));
  }
  for (const [key, value] of Object.entries(jobs.dispatcherNodeSelector ?? {})) {
    if (isOwnershipLabel(key)) {
      throw new Error(errors.dispatcherOnKataNodes(key));
    }
    if (isBadLabel(key, value)) throw new Error(badLabel('jobs.dispatcherNodeSelector', key, value));
  }
  for (const [kind, quantities] of Object.entries(jobs.dispatcherResources ?? {})) {
    for (const [resource, value] of Object.entries(quantities as Record<string, string>)) {
      if (!isQuantity(value)) throw new Error(badQuantity(`jobs.dispatcherResources.${kind}.${resource}`, value));
    }
  }
}
