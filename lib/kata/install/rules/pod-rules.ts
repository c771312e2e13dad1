import { isBadLabel, isQuantity } from '../../../validation/kubernetes-names';
import { badLabel, badQuantity } from '../../../validation/messages';
import * as errors from '../messages';
import type { ResolvedInstallation } from '../resolved-installation';

/** What is wrong with labels, annotations and resources of the installer's pods; undefined when nothing is. */
export function podProblem(installation: ResolvedInstallation): string | undefined {
  const { debug, devkit, podAnnotations, podLabels, resources } = installation;
  if (devkit && !debug) return errors.devkitNeedsDebug();
  for (const [kind, quantities] of Object.entries(resources ?? {})) {
    for (const [resource, value] of Object.entries(quantities as Record<string, string>)) {
      if (!isQuantity(value)) return badQuantity(`resources.${kind}.${resource}`, value);
    }
  }
  for (const [key, value] of Object.entries(podLabels)) {
    if (key === 'name') return errors.reservedPodLabel();
    if (isBadLabel(key, value)) return badLabel('podLabels', key, value);
  }
  const checksum = Object.keys(podAnnotations).find((key) => key.startsWith('checksum/'));
  return checksum === undefined ? undefined : errors.reservedPodAnnotation(checksum);
}

/** What is wrong with the installer's health checks; undefined when nothing is. */
export function probesProblem({ probes: given }: ResolvedInstallation): string | undefined {
  const whole = (value: unknown, low: number, high: number) =>
    value === undefined || (Number.isInteger(value) && (value as number) >= low && (value as number) <= high);
  if (!whole(given.port, 1, 65535)) return errors.badProbe('probes.port', given.port);
  for (const probe of ['startup', 'liveness', 'readiness'] as const) {
    for (const field of ['initialDelaySeconds', 'periodSeconds', 'failureThreshold', 'timeoutSeconds'] as const) {
      const value = given[probe]?.[field];
      const low = field === 'initialDelaySeconds' ? 0 : 1;
      if (!whole(value, low, 2 ** 31 - 1)) return errors.badProbe(`probes.${probe}.${field}`, value);
    }
  }
  return undefined;
}
