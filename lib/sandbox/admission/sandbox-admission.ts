import { ApiObject, Chart, Lazy } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  KATA_INSTALLATION_PREFIX,
  KATA_NODES_LABEL,
  KATA_RUNTIME_LABEL,
  STARTUP_TAINT_KEY,
} from '../../contract/node-labels';
import { SANDBOX_ANNOTATIONS } from '../../data/kata/sandbox-annotations';
import { assertBelowApp } from '../../deploy/below-app';
import { FindingsError } from '../../validation/finding';
import { isDnsLabel } from '../../validation/kubernetes-names';
import { nameProblem } from '../../validation/messages';
import { assertProps } from '../../validation/props';
import type { ISandboxRuntime } from '../sandbox-runtime';
import { Administrator } from './administrator';
import { checkAdmission } from './admission-check';
import { ADMINISTRATORS } from './admission-rules';
import { clusterPolicies, type Protection, SANDBOX_NAMESPACES } from './cluster-policies';
import {
  PARAMETER_KIND,
  PARAMETERS,
  POD_ROUTES,
  type PodRoute,
  podMatchConditions,
  podValidations,
  podVariables,
} from './pod-policies';
import type { SandboxAdmissionProps } from './sandbox-admission-props';

const API_VERSION = 'admissionregistration.k8s.io/v1';
const PARAMETERS_NAME = 'cdk-kata-sandbox-admission';
const PREFIX = 'cdk-kata-sandbox-';

/** Names of the annotations by which pods may set what stays in their VM. */
function safeAnnotations(): string[] {
  const names = Object.values(SANDBOX_ANNOTATIONS).flatMap((data) => {
    const { group, go, rust } = data as { group: string; go?: string; rust?: string };
    return [go, rust].filter((name) => name !== undefined).map((name) => `io.katacontainers.config.${group}.${name}`);
  });
  return [...new Set(names)].sort();
}

/**
 * What the API server refuses so that nothing in a sandbox namespace runs outside of a VM, by whatever route: policies that it evaluates
 * itself (ValidatingAdmissionPolicy), without a webhook that could be down.
 *
 * Pods and what makes pods are held in namespaces that carry the mark of `SandboxNamespace`. The mark itself, the runtime's RuntimeClasses and
 * the labels and taints of its nodes may be changed by the administrators alone. The policies themselves cannot be protected so, since API
 * servers admit every change of them: whoever may write ValidatingAdmissionPolicies can switch them off.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
 * @throws when nobody is named as administrator, or a service account of a tenant
 *
 * @example
 * new SandboxAdmission(app, 'admission', {
 *   runtime: kata,
 *   administrators: [Administrator.user('deployer@acme-dev.iam.gserviceaccount.com')],
 * });
 */
export class SandboxAdmission extends Chart {
  /** Who may change what the policies protect. */
  public readonly administrators: readonly Administrator[];

  /** The runtimes whose classes pods may have. */
  public readonly runtimes: readonly ISandboxRuntime[];

  /** Whether privileged containers are let into namespaces that are meant for them. */
  public readonly allowsPrivilegedInVm: boolean;

  /** Namespace of what installs the runtime. */
  public readonly installerNamespace: string;

  private readonly parameters: { readonly namespace: string; readonly name: string };

  constructor(scope: Construct, id: string, props: SandboxAdmissionProps) {
    super(scope, id);
    assertBelowApp(this);
    assertProps('SandboxAdmissionProps', props, this.node.path);
    this.administrators = this.checkedAdministrators(props.administrators);
    this.runtimes = [props.runtime, ...(props.otherRuntimes ?? [])];
    this.allowsPrivilegedInVm = props.allowPrivilegedInVm === true;
    const installerNamespace = props.installerNamespace ?? props.runtime.installerNamespace ?? 'kube-system';
    this.installerNamespace = this.checkedNamespace('installerNamespace', installerNamespace);
    this.parameters = {
      namespace: this.checkedNamespace('parameterNamespace', props.parameterNamespace ?? 'kube-system'),
      name: PARAMETERS_NAME,
    };
    new ApiObject(this, 'parameters', {
      ...PARAMETER_KIND,
      metadata: {
        ...this.parameters,
        annotations: {
          [PARAMETERS.runtimeClasses]: Lazy.any({ produce: () => this.runtimeClasses().join(',') }) as string,
          [PARAMETERS.allowPrivilegedInVm]: String(this.allowsPrivilegedInVm),
          [PARAMETERS.allowBlockVolumes]: String(props.allowBlockVolumes === true),
          [PARAMETERS.allowedDevices]: (props.allowedDevices ?? []).join(','),
          [PARAMETERS.allowedAnnotations]: safeAnnotations().join(','),
        },
      },
      automountServiceAccountToken: false,
    });
    for (const route of POD_ROUTES) this.addPodPolicy(route);
    for (const { name, namespaceSelector } of clusterPolicies(this.protection())) {
      this.addClusterPolicy(name, namespaceSelector && { matchResources: { namespaceSelector } });
    }
    checkAdmission(this, {
      allowsBlockVolumes: props.allowBlockVolumes === true,
      allowedDevices: props.allowedDevices ?? [],
      startupTaints: this.startupTaints(),
      safeAnnotations: new Set(safeAnnotations()),
    });
  }

