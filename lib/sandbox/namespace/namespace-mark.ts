import type { IConstruct } from 'constructs';
import type { ISandboxRuntime } from '../sandbox-runtime';
import type { PodSecurityLevel } from './pod-security-level';

/**
 * Label of namespaces in which nothing runs outside of VMs; its value is the Pod Security level. `SandboxAdmission` holds pods of
 * namespaces that carry it.
 */
export const SANDBOX_NAMESPACE_LABEL = 'cdk-kata/sandbox';

/** Id of the Namespace in the chart. */
export const NAMESPACE_ID = 'namespace';

const MARK = Symbol.for('cdk-kata/SandboxNamespace');

/** A SandboxNamespace, as far as checks of the tree know it. */
export interface MarkedNamespace extends IConstruct {
  readonly name: string;
  readonly podSecurity: PodSecurityLevel;
  readonly runtime: ISandboxRuntime;
}

/** Marks a construct as a sandbox namespace, so that checks of the tree find it. */
export function markSandboxNamespace(namespace: MarkedNamespace): void {
  Object.defineProperty(namespace, MARK, { value: true });
}

/** Whether a construct is a sandbox namespace. */
export function isSandboxNamespace(construct: IConstruct): construct is MarkedNamespace {
  return MARK in construct;
}
