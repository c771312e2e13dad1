import type { IConstruct } from 'constructs';

const CURRENT = Symbol.for('cdk-kata/synthesis');
const WATCHED = Symbol.for('cdk-kata/watches-synthesis');

/** The methods of an app of cdk8s that write it. */
const WRITERS = ['synth', 'synthYaml'] as const;

interface Root extends IConstruct {
  [CURRENT]?: Synthesis;
  [WATCHED]?: true;
  synth?: () => unknown;
  synthYaml?: () => unknown;
}

/**
 * One synthesis of an app.
 *
 * cdk8s validates the whole app once for each chart that it writes. What is computed through the synthesis is computed once.
 */
export class Synthesis {
  /**
   * The synthesis that runs now.
   *
   * @param scope any construct of the app
   * @returns undefined outside `App.synth()`, `App.synthYaml()` and {@link Synthesis.run}
   */
  public static of(scope: IConstruct): Synthesis | undefined {
    return (scope.node.root as Root)[CURRENT];
  }

  /**
   * Makes one synthesis of all that a function writes. Inside a synthesis it belongs to that one.
   *
   * @param scope any construct of the app
   * @param write what to do
   */
  public static run<T>(scope: IConstruct, write: (synthesis: Synthesis) => T): T {
    const root = scope.node.root as Root;
    if (root[CURRENT] !== undefined) return write(root[CURRENT]);
    const synthesis = new Synthesis();
    root[CURRENT] = synthesis;
    try {
      return write(synthesis);
    } finally {
      delete root[CURRENT];
      for (const undo of synthesis.undoing) undo();
    }
  }

  /**
   * Makes one synthesis of each `App.synth()` and each `App.synthYaml()` of an app of cdk8s.
   *
   * @param scope any construct of the app
   */
  public static watch(scope: IConstruct): void {
    const root = scope.node.root as Root;
    // An app of cdktf has synth() alone, and validates each stack once.
    if (root[WATCHED] || typeof root.synthYaml !== 'function') return;
    root[WATCHED] = true;
    for (const writer of WRITERS) {
      const original = root[writer];
      if (original !== undefined) root[writer] = () => Synthesis.run(root, () => original.call(root));
    }
  }

  private readonly results = new Map<object, unknown>();
  private readonly undoing: (() => void)[] = [];

  private constructor() {}

  /**
   * The result of a computation, which is made at the first call of the synthesis.
   *
   * @param key what the result is of
   * @param compute makes the result
   */
  public once<T>(key: object, compute: () => T): T {
    if (!this.results.has(key)) this.results.set(key, compute());
    return this.results.get(key) as T;
  }

  /**
   * Registers what has to be undone when everything is written.
   *
   * @param undo undoes it
   */
  public atEnd(undo: () => void): void {
    this.undoing.push(undo);
  }
}
