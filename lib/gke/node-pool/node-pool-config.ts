import type {
  ContainerNodePoolConfig,
  ContainerNodePoolNodeConfig,
} from '@cdktf/provider-google/lib/container-node-pool';
import { Token } from 'cdktf';
import { type NodeTaint, TaintEffect } from '../../contract/placement';
import { listOrToken, mapOrToken } from '../project/values';
import type { PoolSize } from './autoscaling';
import type { NodeRequirements } from './gke-cluster-ref';
import { acceleratorBlocks } from './machine/accelerators';
import { MachineType } from './machine/machine-type';
import type { NodePoolOptions } from './node-pool-props';
import type { PoolUpgrade } from './pool-upgrade';
import { containerdConfig } from './settings/containerd-settings';
import { NodeImage } from './settings/node-options';
import { kubeletConfig, linuxNodeConfig } from './settings/node-system-config';

/** What the block of the nodes needs beside the options of the pool. */
export interface NodeConfigContext {
  readonly serviceAccount: string;
  readonly labels: { readonly [label: string]: string };
  readonly taints: readonly NodeTaint[];
}

const TERRAFORM_EFFECTS: { readonly [effect in TaintEffect]: string } = {
  [TaintEffect.NO_SCHEDULE]: 'NO_SCHEDULE',
  [TaintEffect.PREFER_NO_SCHEDULE]: 'PREFER_NO_SCHEDULE',
  [TaintEffect.NO_EXECUTE]: 'NO_EXECUTE',
};

/**
 * Machine type of a node pool.
 *
 * @param options options of the pool
 */
export function machineTypeOf({ machineType, nestedVirtualization }: NodePoolOptions): string {
  return machineType ?? (nestedVirtualization === true ? 'n2-standard-4' : 'e2-standard-4');
}

/**
 * Services of Google Cloud that the nodes need beside those of every cluster.
 *
 * @param options options of the pool
 */
export function requiredServices({ imageStreaming, containerd }: NodePoolOptions): string[] {
  return [
    ...(imageStreaming ? ['containerfilesystem.googleapis.com'] : []),
    ...(containerd?.privateRegistries?.length ? ['secretmanager.googleapis.com'] : []),
  ];
}

/** Boot disk of nodes that live for minutes. The type counts to no quota of SSDs. */
const TEMPORARY_DISK = { diskType: 'pd-standard', diskSizeGb: 30 };

/** What the temporary pool of a cluster needs. */
export interface TemporaryNodeOptions extends NodeRequirements {
  /** Address of the account that the nodes run as. */
  readonly serviceAccount: string;
}

/**
 * The block `node_config` of a cluster: that of the pool which a cluster is created with, and which is removed at once. It
 * has what policies, firewalls and a new project's quota ask of every node.
 *
 * @param options account, key and tags
 */
export function temporaryNodeConfig(options: TemporaryNodeOptions) {
  const { bootDiskKmsKey, networkTags: tags, resourceManagerTags } = options;
  return {
    ...hardenedNodeConfig(options.serviceAccount),
    ...TEMPORARY_DISK,
    bootDiskKmsKey,
    tags: tags && listOrToken(tags),
    // A lazy value: the map is made at synthesis, when the pools are known.
    resourceManagerTags: resourceManagerTags as { [key: string]: string } | undefined,
  } satisfies ContainerNodePoolNodeConfig;
}

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
  { autoscaling, nodeCount, initialNodeCount }: PoolSize,
  upgrade: PoolUpgrade,
): Omit<ContainerNodePoolConfig, 'cluster'> {
  return {
    autoscaling,
    nodeCount,
    initialNodeCount,
    version: options.pinnedVersion,
    maxPodsPerNode: options.maxPodsPerNode,
    placementPolicy: options.compactPlacement === true ? { type: 'COMPACT' } : undefined,
    nodeLocations: options.zones && listOrToken(options.zones),
    management: { autoRepair: options.autoRepair ?? true, autoUpgrade: options.autoUpgrade ?? true },
    upgradeSettings: upgrade.config,
    networkConfig: { enablePrivateNodes: true, podRange: options.podRangeName },
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
  const machineType = machineTypeOf(options);
  const machine = Token.isUnresolved(machineType) ? undefined : MachineType.parse(machineType);
  const { confidentialInstanceType, ephemeralLocalSsds, rawLocalSsds, reservation } = options;
  return {
    ...hardenedNodeConfig(context.serviceAccount),
    machineType,
    imageType: options.imageType ?? NodeImage.COS_CONTAINERD,
    diskType: options.diskType ?? machine?.bootDiskTypes?.[0] ?? 'pd-balanced',
    diskSizeGb: options.diskSizeGb ?? 100,
    bootDiskKmsKey: options.bootDiskKmsKey,
    minCpuPlatform: options.minCpuPlatform ?? nestedCpuPlatform(options, machine),
    advancedMachineFeatures: advancedMachineFeatures(options),
    guestAccelerator: acceleratorBlocks(options.accelerators),
    containerdConfig: containerdConfig(options.containerd),
    resourceManagerTags: options.resourceManagerTags && mapOrToken(options.resourceManagerTags),
    shieldedInstanceConfig: {
      enableSecureBoot: options.secureBoot ?? true,
      enableIntegrityMonitoring: options.integrityMonitoring ?? true,
    },
    kubeletConfig: kubeletConfig(options.kubelet),
    linuxNodeConfig: linuxNodeConfig(options.linux),
    labels: context.labels,
    taint: taintBlocks(context.taints),
    tags: options.networkTags && listOrToken(options.networkTags),
    resourceLabels: options.resourceLabels && mapOrToken(options.resourceLabels),
    spot: options.spot === false ? undefined : options.spot,
    gvnic: { enabled: true },
    // Written out as false it comes back as a difference.
    gcfsConfig: options.imageStreaming ? { enabled: options.imageStreaming } : undefined,
    confidentialNodes: confidentialInstanceType === undefined ? undefined : { enabled: true, confidentialInstanceType },
    ephemeralStorageLocalSsdConfig: ephemeralLocalSsds ? { localSsdCount: ephemeralLocalSsds } : undefined,
    localNvmeSsdBlockConfig: rawLocalSsds ? { localSsdCount: rawLocalSsds } : undefined,
    reservationAffinity: reservation === undefined ? undefined : specificReservation(reservation),
  };
}

/** Where nodes could land on processors without nested virtualization, the oldest that has it. */
function nestedCpuPlatform({ nestedVirtualization }: NodePoolOptions, machine: MachineType | undefined) {
  return nestedVirtualization === true ? machine?.data?.minCpuPlatform : undefined;
}

/** Only where it is needed: a pool that gains or loses the block is replaced. */
function advancedMachineFeatures({ nestedVirtualization, threadsPerCore }: NodePoolOptions) {
  if (nestedVirtualization !== true && threadsPerCore === undefined) return undefined;
  return {
    // 0 is left out of the request, so that GKE keeps the machine type's own; the field itself is required.
    threadsPerCore: threadsPerCore ?? 0,
    enableNestedVirtualization: nestedVirtualization === true ? true : undefined,
  };
}

function taintBlocks(taints: readonly NodeTaint[]) {
  if (taints.length === 0) return undefined;
  return taints.map(({ key, value = '', effect }) => ({
    key,
    value,
    effect: TERRAFORM_EFFECTS[effect as TaintEffect],
  }));
}

function specificReservation(reservation: string) {
  return {
    consumeReservationType: 'SPECIFIC_RESERVATION',
    key: 'compute.googleapis.com/reservation-name',
    values: [reservation],
  };
}
