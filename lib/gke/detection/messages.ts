/** A service that is none. */
export function badService(value: unknown): string {
  return `services has '${String(value)}', which is not a service; write it in full, such as gkebackup.googleapis.com`;
}

/** A channel that is none. */
export function badChannel(value: unknown): string {
  return `notificationChannels has '${String(value)}', which is not a channel; write projects/PROJECT/notificationChannels/NUMBER`;
}

/** A namespace that is none. */
export function badNamespace(value: unknown): string {
  return `namespaces has '${String(value)}', which is not the name of a namespace`;
}

/** Alerts that nobody gets. */
export function noChannel(): string {
  return 'notificationChannels is empty: alerts are seen in the console alone';
}

/** A principal that is none. */
export function badPrincipal(value: unknown): string {
  return `trustedPrincipals has '${String(value)}'; write an e-mail address, or a name of Kubernetes such as system:serviceaccount:kube-system:kata-deploy-sa`;
}

/** A time that is none. */
export function badRateLimit(value: unknown): string {
  return `notificationRateLimitSeconds '${String(value)}' is not a whole number from 60 to 86400`;
}
