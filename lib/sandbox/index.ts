export * from './runtime-annotations';
export * from './sandbox-annotation-values';
export * from './sandbox-annotations';
export { type SandboxTarget, type SandboxWorkloadOptions, sandboxWorkload } from './sandbox-workload';
export * from './unsafe-sandbox-annotations';
export * from './vm-annotations';
export * from './vm-device-annotations';
