import type { Finding } from '../../validation/finding';
import type { Rule } from '../../validation/rule';
import type { SandboxedPodSpec } from './pod-spec';

/** Something that a rule says of one pod spec; those of one construct become one finding. */
export interface PodRemark {
  readonly rule: Rule;
  readonly pod: SandboxedPodSpec;

  /** What is wrong, in the same words for each pod spec that has the fault. */
  readonly message: string;
  readonly fix?: string;
}

const LISTED = 8;

/**
 * One finding for each rule and construct, with the count.
 *
 * @param path path of the construct that was put into VMs
 * @param given what is to be said of its pod specs
 */
export function findingsOf(path: string, given: readonly PodRemark[]): Finding[] {
  const remarks = given.filter(({ rule, pod }) => !(rule.canAcknowledge && pod.isAcknowledged?.(rule.id)));
  const rules = [...new Set(remarks.map(({ rule }) => rule))];
  return rules.flatMap((rule): Finding[] => {
    const own = remarks.filter((remark) => remark.rule === rule);
    const [first] = own as [PodRemark];
    const pods = [...new Set(own.map(({ pod }) => pod))];
    if (pods.length === 1) {
      return own.map(({ pod, message, fix }) => rule.find(pod.path, `${pod.object}: ${message}`, fix));
    }
    const said = own.slice(0, LISTED).map(({ pod, message }) => `${pod.object}: ${message}`);
    const more = own.length > LISTED ? [`and ${own.length - LISTED} more`] : [];
    const same = own.every(({ message }) => message === first.message);
    const names = own.slice(0, LISTED).map(({ pod }) => pod.object);
    return [
      rule.find(
        path,
        same
          ? `${pods.length} pod specs: ${first.message} (${[...names, ...more].join(', ')})`
          : `${pods.length} pod specs: ${[...said, ...more].join('; ')}`,
      ),
    ];
  });
}

/**
 * Findings about a pod that shares its object with others: `except` cannot leave it out alone.
 *
 * @param found the findings
 * @param holder the object that it shares
 */
export function insideHolder(found: readonly Finding[], holder: string | undefined): Finding[] {
  const more = `; except leaves out the whole ${holder}, so take the object out of it first`;
  return found.map((it) => (holder === undefined || !it.fix.includes('except') ? it : { ...it, fix: it.fix + more }));
}
