export * from '../contract';
export * from './annotations/runtime-annotations';
export * from './annotations/sandbox-annotation-values';
export * from './annotations/sandbox-annotations';
export * from './annotations/unsafe-sandbox-annotations';
export * from './annotations/vm-annotations';
export * from './annotations/vm-device-annotations';
export type { SandboxTarget } from './workload/sandbox-target';
export { type SandboxWorkloadOptions, sandboxWorkload } from './workload/sandbox-workload';
