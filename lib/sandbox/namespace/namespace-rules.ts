import { Severity } from '../../validation/finding';
import { Rule } from '../../validation/rule';

/** A pod that its namespace refuses. */
export const POD_SECURITY = new Rule({
  id: 'sandbox/pod-security',
  severity: Severity.ERROR,
  meaning:
    "A pod does not meet the Pod Security level of its SandboxNamespace. The API server takes the workload and refuses each of its pods, which shows only in the workload's ReplicaFailure condition",
  fix: 'change the field, or choose another podSecurity for the namespace',
});

/** Privileged containers. */
export const PRIVILEGED_IN_VM = new Rule({
  id: 'sandbox/privileged-in-vm',
  severity: Severity.WARNING,
  meaning:
    'A SandboxNamespace lets containers be privileged: they own the kernel of their VM, so that only the hypervisor isolates them from the node',
  fix: 'keep such workloads in a namespace of their own, apply SandboxAdmission with allowPrivilegedInVm, and acknowledge the finding',
});

/** An object of another namespace. */
export const OTHER_NAMESPACE = new Rule({
  id: 'sandbox/other-namespace',
  severity: Severity.ERROR,
  meaning: 'An object in the chart of a SandboxNamespace goes into another namespace, where none of its rules hold',
  fix: 'leave its namespace out, or put it into another chart',
});

/** A volume that is a folder of a node. */
export const NODE_VOLUME = new Rule({
  id: 'sandbox/node-volume',
  severity: Severity.ERROR,
  canAcknowledge: true,
  meaning:
    'A PersistentVolume in the chart of a SandboxNamespace is a folder or disk of a node, which a pod gets by a claim: neither Pod Security nor admission sees it',
  fix: 'use a volume of a CSI driver, or acknowledge this where the folder holds nothing of the node',
});

/** Two charts for one namespace. */
export const NAMESPACE_TWICE = new Rule({
  id: 'sandbox/namespace-twice',
  severity: Severity.ERROR,
  meaning:
    'The program writes an object twice that a SandboxNamespace makes, so that one would replace the other: its Namespace, quota, limits, default account, or the policy that closes it',
  fix: 'give each SandboxNamespace a name of its own, and let it make its objects',
});

/** Names and amounts of a namespace. */
export const NAMESPACE_PROPS = new Rule({
  id: 'sandbox/namespace-props',
  severity: Severity.ERROR,
  meaning: 'a property of a SandboxNamespace has a value that is not valid',
  fix: 'correct the property',
});

/** A pod that leaves the VMs. */
export const OUTSIDE_RUNTIME = new Rule({
  id: 'sandbox/outside-runtime',
  severity: Severity.ERROR,
  meaning: 'A pod of a SandboxNamespace would run outside of the VMs of its runtime',
  fix: 'remove what sets the class, or choose one by runtime.sandbox(workload, { runtimeClass }); what has to run on the node belongs into another chart',
});
