import { Token } from 'cdktf';
import type { Finding } from '../../validation/finding';
import { parseIpRange } from '../../validation/ip-range';
import { knownItems } from '../project/values';
import { NETWORK_RULES as RULES } from './messages';

/** A way out of the network that stays open. */
export interface EgressRule {
  /** Name of the rule: lower-case letters, digits and dashes. It becomes a part of the firewall rule's name. */
  readonly name: string;

  /** Destinations, as IPv4 or IPv6 ranges in CIDR notation. */
  readonly ranges: readonly string[];

  /**
   * Ports, such as `443` or `8000-8100`. Only for `tcp`, `udp` and `sctp`.
   *
   * @default - every port
   */
  readonly ports?: readonly string[];

  /**
   * Protocol: `tcp`, `udp`, `icmp`, `sctp`, `esp`, `ah`, `ipip`, `all`, or the number of a protocol.
   *
   * @default 'tcp'
   */
  readonly protocol?: string;
}

const PROTOCOLS = ['tcp', 'udp', 'icmp', 'sctp', 'esp', 'ah', 'ipip', 'all'];
const WITH_PORTS = ['tcp', 'udp', 'sctp'];
const PORTS = /^\d{1,5}(-\d{1,5})?$/;
const NAME = /^[a-z]([a-z0-9-]*[a-z0-9])?$/;

/** Names of the rules that `EgressFirewall` makes itself. */
const OWN_RULES = ['internal', 'google-apis', 'internal-ipv6'];

/** Whether a range is one of IPv6; a token is taken for IPv4. */
export function isIpv6(range: string): boolean {
  return !Token.isUnresolved(range) && parseIpRange(range)?.family === 6;
}

/**
 * What Compute Engine would not take of rules for what may leave a VPC, and what is risky about them.
 *
 * @param rules the rules
 */
export function validateEgressRules(rules: readonly EgressRule[]): Finding[] {
  const names = rules.map(({ name }) => name);
  return rules.flatMap((rule, index) => [
    ...validateName(rule, names.indexOf(rule.name) < index),
    ...validateRanges(rule),
    ...validateProtocol(rule),
  ]);
}

const find = (name: string, what: string, fix: string) => [RULES.egress.find('', `egress rule '${name}' ${what}`, fix)];

function validateName({ name }: EgressRule, isTaken: boolean): Finding[] {
  if (Token.isUnresolved(name)) {
    const message = 'name of an egress rule is only known to Terraform, and is the id of a construct';
    return [RULES.egress.find('', message, 'give a literal')];
  }
  if (!NAME.test(name)) {
    return find(name, 'has a name with other characters than lower-case letters, digits and dashes', 'rename it');
  }
  if (OWN_RULES.includes(name)) return find(name, 'has the name of a rule that is always made', 'rename it');
  return isTaken ? find(name, 'is there already', 'give it another name') : [];
}

function validateRanges({ name, ranges, protocol }: EgressRule): Finding[] {
  if (Token.isUnresolved(ranges)) return [];
  if (ranges.length === 0) return find(name, 'allows no range', 'name at least one, such as 203.0.113.0/24');
  const literal = ranges.filter((range) => !Token.isUnresolved(range));
  const fix = 'write it such as 203.0.113.0/24 or 2001:db8::/32; firewall rules take no host names';
  const bad = literal.filter((range) => parseIpRange(range) === undefined);
  const all = literal.filter((range) => parseIpRange(range)?.prefix === 0);
  return [
    ...bad.flatMap((range) => find(name, `has '${range}', which is not a range in CIDR notation`, fix)),
    ...(protocol === 'all' ? all : []).map((range) =>
      RULES.openEgress.find('', `egress rule '${name}' lets out everything to ${range}`),
    ),
  ];
}

function validateProtocol({ name, ports = [], protocol = 'tcp' }: EgressRule): Finding[] {
  if (Token.isUnresolved(protocol)) return [];
  const isNumber = /^\d{1,3}$/.test(protocol) && Number(protocol) <= 255;
  if (!PROTOCOLS.includes(protocol) && !isNumber) {
    return find(name, `has protocol '${protocol}', which is not one of ${PROTOCOLS.join(', ')}`, 'write one of these');
  }
  if (ports.length > 0 && !WITH_PORTS.includes(protocol)) {
    return find(name, `has ports, which ${protocol} does not have`, 'remove ports');
  }
  const isBad = (port: string) => {
    const [first = 0, last = first] = port.split('-').map(Number);
    return !PORTS.test(port) || first > last || last > 65_535;
  };
  return knownItems(ports)
    .filter(isBad)
    .flatMap((port) => find(name, `has port '${port}'`, 'write 443 or 8000-8100'));
}
