import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import { kataNodesValue, multiInstallSuffixProblem, ownershipLabels } from '../../contract/installation-name';
import { KATA_NODES_LABEL, NODE_POOL_LABEL, STARTUP_TAINT_KEY, shimLabels } from '../../contract/node-labels';
import { type NodePlacement, type NodeTaint, TaintEffect } from '../../contract/placement';
import { GPU_SERIES } from '../../data/google/machine-families';
import { tolerate } from '../../validation/contract';
import type { Finding } from '../../validation/finding';
import { isBadLabel } from '../../validation/kubernetes-names';
import { assertProps } from '../../validation/props';
import type { IGkeClusterRef } from './gke-cluster-ref';
import type { KataNodePoolOptions } from './kata-node-pool-props';
import { assertNoOrdinaryOptions, validateShimNames } from './kata-node-pool-rules';
import { MachineType } from './machine/machine-type';
import { NEEDED_IN_MANIFESTS, NODE_POOL_RULES } from './messages';
import { computeClassLabel, computeClassTaints } from './node-labels-and-taints';
import { NodePool, type NodePoolDefaults } from './node-pool';
import { NodeImage } from './settings/node-options';

/** Properties of `KataNodePool`. */
export interface KataNodePoolProps extends KataNodePoolOptions {
  /** Cluster that gets the node pool. */
  readonly cluster: IGkeClusterRef;
}

const DEFAULT_MACHINE_TYPE = 'n2-standard-8';
const DEFAULT_DISK_GB = 200;
const DEFAULT_MAX_PODS = 64;

/**
 * A node pool for Kata Containers: nested virtualization on Ubuntu, closed to pods without a sandbox, closed to all pods
 * until Kata is installed. Its nodes carry from birth the labels that RuntimeClasses select, so that the pool grows from
 * zero.
 *
 * @example
 * const pool = new KataNodePool(stack, 'kata', { cluster, machineType: 'n2-standard-8', maxNodes: 6 });
 * new KataRuntime(app, 'kata', { placement: pool.placement });
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/nested-virtualization
 * @throws FindingsError for a machine series without nested virtualization, and for an image on which Kata cannot be
 * installed
 */
export class KataNodePool extends NodePool {
  /** Which nodes run Kata, in literals: for `KataRuntime`. It stays the same when the pool is replaced. */
  public readonly placement: NodePlacement;

  private readonly toldNames = new Set<string>();

  constructor(scope: Construct, id: string, props: KataNodePoolProps) {
    super(scope, id, props);
    const pool = this;
    this.placement = {
      nodeSelector: { [KATA_NODES_LABEL]: kataNodesValue(props.multiInstallSuffix), ...computeClassLabel(props) },
      tolerations: [...dedicationTaints(props), ...computeClassTaints(props), ...(props.taints ?? [])].map(tolerate),
      startupTaints: startupTaints(props),
      multiInstallSuffix: props.multiInstallSuffix,
      nestedVirtualization: true,
      // A placement holds literals alone.
      rawLocalSsds: Token.isUnresolved(props.rawLocalSsds) ? undefined : props.rawLocalSsds,
      // Read when it is needed, since moveFrom() changes it.
      get poolLabels() {
        return props.shims ? shimLabels(props.shims) : { [NODE_POOL_LABEL]: pool.labels[NODE_POOL_LABEL] as string };
      },
      // Read when it is needed, since overrides and moveFrom() change it.
      get nodePool() {
        return pool.tellName();
      },
    };
  }

  /** The name of now, remembered so that a later change is found. */
  private tellName(): string {
    if (this.toldNames.size === 0) this.checkAtSynthesis(() => this.validateToldNames());
    this.toldNames.add(this.name);
    return this.name;
  }

  private validateToldNames(): Finding[] {
    const told = [...this.toldNames].find((name) => name !== this.name);
    if (told === undefined) return [];
    const message = `the name is '${this.name}', and placement.nodePool was '${told}' when it was read`;
    return [NODE_POOL_RULES.laterName.find('', message)];
  }

  /** @internal */
  protected override assertOptions(props: unknown): void {
    assertNoOrdinaryOptions(this.node.path, props);
    assertProps('KataNodePoolProps', props, this.node.path);
  }

