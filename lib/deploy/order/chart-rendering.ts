import { ApiObject, Chart, DependencyGraph } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { Synthesis } from '../../validation/runner/synthesis';

const RENDERED = Symbol.for('cdk-kata/chart-rendering');

/**
 * The objects that a chart writes itself, in the order in which cdk8s writes them.
 *
 * @param chart the chart
 */
export function objectsOf(chart: Chart): ApiObject[] {
  const constructs = new DependencyGraph(chart.node).topology();
  return constructs.filter((it): it is ApiObject => ApiObject.isApiObject(it) && Chart.of(it) === chart);
}

/**
 * Has cdk8s resolve the dependencies of an app and validate it once in each synthesis. By itself it does both again for each chart, so
 * the time grows with the square of their number. Calling it again changes nothing.
 *
 * @param root the app
 */
export function renderChartsOnce(root: IConstruct): void {
  if (RENDERED in root) return;
  Object.defineProperty(root, RENDERED, { value: true });
  const validate = () => {
    const synthesis = Synthesis.of(root);
    synthesis?.once(renderChartsOnce, () => shareResolution(root, synthesis));
    return [];
  };
  root.node.addValidation({ validate });
  Synthesis.watch(root);
}

function shareResolution(root: IConstruct, synthesis: Synthesis): void {
  // A class of the program that renders itself in another way keeps its way.
  const charts = root.node.findAll().filter((it): it is Chart => Chart.isChart(it) && !Object.hasOwn(it, 'toJson'));
  const own = charts.filter((chart) => chart.toJson === Chart.prototype.toJson);
  let isResolved = false;
  for (const chart of own) {
    chart.toJson = () => {
      if (isResolved) return objectsOf(chart).map((object) => object.toJson());
      const written = Chart.prototype.toJson.call(chart);
      isResolved = true;
      return written;
    };
    synthesis.atEnd(() => Reflect.deleteProperty(chart, 'toJson'));
  }
}
