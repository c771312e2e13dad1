export * from '../contract';
export * from '../validation';
export * from './admission';
export * from './annotations/runtime-annotations';
export * from './annotations/sandbox-annotation-values';
export * from './annotations/sandbox-annotations';
export * from './annotations/unsafe-sandbox-annotations';
export * from './annotations/vm-annotations';
export * from './annotations/vm-device-annotations';
export * from './namespace';
export * from './network';
export * from './runtime-class';
export * from './sandbox-runtime';
export {
  type GuestCapabilities,
  type GuestSize,
  type SandboxLimits,
  type SandboxTarget,
  SettingEffect,
} from './workload/sandbox-target';
export { type SandboxWorkloadOptions, sandboxWorkload } from './workload/sandbox-workload';
