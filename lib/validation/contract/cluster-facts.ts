import type { ClusterFacts } from '../../contract/cluster-facts';
import type { Finding } from '../finding';
import { parseIpRange, rangesOverlap } from '../ip-range';
import { validateParameter } from '../props';
import { KUBERNETES_VERSION, RANGES, WORKLOAD_POOL } from './rules';

const VERSION = /^[1-9]\d*\.\d+(\.\d+)?([-+][0-9A-Za-z.+-]+)?$/;
const POOL = /^([a-z0-9][a-z0-9.-]*:)?[a-z][a-z0-9-]{4,28}[a-z0-9]\.svc\.id\.goog$/;

/**
 * Checks facts of a cluster for the construct that takes them. They may come from another program, through JSON.
 *
 * @param path path of the construct that takes them
 * @param facts the facts
 * @param field name of the property that holds them
 * @returns what is wrong; empty for facts that can be used
 */
export function validateClusterFacts(path: string, facts: unknown, field = 'cluster'): Finding[] {
  const mistyped = validateParameter(field, facts, 'ClusterFacts', path);
  if (mistyped.length > 0) return mistyped;
  const { kubernetesVersion: version, workloadPool: pool } = facts as ClusterFacts;
  const found = rangeFindings(path, field, facts as ClusterFacts);
  if (version !== undefined && !VERSION.test(version)) {
    const fix = /^v\d/.test(version) ? `write '${version.slice(1)}'` : undefined;
    found.push(
      KUBERNETES_VERSION.find(path, `${field}.kubernetesVersion '${version}' is not a version of Kubernetes`, fix),
    );
  }
  if (pool !== undefined && !POOL.test(pool)) {
    const fix = "write the project and .svc.id.goog, such as 'acme-dev.svc.id.goog'";
    found.push(WORKLOAD_POOL.find(path, `${field}.workloadPool '${pool}' is not a workload pool`, fix));
  }
  return found;
}

function rangeFindings(path: string, field: string, facts: ClusterFacts): Finding[] {
  const { nodeRanges, podRanges, serviceRange } = facts;
  const empty = Object.entries({ nodeRanges, podRanges }).filter(([, ranges]) => ranges?.length === 0);
  const named = [
    ...(nodeRanges ?? []).map((text, index) => ({ name: `${field}.nodeRanges[${index}]`, text })),
    ...(podRanges ?? []).map((text, index) => ({ name: `${field}.podRanges[${index}]`, text })),
  ];
  const services = serviceRange === undefined ? [] : [{ name: `${field}.serviceRange`, text: serviceRange }];
  const bad = [...named, ...services].filter(({ text }) => parseIpRange(text) === undefined);
  const overlaps = named.filter(({ text }) => {
    const [range, service] = [parseIpRange(text), parseIpRange(serviceRange ?? '')];
    return range !== undefined && service !== undefined && rangesOverlap(range, service);
  });
  return [
    ...empty.map(([name]) => RANGES.find(path, `${field}.${name} is empty`, 'leave it out where it is not known')),
    ...bad.map(({ name, text }) =>
      RANGES.find(path, `${name} '${text}' is not a range in CIDR notation, with the first address of the range`),
    ),
    ...overlaps.map(({ name, text }) =>
      RANGES.find(
        path,
        `${name} '${text}' overlaps ${field}.serviceRange '${serviceRange}'`,
        'give the ranges that the cluster has; those of Services are apart from all others',
      ),
    ),
  ];
}
