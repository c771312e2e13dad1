import type { Finding } from '../../../validation/finding';
import { isBadLabel } from '../../../validation/kubernetes-names';
import { labelProblem } from '../../../validation/messages';
import { quantityProblem } from '../../../validation/quantity';
import * as errors from '../messages';
import type { ResolvedInstallation } from '../resolved-installation';
import * as pod from './pod-messages';

/** What is wrong with labels, annotations and resources of the installer's pods; undefined when nothing is. */
export function podProblem(installation: ResolvedInstallation): Finding | undefined {
  const { debug, devkit, podAnnotations, podLabels, resources } = installation;
  if (devkit && !debug) return errors.devkitNeedsDebug();
  for (const [kind, quantities] of Object.entries(resources ?? {})) {
    for (const [resource, value] of Object.entries(quantities as Record<string, string>)) {
      const problem = quantityProblem(`resources.${kind}.${resource}`, resource, value);
      if (problem !== undefined) return problem;
    }
  }
  for (const [key, value] of Object.entries(podLabels)) {
    if (key === 'name') return pod.reservedPodLabel();
    if (isBadLabel(key, value)) return labelProblem('podLabels', key, value);
  }
  const strange = Object.keys(podAnnotations).find((key) => isBadLabel(key, ''));
  if (strange !== undefined) return pod.badAnnotationKey(strange);
  const checksum = Object.keys(podAnnotations).find((key) => key.startsWith('checksum/'));
  return checksum === undefined ? undefined : pod.reservedPodAnnotation(checksum);
}

/** What is wrong with the installer's health checks; undefined when nothing is. */
export function probesProblem({ probes: given }: ResolvedInstallation): Finding | undefined {
  const whole = (value: unknown, low: number, high: number) =>
    value === undefined || (Number.isInteger(value) && (value as number) >= low && (value as number) <= high);
  if (!whole(given.port, 1, 65535)) return pod.badProbe('probes.port', given.port);
  for (const probe of ['startup', 'liveness', 'readiness'] as const) {
    for (const field of ['initialDelaySeconds', 'periodSeconds', 'failureThreshold', 'timeoutSeconds'] as const) {
      const value = given[probe]?.[field];
      const low = field === 'initialDelaySeconds' ? 0 : 1;
      if (!whole(value, low, 2 ** 31 - 1)) return pod.badProbe(`probes.${probe}.${field}`, value);
    }
  }
  return undefined;
}

const STRATEGIES = ['RollingUpdate', 'OnDelete'];
const AMOUNT = /^(\d+|\d{1,3}%)$/;

/** What is wrong with the update strategy of the DaemonSet; undefined when nothing is. */
export function updateStrategyProblem(
  strategy: { readonly [field: string]: unknown } | undefined,
): Finding | undefined {
  if (strategy === undefined) return undefined;
  const { type = 'RollingUpdate', rollingUpdate, ...others } = strategy;
  const [other] = Object.keys(others);
  if (other !== undefined) return pod.badUpdateStrategy(other, 'left out; there are type and rollingUpdate');
  if (typeof type !== 'string' || !STRATEGIES.includes(type)) {
    return pod.badUpdateStrategy('type', `${STRATEGIES.join(' or ')}, which are those of a DaemonSet`);
  }
  if (rollingUpdate === undefined) return undefined;
  if (type === 'OnDelete') return pod.badUpdateStrategy('rollingUpdate', 'left out with type OnDelete');
  if (typeof rollingUpdate !== 'object' || rollingUpdate === null) {
    return pod.badUpdateStrategy('rollingUpdate', 'an object with maxUnavailable or maxSurge');
  }
  const bad = Object.entries(rollingUpdate).find(
    ([field, value]) => !['maxUnavailable', 'maxSurge'].includes(field) || !AMOUNT.test(String(value)),
  );
  if (bad !== undefined) {
    return pod.badUpdateStrategy(
      `rollingUpdate.${bad[0]}`,
      'maxUnavailable or maxSurge, a whole number or a percentage',
    );
  }
  // The installer of a node cannot be there twice: its port and its files are the node's.
  const { maxSurge = 0 } = rollingUpdate as { maxSurge?: unknown };
  return /^0+%?$/.test(String(maxSurge))
    ? undefined
    : pod.badUpdateStrategy('rollingUpdate.maxSurge', '0, or left out: two installers of a node would undo each other');
}
