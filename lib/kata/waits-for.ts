import type { IConstruct } from 'constructs';

/** Whether a construct comes after another, as far as dependencies say. */
export function waitsFor(one: IConstruct, other: IConstruct, seen = new Set<IConstruct>()): boolean {
  if (seen.has(one)) return false;
  seen.add(one);
  return one.node.dependencies.some((it) => it === other || waitsFor(it, other, seen));
}
