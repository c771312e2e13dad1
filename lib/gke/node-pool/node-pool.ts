import { ContainerNodePool } from '@cdktf/provider-google/lib/container-node-pool';
import { Lazy, Token } from 'cdktf';
import type { Construct } from 'constructs';
import { NODE_POOL_LABEL } from '../../contract/node-labels';
import { type NodeTaint, TaintEffect } from '../../contract/placement';
import type { Finding } from '../../validation/finding';
import { assertProps } from '../../validation/props';
import { GkeConstruct } from '../project/gke-construct';
import { validateProviderVersion } from '../project/google-provider-version';
import { requireServices } from '../project/project-services';
import { stableIds } from '../project/stable-path';
import { sameStackOnly } from '../project/stack';
import { autoscalingConfig, validateCounts } from './autoscaling';
import type { IGkeClusterRef } from './gke-cluster-ref';
import { MachineType } from './machine/machine-type';
import { NODE_POOL_RULES } from './messages';
import type { INodeIdentity } from './node-identity';
import {
  computeClassLabel,
  computeClassTaints,
  validateComputeClass,
  validateLabels,
  validateTaints,
} from './node-labels-and-taints';
import { machineTypeOf, nodeConfig, nodePoolConfig, requiredServices } from './node-pool-config';
import { baseName, validateName, validateReplacementKey } from './node-pool-name';
import type { NodePoolOptions } from './node-pool-props';
import { validateListedMachineType, validateNodePool, validatePodRange } from './node-pool-rules';
import { PoolUpgrade } from './pool-upgrade';
import { replacementHash } from './replacement-hash';
import { validateSysctls } from './settings/node-system-config';
import { provider7Attributes, provider7Fields } from './settings/provider-7-settings';

/** Properties of `NodePool`. */
export interface NodePoolProps extends NodePoolOptions {
  /** Cluster that gets the node pool. */
  readonly cluster: IGkeClusterRef;
}

/**
 * What a kind of node pool has beside what its options say.
 *
 * @internal
 */
export interface NodePoolDefaults {
  /** Whether Kata runs on the nodes. */
  readonly isKata: boolean;
  /** Options of the pool, with the defaults of its kind filled in. */
  readonly options: NodePoolOptions;
  /** Labels that the kind of pool sets itself. */
  readonly labels: { readonly [label: string]: string };
  /** Taints that the kind of pool sets itself. */
  readonly taints: readonly NodeTaint[];
  /** Minimum and maximum of nodes over all zones, where the options say nothing. */
  readonly size: readonly [number, number];
  /** What is wrong with, or risky about, what only this kind of pool has. */
  readonly findings: readonly Finding[];
  /** Account of pools of this kind that name none; undefined for that of the cluster. */
  readonly identity?: INodeIdentity;
}

/** Number of zones of a regional cluster that names none. */
const ZONES_OF_A_REGION = 3;

/** Maximum number of pods on a node where none is set, and where only Terraform knows the number. */
const DEFAULT_MAX_PODS = 110;

const mostPods = (pods: number | undefined) =>
  pods === undefined || Token.isUnresolved(pods) ? DEFAULT_MAX_PODS : pods;

const IMAGE_STREAMING_ROLE = 'roles/serviceusage.serviceUsageConsumer';

/**
 * A node pool of a GKE cluster: hardened, autoscaled, protected from deletion, and replaceable without a gap.
 *
 * The name ends in a hash of the settings that GKE cannot change in place. A change of one of them creates a new node pool
 * beside the old one, and deletes the old one afterwards.
 *
 * @example
 * new NodePool(stack, 'batch', { cluster, machineType: 'n2-standard-8', spot: true });
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/node-pools
 * @throws FindingsError for options that contradict each other, and for those that GKE refuses
 */
export class NodePool extends GkeConstruct {
  /** Terraform resource of the node pool. */
  public readonly resource: ContainerNodePool;

  /** Taints of the nodes. */
  public readonly taints: readonly NodeTaint[];

  private readonly givenName: string | undefined;
  private readonly identity: INodeIdentity;
  private readonly replacementKey: string | undefined;
  private readonly otherLabels: { readonly [label: string]: string };
  private isLabelTold = false;

