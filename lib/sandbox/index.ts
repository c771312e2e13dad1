export * from '../contract';
export * from '../validation';
export { tolerate } from '../validation/contract';
export * from './admission';
export type * from './annotations/runtime-annotations';
export * from './annotations/sandbox-annotation-values';
export type * from './annotations/sandbox-annotations';
export type * from './annotations/unsafe-sandbox-annotations';
export type * from './annotations/vm-annotations';
export type * from './annotations/vm-device-annotations';
export * from './namespace';
export * from './network';
export type { DefaultLimits } from './pod/default-limits';
export * from './runtime-class';
export type * from './sandbox-runtime';
export {
  type GuestCapabilities,
  type GuestSize,
  type SandboxLimits,
  type SandboxTarget,
  SettingEffect,
} from './workload/sandbox-target';
export { type SandboxWorkloadOptions, sandboxWorkload } from './workload/sandbox-workload';