  /** Names of the RuntimeClasses that pods may have, in alphabetical order. */
  public runtimeClasses(): string[] {
    return [...new Set(this.runtimes.flatMap(({ runtimeClasses }) => runtimeClasses.map(({ name }) => name)))].sort();
  }

  private addPodPolicy(route: PodRoute): void {
    const startupTaints = this.startupTaints();
    this.addPolicy(
      route.name,
      {
        failurePolicy: 'Fail',
        paramKind: PARAMETER_KIND,
        matchConstraints: {
          matchPolicy: 'Equivalent',
          resourceRules: route.resourceRules,
        },
        matchConditions: podMatchConditions(route, startupTaints),
        variables: podVariables(route),
        validations: podValidations(route, startupTaints),
      },
      {
        paramRef: { ...this.parameters, parameterNotFoundAction: 'Deny' },
        matchResources: { namespaceSelector: SANDBOX_NAMESPACES },
      },
    );
  }

  private addClusterPolicy(name: string, binding: object = {}): void {
    // Classes may be added until the policy is written.
    const spec = Lazy.any({
      produce: () => clusterPolicies(this.protection()).find((policy) => policy.name === name)?.spec,
    });
    this.addPolicy(name, spec, binding);
  }

  private addPolicy(name: string, spec: object, binding: object): void {
    const metadata = { name: `${PREFIX}${name}` };
    new ApiObject(this, `${name}-policy`, {
      apiVersion: API_VERSION,
      kind: 'ValidatingAdmissionPolicy',
      metadata,
      spec,
    });
    new ApiObject(this, `${name}-binding`, {
      apiVersion: API_VERSION,
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata,
      spec: { policyName: metadata.name, validationActions: ['Deny'], ...binding },
    });
  }

  private protection(): Protection {
    const { administrators, installerNamespace, parameters } = this;
    const selectors = this.runtimes.flatMap((runtime) =>
      runtime.runtimeClasses.flatMap((runtimeClass) => Object.keys(runtime.sandboxTarget(runtimeClass).nodeSelector)),
    );
    const named = (kind: 'user' | 'group') => administrators.filter((it) => it.kind === kind).map(({ name }) => name);
    const labels = [KATA_NODES_LABEL, KATA_RUNTIME_LABEL, ...selectors].filter(
      (key) => !key.startsWith(KATA_INSTALLATION_PREFIX),
    );
    return {
      runtimeClasses: this.runtimeClasses(),
      nodeLabels: [...new Set(labels)].sort(),
      nodeLabelPrefixes: [KATA_INSTALLATION_PREFIX],
      nodeTaints: [KATA_NODES_LABEL, ...this.startupTaints()].sort(),
      users: named('user'),
      groups: named('group'),
      trustedNamespaces: [...new Set(['kube-system', installerNamespace])],
      parameters,
    };
  }

  /** Keys of the taints that keep pods away from nodes until their VM runtime is there. */
  private startupTaints(): string[] {
    const taints = this.runtimes.flatMap((runtime) =>
      runtime.runtimeClasses.flatMap((runtimeClass) => runtime.sandboxTarget(runtimeClass).startupTaints ?? []),
    );
    return [...new Set([STARTUP_TAINT_KEY, ...taints.map(({ key }) => key)])].sort();
  }

  private checkedAdministrators(administrators: readonly Administrator[]): readonly Administrator[] {
    if (administrators.length === 0) {
      throw new FindingsError([
        ADMINISTRATORS.find(
          this.node.path,
          'administrators is empty, so that nobody could change what the policies protect',
        ),
      ]);
    }
    const other = administrators.find((it) => !(it instanceof Administrator));
    if (other !== undefined) {
      const message = `administrators holds ${JSON.stringify(other)}, which is not an Administrator`;
      throw new FindingsError([
        ADMINISTRATORS.find(
          this.node.path,
          message,
          'write Administrator.user(), Administrator.group() or Administrator.serviceAccount()',
        ),
      ]);
    }
    return administrators;
  }

  private checkedNamespace(field: string, name: string): string {
    if (!isDnsLabel(name)) throw new FindingsError([{ ...nameProblem(field, name), path: this.node.path }]);
    return name;
  }
}
