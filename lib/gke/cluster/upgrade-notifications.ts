import type { ContainerClusterNotificationConfig } from '@cdktf/provider-google/lib/container-cluster';
import { Token } from 'cdktf';
import { badTopic, notOneOf } from './messages';

/** What GKE tells of by Pub/Sub. */
export enum UpgradeEvent {
  /** A version that could be taken. */
  UPGRADE_AVAILABLE = 'UPGRADE_AVAILABLE_EVENT',
  /** An upgrade that began. */
  UPGRADE = 'UPGRADE_EVENT',
  /** A bulletin about security. */
  SECURITY_BULLETIN = 'SECURITY_BULLETIN_EVENT',
  /** An upgrade's progress. */
  UPGRADE_INFO = 'UPGRADE_INFO_EVENT',
}

/** Messages about upgrades. */
export interface UpgradeNotifications {
  /** Pub/Sub topic: `projects/P/topics/T`. */
  readonly topic: string;

  /**
   * What there is a message for.
   *
   * @default - everything
   */
  readonly events?: readonly UpgradeEvent[];
}

const TOPIC = /^projects\/[^/]+\/topics\/[^/]+$/;

/**
 * The block of the cluster.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/cluster-notifications
 * @throws for a topic or an event that is none
 */
export function notificationConfig(
  notifications: UpgradeNotifications | undefined,
): ContainerClusterNotificationConfig | undefined {
  if (notifications === undefined) return undefined;
  const known = Object.values(UpgradeEvent);
  const { topic, events = known } = notifications;
  if (!Token.isUnresolved(topic) && !TOPIC.test(topic)) throw new Error(badTopic(topic));
  const unknown = events.find((event) => !known.includes(event));
  if (unknown !== undefined) throw new Error(notOneOf('upgradeNotifications.events', unknown, known));
  return { pubsub: { enabled: true, topic, filter: { eventType: [...events] } } };
}
