import { type IResolvable, Token } from 'cdktf';
import type { Finding } from '../../../validation/finding';
import { literal, mayBeInteger } from '../../project/values';
import { NODE_POOL_RULES as RULES } from '../messages';
import { type ContainerdSettings, registryHosts } from './containerd-settings';
import { NODE_MEMORY_FIELDS, type NodeMemoryOptions, nodeMemoryAttributes, validateNodeMemory } from './node-memory';

/** What Terraform does with a node pool or a cluster that leaves the program. */
export enum DeletionPolicy {
  /** Deletes it. */
  DELETE = 'DELETE',
  /** Forgets it: it stays on Google Cloud. */
  ABANDON = 'ABANDON',
  /** Refuses to delete it: the plan fails until it is back in the program, or out of the state. */
  PREVENT = 'PREVENT',
}

/** Which kernel modules nodes load. */
export enum KernelModulePolicy {
  /** Signed modules only. */
  SIGNED = 'ENFORCE_SIGNED_MODULES',
  /** Every module. */
  ANY = 'DO_NOT_ENFORCE_SIGNED_MODULES',
}

/** How nodes are drained when they are upgraded, or deleted with their pool. */
export interface NodeDrainSettings {
  /**
   * Whether PodDisruptionBudgets are respected when the pool is deleted.
   *
   * @default false
   */
  readonly respectBudgetsOnDeletion?: boolean | IResolvable;

  /**
   * Seconds that a drain waits for PodDisruptionBudgets: up to a week.
   *
   * @default 3600
   */
  readonly budgetTimeoutSeconds?: number;

  /**
   * Seconds that pods have to terminate, if their own grace period is longer: up to a day.
   *
   * @default 3600
   */
  readonly terminationSeconds?: number;
}

/** A script that runs on each node before the kubelet starts. Give one of the two places. */
export interface NodeInitScript {
  /**
   * Object of Cloud Storage: `gs://BUCKET/OBJECT`.
   *
   * @default - the script is in Secret Manager
   */
  readonly gcsUri?: string;

  /**
   * Secret of Secret Manager: `projects/P/secrets/S/versions/V`.
   *
   * @default - the script is in Cloud Storage
   */
  readonly secret?: string;
}

/** Options of a node pool that need version 7 of the Google provider: `GoogleProviderVersion.V7.apply(stack)`. */
export interface Provider7Options extends NodeMemoryOptions {
  /**
   * How nodes are drained. Needs version 7 of the provider.
   *
   * @default - GKE's own: an hour for budgets and termination
   */
  readonly drain?: NodeDrainSettings;

  /**
   * What Terraform does when the pool leaves the program. Needs version 7 of the provider.
   *
   * @default DeletionPolicy.DELETE
   */
  readonly deletionPolicy?: DeletionPolicy | IResolvable;

  /**
   * Whether Terraform leaves out the requests that count nodes, which saves quota with many pools. Needs version 7 of the
   * provider.
   *
   * @default false
   */
  readonly ignoreNodeCountChanges?: boolean | IResolvable;

  /**
   * Whether nodes keep their minor version until it is no longer supported. Needs version 7 of the provider.
   *
   * @default false
   */
  readonly keepsVersionUntilEndOfSupport?: boolean | IResolvable;

  /**
   * Subnetwork of the nodes, of a cluster with several: id or self link. Needs version 7 of the provider.
   *
   * @default - the cluster's
   */
  readonly subnetwork?: string;

  /**
   * Which kernel modules nodes load. Needs version 7 of the provider.
   *
   * @default - GKE's own policy for the node image
   */
  readonly kernelModules?: KernelModulePolicy | IResolvable;

  /**
   * Script that runs on each node before the kubelet starts. Needs version 7 of the provider.
   *
   * @default - no script
   */
  readonly initScript?: NodeInitScript;

  /**
   * Seconds by which a Spot VM that shuts down waits for its pods: 0, 30 or 120. Needs `spot` and version 7 of the provider.
   *
   * @default - GKE's own
   */
  readonly shutdownGracePeriodSeconds?: number;

  /**
   * Seconds of `shutdownGracePeriodSeconds` that are for critical pods. Needs version 7 of the provider.
   *
   * @default - GKE's own
   */
  readonly criticalPodsShutdownSeconds?: number;

  /**
   * Whether containers may create control groups of their own, as a runtime inside a container does. Needs version 7 of the
   * provider.
   *
   * @default false
   */
  readonly writableCgroups?: boolean | IResolvable;
}

const FIELDS: readonly (keyof Provider7Options)[] = [
  'drain',
  'deletionPolicy',
  'ignoreNodeCountChanges',
  'keepsVersionUntilEndOfSupport',
  'subnetwork',
  'kernelModules',
  'initScript',
  'shutdownGracePeriodSeconds',
  'criticalPodsShutdownSeconds',
  'writableCgroups',
  ...NODE_MEMORY_FIELDS,
];

/** The options, with the group of which one is newer. */
type NewerOptions = Provider7Options & { readonly containerd?: ContainerdSettings };

const SECRET = /^projects\/[^/]+\/secrets\/[^/]+\/versions\/[^/]+$/;

const seconds = (value: number | undefined) => (value === undefined ? undefined : `${value}s`);

/**
 * Attributes of `google_container_node_pool` that the bindings of version 6 do not have, by path.
 *
 * @param options options of the pool
 */
