import { parse } from 'smol-toml';
import type { Finding } from '../../../validation/finding';
import { olderThan } from '../../../validation/version';
import { RULES } from '../../rules';
import type { ResolvedInstallation } from '../resolved-installation';
import * as errors from './containerd-messages';
import { tomlProblems } from './shim-settings-rules';

/** Plugins of version 3 of containerd's configuration, and how version 2 calls what they hold. */
const VERSION_2_SPELLING: { readonly [plugin: string]: string } = {
  'io.containerd.cri.v1.runtime': 'io.containerd.grpc.v1.cri',
  'io.containerd.cri.v1.images': 'io.containerd.grpc.v1.cri',
};

/** What is wrong with containerd's version and its files; undefined when nothing is. */
export function containerdProblem(installation: ResolvedInstallation): Finding | undefined {
  const { containerd, containerdVersion: version, previous, release } = installation;
  const { configDir, configFileName, userDropIn } = containerd;
  if (version !== undefined && !/^\d+\.\d+(\.\d+)?$/.test(version)) return errors.badContainerdVersion(version);
  if (version !== undefined && olderThan(version, release.minimumContainerd)) {
    return errors.containerdTooOld(version, release.minimumContainerd, release.version);
  }
  if (userDropIn !== undefined && version !== undefined && olderThan(version, '2.0')) {
    return errors.userDropInNeedsContainerd2(version);
  }
  if (previous?.containerdDropIn === true && version !== undefined && olderThan(version, '2.0')) {
    return errors.previousDropInNeedsContainerd2(version);
  }
  const toml = tomlProblems('containerd.userDropIn', userDropIn)[0] ?? versionProblem(installation);
  if (toml !== undefined) return toml;
  const secret = userDropIn === undefined ? undefined : secretKey(parse(userDropIn));
  if (secret !== undefined) return errors.secretInDropIn(secret);
  if (configDir !== undefined && (!/^(\/[\w.-]+)+\/$/.test(configDir) || /\/\.{1,2}\//.test(configDir)))
    return errors.badConfigDir(configDir);
  if (configFileName !== undefined && !/^[\w-][\w.-]*$/.test(configFileName)) {
    return errors.badConfigFileName(configFileName);
  }
  return undefined;
}

/** Keys of containerd's `registry.configs.*.auth`, and names that say what they are. */
const SECRET_KEY = /^(auth|identitytoken|.*(password|passwd|secret))$/i;

/** The first key that holds a secret, with its path; undefined without one. */
function secretKey(value: unknown, path: readonly string[] = []): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    if (typeof inner === 'string' && inner !== '' && SECRET_KEY.test(key)) return [...path, key].join('.');
    const found = secretKey(inner, [...path, key]);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A drop-in that is newer than the file which imports it makes containerd read that file as of the newer version. */
function versionProblem({ containerd }: ResolvedInstallation): Finding | undefined {
  const { configVersion = 2, userDropIn } = containerd;
  if (![2, 3, 4].includes(configVersion)) {
    return RULES.containerdConfigVersion.find(
      '',
      `containerd.configVersion ${String(configVersion)} is not a version of containerd's configuration`,
    );
  }
  if (userDropIn === undefined) return undefined;
  const { version, plugins = {} } = parse(userDropIn) as { version?: unknown; plugins?: object };
  if (typeof version !== 'number' || version <= configVersion) return undefined;
  const renamed = Object.keys(plugins).filter((plugin) => Object.hasOwn(VERSION_2_SPELLING, plugin));
  const spelling = renamed.map((plugin) => `plugins."${plugin}" is plugins."${VERSION_2_SPELLING[plugin]}" there`);
  return RULES.dropInVersion.find(
    '',
    `containerd.userDropIn is of version ${version}, and the nodes' own file is of version ${configVersion}, which containerd then reads as ` +
      'the newer one and ignores: every pod of the node breaks',
    [
      'write version = 2, which every containerd reads',
      ...spelling,
      'or say what the nodes have with containerd.configVersion',
    ].join(', '),
  );
}
