/**
 * How far pods of a namespace are held to the Pod Security Standards.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export enum PodSecurityLevel {
  /** No root, no capabilities, no privilege escalation: for code that is not trusted. */
  RESTRICTED = 'restricted',

  /** No known way to more privileges; root is allowed. */
  BASELINE = 'baseline',

  /**
   * Privileged containers, which have the run of their own VM, for builds that run Docker. Host paths, devices of the node and
   * host namespaces stay closed, at synthesis and by `SandboxAdmission`, since Pod Security itself has no such level.
   */
  PRIVILEGED_IN_VM = 'privileged-in-vm',
}
