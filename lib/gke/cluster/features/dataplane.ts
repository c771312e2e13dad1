import type { ContainerCluster, ContainerClusterConfig } from '@cdktf/provider-google/lib/container-cluster';
import { type IResolvable, Op } from 'cdktf';
import type { Finding } from '../../../validation/finding';
import { choice, writeBlockIf } from '../../project/values';
import { policiesOfDataplaneV2, policiesOff } from '../messages';

/** Who carries the packets of pods, and enforces network policies. */
export interface DataplaneOptions {
  /**
   * Whether the cluster uses GKE Dataplane V2, which enforces network policies. Otherwise Calico does. A change replaces the
   * cluster.
   *
   * @see https://cloud.google.com/kubernetes-engine/docs/concepts/dataplane-v2
   * @default true
   */
  readonly dataplaneV2?: boolean | IResolvable;

  /**
   * Whether GKE enforces network policies in a cluster without Dataplane V2, by Calico. `false` leaves them to what you install,
   * or to nobody. Dataplane V2 always enforces them.
   *
   * @see https://cloud.google.com/kubernetes-engine/docs/how-to/network-policy
   * @default true
   */
  readonly networkPolicyEnforcement?: boolean | IResolvable;
}

const OBSERVABILITY = { enableMetrics: true, enableRelay: false };

/** Holds the two options against each other. */
export function validateDataplane({ dataplaneV2 = true, networkPolicyEnforcement }: DataplaneOptions): Finding[] {
  if (networkPolicyEnforcement !== false) return [];
  return dataplaneV2 === true ? [policiesOfDataplaneV2()] : [policiesOff()];
}

/** The attributes and blocks of the cluster. */
export function dataplaneConfig({ dataplaneV2 = true, networkPolicyEnforcement = true }: DataplaneOptions) {
  return {
    datapathProvider: choice(dataplaneV2, 'ADVANCED_DATAPATH', 'LEGACY_DATAPATH'),
    networkPolicy: networkPolicy(dataplaneV2, networkPolicyEnforcement),
  } satisfies Partial<ContainerClusterConfig>;
}

/** Calico, as the older way to enforce policies. GKE refuses it with Dataplane V2, which enforces policies by itself. */
function networkPolicy(isV2: boolean | IResolvable, isEnforced: boolean | IResolvable) {
  if (isV2 === true || isEnforced === false) return { enabled: false };
  const enabled = calico(isV2, isEnforced);
  if (enabled === true) return { enabled, provider: 'CALICO' };
  return { enabled, provider: choice(enabled, 'CALICO', 'PROVIDER_UNSPECIFIED') };
}

/** Whether Calico enforces policies. */
function calico(isV2: boolean | IResolvable, isEnforced: boolean | IResolvable): boolean | IResolvable {
  if (isV2 === false) return isEnforced;
  return isEnforced === true ? Op.not(isV2) : Op.and(Op.not(isV2), isEnforced);
}

/** The add-on that enforces policies without Dataplane V2, which the cluster's own switch does not switch on. */
export function policyAddon({ dataplaneV2 = true, networkPolicyEnforcement = true }: DataplaneOptions) {
  if (dataplaneV2 === true || networkPolicyEnforcement === false) return undefined;
  const enabled = calico(dataplaneV2, networkPolicyEnforcement);
  return { disabled: typeof enabled === 'boolean' ? !enabled : Op.not(enabled) };
}

/** Metrics of Dataplane V2; where only Terraform knows whether there is one, `writeObservability()` writes the block. */
export function observabilityConfig({ dataplaneV2 = true }: DataplaneOptions) {
  return dataplaneV2 === true ? OBSERVABILITY : undefined;
}

/** Writes the block about the metrics of Dataplane V2 where only Terraform knows whether it is needed. */
export function writeObservability(resource: ContainerCluster, { dataplaneV2 = true }: DataplaneOptions): void {
  if (typeof dataplaneV2 === 'boolean') return;
  const content = { enable_metrics: OBSERVABILITY.enableMetrics, enable_relay: OBSERVABILITY.enableRelay };
  writeBlockIf(resource, 'monitoring_config.advanced_datapath_observability_config', dataplaneV2, content);
}
