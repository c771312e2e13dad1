const quoted = (value: unknown) => `'${String(value)}'`;

/** A zone, or nothing, where a region belongs. */
export function notARegion(field: string, value: unknown): string {
  return `${field} ${quoted(value)} is not a region; write one such as europe-west4, without a zone's letter`;
}

/** Something that is not an IPv4 range. */
export function notACidr(field: string, value: unknown): string {
  return `${field} ${quoted(value)} is not an IPv4 range; write the first address and the length of the prefix, such as 10.0.0.0/20`;
}

/** A range that is too small or too large. */
export function rangeSize(field: string, value: string, smallest: number, largest: number): string {
  return `${field} '${value}' must have a prefix of /${largest} to /${smallest}`;
}

/** A range that something else owns. */
export function prohibitedRange(field: string, value: string, range: string, why: string): string {
  return `${field} '${value}' overlaps ${range}, which cannot be used: ${why}; take a part of 10.0.0.0/8, 172.18.0.0/15 or 192.168.0.0/16`;
}

/** Public addresses inside the network. */
export function publicRange(field: string, value: string): string {
  return `${field} '${value}' holds public addresses: whoever owns them on the internet cannot be reached from the cluster`;
}

/** Two ranges that share addresses. */
export function overlappingRanges(first: string, firstRange: string, second: string, secondRange: string): string {
  return `${first} '${firstRange}' overlaps ${second} '${secondRange}'; move one of them`;
}

/** One name for two ranges. */
export function sameRangeNames(name: string): string {
  return `podRangeName and serviceRangeName are both '${name}'; a subnetwork has each name once`;
}

/** Something that cannot be a resource's name. */
export function badResourceName(field: string, value: unknown): string {
  return `${field} ${quoted(value)} is not a name of a Google Cloud resource: at most 63 lower-case letters, digits and dashes, beginning with a letter`;
}

/** A token where the program must know the value. */
export function tokenNotAllowed(field: string): string {
  return `${field} is only known to Terraform, and is needed while the program runs; give a literal`;
}

/** Addresses of a NAT that is not there. */
export function natSettingsWithoutNat(field: string): string {
  return `${field} is given, but nat is false; remove one of them`;
}

/** A number of addresses that cannot be. */
export function badNatAddressCount(value: unknown): string {
  return `natAddressCount ${quoted(value)} is not a whole number from 1 to 300`;
}

/** Two ways to say which addresses. */
export function natAddressesTwice(): string {
  return 'natAddressCount and natAddresses are both given; either have addresses reserved, or name those that are';
}

/** Ports that cannot be. */
export function badNatPorts(field: string, value: unknown): string {
  return `${field} ${quoted(value)} is not a power of two from 32 to 65536`;
}

/** A minimum above its maximum. */
export function natPortsReversed(minimum: number, maximum: number): string {
  return `minPortsPerVm ${minimum} is not below maxPortsPerVm ${maximum}; with dynamic allocation a VM begins with the one and grows to the other`;
}

/** A share of packets that is none. */
export function badSampling(value: unknown): string {
  return `flowLogs.sampling ${quoted(value)} is not a number above 0 and up to 1`;
}

/** Nothing that nodes could pull an image through. */
export function noNat(): string {
  return 'nat is false: nodes without public addresses cannot pull images but from Google, and the Kata installer is at quay.io; mirror it to Artifact Registry, or leave nat on';
}

/** An allowance that is not whole. */
export function badEgressRule(name: unknown, reason: string): string {
  return `egress rule ${quoted(name)} ${reason}`;
}

/** A zone elsewhere. */
export function zoneOutsideRegion(field: string, zone: string, region: string): string {
  return `${field} '${zone}' is not a zone of ${region}, such as ${region}-a`;
}

/** A severity that there is not. */
export function badSeverity(value: unknown, known: readonly string[]): string {
  return `severity ${quoted(value)} is none of ${known.join(', ')}`;
}

/** A project's number that is none. */
export function badProjectNumber(value: unknown): string {
  return `serviceProjectNumber ${quoted(value)} is not a project's number; 'gcloud projects describe PROJECT' prints it as projectNumber`;
}

/** An attribute that is missing. */
export function missingAttribute(field: string): string {
  return `${field} is empty; say what the network calls it`;
}

/** Protocols that there are not. */
export function badStackType(value: unknown): string {
  return `stackType ${quoted(value)} is neither IPV4 nor IPV4_IPV6`;
}

/** An interval that there is not. */
export function badFlowLogInterval(value: unknown, known: readonly string[]): string {
  return `flowLogs.interval ${quoted(value)} is none of ${known.join(', ')}`;
}

/** Rules for everybody in a VPC that others use. */
export function egressOfWholeVpc(network: string): string {
  return `allowedEgress is for the whole of '${network}', which existed: everything else in it may reach only what is named too; use a VPC of its own, or firewall rules of your own`;
}

/** A name that nothing can have. */
export function badExistingName(field: string, value: unknown): string {
  return `${field} '${String(value)}' is no name: it is empty, or holds something else than letters, digits and . : / _ -; write the name or id of what exists`;
}
