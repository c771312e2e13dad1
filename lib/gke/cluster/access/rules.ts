import { errorRule, warningRule } from '../../project/rules';

/** Rules about the ways to a control plane. */
export const ACCESS_RULES = {
  authorizedNetwork: errorRule(
    'authorized-network',
    'an authorized network is not an IPv4 range',
    'write a range such as 203.0.113.0/24; one address is 203.0.113.5/32',
  ),
  openControlPlane: errorRule(
    'control-plane-open',
    'the control plane can be reached from very many addresses',
    'name the networks that need it, or use ControlPlaneAccess.dnsAndPrivateEndpoint(), which IAM guards',
  ),
  wideAuthorizedNetwork: warningRule(
    'authorized-network-wide',
    'an authorized network covers a large part of the internet',
    'name the networks that need the control plane',
  ),
  noAuthorizedNetworks: errorRule(
    'authorized-networks-missing',
    'a public endpoint has no authorized network, and would be open to everybody or to nobody',
    'name at least one network',
  ),
};
