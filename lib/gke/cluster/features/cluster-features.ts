import type { ContainerClusterConfig } from '@cdktf/provider-google/lib/container-cluster';
import { type IResolvable, Token } from 'cdktf';
import type { Finding } from '../../../validation/finding';
import type { IGkeNetwork } from '../../network/gke-network-interface';
import { validatePodRange, validateSecureTags } from '../../node-pool/node-pool-rules';
import { choice, mayBeInteger, textOrToken } from '../../project/values';
import { badVersion, needsDataplaneV2, outOfRange, pinOnChannel, podRangeTwice } from '../messages';
import type { CloudDns } from './cloud-dns';

/** How eagerly the cluster autoscaler removes nodes. */
export enum AutoscalingProfile {
  /** Nodes stay for a while, so that new pods find room. */
  BALANCED = 'BALANCED',
  /** Nodes go early, which costs less. */
  OPTIMIZE_UTILIZATION = 'OPTIMIZE_UTILIZATION',
}

/** Features of a cluster that are off unless they are asked for. */
export interface ClusterFeatures {
  /**
   * How eagerly the cluster autoscaler removes nodes.
   *
   * @default - AutoscalingProfile.BALANCED
   */
  readonly autoscalingProfile?: AutoscalingProfile | IResolvable;

  /**
   * Cloud DNS as the DNS service of the pods.
   *
   * @default - kube-dns
   */
  readonly cloudDns?: CloudDns;

  /**
   * Exact version of the control plane, such as `1.33.4-gke.1245000`. The cluster must be on no release channel, which would
   * upgrade it.
   *
   * @default - the default version of the release channel
   */
  readonly pinnedVersion?: string;

  /**
   * Enables the Secret Manager add-on, which mounts secrets of Secret Manager into pods.
   *
   * @default false
   */
  readonly secretManager?: boolean | IResolvable;

  /**
   * Enables `FQDNNetworkPolicy` objects. Needs Dataplane V2.
   *
   * @default false
   */
  readonly fqdnPolicies?: boolean | IResolvable;

  /**
   * Enables `CiliumClusterwideNetworkPolicy` objects. Needs Dataplane V2.
   *
   * @default false
   */
  readonly clusterwidePolicies?: boolean | IResolvable;

  /**
   * Encrypts traffic between pods of different nodes. Needs Dataplane V2.
   *
   * @default false
   */
  readonly inTransitEncryption?: boolean | IResolvable;

  /**
   * Maximum number of pods on a node, for pools that say nothing: 8 to 256. A change replaces the cluster.
   *
   * @default - 110; 64 for Kata node pools
   */
  readonly defaultMaxPodsPerNode?: number;

  /**
   * Names of further ranges from which GKE gives pods their addresses: `additionalPodRanges` of the network. A range that is
   * not named here is for the pools that name it with `podRangeName`.
   *
   * @see https://cloud.google.com/kubernetes-engine/docs/how-to/multi-pod-cidr
   * @default - the network's `podRange` alone
   */
  readonly additionalPodRangeNames?: readonly string[];

  /**
   * Tags of Resource Manager on the VMs of pools that name none, at most 5, for firewall policies:
   * `tagKeys/NUMBER: 'tagValues/NUMBER'`.
   *
   * @see https://cloud.google.com/kubernetes-engine/docs/how-to/tags-firewall-policies
   * @default - none
   */
  readonly resourceManagerTags?: { readonly [key: string]: string } | IResolvable;
}

const ENCRYPTED = 'IN_TRANSIT_ENCRYPTION_INTER_NODE_TRANSPARENT';
const EXACT_VERSION = /^\d+\.\d+\.\d+-gke\.\d+$/;
const DATAPLANE_V2_FEATURES = ['fqdnPolicies', 'clusterwidePolicies', 'inTransitEncryption'] as const;

/**
 * Holds the features against what GKE takes together.
 *
 * @param features the features
 * @param hasDataplaneV2 whether the cluster may use Dataplane V2
 * @param hasChannel whether the cluster is on a release channel, as far as it is known
 * @param network network of the cluster
 */
export function validateFeatures(
  features: ClusterFeatures,
  hasDataplaneV2: boolean,
  hasChannel: boolean,
  network: IGkeNetwork,
): Finding[] {
  const { pinnedVersion, defaultMaxPodsPerNode: pods, additionalPodRangeNames: ranges = [] } = features;
  const isLiteral = pinnedVersion !== undefined && !Token.isUnresolved(pinnedVersion);
  return [
    ...(features.cloudDns?.validate() ?? []),
    ...(isLiteral && !EXACT_VERSION.test(pinnedVersion) ? [badVersion('pinnedVersion', pinnedVersion)] : []),
    ...(pinnedVersion !== undefined && hasChannel ? [pinOnChannel(pinnedVersion)] : []),
    ...DATAPLANE_V2_FEATURES.filter((field) => features[field] === true && !hasDataplaneV2).map(needsDataplaneV2),
    ...(pods === undefined || mayBeInteger(pods, 8, 256)
      ? []
      : [outOfRange('defaultMaxPodsPerNode', pods, 'a whole number from 8 to 256')]),
    ...(Token.isUnresolved(ranges) ? [] : ranges).flatMap((range) =>
      validatePodRange('additionalPodRangeNames', range, network),
    ),
    ...(ranges.includes(network.podRangeName) ? [podRangeTwice(network.podRangeName)] : []),
    ...validateSecureTags(features.resourceManagerTags),
  ];
}

/** The blocks of the cluster; nothing for what was not asked for. */
export function featureConfig(features: ClusterFeatures): Partial<ContainerClusterConfig> {
  const { autoscalingProfile, secretManager } = features;
  return {
    clusterAutoscaling:
      autoscalingProfile === undefined ? undefined : { autoscalingProfile: textOrToken(autoscalingProfile) },
    dnsConfig: features.cloudDns?.config,
    secretManagerConfig: secretManager === undefined ? undefined : { enabled: secretManager },
    enableFqdnNetworkPolicy: features.fqdnPolicies,
    enableCiliumClusterwideNetworkPolicy: features.clusterwidePolicies,
    inTransitEncryptionConfig: features.inTransitEncryption
      ? choice(features.inTransitEncryption, ENCRYPTED, 'IN_TRANSIT_ENCRYPTION_DISABLED')
      : undefined,
    defaultMaxPodsPerNode: features.defaultMaxPodsPerNode,
  };
}
