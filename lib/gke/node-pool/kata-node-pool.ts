import { Annotations, Token } from 'cdktf';
import type { Construct } from 'constructs';
import { kataNodesValue, multiInstallSuffixProblem, ownershipLabels } from '../../contract/installation-name';
import { KATA_NODES_LABEL, STARTUP_TAINT_KEY } from '../../contract/node-labels';
import { type NodePlacement, type NodeTaint, TaintEffect, tolerate } from '../../contract/placement';
import { assertProps } from '../../validation/props';
import type { IGkeClusterRef } from './gke-cluster-ref';
import { MachineType } from './machine-type';
import * as errors from './messages';
import { NodePool } from './node-pool';
import { NodeImage, type NodePoolOptions } from './node-pool-props';

/** Options of a node pool for Kata. */
export interface KataNodePoolOptions extends NodePoolOptions {
  /**
   * Machine type. Its series must have nested virtualization.
   *
   * @see https://cloud.google.com/kubernetes-engine/docs/how-to/nested-virtualization
   * @default 'n2-standard-8'
   */
  readonly machineType?: string;

  /**
   * Whether a machine series of which nothing is known, or that is known to have no nested virtualization, is taken
   * nevertheless.
   *
   * @default false
   */
  readonly allowUnverifiedMachineFamily?: boolean;

  /**
   * Threads of a core that guests see: 1 switches SMT off, so that two guests never share a core, 2 states it.
   *
   * @default - the machine type's
   */
  readonly threadsPerCore?: number;

  /**
   * Whether pods without a sandbox are kept off, by a taint that RuntimeClasses tolerate.
   *
   * @default true
   */
  readonly dedicated?: boolean;

  /**
   * Whether a new node is closed until Kata is installed, by a taint that kata-deploy lifts. Without it the pool carries
   * no labels of Kata from birth either, and does not grow from zero.
   *
   * @default true
   */
  readonly startupTaint?: boolean;

  /**
   * The installation (`KataRuntime`'s `multiInstallSuffix`) that runs there.
   *
   * @default - the only one
   */
  readonly multiInstallSuffix?: string;

  /**
   * Whether the installer's image comes from a mirror that nodes reach without a way to the internet.
   *
   * @default false
   */
  readonly imagesAreMirrored?: boolean;
}

/** Properties of `KataNodePool`. */
export interface KataNodePoolProps extends KataNodePoolOptions {
  /** The cluster. */
  readonly cluster: IGkeClusterRef;
}

const DEFAULT_MACHINE_TYPE = 'n2-standard-8';
const DEFAULT_DISK_GB = 200;

/**
 * Nodes that can run Kata Containers: nested virtualization on Ubuntu, closed to other pods, closed to all until Kata is
 * there, and carrying from birth what RuntimeClasses select, so that the pool grows from zero.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/nested-virtualization
 * @throws for a machine series without nested virtualization, and for an image on which Kata cannot be installed
 */
export class KataNodePool extends NodePool {
  /** Where Kata runs, in literals: for `KataRuntime`. It stays the same when the pool is replaced. */
  public readonly placement: NodePlacement;

  constructor(scope: Construct, id: string, props: KataNodePoolProps) {
    assertProps('KataNodePoolProps', props);
    const { multiInstallSuffix: suffix, dedicated = true, startupTaint = true } = props;
    const problem = suffix === undefined ? undefined : multiInstallSuffixProblem(suffix);
    if (problem !== undefined) throw new Error(errors.badInstallation(suffix, problem));
    const threads = props.threadsPerCore;
    if (threads !== undefined && threads !== 1 && threads !== 2) throw new Error(errors.badThreadsPerCore(threads));
    const machineType = props.machineType ?? DEFAULT_MACHINE_TYPE;
    const { machine, warnings } = checkNestedVirtualization(machineType, props.allowUnverifiedMachineFamily === true);
    if (props.cluster.network?.hasEgress === false && props.imagesAreMirrored !== true) {
      throw new Error(errors.kataNeedsEgress());
    }

    const value = kataNodesValue(suffix);
    const dedication: NodeTaint[] = dedicated
      ? [{ key: KATA_NODES_LABEL, value, effect: TaintEffect.NO_SCHEDULE }]
      : [];
    const startup: NodeTaint[] = startupTaint
      ? [{ key: STARTUP_TAINT_KEY, value: 'true', effect: TaintEffect.NO_SCHEDULE }]
      : [];
    super(
      scope,
      id,
      {
        ...props,
        machineType,
        imageType: props.imageType ?? NodeImage.UBUNTU_CONTAINERD,
        diskSizeGb: props.diskSizeGb ?? DEFAULT_DISK_GB,
        minCpuPlatform: props.minCpuPlatform ?? machine?.data?.minCpuPlatform,
      },
      {
        isKata: true,
        // A label that means "ready" may be there from birth only where the taint says "not yet".
        labels: { [KATA_NODES_LABEL]: value, ...(startupTaint ? ownershipLabels(suffix) : {}) },
        taints: [...dedication, ...startup],
        size: [0, 6],
        // 0 is left out of the request, so the API keeps the machine type's own; the field itself is required.
        advancedMachineFeatures: { threadsPerCore: threads ?? 0, enableNestedVirtualization: true },
      },
    );
    for (const warning of warnings) Annotations.of(this).addWarning(warning);
    if (props.spot === true) Annotations.of(this).addWarning(errors.spotKataPool());
    if (!startupTaint) Annotations.of(this).addWarning(errors.noStartupTaint());
    if (!dedicated) Annotations.of(this).addWarning(errors.notDedicated());
    if (props.cluster.network?.restrictsEgress === true && props.imagesAreMirrored !== true) {
      Annotations.of(this).addWarning(errors.kataBehindFirewall());
    }

    this.placement = {
      nodeSelector: { [KATA_NODES_LABEL]: value },
      tolerations: [...dedication, ...(props.taints ?? [])].map(tolerate),
      startupTaints: startup,
      multiInstallSuffix: suffix,
      nestedVirtualization: true,
      rawLocalSsds: props.rawLocalSsds,
    };
  }
}

/** Whether nodes of the type have /dev/kvm; kata-deploy itself never looks. */
function checkNestedVirtualization(machineType: string, unverified: boolean) {
  if (Token.isUnresolved(machineType)) return { machine: undefined, warnings: [errors.machineTypeUnknown()] };
  const machine = MachineType.parse(machineType);
  const { data, family, cpus } = machine;
  const warnings = cpus !== undefined && cpus < 4 ? [errors.fewCpus(machineType, cpus)] : [];
  if (data?.nested === 'allow') return { machine, warnings };
  if (data?.nested === 'warn')
    return { machine, warnings: [...warnings, errors.doubtfulMachineFamily(machineType, data.reason)] };
  if (unverified) return { machine, warnings: [...warnings, errors.unverifiedMachineFamily(machineType)] };
  throw new Error(
    data
      ? errors.noNestedVirtualization(machineType, family, data.reason, MachineType.nestedFamilies)
      : errors.unknownMachineFamily(machineType, family, MachineType.nestedFamilies),
  );
}