  /** @internal */
  protected override defaults(props: KataNodePoolProps): NodePoolDefaults {
    const { multiInstallSuffix: suffix, startupTaint = true } = props;
    const machineType = props.machineType ?? DEFAULT_MACHINE_TYPE;
    return {
      isKata: true,
      options: {
        ...props,
        machineType,
        nestedVirtualization: true,
        maxPodsPerNode: props.maxPodsPerNode ?? props.cluster.defaultMaxPodsPerNode ?? DEFAULT_MAX_PODS,
        imageType: props.imageType ?? NodeImage.UBUNTU_CONTAINERD,
        diskSizeGb: props.diskSizeGb ?? DEFAULT_DISK_GB,
      },
      // A label that means "ready" may be there from birth only where the taint says "not yet".
      labels: {
        [KATA_NODES_LABEL]: kataNodesValue(suffix),
        ...(startupTaint ? ownershipLabels(suffix) : {}),
        ...(props.shims && shimLabels(props.shims)),
      },
      taints: [...dedicationTaints(props), ...startupTaints(props)],
      size: [0, 6],
      identity: props.identity ?? props.cluster.kataNodeIdentity,
      findings: [
        ...validateInstallation(props),
        ...validateShims(props),
        ...validateShimNames(props.shims),
        ...validateEgress(props),
        ...validateGpus(machineType),
      ],
    };
  }
}

function dedicationTaints({ dedicated = true, multiInstallSuffix }: KataNodePoolOptions): NodeTaint[] {
  const value = kataNodesValue(multiInstallSuffix);
  return dedicated ? [{ key: KATA_NODES_LABEL, value, effect: TaintEffect.NO_SCHEDULE }] : [];
}

function startupTaints({ startupTaint = true }: KataNodePoolOptions): NodeTaint[] {
  return startupTaint ? [{ key: STARTUP_TAINT_KEY, value: 'true', effect: TaintEffect.NO_SCHEDULE }] : [];
}

function validateInstallation(options: KataNodePoolOptions): Finding[] {
  const { multiInstallSuffix: suffix, dedicated = true, startupTaint = true } = options;
  const problem = suffix === undefined ? undefined : multiInstallSuffixProblem(suffix);
  const message = Token.isUnresolved(suffix)
    ? `multiInstallSuffix ${NEEDED_IN_MANIFESTS}`
    : `multiInstallSuffix '${String(suffix)}' cannot be a suffix: ${problem}`;
  return [
    ...(problem === undefined ? [] : [NODE_POOL_RULES.installation.find('', message)]),
    ...(startupTaint ? [] : [NODE_POOL_RULES.startupTaint.find('')]),
    ...(dedicated ? [] : [NODE_POOL_RULES.notDedicated.find('')]),
  ];
}

function validateGpus(machineType: string): Finding[] {
  const family = MachineType.tryParse(machineType)?.family;
  const comesWithGpus = family !== undefined && family !== 'n1' && GPU_SERIES.includes(family);
  return comesWithGpus
    ? [
        NODE_POOL_RULES.idleGpus.find(
          '',
          `machineType '${machineType}' comes with GPUs, which do not reach into guests`,
        ),
      ]
    : [];
}

function validateShims({ shims }: KataNodePoolOptions): Finding[] {
  if (shims === undefined) return [];
  const rule = NODE_POOL_RULES.labels;
  if (shims.length === 0) return [rule.find('', 'shims is empty', 'name a shim, or leave it out')];
  if (Token.isUnresolved(shims) || shims.some((shim) => Token.isUnresolved(shim)))
    return [rule.find('', `shims ${NEEDED_IN_MANIFESTS}`, 'give literals')];
  const [bad] =
    Object.entries(shimLabels(shims)).find(([label, value]) => value === '' || isBadLabel(label, value)) ?? [];
  const message = `shims ${shims.map((shim) => `'${shim}'`).join(', ')} cannot be a label`;
  return bad === undefined ? [] : [rule.find('', message, "write names such as 'fc', of 63 characters together")];
}

function validateEgress({ cluster, imagesAreMirrored }: KataNodePoolProps): Finding[] {
  if (imagesAreMirrored === true) return [];
  if (cluster.network?.hasEgress === false) return [NODE_POOL_RULES.egress.find('')];
  return cluster.network?.restrictsEgress === true ? [NODE_POOL_RULES.restrictedEgress.find('')] : [];
}
