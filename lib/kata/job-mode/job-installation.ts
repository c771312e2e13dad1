import { isOwnershipLabel } from '../../contract/installation-name';
import type { Toleration } from '../../contract/placement';
import { imageProblem, PINNED_IMAGES } from '../../validation/image-reference';
import { isBadLabel } from '../../validation/kubernetes-names';
import { duplicate, labelProblem } from '../../validation/messages';
import { assertProps } from '../../validation/props';
import { quantityProblem } from '../../validation/quantity';
import { tolerationsProblem } from '../../validation/tolerations';
import { isDispatcherOfOtherRelease } from '../catalogue/release-image';
import type { KataDeployResources } from '../install/installer-pod-options';
import type { KataInstallation } from '../install/kata-installation';
import { companionImageOfOther } from '../install/messages';
import { refusal } from '../kata-rule';
import type { KataJobOptions } from './kata-job-options';
import * as errors from './messages';
import { nodeSelectors } from './node-label-selectors';
import { Redispatch } from './redispatch';

/** An installation by Jobs, with every default filled in. */
export interface JobInstallation {
  readonly installation: KataInstallation;
  readonly dispatcherImage: string;
  readonly dispatcherNodeSelector: { readonly [label: string]: string };
  readonly dispatcherTolerations: readonly Toleration[];
  readonly dispatcherResources: KataDeployResources;
  readonly nodes: readonly string[];
  readonly selectors: readonly string[];
  readonly redispatch: Redispatch;
  readonly revision: string | undefined;
  readonly uninstall: boolean;
  readonly numbers: { readonly [Field in keyof typeof DEFAULTS]: number };
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

/** Fields whose minimum is 1. For the others 0 is valid: no wait, no retry. */
const AT_LEAST_ONE: readonly string[] = ['parallelism', 'activeDeadlineSeconds'];

/** The dispatcher reads the result of a finished Job every few seconds. */
const SHORTEST_TTL = 60;

const NODE_NAME = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;

/**
 * Fills in the defaults of job mode and checks what does not fit together.
 *
 * @param installation the installation
 * @param jobs what the user gave for the Jobs
 * @throws for the first thing that would not work, naming the prop, the reason and the fix
 */
export function resolveJobs(installation: KataInstallation, jobs: KataJobOptions): JobInstallation {
  assertProps('KataJobOptions', jobs, installation.path, { name: 'jobs' });
  const problem = tolerationsProblem('jobs.dispatcherTolerations', jobs.dispatcherTolerations);
  if (problem !== undefined) throw refusal(installation.path, problem);
  const released = dispatcherImageOf(installation);
  const image = jobs.dispatcherImage ?? released;
  const floating = imageProblem('jobs.dispatcherImage', image, PINNED_IMAGES.dispatcher);
  if (floating !== undefined) throw refusal(installation.path, floating);
  if (isDispatcherOfOtherRelease(image, installation.release)) {
    const wanted = `the dispatcher of Kata ${installation.release.version}`;
    throw refusal(installation.path, companionImageOfOther('jobs.dispatcherImage', image, wanted));
  }
  assertDispatcher(installation, jobs);
  assertPool(installation, jobs);
  return {
    installation,
    dispatcherImage: image,
    dispatcherNodeSelector: { ...jobs.dispatcherNodeSelector },
    dispatcherTolerations: [...(jobs.dispatcherTolerations ?? [])],
    dispatcherResources: {
      requests: jobs.dispatcherResources?.requests ?? { cpu: '25m', memory: '64Mi' },
      ...(jobs.dispatcherResources?.limits && { limits: jobs.dispatcherResources.limits }),
    },
    nodes: nodeNames(installation, jobs),
    selectors: nodeSelectors(
      installation.path,
      installation.placement?.nodeSelector ?? {},
      installation.installerAffinity,
    ),
    redispatch: redispatchOf(installation, jobs),
    revision: jobs.revision,
    uninstall: jobs.uninstall === true,
    numbers: numbersOf(installation, jobs),
  };
}

/** Name of the dispatcher's service account. */
export function dispatcherServiceAccountName(installation: KataInstallation): string {
  return installation.objectName('kata-deploy-dispatcher-sa');
}

/**
 * The release's image of the dispatcher.
 *
 * @throws where the release has no job mode, or the installation has options that only the DaemonSet knows
 */
export function dispatcherImageOf({ path, probes, release, updateStrategy }: KataInstallation): string {
  const { dispatcherImage } = release.data;
  if (dispatcherImage === undefined) throw refusal(path, errors.noJobMode(release.version));
  if (Object.keys(probes).length > 0) throw refusal(path, errors.notInJobMode('probes'));
  if (updateStrategy !== undefined) throw refusal(path, errors.notInJobMode('updateStrategy'));
  return dispatcherImage;
}

/** Kubernetes counts in 32 bits. */
const LARGEST = 2 ** 31 - 1;

function numbersOf({ path }: KataInstallation, jobs: KataJobOptions): JobInstallation['numbers'] {
  const numbers = { ...DEFAULTS };
  for (const field of Object.keys(DEFAULTS) as (keyof typeof DEFAULTS)[]) {
    const value = jobs[field] ?? DEFAULTS[field];
    const minimum = AT_LEAST_ONE.includes(field) ? 1 : 0;
    if (!Number.isSafeInteger(value) || value < minimum || value > LARGEST) {
      throw refusal(path, errors.notWholeNumber(`jobs.${field}`, value, minimum));
    }
    numbers[field] = value;
  }
  if (numbers.ttlSecondsAfterFinished < SHORTEST_TTL) {
    throw refusal(path, errors.goneTooSoon(numbers.ttlSecondsAfterFinished, SHORTEST_TTL));
  }
  return numbers;
}

function nodeNames({ path }: KataInstallation, { nodes }: KataJobOptions): readonly string[] {
  if (nodes === undefined) return [];
  if (nodes.length === 0) throw refusal(path, errors.noNodes());
  const bad = nodes.find((node) => typeof node !== 'string' || node.length > 253 || !NODE_NAME.test(node));
  if (bad !== undefined) throw refusal(path, errors.badNodeName(bad));
  const twice = nodes.find((node, index) => nodes.indexOf(node) !== index);
  if (twice !== undefined) throw refusal(path, duplicate('jobs.nodes', twice));
  return [...nodes];
}

function redispatchOf(installation: KataInstallation, jobs: KataJobOptions): Redispatch {
  const { ownershipLabel, path, release, startupTaints } = installation;
  const { nodes, redispatch } = jobs;
  if (nodes !== undefined) {
    if (redispatch?.schedule !== undefined) throw refusal(path, errors.namedNodesNeedNoRedispatch());
    return Redispatch.NEVER;
  }
  const [taint] = startupTaints;
  if (redispatch === undefined && taint !== undefined) {
    const message = release.data.installer.reconciles
      ? errors.redispatchIsOff(taint.key)
      : errors.redispatchIsAmbiguous(ownershipLabel, taint.key, release.version);
    throw refusal(path, message);
  }
  // Each run restarts containerd on its nodes, so that it is off until it is asked for, as upstream's own.
  return redispatch ?? Redispatch.NEVER;
}

/** Names of Jobs have 63 characters, of which the longest of ours takes 40 beside suffix and pool. */
const LONGEST_NAME = 23;

function assertPool({ multiInstallSuffix, path, poolName }: KataInstallation, { nodes }: KataJobOptions): void {
  if (poolName === undefined) return;
  if (nodes !== undefined) throw refusal(path, errors.namedNodesOfPools());
  const name = multiInstallSuffix === undefined ? poolName : `${multiInstallSuffix}-${poolName}`;
  if (name.length > LONGEST_NAME) throw refusal(path, errors.poolNameTooLong(name, LONGEST_NAME));
}

function assertDispatcher({ path }: KataInstallation, jobs: KataJobOptions): void {
  if (jobs.revision !== undefined && (jobs.revision === '' || isBadLabel('revision', jobs.revision))) {
    throw refusal(path, labelProblem('jobs', 'revision', jobs.revision));
  }
  for (const [key, value] of Object.entries(jobs.dispatcherNodeSelector ?? {})) {
    if (isOwnershipLabel(key)) {
      throw refusal(path, errors.dispatcherOnKataNodes(key));
    }
    if (isBadLabel(key, value)) throw refusal(path, labelProblem('jobs.dispatcherNodeSelector', key, value));
  }
  for (const [kind, quantities] of Object.entries(jobs.dispatcherResources ?? {})) {
    for (const [resource, value] of Object.entries(quantities as Record<string, string>)) {
      const problem = quantityProblem(`jobs.dispatcherResources.${kind}.${resource}`, resource, value);
      if (problem !== undefined) throw refusal(path, problem);
    }
  }
}
