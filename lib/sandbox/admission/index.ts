export { Administrator } from './administrator';
export { SandboxAdmission } from './sandbox-admission';
export type { SandboxAdmissionProps } from './sandbox-admission-props';
