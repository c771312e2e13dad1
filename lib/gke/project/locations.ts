import { Token } from 'cdktf';
import { assertNoErrors, type Finding } from '../../validation/finding';
import { notARegion, noZones, zoneElsewhere, zoneTwice } from './messages';

const REGION = /^[a-z]+(-[a-z]+)+[0-9]+$/;
const ZONE = /^([a-z]+(?:-[a-z]+)+[0-9]+)-(?:[a-z]|ai[0-9]+[a-z])$/;

/** Holds a region against the way that Google Cloud writes them; a token passes. */
export function validateRegion(field: string, value: string): Finding[] {
  return Token.isUnresolved(value) || REGION.test(value) ? [] : [notARegion(field, value)];
}

/** Throws unless the value is a region or a token. */
export function assertRegion(field: string, value: string): void {
  assertNoErrors(validateRegion(field, value));
}

/** Whether the text is the name of a zone. */
export function isZone(text: string): boolean {
  return ZONE.test(text);
}

/** Region of a location, which is a region or a zone. */
export function regionOf(location: string): string {
  return ZONE.exec(location)?.[1] ?? location;
}

/** Whether a zone is in the region of a location, which is a region or a zone itself; a token may be. */
export function mayBeZoneOf(zone: string, location: string): boolean {
  if (Token.isUnresolved(zone) || Token.isUnresolved(location)) return true;
  return isZone(zone) && regionOf(zone) === regionOf(location);
}

/**
 * Holds the zones of a cluster or a pool against its location.
 *
 * @param zones the zones, if any were named
 * @param location region or zone of the cluster
 */
export function validateZones(zones: readonly string[] | undefined, location: string): Finding[] {
  if (zones === undefined || Token.isUnresolved(zones)) return [];
  if (zones.length === 0) return [noZones()];
  const elsewhere = zones.filter((zone) => !mayBeZoneOf(zone, location));
  const twice = zones.filter((zone, index) => zones.indexOf(zone) < index);
  return [...elsewhere.map((zone) => zoneElsewhere(zone, regionOf(location))), ...twice.map(zoneTwice)];
}

/** What is wrong with the zones, as a sentence; undefined when nothing is. */
export function zonesProblem(zones: readonly string[] | undefined, location: string): string | undefined {
  const [first] = validateZones(zones, location);
  return first === undefined ? undefined : `${first.message}; ${first.fix}`;
}
