import { ApiObject } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import type { Toleration } from '../contract/placement';
import { assertInChart } from '../deploy/below-app';
import { type Finding, FindingsError } from '../validation/finding';
import { isBadLabel, isDnsLabel, isDnsSubdomain } from '../validation/kubernetes-names';
import { labelProblem, nameProblem } from '../validation/messages';
import { assertProps } from '../validation/props';
import { quantityProblem } from '../validation/quantity';
import { tolerationsProblem } from '../validation/tolerations';

/** A RuntimeClass that this program makes, or that is in the cluster already. */
export interface IRuntimeClass extends IConstruct {
  /** Name, for `runtimeClassName` of a pod. */
  readonly name: string;
}

/** Properties of `RuntimeClass`. */
export interface RuntimeClassProps {
  /** Name, for `runtimeClassName` of a pod. */
  readonly name: string;

  /**
   * Handler in the configuration of the container runtime. It cannot be changed later.
   *
   * @default - the name
   */
  readonly handler?: string;

  /**
   * What a pod costs beside its containers, by resource, as Kubernetes quantities.
   *
   * @default - nothing
   */
  readonly overhead?: { readonly [resource: string]: string };

  /**
   * Labels of the nodes that have the handler. Pods get them as node selector.
   *
   * @default - every node
   */
  readonly nodeSelector?: { readonly [label: string]: string };

  /**
   * Tolerations that pods get.
   *
   * @default - none
   */
  readonly tolerations?: readonly Toleration[];

  /**
   * Labels of the object.
   *
   * @default - none
   */
  readonly labels?: { readonly [label: string]: string };

  /**
   * Annotations of the object.
   *
   * @default - none
   */
  readonly annotations?: { readonly [annotation: string]: string };
}

/**
 * A RuntimeClass: which handler runs a pod, what that costs, and on which nodes. It knows nothing of Kata.
 *
 * @see https://kubernetes.io/docs/concepts/containers/runtime-class/
 * @throws for a name, handler, label or quantity that Kubernetes would refuse
 *
 * @example
 * const large = RuntimeClass.fromRuntimeClassName(chart, 'large', 'kata-large');
 * kata.addRuntimeClass(large, KataShim.QEMU_RUNTIME_RS);
 * kata.sandbox(workload, { runtimeClass: large });
 */
export class RuntimeClass extends Construct implements IRuntimeClass {
  /**
   * Refers to a RuntimeClass that is in the cluster already. Nothing is written for it.
   *
   * @param scope where the construct goes
   * @param id its id
   * @param name name of the RuntimeClass
   */
  public static fromRuntimeClassName(scope: Construct, id: string, name: string): IRuntimeClass {
    const imported = new ImportedRuntimeClass(scope, id, name);
    if (!isDnsSubdomain(name)) refuse(imported, nameProblem('name', name));
    return imported;
  }

  /** Name, for `runtimeClassName` of a pod. */
  public readonly name: string;

  /** Handler in the configuration of the container runtime. */
  public readonly handler: string;

  /** What a pod costs beside its containers. */
  public readonly overhead: { readonly [resource: string]: string };

  /** Labels of the nodes that have the handler. */
  public readonly nodeSelector: { readonly [label: string]: string };

  /** Tolerations that pods get. */
  public readonly tolerations: readonly Toleration[];

  /** The object. */
  public readonly apiObject: ApiObject;

  constructor(scope: Construct, id: string, props: RuntimeClassProps) {
    super(scope, id);
    assertInChart(this);
    assertProps('RuntimeClassProps', props, this.node.path);
    this.name = props.name;
    this.handler = props.handler ?? props.name;
    this.overhead = { ...props.overhead };
    this.nodeSelector = { ...props.nodeSelector };
    const tolerations = props.tolerations ?? [];
    this.tolerations = [...tolerations];
    if (!isDnsSubdomain(this.name)) refuse(this, nameProblem('name', this.name));
    if (!isDnsLabel(this.handler)) refuse(this, nameProblem('handler', this.handler));
    for (const [resource, quantity] of Object.entries(this.overhead)) {
      const wrong = quantityProblem(`overhead.${resource}`, resource, quantity);
      if (wrong !== undefined) refuse(this, wrong);
    }
    for (const [key, value] of Object.entries(this.nodeSelector)) {
      if (isBadLabel(key, value)) refuse(this, labelProblem('nodeSelector', key, value));
    }

    for (const [key, value] of Object.entries(props.labels ?? {})) {
      if (isBadLabel(key, value)) refuse(this, labelProblem('labels', key, value));
    }
    for (const key of Object.keys(props.annotations ?? {})) {
      if (isBadLabel(key, '')) refuse(this, labelProblem('annotations', key, ''));
    }

    const problem = tolerationsProblem('tolerations', tolerations);
    if (problem !== undefined) refuse(this, problem);
    const selects = Object.keys(this.nodeSelector).length > 0;
    this.apiObject = new ApiObject(this, 'Resource', {
      apiVersion: 'node.k8s.io/v1',
      kind: 'RuntimeClass',
      metadata: {
        name: this.name,
        ...(props.labels && { labels: props.labels }),
        ...(props.annotations && { annotations: props.annotations }),
      },
      handler: this.handler,
      ...(Object.keys(this.overhead).length > 0 && { overhead: { podFixed: this.overhead } }),
      ...((selects || tolerations.length > 0) && {
        scheduling: {
          ...(selects && { nodeSelector: this.nodeSelector }),
          ...(tolerations.length > 0 && { tolerations }),
        },
      }),
    });
  }
}

class ImportedRuntimeClass extends Construct implements IRuntimeClass {
  constructor(
    scope: Construct,
    id: string,
    public readonly name: string,
  ) {
    super(scope, id);
  }
}

function refuse({ node }: IConstruct, problem: Finding): void {
  throw new FindingsError([{ ...problem, path: node.path }]);
}
