import type { ContainerClusterNotificationConfig } from '@cdktf/provider-google/lib/container-cluster';
import { Token } from 'cdktf';
import type { Finding } from '../../../validation/finding';
import { badTopic } from './messages';

/** Events that GKE publishes to Pub/Sub. */
export enum UpgradeEvent {
  /** A new version is available for the cluster. */
  UPGRADE_AVAILABLE = 'UPGRADE_AVAILABLE_EVENT',
  /** GKE begins an upgrade. */
  UPGRADE = 'UPGRADE_EVENT',
  /** GKE publishes a security bulletin that concerns the cluster. */
  SECURITY_BULLETIN = 'SECURITY_BULLETIN_EVENT',
  /** An upgrade is scheduled, in progress or finished. */
  UPGRADE_INFO = 'UPGRADE_INFO_EVENT',
}

/** Notifications about upgrades and security bulletins, by Pub/Sub. */
export interface UpgradeNotifications {
  /** Pub/Sub topic: `projects/P/topics/T`. */
  readonly topic: string;

  /**
   * Events that are published.
   *
   * @default - all of them
   */
  readonly events?: readonly UpgradeEvent[];
}

const TOPIC = /^projects\/[^/]+\/topics\/[^/]+$/;

/**
 * Holds notifications against what GKE takes.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/cluster-notifications
 */
export function validateNotifications(notifications: UpgradeNotifications | undefined): Finding[] {
  if (notifications === undefined) return [];
  const { topic } = notifications;
  return Token.isUnresolved(topic) || TOPIC.test(topic) ? [] : [badTopic(topic)];
}

/** The block of the cluster. */
export function notificationConfig(
  notifications: UpgradeNotifications | undefined,
): ContainerClusterNotificationConfig | undefined {
  if (notifications === undefined) return undefined;
  const { topic, events = Object.values(UpgradeEvent) } = notifications;
  return { pubsub: { enabled: true, topic, filter: { eventType: [...events] } } };
}
