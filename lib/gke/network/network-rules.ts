import { Token } from 'cdktf';
import type { Finding } from '../../validation/finding';
import type { GkeNetworkProps, PodRange } from './gke-network-props';
import { NETWORK_RULES as RULES } from './messages';

/** Properties that say something about a NAT. */
const NAT_FIELDS = ['natAddressCount', 'natAddresses', 'minPortsPerVm', 'maxPortsPerVm'] as const;

/**
 * Whether the secondary ranges of a subnetwork have names of their own.
 *
 * @param podRangeName name of the range for pods
 * @param serviceRangeName name of the range for Services
 * @param additionalPodRanges further ranges for pods
 */
export function validateRangeNames(
  podRangeName: string,
  serviceRangeName: string,
  additionalPodRanges: readonly PodRange[] = [],
): Finding[] {
  const names = [
    ['podRangeName', podRangeName],
    ['serviceRangeName', serviceRangeName],
    ...additionalPodRanges.map(({ name }, index) => [`additionalPodRanges[${index}].name`, name]),
  ] as [string, string][];
  return names.flatMap(([field, name], index) => {
    const first = names.slice(0, index).find(([, other]) => other === name && !Token.isUnresolved(name));
    if (first === undefined) return [];
    return [RULES.rangeNames.find('', `${first[0]} and ${field} are both '${name}'`)];
  });
}

/**
 * What contradicts itself about the ways out of a network, and what is risky about them.
 *
 * @param props properties of the network
 */
export function validateWaysOut(props: GkeNetworkProps): Finding[] {
  const needless = props.nat === false ? NAT_FIELDS.filter((field) => props[field] !== undefined) : [];
  const vpc = props.existingNetwork;
  return [
    ...needless.map((field) => RULES.nat.find('', `${field} is given, but nat is false`, 'remove one of them')),
    ...(props.nat === false ? [RULES.withoutNat.find('')] : []),
    ...(props.privateDnsZones === true && props.allowedEgress === undefined ? [RULES.privateDnsZones.find('')] : []),
    ...(vpc !== undefined && props.allowedEgress !== undefined
      ? [
          RULES.egressOfWholeVpc.find(
            '',
            `allowedEgress applies to the whole of '${Token.isUnresolved(vpc) ? 'the VPC' : vpc}', an existing VPC: everything else in it may reach only what allowedEgress names too`,
          ),
        ]
      : []),
  ];
}
