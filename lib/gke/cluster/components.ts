/** Components whose logs GKE can collect, as version 6.50.0 of the provider documents `logging_config`. */
export const LOGGING_COMPONENTS = [
  'SYSTEM_COMPONENTS',
  'WORKLOADS',
  'APISERVER',
  'CONTROLLER_MANAGER',
  'SCHEDULER',
  'KCP_CONNECTION',
  'KCP_SSHD',
  'KCP_HPA',
];

/** Components that GKE can measure, as version 6.50.0 of the provider documents `monitoring_config`. */
export const MONITORING_COMPONENTS = [
  'SYSTEM_COMPONENTS',
  'APISERVER',
  'SCHEDULER',
  'CONTROLLER_MANAGER',
  'STORAGE',
  'HPA',
  'POD',
  'DAEMONSET',
  'DEPLOYMENT',
  'STATEFULSET',
  'KUBELET',
  'CADVISOR',
  'DCGM',
  'JOBSET',
];

/** Components whose logs are collected by default. */
export const DEFAULT_LOGGING_COMPONENTS = [
  'SYSTEM_COMPONENTS',
  'WORKLOADS',
  'APISERVER',
  'CONTROLLER_MANAGER',
  'SCHEDULER',
];

/** Components that are measured by default. */
export const DEFAULT_MONITORING_COMPONENTS = ['SYSTEM_COMPONENTS', 'APISERVER', 'CONTROLLER_MANAGER', 'SCHEDULER'];

/**
 * Components whose metrics Managed Service for Prometheus collects.
 *
 * Source: the validation of `monitoring_config` in the module gke-cluster-standard of Cloud Foundation Fabric.
 */
export const OF_MANAGED_PROMETHEUS = ['CADVISOR', 'DAEMONSET', 'DEPLOYMENT', 'HPA', 'POD', 'STATEFULSET', 'STORAGE'];