  constructor(scope: Construct, id: string, props: NodePoolProps) {
    super(scope, id, props);
    this.assertOptions(props);
    const { cluster } = props;
    const { options: given, isKata, ...kind } = this.defaults(props);
    const options = { ...given, resourceManagerTags: given.resourceManagerTags ?? cluster.resourceManagerTags };
    this.givenName = options.name;
    const context = {
      isKata,
      isProtected: cluster.deletionProtection,
      location: cluster.location,
      channel: cluster.releaseChannel,
    };
    this.report([
      ...kind.findings,
      ...validateName(options.name ?? baseName(id), options.name === undefined ? id : undefined),
      ...validateReplacementKey(options.replacementKey),
      ...validateLabels(options.labels ?? {}, isKata),
      ...validateTaints(options.taints ?? [], isKata),
      ...validateCounts(options, kind.size),
      ...validateComputeClass(options.computeClass),
      ...validatePodRange('podRangeName', options.podRangeName, cluster.network),
      ...validateNodePool(options, context),
    ]);
    this.checkAtSynthesis(() => [
      ...validateListedMachineType(options),
      ...validateSysctls(options.linux),
      ...validateProviderVersion(this, provider7Fields(options)),
    ]);

    this.otherLabels = { ...options.labels, ...computeClassLabel(options), ...kind.labels };
    this.taints = [...kind.taints, ...computeClassTaints(options), ...(options.taints ?? [])];
    const identity = options.identity ?? kind.identity ?? cluster.nodeIdentity;
    if (options.imageStreaming) this.streamImages(identity);
    requireServices(this, requiredServices(options), cluster.project);
    if (options.bootDiskKmsKey !== undefined && options.grantBootDiskKey !== false) {
      const grant = cluster.grantDiskKey?.(options.bootDiskKmsKey);
      if (grant !== undefined) this.node.addDependency(grant);
    }
    this.identity = identity;
    this.replacementKey = options.replacementKey;
    const size = autoscalingConfig(options, kind.size, cluster.zoneCount ?? ZONES_OF_A_REGION);
    const upgrade = options.upgrade ?? PoolUpgrade.surge();
    this.resource = new ContainerNodePool(this, 'Default', {
      ...nodePoolConfig(options, size, upgrade),
      // Lazy, since overrides of what replaces the pool change the name too.
      name: Lazy.stringValue({ produce: () => this.name }),
      cluster: cluster.clusterId,
      project: cluster.project,
      nodeConfig: nodeConfig(options, {
        serviceAccount: identity.email,
        // Lazy, since moveFrom() may say later where the pool was.
        labels: this.labelsWith(Lazy.stringValue({ produce: () => this.idAsName })),
        taints: this.taints,
      }),
      // Nodes register with the roles of their account, and pull their first image through the NAT.
      dependsOn: sameStackOnly(this, [...identity.dependencies, ...(cluster.network?.dependencies ?? [])]),
      lifecycle: {
        // It spreads to the cluster, whose name cannot be there twice: one that may be replaced has pools without it.
        createBeforeDestroy: cluster.isCreatedHere === true && !cluster.deletionProtection ? undefined : true,
        preventDestroy: (options.deletionProtection ?? cluster.deletionProtection) ? true : undefined,
        ignoreChanges: [
          // GKE counts it by itself from the first resize on, and a change would replace the pool.
          'initial_node_count',
          // GKE does not answer with the placement as it was sent, so that each plan would replace the pool.
          ...(options.compactPlacement === true ? ['placement_policy'] : []),
        ],
      },
    });
    for (const [path, value] of Object.entries(provider7Attributes(options))) this.resource.addOverride(path, value);
    const pool = this;
    cluster.registerPool({
      resource: this.resource,
      get name() {
        return pool.name;
      },
      get baseName() {
        return pool.baseName;
      },
      maxNodes: size.maxNodes,
      countedPerZone: size.countedPerZone,
      zones: options.zones?.length,
      maxPodsPerNode: mostPods(options.maxPodsPerNode ?? cluster.defaultMaxPodsPerNode),
      podRangeName: options.podRangeName,
      pinnedVersion: options.pinnedVersion,
      surge: upgrade.surgeNodes,
      isBlueGreen: upgrade.config.strategy === 'BLUE_GREEN',
      acceptsSystemPods: this.acceptsSystemPods(options),
      canBeEmpty: size.initialNodeCount === undefined && !size.nodeCount,
      nodeRequirements: {
        bootDiskKmsKey: options.bootDiskKmsKey,
        networkTags: options.networkTags,
        resourceManagerTags: options.resourceManagerTags,
      },
    });
  }

