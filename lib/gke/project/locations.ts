import { Token } from 'cdktf';
import { notARegion } from '../network/messages';
import { badZone, noZone, zoneTwice } from '../node-pool/messages';

const REGION = /^[a-z]+-[a-z]+[0-9]+$/;
const ZONE = /^([a-z]+-[a-z]+[0-9]+)-[a-z]$/;

/** Throws unless the value is a region or a token. */
export function assertRegion(field: string, value: string): void {
  if (!Token.isUnresolved(value) && !REGION.test(value)) throw new Error(notARegion(field, value));
}

/** Whether the text is the name of a zone. */
export function isZone(text: string): boolean {
  return ZONE.test(text);
}

function regionOf(location: string): string {
  return ZONE.exec(location)?.[1] ?? location;
}

/** Whether a zone is in the region of a location, which is a region or a zone itself; a token may be. */
export function mayBeZoneOf(zone: string, location: string): boolean {
  if (Token.isUnresolved(zone) || Token.isUnresolved(location)) return true;
  return isZone(zone) && regionOf(zone) === regionOf(location);
}

/**
 * What is wrong with the zones of a cluster or a pool; undefined when nothing is.
 *
 * @param zones the zones, if any were named
 * @param location region or zone of the cluster
 */
export function zonesProblem(zones: readonly string[] | undefined, location: string): string | undefined {
  if (zones === undefined || Token.isUnresolved(zones)) return undefined;
  if (zones.length === 0) return noZone();
  const elsewhere = zones.find((zone) => !mayBeZoneOf(zone, location));
  if (elsewhere !== undefined) return badZone(elsewhere, regionOf(location));
  const twice = zones.find((zone, index) => zones.indexOf(zone) < index);
  return twice === undefined ? undefined : zoneTwice(twice);
}
