import type { ContainerNodePoolNodeConfigContainerdConfig } from '@cdktf/provider-google/lib/container-node-pool';
import { Token } from 'cdktf';
import type { Finding } from '../../../validation/finding';
import { NODE_POOL_RULES } from '../messages';

/** Registries whose certificates are signed by a certificate authority of the user. */
export interface PrivateRegistry {
  /** Host names of the registries, with ports where they have one, such as `registry.example.com:5000`. */
  readonly hosts: readonly string[];

  /** Secret Manager secret that holds the certificate: `projects/NUMBER/secrets/NAME/versions/VERSION`. */
  readonly certificateSecret: string;
}

/**
 * Settings of containerd.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/access-private-registries-private-certificates
 */
export interface ContainerdSettings {
  /**
   * Private registries whose certificate authority nodes trust.
   *
   * @default - registries with public certificates only
   */
  readonly privateRegistries?: readonly PrivateRegistry[];
}

const HOST = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/i;
const SECRET = /^projects\/[^/]+\/secrets\/[^/]+\/versions\/[^/]+$/;

/**
 * What GKE would not take of the settings of containerd.
 *
 * @param settings the settings
 */
export function validateContainerd({ privateRegistries = [] }: ContainerdSettings = {}): Finding[] {
  const rule = NODE_POOL_RULES.containerd;
  return privateRegistries.flatMap(({ hosts, certificateSecret: secret }, index) => {
    const field = `containerd.privateRegistries[${index}]`;
    const badHosts = Token.isUnresolved(hosts)
      ? []
      : hosts.filter((host) => !Token.isUnresolved(host) && !HOST.test(host));
    const fix = 'write projects/NUMBER/secrets/NAME/versions/VERSION';
    return [
      ...(hosts.length === 0 ? [rule.find('', `${field}.hosts is empty`, 'name at least one registry')] : []),
      ...badHosts.map((host) => rule.find('', `${field}.hosts has '${host}', which is not a host`, 'write host:port')),
      ...(Token.isUnresolved(secret) || SECRET.test(secret)
        ? []
        : [rule.find('', `${field}.certificateSecret '${secret}' is not the version of a secret`, fix)]),
    ];
  });
}

/**
 * The block of the nodes.
 *
 * @param settings the settings
 */
export function containerdConfig({
  privateRegistries = [],
}: ContainerdSettings = {}): ContainerNodePoolNodeConfigContainerdConfig | undefined {
  if (privateRegistries.length === 0) return undefined;
  return {
    privateRegistryAccessConfig: {
      enabled: true,
      certificateAuthorityDomainConfig: privateRegistries.map(({ hosts, certificateSecret }) => ({
        fqdns: [...hosts],
        gcpSecretManagerCertificateConfig: { secretUri: certificateSecret },
      })),
    },
  };
}
