export { SANDBOX_NAMESPACE_LABEL } from './namespace-mark';
export { PodSecurityLevel } from './pod-security-level';
export type { SandboxCapacity, SandboxOverhead } from './sandbox-capacity';
export { SandboxNamespace } from './sandbox-namespace';
export type { SandboxNamespaceProps } from './sandbox-namespace-props';
