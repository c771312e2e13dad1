import type { ComputeSubnetworkLogConfig } from '@cdktf/provider-google/lib/compute-subnetwork';
import { badFlowLogInterval, badSampling } from './messages';

/** How long packets of a connection are put into one record. */
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
 * Records of who talked to whom. They cost by volume.
 *
 * @see https://cloud.google.com/vpc/docs/flow-logs
 */
export interface FlowLogs {
  /**
   * Whether there are any.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * How long packets of a connection are put into one record.
   *
   * @default FlowLogInterval.SECONDS_5
   */
  readonly interval?: FlowLogInterval;

  /**
   * Share of the records that is kept, above 0 and up to 1.
   *
   * @default 0.5
   */
  readonly sampling?: number;

  /**
   * Whether the records name instances, pods and networks.
   *
   * @default true
   */
  readonly metadata?: boolean;

  /**
   * Which records are kept, as an expression.
   *
   * @default - all
   */
  readonly filter?: string;
}

/** The block of the subnetwork. */
export function flowLogConfig(logs: FlowLogs = {}): ComputeSubnetworkLogConfig | undefined {
  const { enabled = true, sampling = 0.5, interval = FlowLogInterval.SECONDS_5, metadata = true, filter } = logs;
  if (!(typeof sampling === 'number' && sampling > 0 && sampling <= 1)) throw new Error(badSampling(sampling));
  const intervals = Object.values(FlowLogInterval);
  if (!intervals.includes(interval)) throw new Error(badFlowLogInterval(interval, intervals));
  if (!enabled) return undefined;
  return {
    aggregationInterval: interval,
    flowSampling: sampling,
    metadata: metadata ? 'INCLUDE_ALL_METADATA' : 'EXCLUDE_ALL_METADATA',
    filterExpr: filter,
  };
}
