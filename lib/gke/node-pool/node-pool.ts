import { createHash } from 'node:crypto';
import {
  ContainerNodePool,
  type ContainerNodePoolConfig,
  type ContainerNodePoolNodeConfig,
} from '@cdktf/provider-google/lib/container-node-pool';
import { Annotations, Token } from 'cdktf';
import type { Construct } from 'constructs';
import { type NodeTaint, TaintEffect } from '../../contract/placement';
import { assertProps } from '../../validation/props';
import { GkeConstruct } from '../project/gke-construct';
import { assertExistingName } from '../project/resource-names';
import { sameStackOnly } from '../project/stack';
import { type PoolSize, poolSize } from './autoscaling';
import type { IGkeClusterRef } from './gke-cluster-ref';
import type { MachineType } from './machine-type';
import { secureBootOff, spotSystemPool } from './messages';
import { checkNodeKeys } from './node-labels-and-taints';
import { NodeImage, type NodePoolOptions } from './node-pool-props';
import { checkNodePool, poolName } from './node-pool-rules';
import { kubeletConfig, linuxNodeConfig } from './node-system-config';
import { PoolUpgrade } from './pool-upgrade';

/** Properties of `NodePool`. */
export interface NodePoolProps extends NodePoolOptions {
  /** The cluster. */
  readonly cluster: IGkeClusterRef;
}

/**
 * What a kind of pool has beside its options.
 *
 * @internal
 */
export interface NodePoolDefaults {
  readonly isKata: boolean;
  readonly labels: { readonly [label: string]: string };
  readonly taints: readonly NodeTaint[];
  readonly size: [number, number];
  readonly advancedMachineFeatures?: { readonly threadsPerCore: number; readonly enableNestedVirtualization: boolean };
}

const TERRAFORM_EFFECTS: { readonly [effect in TaintEffect]: string } = {
  [TaintEffect.NO_SCHEDULE]: 'NO_SCHEDULE',
  [TaintEffect.PREFER_NO_SCHEDULE]: 'PREFER_NO_SCHEDULE',
  [TaintEffect.NO_EXECUTE]: 'NO_EXECUTE',
};

/**
 * A node pool: hardened, autoscaled, and replaceable without a gap.
 *
 * Its name ends in a hash of what the API cannot change in place, so that such a change makes a new pool beside the old
 * one, and only then destroys that.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/node-pools
 * @throws for options that contradict each other, or that GKE would refuse
 */
export class NodePool extends GkeConstruct {
  /** The node pool. */
  public readonly resource: ContainerNodePool;

  /** Name, hash included. */
  public readonly name: string;

  /** Labels of the nodes. */
  public readonly labels: { readonly [label: string]: string };

  /** Taints of the nodes. */
  public readonly taints: readonly NodeTaint[];

  constructor(scope: Construct, id: string, props: NodePoolProps);
  /** @internal */
  constructor(scope: Construct, id: string, props: NodePoolProps, kind: NodePoolDefaults);
  constructor(scope: Construct, id: string, props: NodePoolProps, kind?: NodePoolDefaults) {
    super(scope, id);
    assertProps('NodePoolProps', props);
    assertExistingName('reservation', props.reservation);
    const { isKata, ...own } = kind ?? { isKata: false, labels: {}, taints: [], size: [3, 6] as [number, number] };
    const { cluster } = props;
    checkNodeKeys({ 'node-pool': id, ...props.labels }, props.taints ?? [], isKata);
    // A map of labels that becomes empty is no difference to the provider, so it never is.
    this.labels = { 'node-pool': id, ...props.labels, ...own.labels };
    this.taints = [...own.taints, ...(props.taints ?? [])];
    const machine = checkNodePool(this, props, { isKata, location: cluster.location, channel: cluster.releaseChannel });
    const size = poolSize(props, own.size);
    const protect = props.deletionProtection ?? cluster.deletionProtection;
    const nodeConfig = this.nodeConfig(props, machine, own.advancedMachineFeatures);
    const fixed = {
      maxPodsPerNode: props.maxPodsPerNode,
      placementPolicy: props.compactPlacement === true ? { type: 'COMPACT' } : undefined,
    };
    this.name = poolName(props.name ?? id, replacementHash(nodeConfig, fixed, props));
    this.resource = new ContainerNodePool(this, 'Default', {
      name: this.name,
      cluster: cluster.clusterId,
      ...fixed,
      ...sizeConfig(size),
      nodeLocations: props.zones && [...props.zones],
      management: { autoRepair: props.autoRepair ?? true, autoUpgrade: props.autoUpgrade ?? true },
      upgradeSettings: (props.upgrade ?? PoolUpgrade.surge()).config,
      networkConfig: { enablePrivateNodes: true },
      nodeConfig,
      timeouts: { create: '60m', update: '60m', delete: '60m' },
      // Nodes register with their account's roles and pull their first image through the NAT.
      dependsOn: sameStackOnly(this, [
        ...(props.identity ?? cluster.nodeIdentity).dependencies,
        ...(cluster.network?.dependencies ?? []),
      ]),
      lifecycle: {
        createBeforeDestroy: true,
        preventDestroy: protect ? true : undefined,
        // The API counts it by itself from the first resize on, and a change would replace the pool.
        ignoreChanges: ['initial_node_count'],
      },
    });
    if (props.spot === true && !isKata) Annotations.of(this).addWarning(spotSystemPool());
    if (props.secureBoot === false) Annotations.of(this).addWarning(secureBootOff());
    const surge = (props.upgrade ?? PoolUpgrade.surge()).config;
    cluster.registerPool({
      resource: this.resource,
      name: this.name,
      baseName: props.name ?? id,
      maxNodes: size.most,
      countedPerZone: size.countedPerZone,
      zones: props.zones?.length,
      maxPodsPerNode: props.maxPodsPerNode ?? 110,
      surge: surge.maxSurge ?? 0,
      isBlueGreen: surge.strategy === 'BLUE_GREEN',
      acceptsSystemPods: this.taints.every(({ effect }) => effect === TaintEffect.PREFER_NO_SCHEDULE),
    });
  }

