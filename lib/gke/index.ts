import './peers';

export * from '../contract';
export * from '../validation';
export * from './cluster/backup-plan';
export * from './cluster/control-plane-access';
export * from './cluster/gke-cluster';
export * from './cluster/gke-cluster-interface';
export * from './cluster/gke-cluster-props';
export type { GkeClusterAttributes } from './cluster/imported-gke-cluster';
export {
  type MaintenanceExclusion,
  MaintenanceExclusionScope,
  type MaintenanceWindow,
} from './cluster/maintenance-policy';
export * from './cluster/secrets-encryption';
export { UpgradeEvent, type UpgradeNotifications } from './cluster/upgrade-notifications';
export * from './detection/intrusion-detection';
export * from './detection/sandbox-audit-alerts';
export * from './network/cloud-nat';
export * from './network/egress-firewall';
export * from './network/gke-network';
export * from './network/gke-network-interface';
export * from './network/gke-network-props';
export * from './network/shared-vpc-access';
export { FlowLogInterval, type FlowLogs } from './network/vpc-flow-logs';
export * from './node-pool/gke-cluster-ref';
export * from './node-pool/kata-node-pool';
export * from './node-pool/kata-node-pool-props';
export * from './node-pool/machine/machine-type';
export * from './node-pool/node-identity';
export { NodePool, type NodePoolProps } from './node-pool/node-pool';
export * from './node-pool/node-pool-props';
export { CpuManagerPolicy, type KubeletSettings, type LinuxSettings } from './node-pool/node-system-config';
export * from './node-pool/pool-upgrade';
export * from './project/project-services';
