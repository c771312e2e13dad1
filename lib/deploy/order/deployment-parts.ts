import { App, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { FindingsError } from '../../validation/finding';
import { Synthesis } from '../../validation/runner/synthesis';
import { describeObject, type Manifest } from '../manifest';
import { singleManifests } from '../objects/single-objects';
import { DUPLICATE_OBJECT, PART_NAME } from '../rules';
import { assertInApp } from './app-scope';
import { applyOrder, orderWithNeeds } from './apply-order';
import { objectsOf } from './chart-rendering';
import { type DeploymentRole, deploymentRole } from './deployment-role';

/** The objects of one chart: what is applied, written and removed as one. */
export interface DeploymentPart {
  /** Name of the part, from the chart's path and what it holds, such as `kata-installer`. It does not change with others. */
  readonly name: string;

  /** Path of the chart. */
  readonly path: string;

  /** Role of the chart, which decides when it is applied. */
  readonly role: DeploymentRole;

  /** Paths of the charts that come before it. */
  readonly after: readonly string[];

  /** The objects, in the order in which they have to be applied. */
  readonly manifests: readonly Manifest[];
}

/** Plural of a kind in words, such as `runtime-classes` of `RuntimeClass`. */
function pluralOf(kind: string): string {
  const words = kind.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();
  if (/(s|x|ch|sh)$/.test(words)) return `${words}es`;
  return /[^aeiou]y$/.test(words) ? `${words.slice(0, -1)}ies` : `${words}s`;
}

/** A chart that holds charts is called after what it holds beside them, when that is of one kind. */
function nameOf(chart: Chart, manifests: readonly Manifest[]): string {
  const base = chart.node.path.split('/').join('-') || 'app';
  const kinds = [...new Set(manifests.map(({ kind }) => kind))];
  const holdsCharts = chart.node.children.some((child) => Chart.isChart(child));
  return holdsCharts && kinds.length === 1 ? `${base}-${pluralOf(kinds[0] as string)}` : base;
}

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];

/** Paths of the charts that come before a chart because the program says so. */
function chartsBefore(chart: Chart): string[] {
  return unique(chart.node.dependencies.filter((it): it is Chart => Chart.isChart(it)).map(({ node }) => node.path));
}

/**
 * The charts of a tree with their objects, in the order in which they have to be applied; removed, they go backwards.
 *
 * Charts without objects are left out. The order is that of the program, corrected where it forgets that a namespace, a
 * custom resource definition, a RuntimeClass, a PriorityClass or a service account has to be there first.
 *
 * @param scope an app, a chart, or any construct that holds charts
 * @throws for what is not in a cdk8s app, when a validation fails, when two objects have the same kind, namespace and name, when two charts would get the same
 *   name, and when charts need each other in a circle
 */
export function deploymentParts(scope: IConstruct): DeploymentPart[] {
  assertInApp(scope);
  return Synthesis.run(scope, () => partsOf(scope));
}

function partsOf(scope: IConstruct): DeploymentPart[] {
  const within = new Set<IConstruct>(scope.node.findAll());
  const app = App.of(scope);
  // Some dependencies between charts are known only after a first chart has been synthesized.
  app.charts[0]?.toJson();
  const charts = app.charts.filter((chart) => within.has(chart));
  const parts = charts.map((chart) => {
    const manifests = chart.toJson() as Manifest[];
    const { path } = chart.node;
    // cdk8s puts every chart after those that it holds, whatever is in them.
    const preferablyAfter = chart.node.children.filter((child) => Chart.isChart(child)).map((child) => child.node.path);
    return { name: path, path, chart, manifests, after: chartsBefore(chart), preferablyAfter };
  });
  refuseDuplicates(parts);
  const named = [...orderWithNeeds(parts)]
    .filter(([{ manifests }]) => manifests.length > 0)
    .map(([{ path, chart, manifests }, after]) => ({
      name: nameOf(chart, manifests),
      path,
      role: deploymentRole(chart),
      after: after.map((other) => other.path),
      manifests: objectsInOrder(chart, manifests),
    }));
  for (const { name, path } of named) {
    const other = named.find((it) => it.name === name && it.path !== path);
    if (other) {
      throw new FindingsError([PART_NAME.find(path, `charts ${path} and ${other.path} would both be called ${name}`)]);
    }
  }
  return named;
}

/** The objects of a chart, in the program's order, corrected. */
function objectsInOrder(chart: Chart, manifests: readonly Manifest[]): Manifest[] {
  // The same walk as that of `Chart.toJson()`, so that objects and manifests have the same index.
  const objects = objectsOf(chart);
  const index = new Map<IConstruct, number>(objects.map((object, at) => [object, at]));
  const unordered = manifests.map((manifest, at) => ({
    name: `${at}`,
    manifests: [manifest],
    after: (objects[at]?.node.dependencies ?? []).flatMap((it) => index.get(it) ?? []).map(String),
  }));
  return applyOrder(unordered).map((it) => it.manifests[0] as Manifest);
}

interface Held {
  readonly path: string;
  readonly manifests: readonly Manifest[];
}

function refuseDuplicates(parts: readonly Held[]): void {
  const seen = new Map<string, string>();
  for (const { path, manifests } of parts) {
    for (const manifest of manifests.flatMap(singleManifests).filter(({ metadata }) => metadata.name !== undefined)) {
      const id = `${manifest.apiVersion.replace(/\/?v[^/]*$/, '')} ${describeObject(manifest)}`.trim();
      const first = seen.get(id);
      if (first !== undefined) {
        const message = `${id} is defined twice, by ${first} and by ${path}: the second would overwrite the first`;
        throw new FindingsError([DUPLICATE_OBJECT.find(path, message)]);
      }
      seen.set(id, path);
    }
  }
}