  private nodeConfig(
    props: NodePoolProps,
    machine: MachineType | undefined,
    advancedMachineFeatures: NodePoolDefaults['advancedMachineFeatures'],
  ): ContainerNodePoolNodeConfig {
    const { cluster } = props;
    return {
      machineType: props.machineType ?? 'e2-standard-4',
      imageType: props.imageType ?? NodeImage.COS_CONTAINERD,
      diskType: props.diskType ?? machine?.bootDiskTypes?.[0] ?? 'pd-balanced',
      diskSizeGb: props.diskSizeGb ?? 100,
      bootDiskKmsKey: props.bootDiskKmsKey,
      minCpuPlatform: props.minCpuPlatform,
      // Only where it is needed: dropping or adding the block replaces a pool.
      advancedMachineFeatures,
      serviceAccount: (props.identity ?? cluster.nodeIdentity).email,
      // What the account may do is IAM's to say; scopes are the older, coarser way.
      oauthScopes: ['https://www.googleapis.com/auth/cloud-platform'],
      metadata: { 'disable-legacy-endpoints': 'true' },
      workloadMetadataConfig: { mode: 'GKE_METADATA' },
      shieldedInstanceConfig: {
        enableSecureBoot: props.secureBoot ?? true,
        enableIntegrityMonitoring: props.integrityMonitoring ?? true,
      },
      kubeletConfig: kubeletConfig(props.kubelet),
      linuxNodeConfig: linuxNodeConfig(props.linux),
      labels: this.labels,
      taint:
        this.taints.length === 0
          ? undefined
          : this.taints.map(({ key, value = '', effect }) => ({ key, value, effect: TERRAFORM_EFFECTS[effect] })),
      tags: props.networkTags && [...props.networkTags],
      resourceLabels: props.resourceLabels && { ...props.resourceLabels },
      spot: props.spot === true ? true : undefined,
      gvnic: { enabled: true },
      // Written out as false it comes back as a difference.
      gcfsConfig: props.imageStreaming === true ? { enabled: true } : undefined,
      confidentialNodes:
        props.confidentialInstanceType === undefined
          ? undefined
          : { enabled: true, confidentialInstanceType: props.confidentialInstanceType },
      ephemeralStorageLocalSsdConfig: props.ephemeralLocalSsds
        ? { localSsdCount: props.ephemeralLocalSsds }
        : undefined,
      localNvmeSsdBlockConfig: props.rawLocalSsds ? { localSsdCount: props.rawLocalSsds } : undefined,
      reservationAffinity:
        props.reservation === undefined
          ? undefined
          : {
              consumeReservationType: 'SPECIFIC_RESERVATION',
              key: 'compute.googleapis.com/reservation-name',
              values: [props.reservation],
            },
    };
  }
}

function sizeConfig({ autoscaling, nodeCount }: PoolSize): Partial<ContainerNodePoolConfig> {
  return autoscaling === undefined ? { nodeCount } : { autoscaling };
}

/** Six characters that change with whatever the API can only change by making the pool anew. */
function replacementHash(config: ContainerNodePoolNodeConfig, fixed: object, props: NodePoolProps): string {
  const literal = (value: string | undefined) => (Token.isUnresolved(value) ? '(token)' : value);
  const inputs = {
    ...fixed,
    advancedMachineFeatures: config.advancedMachineFeatures,
    bootDiskKmsKey: literal(config.bootDiskKmsKey),
    confidential: config.confidentialNodes,
    ephemeralLocalSsds: config.ephemeralStorageLocalSsdConfig,
    identity: (props.identity ?? props.cluster.nodeIdentity).stableId,
    metadata: config.metadata,
    minCpuPlatform: literal(config.minCpuPlatform),
    oauthScopes: config.oauthScopes,
    rawLocalSsds: config.localNvmeSsdBlockConfig,
    reservation: literal(props.reservation),
    shielded: config.shieldedInstanceConfig,
    spot: config.spot,
  };
  const sorted = Object.fromEntries(Object.entries(inputs).sort(([a], [b]) => (a < b ? -1 : 1)));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, 6);
}
