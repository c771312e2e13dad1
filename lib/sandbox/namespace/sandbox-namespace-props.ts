import type { ClusterFacts } from '../../contract/cluster-facts';
import type { IRuntimeClass } from '../runtime-class';
import type { ISandboxRuntime } from '../sandbox-runtime';
import type { PodSecurityLevel } from './pod-security-level';
import type { SandboxCapacity, SandboxOverhead } from './sandbox-capacity';

/** Properties of `SandboxNamespace`. */
export interface SandboxNamespaceProps {
  /** The runtime in whose VMs everything in the namespace runs. */
  readonly runtime: ISandboxRuntime;

  /**
   * Name of the namespace.
   *
   * @default - the id of the construct
   */
  readonly name?: string;

  /**
   * The class of workloads for which nothing else is said. `runtime.sandbox(workload, { runtimeClass })` chooses another one for one
   * of them.
   *
   * @default - the runtime's default class
   */
  readonly runtimeClass?: IRuntimeClass;

  /**
   * What is known of the cluster, for the verbs that open its network.
   *
   * @default - what the runtime knows of it
   */
  readonly cluster?: ClusterFacts;

  /**
   * How far pods are held to the Pod Security Standards.
   *
   * @default PodSecurityLevel.RESTRICTED
   */
  readonly podSecurity?: PodSecurityLevel;

  /**
   * Whether pods get what the level `restricted` demands where they leave it out: the seccomp profile `RuntimeDefault`, no capabilities, no
   * privilege escalation. What is set stays as it is. Other levels demand none of it, and nothing is filled in there.
   *
   * @default true
   */
  readonly hardenWorkloads?: boolean;

  /**
   * How much the namespace may use.
   *
   * @default - 20 pods of 500m CPU and 1Gi memory each, and 100Gi of disks
   */
  readonly capacity?: SandboxCapacity;

  /**
   * What each VM costs beside its containers. The quota counts it.
   *
   * @default - the largest overhead of the runtime's classes; required where the program does not make them
   */
  readonly overhead?: SandboxOverhead;

  /**
   * Labels of the Namespace beside its own.
   *
   * @default - none
   */
  readonly labels?: { readonly [label: string]: string };
}
