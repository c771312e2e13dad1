import { Lazy } from 'cdk8s';
import { attempt, type Finding } from '../../validation/finding';
import type { LabelSelector } from './evaluator/label-selector';

/** A selector that means no pod: what cannot be told opens nothing. */
export const NO_PODS: LabelSelector = {
  matchExpressions: [
    { key: 'cdk-kata/no-pods', operator: 'Exists' },
    { key: 'cdk-kata/no-pods', operator: 'DoesNotExist' },
  ],
};

/**
 * Selectors of workloads, which are read when everything is written, since the program may change a workload until then. cdk8s would
 * make another error of what they throw, without its finding: it is found by the check instead.
 */
export class LateSelectors {
  private readonly reads: (() => unknown)[] = [];

  /**
   * A value that is read when it is written.
   *
   * @param read gives the value, or throws a FindingsError
   * @param otherwise what is written when it throws; the program is refused then
   */
  public add<T>(read: () => T, otherwise: T): T {
    this.reads.push(read);
    return Lazy.any({ produce: () => attempt(read).value ?? otherwise }) as T;
  }

  /** What is wrong with the values as they are now. */
  public validate(): Finding[] {
    return this.reads.flatMap((read) => attempt(read).found);
  }
}
