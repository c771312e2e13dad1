import { App, type Chart, Testing } from 'cdk8s';
import { toManifests } from '../../lib/deploy/manifests';

/** An object of Kubernetes as it is written. */
// biome-ignore lint/suspicious/noExplicitAny: tests look deep into JSON
export type Manifest = Record<string, any>;

/** Every object of the app in the order in which it would be applied, validations included. */
export function manifests(app: App): Manifest[] {
  return toManifests(app) as Manifest[];
}

/** Builds into a new app and returns its objects. */
export function synthApp(build: (app: App) => void): Manifest[] {
  const app = new App();
  build(app);
  return manifests(app);
}

/** The objects of a chart alone, validations included. */
export function chartManifests(chart: Chart): Manifest[] {
  return Testing.synth(chart) as Manifest[];
}

/** The object of a kind (and name). */
export function find(objects: readonly Manifest[], kind: string, name?: string): Manifest {
  const found = objects.filter((item) => item.kind === kind && (name === undefined || item.metadata.name === name));
  if (found.length !== 1) {
    throw new Error(`there are ${found.length} objects ${kind} ${name ?? ''}, not one`);
  }
  return found[0] as Manifest;
}
