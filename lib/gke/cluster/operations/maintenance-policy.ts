import type { ContainerClusterMaintenancePolicy } from '@cdktf/provider-google/lib/container-cluster';
import { Fn, type IResolvable, TerraformIterator, Tokenization } from 'cdktf';
import type { Finding } from '../../../validation/finding';
import { literal, textOrToken } from '../../project/values';
import { MaintenanceWindow, Weekday } from './maintenance-window';
import {
  badExclusionName,
  exclusionBeyondSupport,
  exclusionTooLong,
  scopeWithoutChannel,
  tooManyExclusions,
  tooManyFullExclusions,
} from './messages';
import { validatePeriod } from './rfc3339';

/** Which upgrades a maintenance exclusion keeps away. */
export enum MaintenanceExclusionScope {
  /** Every upgrade; at most 30 days. */
  NO_UPGRADES = 'NO_UPGRADES',
  /** New minor versions, of the control plane and of nodes. */
  NO_MINOR_UPGRADES = 'NO_MINOR_UPGRADES',
  /** New minor versions, and every upgrade of nodes. */
  NO_MINOR_OR_NODE_UPGRADES = 'NO_MINOR_OR_NODE_UPGRADES',
}

/** A period in which GKE does not upgrade the cluster by itself. */
export interface MaintenanceExclusion {
  /** Name, unique in the cluster. */
  readonly name: string;

  /** Beginning, in RFC 3339, such as `2026-12-10T00:00:00Z`. */
  readonly start: string;

  /** End, in RFC 3339. */
  readonly end: string;

  /**
   * Which upgrades are kept away. A scope other than the default needs a release channel.
   *
   * @default MaintenanceExclusionScope.NO_UPGRADES
   */
  readonly scope?: MaintenanceExclusionScope | IResolvable;
}

const MOST_EXCLUSIONS = 20;
const MOST_FULL_EXCLUSIONS = 3;
const MOST_DAYS = 30;

/** The longest support of a minor version, that of the Extended channel: 24 months. */
const LONGEST_SUPPORT_DAYS = 731;

const scopeOf = ({ scope = MaintenanceExclusionScope.NO_UPGRADES }: MaintenanceExclusion) => scope;

/** Six hours on Saturdays and on Sundays. */
export const DEFAULT_MAINTENANCE_WINDOW = MaintenanceWindow.weekly({
  days: [Weekday.SATURDAY, Weekday.SUNDAY],
  startHour: 0,
  hours: 6,
});

/**
 * Holds the maintenance of a cluster against GKE's limits.
 *
 * @param window the window
 * @param exclusions the exclusions
 * @param hasChannel whether the cluster is on a release channel
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/maintenance-windows-and-exclusions
 */
export function validateMaintenance(
  window: MaintenanceWindow,
  exclusions: readonly MaintenanceExclusion[] | IResolvable,
  hasChannel: boolean,
): Finding[] {
  if (Tokenization.isResolvable(exclusions)) return [...window.validate()];
  const names = exclusions.map(({ name }) => name);
  const unnamed = names.filter((name, index) => !name || names.indexOf(name) < index);
  const full = exclusions.filter((it) => scopeOf(it) === MaintenanceExclusionScope.NO_UPGRADES);
  return [
    ...window.validate(),
    ...(exclusions.length > MOST_EXCLUSIONS ? [tooManyExclusions(exclusions.length)] : []),
    ...unnamed.map(badExclusionName),
    ...(full.length > MOST_FULL_EXCLUSIONS ? [tooManyFullExclusions(full.length)] : []),
    ...exclusions.flatMap((exclusion) => exclusionProblems(exclusion, hasChannel)),
  ];
}

function exclusionProblems(exclusion: MaintenanceExclusion, hasChannel: boolean): Finding[] {
  const field = `maintenanceExclusions.${exclusion.name}`;
  const scope = literal(scopeOf(exclusion));
  const { hours, found } = validatePeriod(field, exclusion);
  const isFull = scope === MaintenanceExclusionScope.NO_UPGRADES;
  const days = Math.ceil((hours ?? 0) / 24);
  return [
    ...found,
    ...(isFull && days > MOST_DAYS ? [exclusionTooLong(exclusion.name, days)] : []),
    ...(!isFull && days > LONGEST_SUPPORT_DAYS ? [exclusionBeyondSupport(exclusion.name, days)] : []),
    ...(scope !== undefined && !isFull && !hasChannel ? [scopeWithoutChannel(exclusion.name, scope)] : []),
  ];
}

/** The block of the cluster. */
export function maintenancePolicy(
  window: MaintenanceWindow,
  exclusions: readonly MaintenanceExclusion[] | IResolvable,
): ContainerClusterMaintenancePolicy {
  if (Tokenization.isResolvable(exclusions)) {
    return { recurringWindow: window.config, maintenanceExclusion: exclusionBlocks(exclusions) };
  }
  return {
    recurringWindow: window.config,
    maintenanceExclusion:
      exclusions.length === 0
        ? undefined
        : exclusions.map((exclusion) => ({
            exclusionName: exclusion.name,
            startTime: exclusion.start,
            endTime: exclusion.end,
            exclusionOptions: { scope: textOrToken(scopeOf(exclusion)) },
          })),
  };
}

/** A block for each object of a list that only Terraform knows. */
function exclusionBlocks(exclusions: IResolvable): IResolvable {
  const each = TerraformIterator.fromList(exclusions);
  return each.dynamic({
    exclusion_name: each.getString('name'),
    start_time: each.getString('start'),
    end_time: each.getString('end'),
    exclusion_options: { scope: Fn.lookup(each.value, 'scope', MaintenanceExclusionScope.NO_UPGRADES) },
  });
}
