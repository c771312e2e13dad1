import type { ContainerCluster } from '@cdktf/provider-google/lib/container-cluster';
import { type IResolvable, Op, Token } from 'cdktf';
import type { IConstruct } from 'constructs';
import type { Finding } from '../../../validation/finding';
import type { DeletionPolicy } from '../../node-pool/settings/provider-7-settings';
import { validateProviderVersion } from '../../project/google-provider-version';
import { addStackCheck } from '../../project/stack-findings';
import { mayBeInteger } from '../../project/values';
import { outOfRange } from '../messages';

/** Least time between two upgrades of the control plane by GKE itself. */
export interface DisruptionBudget {
  /**
   * Days between two upgrades of the control plane to a minor version: 1 to 90.
   *
   * @default - GKE's own
   */
  readonly minorVersionDays?: number;

  /**
   * Days between two upgrades of the control plane to a patch version: 1 to 90.
   *
   * @default - GKE's own
   */
  readonly patchVersionDays?: number;
}

/** Options of a cluster that need version 7 of the Google provider: `GoogleProviderVersion.V7.apply(stack)`. */
export interface NewerClusterOptions {
  /**
   * Least time between two upgrades of the control plane by GKE itself.
   *
   * @default - GKE's own
   */
  readonly disruptionBudget?: DisruptionBudget;

  /**
   * Enables the node readiness add-on, which keeps pods off nodes until conditions hold.
   *
   * @default false
   */
  readonly nodeReadiness?: boolean | IResolvable;

  /**
   * What Terraform does when the cluster leaves the program. `deletionProtection` still refuses to delete it.
   *
   * @default DeletionPolicy.DELETE
   */
  readonly deletionPolicy?: DeletionPolicy | IResolvable;

  /**
   * Whether Terraform leaves out the requests that count nodes, which saves quota with many pools.
   *
   * @default false
   */
  readonly ignoreNodeCountChanges?: boolean | IResolvable;
}

const FIELDS: readonly (keyof NewerClusterOptions)[] = [
  'disruptionBudget',
  'nodeReadiness',
  'deletionPolicy',
  'ignoreNodeCountChanges',
];

const SECONDS_PER_DAY = 86_400;

/** Holds the options against what GKE takes. */
export function validateNewerOptions({ disruptionBudget = {} }: NewerClusterOptions): Finding[] {
  return Object.entries(disruptionBudget)
    .filter(([, days]) => days !== undefined && !mayBeInteger(days, 1, 90))
    .map(([field, days]) => outOfRange(`disruptionBudget.${field}`, days, 'whole days from 1 to 90'));
}

/**
 * Writes the options, which the bindings do not know.
 *
 * @param construct the cluster
 * @param resource its Terraform resource
 * @param options the options
 */
export function writeNewerOptions(
  construct: IConstruct,
  resource: ContainerCluster,
  options: NewerClusterOptions,
): void {
  const { disruptionBudget, nodeReadiness } = options;
  const days = (value: number | undefined) => value && `${seconds(value)}s`;
  const given = FIELDS.filter((field) => options[field] !== undefined);
  addStackCheck(construct, () => validateProviderVersion(construct, given));
  if (disruptionBudget !== undefined) {
    resource.addOverride('maintenance_policy.disruption_budget', {
      minor_version_disruption_interval: days(disruptionBudget.minorVersionDays),
      patch_version_disruption_interval: days(disruptionBudget.patchVersionDays),
    });
  }
  if (nodeReadiness !== undefined) {
    resource.addOverride('addons_config.node_readiness_config.enabled', nodeReadiness);
  }
  const { deletionPolicy, ignoreNodeCountChanges } = options;
  if (deletionPolicy !== undefined) resource.addOverride('deletion_policy', deletionPolicy);
  if (ignoreNodeCountChanges !== undefined) {
    resource.addOverride('ignore_node_count_changes', ignoreNodeCountChanges);
  }
}

/** The seconds of as many days, which only Terraform may know. */
function seconds(days: number): string {
  return String(Token.isUnresolved(days) ? Op.mul(days, SECONDS_PER_DAY) : days * SECONDS_PER_DAY);
}
