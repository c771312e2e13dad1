import type { IConstruct } from 'constructs';
import { apiObjects } from '../../deploy/objects/api-objects';
import { podSpecsOf } from '../../deploy/objects/pod-specs';
import { writtenObject } from '../../deploy/objects/written-object';
import type { Finding } from '../../validation/finding';
import { Findings } from '../../validation/findings';
import { olderThan } from '../../validation/version';
import { isSandboxNamespace, type MarkedNamespace } from '../namespace/namespace-mark';
import { PodSecurityLevel } from '../namespace/pod-security-level';
import { fieldsOf } from '../pod/pod-spec';
import type { ISandboxRuntime } from '../sandbox-runtime';
import { sandboxCallsFor } from '../workload/sandbox-call';
import { podTemplateOf } from '../workload/set-runtime-class';
import type { Administrator } from './administrator';
import {
  ADMINISTRATORS,
  ADMISSION_TWICE,
  ADMISSION_VERSION,
  FIELD_REFUSED,
  LEVEL_REFUSED,
  RUNTIME_REFUSED,
} from './admission-rules';
import { type AdmittedFields, refusedFields } from './refused-fields';

const ADMISSION = Symbol.for('cdk-kata/SandboxAdmission');

/** An admission, as far as the check knows it. */
interface CheckedAdmission extends IConstruct {
  readonly administrators: readonly Administrator[];
  readonly allowsPrivilegedInVm: boolean;
  readonly installerNamespace: string;
  readonly runtimes: readonly ISandboxRuntime[];
  runtimeClasses(): string[];
}

/** The version since which API servers take ValidatingAdmissionPolicies without a feature gate. */
const SINCE = '1.30';

/**
 * Holds an admission against the sandbox namespaces of its tree at each synthesis.
 *
 * @param admission the admission
 * @param admitted what it lets pods have
 */
export function checkAdmission(admission: CheckedAdmission, admitted: AdmittedFields): void {
  Object.defineProperty(admission, ADMISSION, { value: true });
  const { root } = admission.node;
  Findings.of(admission).add(() => validateAdmission(admission, admitted), { at: root });
}

/** What pods of a namespace have that the policies refuse. */
function refusedPods(tenant: MarkedNamespace, admitted: AdmittedFields): Finding[] {
  const sandboxed = apiObjects(tenant).filter((object) => sandboxCallsFor(object).length > 0);
  return sandboxed.flatMap((object) => {
    const written = writtenObject(object);
    return podSpecsOf(written).flatMap((found) => {
      const { annotations } = fieldsOf(podTemplateOf(written, found)?.metadata);
      return refusedFields(found.spec, fieldsOf(annotations), admitted).map(({ reason, fix }) =>
        FIELD_REFUSED.find(
          object.node.path,
          `${object.kind} ${object.name}: ${reason}, and the SandboxAdmission refuses it`,
          fix,
        ),
      );
    });
  });
}

/** Runtimes whose cluster does not take the policies, as far as the program knows. */
function oldClusters({ node, runtimes }: CheckedAdmission): Finding[] {
  const versions = runtimes.flatMap(({ cluster }) => cluster?.kubernetesVersion ?? []);
  return [...new Set(versions)]
    .filter((version) => olderThan(version, SINCE))
    .map((version) =>
      ADMISSION_VERSION.find(
        node.path,
        `the cluster has Kubernetes ${version}, and API servers take ValidatingAdmissionPolicies since ${SINCE}`,
      ),
    );
}

function validateAdmission(admission: CheckedAdmission, admitted: AdmittedFields): Finding[] {
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
    ...oldClusters(admission),
    ...tenants.flatMap((tenant) => refusedPods(tenant, admitted)),
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