export function provider7Attributes(options: NewerOptions): { readonly [path: string]: unknown } {
  const { drain, initScript } = options;
  const attributes = {
    node_drain_config: drain && [
      {
        respect_pdb_during_node_pool_deletion: drain.respectBudgetsOnDeletion,
        pdb_timeout_duration: seconds(drain.budgetTimeoutSeconds),
        grace_termination_duration: seconds(drain.terminationSeconds),
      },
    ],
    deletion_policy: options.deletionPolicy,
    ignore_node_count_changes: options.ignoreNodeCountChanges,
    maintenance_policy: options.keepsVersionUntilEndOfSupport
      ? [{ exclusion_until_end_of_support: [{ enabled: options.keepsVersionUntilEndOfSupport }] }]
      : undefined,
    'network_config.subnetwork': options.subnetwork,
    'node_config.linux_node_config.node_kernel_module_loading': options.kernelModules && {
      policy: options.kernelModules,
    },
    'node_config.linux_node_config.custom_node_init': initScript && {
      init_script: { gcs_uri: initScript.gcsUri, gcp_secret_manager_secret_uri: initScript.secret },
    },
    'node_config.kubelet_config.shutdown_grace_period_seconds': options.shutdownGracePeriodSeconds,
    'node_config.kubelet_config.shutdown_grace_period_critical_pods_seconds': options.criticalPodsShutdownSeconds,
    ...nodeMemoryAttributes(options),
    'node_config.containerd_config.registry_hosts': registryHosts(options.containerd),
    'node_config.containerd_config.writable_cgroups': options.writableCgroups
      ? { enabled: options.writableCgroups }
      : undefined,
  };
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
}

/**
 * Names of the given options that only version 7 of the provider has.
 *
 * @param options options of the pool
 */
export function provider7Fields(options: NewerOptions): string[] {
  return [
    ...FIELDS.filter((field) => options[field] !== undefined),
    ...(options.containerd?.registryMirrors === undefined ? [] : ['containerd.registryMirrors']),
  ];
}

/** What the rules have to know of the nodes beside these options. */
type NodeFacts = Parameters<typeof validateNodeMemory>[0] & { readonly spot?: boolean | IResolvable };

/**
 * What GKE would not take of these options.
 *
 * @param options options of the pool
 */
export function validateProvider7Options(options: Provider7Options & NodeFacts): Finding[] {
  const { drain = {}, initScript } = options;
  const ranges: [string, number | undefined, number][] = [
    ['drain.budgetTimeoutSeconds', drain.budgetTimeoutSeconds, 604_800],
    ['drain.terminationSeconds', drain.terminationSeconds, 86_400],
  ];
  return [
    ...ranges
      .filter(([, value, most]) => value !== undefined && !mayBeInteger(value, 0, most))
      .map(([field, value, most]) => {
        const range = `a whole number from 0 to ${most}`;
        return RULES.nodeSettings.find('', `${field} ${value} is not ${range}`, `write ${range}`);
      }),
    ...(initScript === undefined ? [] : validateInitScript(initScript)),
    ...validateShutdown(options),
    ...validateNodeMemory(options),
  ];
}

/** The API reference has the values of `NodeKubeletConfig`: 0, 30 and 120, for Spot VMs only, and at most all of it for critical pods. */
function validateShutdown({
  shutdownGracePeriodSeconds: total,
  criticalPodsShutdownSeconds: critical,
  spot = false,
}: Provider7Options & NodeFacts): Finding[] {
  const rule = RULES.nodeSettings;
  const most = literal(total) ?? 120;
  const isTotal = total === undefined || Token.isUnresolved(total) || [0, 30, 120].includes(total);
  const isPart = critical === undefined || mayBeInteger(critical, 0, most);
  return [
    ...(isTotal
      ? []
      : [rule.find('', `shutdownGracePeriodSeconds ${total} is not 0, 30 or 120`, 'write one of these')]),
    ...(total !== undefined && spot === false
      ? [rule.find('', 'shutdownGracePeriodSeconds is for Spot VMs only', 'leave it out, or set spot')]
      : []),
    ...(critical !== undefined && total === undefined
      ? [
          rule.find(
            '',
            'criticalPodsShutdownSeconds is part of shutdownGracePeriodSeconds, which is not set',
            'set both',
          ),
        ]
      : []),
    ...(isPart
      ? []
      : [
          rule.find(
            '',
            `criticalPodsShutdownSeconds ${critical} is not a whole number from 0 to ${most}`,
            'correct it',
          ),
        ]),
  ];
}

function validateInitScript({ gcsUri, secret }: NodeInitScript): Finding[] {
  const rule = RULES.nodeSettings;
  if ((gcsUri === undefined) === (secret === undefined)) {
    return [rule.find('', 'initScript needs one of gcsUri and secret', 'give one of them')];
  }
  if (gcsUri === undefined && !Token.isUnresolved(secret) && !SECRET.test(String(secret))) {
    const fix = 'write projects/P/secrets/S/versions/V';
    return [rule.find('', `initScript.secret '${secret}' is not the version of a secret`, fix)];
  }
  if (gcsUri === undefined || Token.isUnresolved(gcsUri) || /^gs:\/\/[^/]+\/.+$/.test(gcsUri)) return [];
  return [rule.find('', `initScript.gcsUri '${gcsUri}' is not an object of Cloud Storage`, 'write gs://BUCKET/OBJECT')];
}
