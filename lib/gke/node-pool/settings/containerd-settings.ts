import type { ContainerNodePoolNodeConfigContainerdConfig } from '@cdktf/provider-google/lib/container-node-pool';
import { type IResolvable, Token } from 'cdktf';
import type { Finding } from '../../../validation/finding';
import { listOrToken } from '../../project/values';
import { NODE_POOL_RULES } from '../messages';

/** Registries whose certificates are signed by a certificate authority of the user. */
export interface PrivateRegistry {
  /** Host names of the registries, with ports where they have one, such as `registry.example.com:5000`. */
  readonly hosts: readonly string[];

  /** Secret Manager secret that holds the certificate: `projects/NUMBER/secrets/NAME/versions/VERSION`. */
  readonly certificateSecret: string;
}

/** What a host of a registry is asked for. */
export enum RegistryCapability {
  /** Layers of images. */
  PULL = 'HOST_CAPABILITY_PULL',
  /** Digests of tags. */
  RESOLVE = 'HOST_CAPABILITY_RESOLVE',
  /** New images. */
  PUSH = 'HOST_CAPABILITY_PUSH',
}

/** A host that containerd asks before the registry itself. */
export interface RegistryHost {
  /** Host, with a port and a path where it has them, such as `mirror.example.com:5000`. */
  readonly host: string;

  /**
   * What the host is asked for.
   *
   * @default - pull and resolve
   */
  readonly capabilities?: readonly RegistryCapability[];

  /**
   * Whether the API of the host is at the path of `host`, as that of Artifact Registry's remote repositories is.
   *
   * @default false
   */
  readonly overridePath?: boolean | IResolvable;

  /**
   * Secret Manager secret that holds the certificate of the host's authority: `projects/P/secrets/NAME/versions/VERSION`.
   *
   * @default - a public certificate
   */
  readonly certificateSecret?: string;
}

/** A registry whose images come from mirrors. */
export interface RegistryMirror {
  /** Registry that images name, such as `quay.io`. */
  readonly server: string;

  /** Hosts that are asked in this order, before the registry itself: at most 10. */
  readonly hosts: readonly RegistryHost[];
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

  /**
   * Registries whose images come from mirrors, at most 25. Needs version 7 of the provider.
   *
   * @see https://cloud.google.com/kubernetes-engine/docs/how-to/customize-containerd-configuration
   * @default - none
   */
  readonly registryMirrors?: readonly RegistryMirror[];
}

const HOST = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/i;
const SERVER = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/i;
const MOST = { mirrors: 25, hosts: 10 };
const MIRROR_HOST = /^(https?:\/\/)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?(\/[\w./-]*)?$/i;
const SECRET = /^projects\/[^/]+\/secrets\/[^/]+\/versions\/[^/]+$/;

/**
 * What GKE would not take of the settings of containerd.
 *
 * @param settings the settings
 */
export function validateContainerd({
  privateRegistries = [],
  registryMirrors = [],
}: ContainerdSettings = {}): Finding[] {
  const rule = NODE_POOL_RULES.containerd;
  const ofMirrors = registryMirrors.flatMap((mirror, index) =>
    validateMirror(mirror, `containerd.registryMirrors[${index}]`),
  );
  const ofRegistries = privateRegistries.flatMap(({ hosts, certificateSecret: secret }, index) => {
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
  const tooMany = `containerd.registryMirrors has ${registryMirrors.length} registries`;
  return [
    ...ofRegistries,
    ...ofMirrors,
    ...(registryMirrors.length > MOST.mirrors ? [rule.find('', tooMany, `name at most ${MOST.mirrors}`)] : []),
  ];
}

function validateMirror({ server, hosts }: RegistryMirror, field: string): Finding[] {
  const rule = NODE_POOL_RULES.containerd;
  const isFine = (value: string, pattern: RegExp) => Token.isUnresolved(value) || pattern.test(value);
  const known: readonly string[] = Object.values(RegistryCapability);
  return [
    ...(isFine(server, SERVER)
      ? []
      : [rule.find('', `${field}.server '${server}' is not a registry`, 'write one such as quay.io')]),
    ...(hosts.length === 0 || hosts.length > MOST.hosts
      ? [rule.find('', `${field}.hosts has ${hosts.length} hosts`, `name 1 to ${MOST.hosts}`)]
      : []),
    ...hosts.flatMap(({ host, capabilities = [], certificateSecret: secret }, index) => [
      ...(isFine(host, MIRROR_HOST)
        ? []
        : [rule.find('', `${field}.hosts[${index}].host '${host}' is not a host`, 'write host:port')]),
      ...capabilities
        .filter((it) => !Token.isUnresolved(it) && !known.includes(it))
        .map((it) => rule.find('', `${field}.hosts[${index}].capabilities has '${it}'`, 'use RegistryCapability')),
      ...(secret === undefined || isFine(secret, SECRET)
        ? []
        : [
            rule.find(
              '',
              `${field}.hosts[${index}].certificateSecret '${secret}' is not the version of a secret`,
              'write projects/PROJECT/secrets/NAME/versions/VERSION',
            ),
          ]),
    ]),
  ];
}

/**
 * The blocks of the mirrors, which the bindings do not know.
 *
 * @param settings the settings
 */
export function registryHosts({ registryMirrors }: ContainerdSettings = {}): object[] | undefined {
  return registryMirrors?.map(({ server, hosts }) => ({
    server,
    hosts: hosts.map(({ host, capabilities, overridePath, certificateSecret }) => ({
      host,
      capabilities: [...(capabilities ?? [RegistryCapability.PULL, RegistryCapability.RESOLVE])],
      override_path: overridePath,
      ca: certificateSecret === undefined ? undefined : [{ gcp_secret_manager_secret_uri: certificateSecret }],
    })),
  }));
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
        fqdns: listOrToken(hosts),
        gcpSecretManagerCertificateConfig: { secretUri: certificateSecret },
      })),
    },
  };
}
