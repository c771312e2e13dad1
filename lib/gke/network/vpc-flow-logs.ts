import type { ComputeSubnetwork, ComputeSubnetworkLogConfig } from '@cdktf/provider-google/lib/compute-subnetwork';
import { type IResolvable, Token } from 'cdktf';
import type { Finding } from '../../validation/finding';
import { choice, textOrToken, writeBlockIf } from '../project/values';
import { NETWORK_RULES } from './messages';

/** Time over which packets of a connection are put into one record. */
export enum FlowLogInterval {
  /** 5 seconds. */
  SECONDS_5 = 'INTERVAL_5_SEC',
  /** 30 seconds. */
  SECONDS_30 = 'INTERVAL_30_SEC',
  /** 1 minute. */
  MINUTE_1 = 'INTERVAL_1_MIN',
  /** 5 minutes. */
  MINUTES_5 = 'INTERVAL_5_MIN',
  /** 10 minutes. */
  MINUTES_10 = 'INTERVAL_10_MIN',
  /** 15 minutes. */
  MINUTES_15 = 'INTERVAL_15_MIN',
}

/**
 * VPC flow logs: records of the connections of nodes and pods. They cost by volume.
 *
 * @see https://cloud.google.com/vpc/docs/flow-logs
 */
export interface FlowLogs {
  /**
   * Whether flow logs are written.
   *
   * @default true
   */
  readonly enabled?: boolean | IResolvable;

  /**
   * Time over which packets of a connection are put into one record.
   *
   * @default FlowLogInterval.SECONDS_5
   */
  readonly interval?: FlowLogInterval | IResolvable;

  /**
   * Share of the records that is kept: above 0 and up to 1.
   *
   * @default 0.5
   */
  readonly sampling?: number;

  /**
   * Whether the records name VMs, pods and networks.
   *
   * @default true
   */
  readonly metadata?: boolean | IResolvable;

  /**
   * CEL expression that selects the records to keep.
   *
   * @see https://cloud.google.com/vpc/docs/flow-logs#filtering
   * @default - every record
   */
  readonly filter?: string;
}

/**
 * What Compute Engine would not take of flow logs.
 *
 * @param logs the settings
 */
export function validateFlowLogs({ sampling }: FlowLogs = {}): Finding[] {
  const isShare = sampling === undefined || Token.isUnresolved(sampling) || (sampling > 0 && sampling <= 1);
  if (isShare) return [];
  const message = `flowLogs.sampling ${sampling} is not a number above 0 and up to 1`;
  return [NETWORK_RULES.flowLogs.find('', message, 'write a share such as 0.5')];
}

/**
 * The block of the subnetwork.
 *
 * @param logs the settings
 */
export function flowLogConfig(logs: FlowLogs = {}): ComputeSubnetworkLogConfig | undefined {
  return logs.enabled === undefined || logs.enabled === true ? logConfig(logs) : undefined;
}

/** Writes the block where only Terraform knows whether there are flow logs. */
export function writeFlowLogs(subnetwork: ComputeSubnetwork, { enabled = true, ...logs }: FlowLogs = {}): void {
  if (typeof enabled === 'boolean') return;
  const { aggregationInterval, flowSampling, metadata, filterExpr } = logConfig(logs);
  const content = {
    aggregation_interval: aggregationInterval,
    flow_sampling: flowSampling,
    metadata,
    filter_expr: filterExpr,
  };
  writeBlockIf(subnetwork, 'log_config', enabled, content);
}

function logConfig(logs: FlowLogs) {
  const { sampling = 0.5, interval = FlowLogInterval.SECONDS_5, metadata = true, filter } = logs;
  return {
    aggregationInterval: textOrToken(interval),
    flowSampling: sampling,
    metadata: choice(metadata, 'INCLUDE_ALL_METADATA', 'EXCLUDE_ALL_METADATA'),
    filterExpr: filter,
  };
}
