import type { Finding } from '../../../validation/finding';
import { RULES } from '../../rules';

/** A second installation where containerd cannot tell the two apart. */
export function multiInstallNeedsContainerd2(suffix: string, containerd: string): Finding {
  return RULES.newerContainerd.find(
    '',
    `multiInstallSuffix '${suffix}' needs containerd 2.0 or newer, and the nodes have ${containerd}: older ones have no drop-in files`,
    'upgrade to GKE 1.33 or leave the suffix out',
  );
}

/** A drop-in where containerd reads none. */
export function userDropInNeedsContainerd2(containerd: string): Finding {
  return RULES.newerContainerd.find(
    '',
    `containerd.userDropIn needs containerd 2.0 or newer, and the nodes have ${containerd}: older ones have no drop-in files`,
    'upgrade to GKE 1.33 or leave it out',
  );
}

/** An earlier drop-in on an older containerd, where the file that replaces it would make the installer fail. */
export function previousDropInNeedsContainerd2(containerd: string): Finding {
  return RULES.newerContainerd.find(
    '',
    `previous.containerdDropIn is true, and the nodes have containerd ${containerd}: before 2.0 it has no drop-in files, so that there was none`,
    'leave it out',
  );
}

/** A drop-in on an unknown containerd. */
export function dropInUnknownContainerd(field: string): Finding {
  return RULES.containerdUnknown.find(
    '',
    `${field} needs containerd 2.0 or newer, and the installer fails on older nodes`,
    'say what the nodes have with containerdVersion',
  );
}

/** A second installation on an unknown containerd. */
export function multiInstallUnknownContainerd(suffix: string): Finding {
  return RULES.containerdUnknown.find(
    '',
    `multiInstallSuffix '${suffix}' needs containerd 2.0 or newer (GKE 1.33)`,
    'say what the nodes have with containerdVersion',
  );
}

/** A containerd that the release does not know. */
export function containerdTooOld(version: string, minimum: string, release: string): Finding {
  return RULES.containerdTooOld.find(
    '',
    `containerdVersion '${version}' is older than ${minimum}, the oldest that Kata ${release} works with`,
  );
}

/** 'containerdVersion' is not a version. */
export function badContainerdVersion(version: unknown): Finding {
  return RULES.containerdVersion.find(
    '',
    `containerdVersion '${String(version)}' is not a version`,
    'write it as major.minor, such as 2.0',
  );
}

/** A file name with a path. */
export function badConfigFileName(name: unknown): Finding {
  return RULES.containerdConfigFile.find(
    '',
    `containerd.configFileName '${String(name)}' is not the bare name of a file, such as config.toml`,
  );
}

/** A folder that is not an absolute path. */
export function badConfigDir(dir: unknown): Finding {
  return RULES.containerdConfigDir.find(
    '',
    `containerd.configDir '${String(dir)}' is not an absolute path of a folder with a slash at its end, such as /etc/containerd/`,
  );
}

/** A drop-in with a password, which would lie in a ConfigMap. */
export function secretInDropIn(key: string): Finding {
  return RULES.secretInDropIn.find(
    '',
    `containerd.userDropIn has ${key}, which would lie in a ConfigMap for everybody who may read it`,
    'let the nodes get it another way, such as a credential provider of the kubelet or imagePullSecrets',
  );
}
