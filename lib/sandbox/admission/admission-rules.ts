import { Severity } from '../../validation/finding';
import { Rule } from '../../validation/rule';

/** Who may change what keeps workloads in VMs. */
export const ADMINISTRATORS = new Rule({
  id: 'sandbox/administrators',
  severity: Severity.ERROR,
  meaning:
    'the administrators of a SandboxAdmission are empty, include an account of a tenant, or include everybody; the account that applies the program must be among them',
  fix: "name those who apply this program: administrators: [Administrator.user('deployer@acme-dev.iam.gserviceaccount.com')]",
});

/** A level that the admission refuses. */
export const LEVEL_REFUSED = new Rule({
  id: 'sandbox/privileged-in-vm-refused',
  severity: Severity.ERROR,
  meaning:
    'A SandboxNamespace lets containers be privileged, and the SandboxAdmission of the tree refuses each of them',
  fix: 'pass allowPrivilegedInVm: true to the SandboxAdmission, or choose another podSecurity',
});

/** A runtime that the admission does not know. */
export const RUNTIME_REFUSED = new Rule({
  id: 'sandbox/runtime-refused',
  severity: Severity.ERROR,
  meaning:
    'A SandboxNamespace runs in the VMs of a runtime whose RuntimeClasses the SandboxAdmission of the tree does not allow',
  fix: 'pass the runtime to the SandboxAdmission as runtime or in otherRuntimes',
});

/** A pod that the admission refuses. */
export const FIELD_REFUSED = new Rule({
  id: 'sandbox/admission-refused',
  severity: Severity.ERROR,
  meaning:
    'A pod of a SandboxNamespace has a field that the SandboxAdmission of the tree refuses, which would show only when it is applied',
  fix: 'remove the field, or let the administrators allow it',
});

/** A cluster that has no such policies. */
export const ADMISSION_VERSION = new Rule({
  id: 'sandbox/admission-version',
  severity: Severity.WARNING,
  meaning:
    'The cluster may be older than the policies of a SandboxAdmission: API servers take them since Kubernetes 1.30',
  fix: 'upgrade the cluster first, or acknowledge this if it is newer than the program says',
});

/** Two admissions in a tree. */
export const ADMISSION_TWICE = new Rule({
  id: 'sandbox/admission-twice',
  severity: Severity.ERROR,
  meaning: 'A tree holds two SandboxAdmissions, whose policies have the same names and would replace each other',
  fix: 'keep one, and give it every runtime',
});
