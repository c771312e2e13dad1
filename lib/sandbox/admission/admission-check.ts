import type { IConstruct } from 'constructs';
import type { Finding } from '../../validation/finding';
import { Findings } from '../../validation/findings';
import { isSandboxNamespace } from '../namespace/namespace-mark';
import { PodSecurityLevel } from '../namespace/pod-security-level';
import type { Administrator } from './administrator';
import { ADMINISTRATORS, ADMISSION_TWICE, LEVEL_REFUSED, RUNTIME_REFUSED } from './admission-rules';

const ADMISSION = Symbol.for('cdk-kata/SandboxAdmission');

/** An admission, as far as the check knows it. */
interface CheckedAdmission extends IConstruct {
  readonly administrators: readonly Administrator[];
  readonly allowsPrivilegedInVm: boolean;
  readonly installerNamespace: string;
  runtimeClasses(): string[];
}

/**
 * Holds an admission against the sandbox namespaces of its tree at each synthesis.
 *
 * @param admission the admission
 */
export function checkAdmission(admission: CheckedAdmission): void {
  Object.defineProperty(admission, ADMISSION, { value: true });
  const { root } = admission.node;
  Findings.of(admission).add(() => validateAdmission(admission), { at: root });
}

function validateAdmission(admission: CheckedAdmission): Finding[] {
  const all = admission.node.root.node.findAll();
  const tenants = all.filter(isSandboxNamespace);
  const allowed = admission.runtimeClasses();
  const names = new Set(tenants.map(({ name }) => name));
  const { path } = admission.node;
  return [
    ...all
      .filter((it) => ADMISSION in it && it.node.path < path)
      .map((other) => ADMISSION_TWICE.find(path, `there is another SandboxAdmission at ${other.node.path}`)),
    ...admission.administrators
      .filter(({ namespace = '' }) => names.has(namespace))
      .map(({ name }) =>
        ADMINISTRATORS.find(
          path,
          `the administrator ${name} is a service account of a sandbox namespace`,
          'name an account outside of the tenants',
        ),
      ),
    ...(names.has(admission.installerNamespace)
      ? [
          ADMINISTRATORS.find(
            path,
            `installerNamespace ${admission.installerNamespace} is a sandbox namespace, whose accounts would be trusted`,
            'name the namespace of the installer',
          ),
        ]
      : []),
    ...tenants.flatMap(({ node, podSecurity, runtime }) => [
      ...(podSecurity === PodSecurityLevel.PRIVILEGED_IN_VM && !admission.allowsPrivilegedInVm
        ? [LEVEL_REFUSED.find(node.path)]
        : []),
      ...runtime.runtimeClasses
        .filter(({ name }) => !allowed.includes(name))
        .slice(0, 1)
        .map(({ name }) =>
          RUNTIME_REFUSED.find(
            node.path,
            `pods may get RuntimeClass ${name}, which the SandboxAdmission at ${path} does not allow`,
          ),
        ),
    ]),
  ];
}
