import type { Finding } from '../../../validation/finding';
import { quoted } from '../../project/values';
import { ACCESS_RULES } from './rules';

/** An authorized network that is not a range. */
export function badAuthorizedNetwork(cidr: unknown, fix?: string): Finding {
  return ACCESS_RULES.authorizedNetwork.find('', `authorized network ${quoted(cidr)} is not an IPv4 range`, fix);
}

/** An authorized network wider than /8, or several that cover as much. */
export function openToTheWorld(networks: string): Finding {
  return ACCESS_RULES.openControlPlane.find('', `${networks} opens the control plane to the world`);
}

/** A large network of public addresses. */
export function wideAuthorizedNetwork(cidr: string): Finding {
  return ACCESS_RULES.wideAuthorizedNetwork.find(
    '',
    `authorized network ${quoted(cidr)} is a large part of the internet`,
  );
}

/** A public endpoint that nobody may use. */
export function noAuthorizedNetworks(): Finding {
  return ACCESS_RULES.noAuthorizedNetworks.find(
    '',
    'a public endpoint without authorized networks is open to everybody or to nobody',
  );
}
