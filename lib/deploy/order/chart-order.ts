import { Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { Synthesis } from '../../validation/runner/synthesis';

const ORDER = Symbol.for('cdk-kata/chart-order');

interface Ordered extends IConstruct {
  /** The charts that have to be applied after another one. */
  [ORDER]?: Map<Chart, Set<Chart>>;
}

/**
 * Has charts applied after another one. Charts that it holds, and charts that it waits for itself, stay where they are.
 *
 * Dependencies of charts cost cdk8s time with the square of their number, so that one is added at synthesis only where the
 * order of the charts does not hold by itself.
 *
 * @param charts the charts that come later
 * @param first the chart that comes before them
 */
export function applyAfter(charts: readonly Chart[], first: Chart): void {
  const root = first.node.root as Ordered;
  if (root[ORDER] === undefined) {
    const order = new Map<Chart, Set<Chart>>();
    Object.defineProperty(root, ORDER, { value: order });
    root.node.addValidation({
      validate: () => {
        Synthesis.run(root, (synthesis) => synthesis.once(order, () => addMissingDependencies(root, order)));
        return [];
      },
    });
    Synthesis.watch(root);
  }
  const later = root[ORDER]?.get(first) ?? new Set();
  for (const chart of charts) later.add(chart);
  root[ORDER]?.set(first, later);
}

function addMissingDependencies(root: IConstruct, order: ReadonlyMap<Chart, ReadonlySet<Chart>>): void {
  for (const [first, later] of order) {
    // The graph is read anew for each, since a dependency that was added moves charts.
    const graph = chartGraph(root);
    const needed = reachable(graph, first);
    for (const chart of writtenBefore(graph, first)) {
      const mayWait = later.has(chart) && !chart.node.scopes.includes(first) && !needed.has(chart);
      if (mayWait && !reachable(graph, chart).has(first)) chart.addDependency(first);
    }
  }
}

type ChartGraph = ReadonlyMap<Chart, ReadonlySet<Chart>>;

/** What each chart waits for, as cdk8s finds it: the charts that it holds, and those of what its constructs wait for. */
function chartGraph(root: IConstruct): ChartGraph {
  const graph = new Map<Chart, Set<Chart>>();
  const visit = (construct: IConstruct, around: Chart | undefined): void => {
    const chart = Chart.isChart(construct) ? construct : around;
    if (Chart.isChart(construct)) {
      graph.set(construct, graph.get(construct) ?? new Set());
      if (around !== undefined && construct.node.scope === around) graph.get(around)?.add(construct);
    }
    for (const dependency of construct.node.dependencies) {
      const other = dependency.node.scopes.filter(Chart.isChart).at(-1);
      if (chart !== undefined && other !== undefined && other !== chart) graph.get(chart)?.add(other);
    }
    for (const child of construct.node.children) visit(child, chart);
  };
  visit(root, undefined);
  return graph;
}

/** A chart and all that it waits for. */
function reachable(graph: ChartGraph, from: Chart, seen = new Set<Chart>()): ReadonlySet<Chart> {
  if (seen.has(from)) return seen;
  seen.add(from);
  for (const other of graph.get(from) ?? []) reachable(graph, other, seen);
  return seen;
}

/** The charts that cdk8s may write before another one. */
function writtenBefore(graph: ChartGraph, first: Chart): ReadonlySet<Chart> {
  const waitedFor = new Set([...graph.values()].flatMap((others) => [...others]));
  const before = new Set<Chart>();
  for (const chart of graph.keys()) {
    if (waitedFor.has(chart)) continue;
    reachable(graph, chart, before);
    if (before.has(first)) break;
  }
  return before;
}
