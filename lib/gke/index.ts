import './peers';

export * from '../contract';
export * from '../validation';
export { tolerate } from '../validation/contract';
export * from './cluster/access/control-plane-access';
export * from './cluster/features/cloud-dns';
export { AutoscalingProfile, type ClusterFeatures } from './cluster/features/cluster-features';
export type { DataplaneOptions } from './cluster/features/dataplane';
export type { DisruptionBudget, NewerClusterOptions } from './cluster/features/newer-cluster-options';
export * from './cluster/gke-cluster';
export type * from './cluster/gke-cluster-interface';
export * from './cluster/gke-cluster-props';
export type { GkeClusterAttributes } from './cluster/imported-gke-cluster';
export * from './cluster/operations/backup-plan';
export { type MaintenanceExclusion, MaintenanceExclusionScope } from './cluster/operations/maintenance-policy';
export * from './cluster/operations/maintenance-window';
export { UpgradeEvent, type UpgradeNotifications } from './cluster/operations/upgrade-notifications';
export * from './cluster/security/kms-key-grant';
export * from './cluster/security/secrets-encryption';
export * from './cluster/security/workload-identity-binding';
export * from './detection/intrusion-detection';
export * from './detection/sandbox-audit-alerts';
export * from './network/cloud-nat';
export * from './network/egress-firewall';
export type { EgressRule } from './network/egress-rules';
export * from './network/gke-network';
export * from './network/gke-network-interface';
export type * from './network/gke-network-props';
export * from './network/google-apis-dns';
export * from './network/shared-vpc-access';
export { FlowLogInterval, type FlowLogs } from './network/vpc-flow-logs';
export * from './network/webhook-firewall';
export type * from './node-pool/gke-cluster-ref';
export * from './node-pool/kata-node-pool';
export type * from './node-pool/kata-node-pool-props';
export { GpuDriver, GpuSharing, type NodeAccelerators } from './node-pool/machine/accelerators';
export * from './node-pool/machine/machine-type';
export * from './node-pool/node-identity';
export { NodePool, type NodePoolProps } from './node-pool/node-pool';
export type * from './node-pool/node-pool-props';
export * from './node-pool/pool-upgrade';
export {
  type ContainerdSettings,
  type PrivateRegistry,
  RegistryCapability,
  type RegistryHost,
  type RegistryMirror,
} from './node-pool/settings/containerd-settings';
export {
  MemoryManagerPolicy,
  type NodeMemoryOptions,
  NodeSwap,
  type SwapSize,
  type TopologyManager,
  TopologyManagerPolicy,
  TopologyManagerScope,
} from './node-pool/settings/node-memory';
export * from './node-pool/settings/node-options';
export { CpuManagerPolicy, type KubeletSettings, type LinuxSettings } from './node-pool/settings/node-system-config';
export {
  DeletionPolicy,
  KernelModulePolicy,
  type NodeDrainSettings,
  type NodeInitScript,
  type Provider7Options,
} from './node-pool/settings/provider-7-settings';
export type { GkeConstructProps } from './project/gke-construct';
export { GoogleProviderVersion } from './project/google-provider-version';
export { ProjectServices, type ProjectServicesProps } from './project/project-services';
export * from './project/terraform-state';
export { GKE_RULES } from './rules';
