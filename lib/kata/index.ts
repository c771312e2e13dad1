export * from '../contract';
export type { KataAdvisory } from '../data/kata/release-data';
export * from '../sandbox/runtime-class';
export type * from '../sandbox/sandbox-runtime';
export * from '../validation';
export { tolerate } from '../validation/contract';
export { ComputeClass, type ComputeClassProps } from './addons/compute-class';
export * from './addons/kata-cleanup';
export * from './addons/kata-monitor';
export * from './addons/node-feature-rule';
export {
  type CustomKataShim,
  type CustomShimAttributes,
  type CustomShimOverhead,
  type CustomShimSettings,
  KataHypervisor,
  KataRuntimeLanguage,
} from './catalogue/custom-shim';
export * from './catalogue/kata-architecture';
export { type CustomKataRelease, KataDeployContract, KataRelease } from './catalogue/kata-release';
export * from './catalogue/kata-shim';
export type * from './devmapper/devmapper-options';
export * from './devmapper/devmapper-snapshotter';
export * from './install/daemon-set-installer';
export * from './install/deployment-mode';
export * from './install/installer-pod-options';
export * from './install/kata-deploy';
export * from './install/kata-deploy-rbac';
export * from './install/kata-installation';
export type * from './install/kata-installation-props';
export type * from './install/kata-installer';
export * from './install/kubernetes-distribution';
export type * from './install/pools/kata-pool';
export type * from './install/previous-installation';
export * from './install/shim-settings';
export * from './job-mode/jobs-installer';
export * from './job-mode/kata-deploy-jobs';
export * from './job-mode/kata-deploy-jobs-rbac';
export type * from './job-mode/kata-job-options';
export * from './job-mode/redispatch';
export * from './kata-runtime';
export type * from './kata-runtime-attributes';
export type * from './kata-runtime-interface';
export type * from './kata-runtime-props';
export * from './runtime-class/kata-runtime-classes';
export { ContainerRuntime } from './sizing/container-runtime';
export { type PodLimitsProps, podLimits, type VmDimensions } from './sizing/pod-limits';
export { ShimConfiguration, type ShimConfigurationProps } from './sizing/shim-configuration';
export {
  type ContainerLimits,
  type InitContainerLimits,
  type VmSize,
  type VmSizeProps,
  vmSize,
} from './sizing/vm-size';
export { type VmSizePreset, vmSizeRuntime } from './sizing/vm-size-preset';
