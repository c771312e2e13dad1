import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { NodePlacement } from '../../contract/placement';
import { assertInChart } from '../../deploy/below-app';
import { assertNoErrors, type Finding, Severity } from '../../validation/finding';
import { isDnsLabel } from '../../validation/kubernetes-names';
import { assertProps } from '../../validation/props';
import { Rule } from '../../validation/rule';

/** Label and taint by which a node pool that exists joins a ComputeClass. */
const COMPUTE_CLASS_KEY = 'cloud.google.com/compute-class';

/** Properties of `ComputeClass`. */
export interface ComputeClassProps {
  /**
   * Name of the class: `computeClass` of its node pools.
   *
   * @default - the id
   */
  readonly name?: string;

  /**
   * Node pools of the class, in the order in which GKE tries them: `placement` of each. All have `computeClass`, and the
   * same labels, so that one RuntimeClass selects them.
   */
  readonly placements: readonly NodePlacement[];

  /**
   * Whether GKE moves pods back to an earlier pool once it has room. Pods in virtual machines are restarted for that.
   *
   * @default false
   */
  readonly movesBack?: boolean;

  /**
   * When to use the class, for whoever reads it in the cluster.
   *
   * @default - no description
   */
  readonly description?: string;
}

/** The rules of compute classes. */
export const COMPUTE_CLASS_RULES = {
  name: new Rule({
    id: 'kata/compute-class-name',
    severity: Severity.ERROR,
    meaning: 'the name of a ComputeClass is not valid',
    fix: 'write at most 63 lower-case letters, digits and dashes',
  }),
  placements: new Rule({
    id: 'kata/compute-class-placements',
    severity: Severity.ERROR,
    meaning: 'a placement has no node pool that a ComputeClass can choose',
    fix: "pass 'placement' of node pools that were added with computeClass",
  }),
} as const;

/**
 * A GKE ComputeClass over several Kata node pools: when a region is out of one machine series, GKE takes the next pool.
 *
 * GKE cannot create nodes with nested virtualization by itself, so the class names node pools that exist, and never scales
 * up anything else (`whenUnsatisfiable: DoNotScaleUp`). A pool that is replaced has another name: apply the manifests again
 * after Terraform.
 *
 * @example
 * const pools = ['n2-standard-8', 'c3-standard-8'].map((machineType, index) =>
 *   cluster.addKataNodePool(`kata-${index}`, { machineType, computeClass: 'vms' }),
 * );
 * new ComputeClass(chart, 'vms', { placements: pools.map(({ placement }) => placement) });
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/about-custom-compute-classes
 * @throws FindingsError for placements without a pool's name, or of another class
 */
export class ComputeClass extends Construct {
  /** The ComputeClass. */
  public readonly apiObject: ApiObject;

  /** Name of the class. */
  public readonly name: string;

  constructor(scope: Construct, id: string, props: ComputeClassProps) {
    super(scope, id);
    assertInChart(this);
    assertProps('ComputeClassProps', props, this.node.path);
    this.name = props.name ?? id;
    assertNoErrors(this.validate(props.placements));
    this.apiObject = new ApiObject(this, 'Resource', {
      apiVersion: 'cloud.google.com/v1',
      kind: 'ComputeClass',
      metadata: { name: this.name },
      spec: {
        description: props.description,
        priorities: props.placements.map(({ nodePool }) => ({ nodepools: [nodePool] })),
        // Anything else would be an E2 node, which has no nested virtualization.
        whenUnsatisfiable: 'DoNotScaleUp',
        nodePoolAutoCreation: { enabled: false },
        activeMigration: props.movesBack === true ? { optimizeRulePriority: true } : undefined,
      },
    });
  }

  private validate(placements: readonly NodePlacement[]): Finding[] {
    const { path } = this.node;
    const rule = COMPUTE_CLASS_RULES.placements;
    const names = placements.map(({ nodePool }) => nodePool);
    const [first] = placements;
    return [
      ...(isDnsLabel(this.name) ? [] : [COMPUTE_CLASS_RULES.name.find(path, `name '${this.name}' is not a name`)]),
      ...(first === undefined ? [rule.find(path, 'placements is empty', 'name at least one pool')] : []),
      ...placements.flatMap((placement, index) => {
        const find = (message: string, fix?: string) => [rule.find(path, `placements[${index}] ${message}`, fix)];
        const joined = placement.nodeSelector[COMPUTE_CLASS_KEY];
        if (placement.nodePool === undefined) return find('has no nodePool');
        if (joined === undefined) {
          return find(
            `is of pool '${placement.nodePool}', which has no computeClass`,
            `set computeClass: '${this.name}' on it`,
          );
        }
        if (joined !== this.name) {
          return find(
            `is of pool '${placement.nodePool}', whose computeClass is '${joined}'`,
            `name the class '${joined}'`,
          );
        }
        if (names.indexOf(placement.nodePool) < index)
          return find(`names pool '${placement.nodePool}' again`, 'remove it');
        if (isSameSelector(placement, first as NodePlacement)) return [];
        return find(
          'has other labels than the first, so that no RuntimeClass selects both',
          'take pools of one installation',
        );
      }),
    ];
  }
}

function isSameSelector({ nodeSelector: one }: NodePlacement, { nodeSelector: other }: NodePlacement): boolean {
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].every((key) => one[key] === other[key]);
}
