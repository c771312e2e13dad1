import type {
  ContainerNodePoolConfig,
  ContainerNodePoolNodeConfig,
} from '@cdktf/provider-google/lib/container-node-pool';
import { Token } from 'cdktf';
import { type NodeTaint, TaintEffect } from '../../contract/placement';
import type { PoolSize } from './autoscaling';
import { MachineType } from './machine/machine-type';
import { NodeImage, type NodePoolOptions } from './node-pool-props';
import { kubeletConfig, linuxNodeConfig } from './node-system-config';
import type { PoolUpgrade } from './pool-upgrade';

/** What the block of the nodes needs beside the options of the pool. */
export interface NodeConfigContext {
  readonly serviceAccount: string;
  readonly labels: { readonly [label: string]: string };
  readonly taints: readonly NodeTaint[];
  readonly advancedMachineFeatures?: { readonly threadsPerCore: number; readonly enableNestedVirtualization: boolean };
}

const TERRAFORM_EFFECTS: { readonly [effect in TaintEffect]: string } = {
  [TaintEffect.NO_SCHEDULE]: 'NO_SCHEDULE',
  [TaintEffect.PREFER_NO_SCHEDULE]: 'PREFER_NO_SCHEDULE',
  [TaintEffect.NO_EXECUTE]: 'NO_EXECUTE',
};

/** Machine type of ordinary node pools that name none. */
export const DEFAULT_MACHINE_TYPE = 'e2-standard-4';

/**
 * What every node of a cluster has, those of the temporary pool that a cluster is created with included.
 *
 * @param serviceAccount address of the account that the nodes run as
 */
export function hardenedNodeConfig(serviceAccount: string) {
  return {
    serviceAccount,
    // What the account may do is up to IAM; scopes are the older, coarser way.
    oauthScopes: ['https://www.googleapis.com/auth/cloud-platform'],
    metadata: { 'disable-legacy-endpoints': 'true' },
    workloadMetadataConfig: { mode: 'GKE_METADATA' },
    shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true },
    kubeletConfig: kubeletConfig(),
  } satisfies ContainerNodePoolNodeConfig;
}

/**
 * The attributes of `google_container_node_pool`, without name, cluster and nodes.
 *
 * @param options options of the pool, with the defaults of its kind
 * @param size how many nodes it has
 * @param upgrade how nodes are upgraded
 */
export function nodePoolConfig(
  options: NodePoolOptions,
  { autoscaling, nodeCount }: PoolSize,
  upgrade: PoolUpgrade,
): Omit<ContainerNodePoolConfig, 'cluster'> {
  return {
    autoscaling,
    nodeCount,
    maxPodsPerNode: options.maxPodsPerNode,
    placementPolicy: options.compactPlacement === true ? { type: 'COMPACT' } : undefined,
    nodeLocations: options.zones && [...options.zones],
    management: { autoRepair: options.autoRepair ?? true, autoUpgrade: options.autoUpgrade ?? true },
    upgradeSettings: upgrade.config,
    networkConfig: { enablePrivateNodes: true },
    timeouts: { create: '60m', update: '60m', delete: '60m' },
  };
}

/**
 * The block `node_config` of a node pool.
 *
 * @param options options of the pool, with the defaults of its kind
 * @param context account, labels and taints
 */
export function nodeConfig(options: NodePoolOptions, context: NodeConfigContext): ContainerNodePoolNodeConfig {
  const machineType = options.machineType ?? DEFAULT_MACHINE_TYPE;
  const machine = Token.isUnresolved(machineType) ? undefined : MachineType.parse(machineType);
  const { confidentialInstanceType, ephemeralLocalSsds, rawLocalSsds, reservation } = options;
  return {
    ...hardenedNodeConfig(context.serviceAccount),
    machineType,
    imageType: options.imageType ?? NodeImage.COS_CONTAINERD,
    diskType: options.diskType ?? machine?.bootDiskTypes?.[0] ?? 'pd-balanced',
    diskSizeGb: options.diskSizeGb ?? 100,
    bootDiskKmsKey: options.bootDiskKmsKey,
    minCpuPlatform: options.minCpuPlatform,
    advancedMachineFeatures: context.advancedMachineFeatures,
    shieldedInstanceConfig: {
      enableSecureBoot: options.secureBoot ?? true,
      enableIntegrityMonitoring: options.integrityMonitoring ?? true,
    },
    kubeletConfig: kubeletConfig(options.kubelet),
    linuxNodeConfig: linuxNodeConfig(options.linux),
    labels: context.labels,
    taint: taintBlocks(context.taints),
    tags: options.networkTags && [...options.networkTags],
    resourceLabels: options.resourceLabels && { ...options.resourceLabels },
    spot: options.spot === true ? true : undefined,
    gvnic: { enabled: true },
    // Written out as false it comes back as a difference.
    gcfsConfig: options.imageStreaming === true ? { enabled: true } : undefined,
    confidentialNodes: confidentialInstanceType === undefined ? undefined : { enabled: true, confidentialInstanceType },
    ephemeralStorageLocalSsdConfig: ephemeralLocalSsds ? { localSsdCount: ephemeralLocalSsds } : undefined,
    localNvmeSsdBlockConfig: rawLocalSsds ? { localSsdCount: rawLocalSsds } : undefined,
    reservationAffinity: reservation === undefined ? undefined : specificReservation(reservation),
  };
}

function taintBlocks(taints: readonly NodeTaint[]) {
  if (taints.length === 0) return undefined;
  return taints.map(({ key, value = '', effect }) => ({ key, value, effect: TERRAFORM_EFFECTS[effect] }));
}

function specificReservation(reservation: string) {
  return {
    consumeReservationType: 'SPECIFIC_RESERVATION',
    key: 'compute.googleapis.com/reservation-name',
    values: [reservation],
  };
}
