import type { Finding } from '../../validation/finding';
import { quoted } from '../project/values';
import { DETECTION_RULES } from './rules';

/** An endpoint in another region than the network. */
export function zoneOutsideRegion(zone: unknown, region: string): Finding {
  return DETECTION_RULES.endpointZone.find(
    '',
    `zone ${quoted(zone)} is not a zone of ${region}`,
    `write one such as ${region}-b`,
  );
}

/** A notification channel that is not written as Cloud Monitoring writes it. */
export function badChannel(value: unknown): Finding {
  return DETECTION_RULES.channel.find('', `notificationChannels has ${quoted(value)}, which is not a channel`);
}

/** A text that cannot be the name of a namespace. */
export function badNamespace(value: unknown): Finding {
  return DETECTION_RULES.namespace.find('', `namespaces has ${quoted(value)}, which is not the name of a namespace`);
}

/** An empty list of namespaces. */
export function noNamespace(): Finding {
  return DETECTION_RULES.namespace.find('', 'namespaces is empty', 'name at least one, or leave it out for all');
}

/** A text that cannot be a principal. */
export function badPrincipal(value: unknown): Finding {
  return DETECTION_RULES.principal.find('', `trustedPrincipals has ${quoted(value)}, which is not a principal`);
}

/** A time between notifications that Cloud Monitoring refuses. */
export function badRateLimit(value: unknown): Finding {
  return DETECTION_RULES.rateLimit.find(
    '',
    `notificationRateLimitSeconds ${quoted(value)} is not a whole number from 300 to 172800`,
  );
}

/** Alerts without a channel. */
export function noChannel(): Finding {
  return DETECTION_RULES.noChannel.find('', 'notificationChannels is empty: alerts are seen in the console only');
}