  /** Name without the hash: what was given, or the id, which stays that of the former path when the pool was moved. */
  private get baseName(): string {
    return this.givenName ?? this.idAsName;
  }

  /** The id as a name and a label; that of the former path when the pool was moved. */
  private get idAsName(): string {
    return baseName(stableIds(this).slice(-1).join(''));
  }

  /** Name of the node pool, hash included. It changes with overrides of what replaces the pool. */
  public get name(): string {
    return `${this.baseName}-${replacementHash(this.resource, this.identity.stableId, this.replacementKey)}`;
  }

  /** Labels of the nodes. They are read after `moveFrom()`, which keeps the label of the former id. */
  public get labels(): { readonly [label: string]: string } {
    this.isLabelTold = true;
    return this.labelsWith(this.idAsName);
  }

  /** The provider sees no change when the last label is removed, so the map always has one: `node-pool`. */
  private labelsWith(name: string) {
    return { [NODE_POOL_LABEL]: name, ...this.otherLabels };
  }

  /**
   * Keeps the node pool when it is renamed, moved or wrapped, as that of other constructs does, with its name and the label
   * `node-pool` of its nodes. Call it before `labels` and `placement` are read.
   *
   * @param oldPath former path of the pool below the stack, such as `gke/kata`
   * @throws for a text that is not the path of a construct, for a path that was named already, and where the label would be
   * another than was read before
   * @example
   * // before: cluster.addKataNodePool('kata')
   * cluster.addKataNodePool('sandboxes').moveFrom('gke/kata');
   */
  public override moveFrom(oldPath: string): void {
    const told = this.idAsName;
    super.moveFrom(oldPath);
    if (!this.isLabelTold || this.otherLabels[NODE_POOL_LABEL] !== undefined || this.idAsName === told) return;
    const message = `moveFrom('${oldPath}') makes the label '${NODE_POOL_LABEL}' '${this.idAsName}', and it was '${told}' when labels or placement was read`;
    this.report([NODE_POOL_RULES.laterMove.find('', message)]);
  }

  /** Version that the nodes run. @returns a token */
  public get version(): string {
    return this.resource.version;
  }

  /** Whether pods without tolerations run there: GKE itself taints nodes with Arm processors and with GPUs. */
  private acceptsSystemPods(options: NodePoolOptions): boolean {
    const isTainted = this.taints.some(({ effect }) => effect !== TaintEffect.PREFER_NO_SCHEDULE);
    const isArm = MachineType.tryParse(machineTypeOf(options))?.data?.arm === true;
    return !isTainted && !isArm && options.accelerators === undefined && options.nodesPerZone !== 0;
  }

  /** Lets the nodes stream images from private repositories. */
  private streamImages(identity: INodeIdentity): void {
    if (identity.addRole === undefined) this.report([NODE_POOL_RULES.imageStreaming.find('')]);
    else identity.addRole(IMAGE_STREAMING_ROLE);
  }

  /**
   * Refuses properties that are not as declared. A subclass that takes others overrides it.
   *
   * @internal
   */
  protected assertOptions(props: unknown): void {
    assertProps('NodePoolProps', props, this.node.path);
  }

  /**
   * Defaults of this kind of node pool. A subclass overrides it; it is called by the constructor, before fields of the
   * subclass are set.
   *
   * @internal
   */
  protected defaults(props: NodePoolProps): NodePoolDefaults {
    return { isKata: false, options: props, labels: {}, taints: [], size: [3, 6], findings: [] };
  }
}
