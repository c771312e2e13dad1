import * as path from 'node:path';
import { Yaml } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { assertNoErrors } from '../../validation/finding';
import { assertProps } from '../../validation/props';
import { assertInApp } from '../order/app-scope';
import { type DeploymentStage, deploymentStages } from '../order/deployment-stages';
import { kustomization } from './kustomization';
import { validateLayout } from './layout-rules';
import { removedPods } from './removal-wait';
import { replaceFolder } from './replace-folder';

/** Kind of the object of Flux that names where the folder comes from. */
export enum FluxSourceKind {
  /** A Git repository. */
  GIT_REPOSITORY = 'GitRepository',
  /** An artifact in a container registry. */
  OCI_REPOSITORY = 'OCIRepository',
  /** A bucket of an object store. */
  BUCKET = 'Bucket',
}

/** Properties of `FluxLayout`. */
export interface FluxLayoutProps {
  /** What the names of the Kustomizations begin with. */
  readonly name: string;

  /** Path of the folder in the source, such as `clusters/prod/kata`. */
  readonly path: string;

  /** Name of the source. */
  readonly sourceName: string;

  /**
   * Kind of the source.
   *
   * @default FluxSourceKind.GIT_REPOSITORY
   */
  readonly sourceKind?: FluxSourceKind;

  /**
   * Namespace of the Kustomizations and of the source.
   *
   * @default 'flux-system'
   */
  readonly namespace?: string;

  /**
   * How often Flux compares cluster and source, as a duration.
   *
   * @default '10m'
   */
  readonly interval?: string;

  /**
   * How long a stage may take until it is ready, and its pods until they are gone, as a duration. The installer goes over its nodes one at a time.
   *
   * @default '30m'
   */
  readonly timeout?: string;
}

const TIMEOUT = '30m';

/**
 * Writes a tree as a folder that Flux reconciles, with a Kustomization for each stage that waits for the one before.
 *
 * Flux does not order a removal. `FluxLayout.removalCommands()` gives the commands that take the stages away backwards, and wait
 * for objects and pods.
 *
 * @example
 * FluxLayout.write(app, 'gitops', { name: 'kata', path: 'gitops', sourceName: 'flux-system' });
 *
 * @see https://fluxcd.io/flux/components/kustomize/kustomizations/
 */
export class FluxLayout {
  /**
   * Writes `kustomizations.yaml`, which goes where Flux looks for its own objects, and a folder for each stage. What an earlier run
   * wrote is replaced.
   *
   * @param scope an app, a chart, or any construct that holds charts
   * @param directory the folder
   * @param props the source and the Kustomizations
   * @returns the paths of the files, in the folder
   * @throws when a validation fails, and for a name or path that Flux would refuse
   */
  public static write(scope: IConstruct, directory: string, props: FluxLayoutProps): string[] {
    const stages = checkedStages(scope, props);
    const files = [
      {
        path: 'kustomizations.yaml',
        text: Yaml.stringify(...stages.map((_, index) => fluxKustomization(stages, index, props))),
      },
      ...stages.flatMap(({ name, parts }) => [
        { path: `${name}/kustomization.yaml`, text: kustomization(parts.map((part) => `${part.name}.yaml`)) },
        ...parts.map((part) => ({ path: `${name}/${part.name}.yaml`, text: Yaml.stringify(...part.manifests) })),
      ]),
    ];
    replaceFolder(directory, files);
    return files.map((file) => file.path);
  }

  /**
   * The commands that remove what Flux made, the last stage first, each with the commands that wait for its pods: Flux waits until the
   * objects of a Kustomization are gone, and deletes in the background, so that a DaemonSet is gone before its pods are.
   *
   * @param scope what was written
   * @param props as they were written
   */
  public static removalCommands(scope: IConstruct, props: FluxLayoutProps): string[] {
    const stages = checkedStages(scope, props);
    const { name, namespace = 'flux-system', timeout = TIMEOUT } = props;
    return stages
      .reverse()
      .flatMap((stage) => [
        `kubectl delete kustomizations.kustomize.toolkit.fluxcd.io ${name}-${stage.name} -n ${namespace} --ignore-not-found`,
        ...removedPods(stage).map(
          (pods) =>
            `kubectl wait --for=delete pod ${pods.selection.join(' ')} --namespace ${pods.namespace} --timeout=${timeout}`,
        ),
      ]);
  }

  private constructor() {}
}

function checkedStages(scope: IConstruct, props: FluxLayoutProps): DeploymentStage[] {
  assertInApp(scope);
  assertProps('FluxLayoutProps', props, scope.node.path);
  assertNoErrors(validateLayout(scope.node.path, props));
  return deploymentStages(scope);
}

function fluxKustomization(stages: readonly DeploymentStage[], index: number, props: FluxLayoutProps): object {
  const { name, namespace = 'flux-system', interval = '10m', timeout = TIMEOUT } = props;
  const before = stages[index - 1];
  const stage = (stages[index] as DeploymentStage).name;
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name: `${name}-${stage}`, namespace },
    spec: {
      interval,
      retryInterval: '1m',
      timeout,
      path: `./${path.posix.join(props.path, stage)}`,
      sourceRef: { kind: props.sourceKind ?? FluxSourceKind.GIT_REPOSITORY, name: props.sourceName },
      ...(before && { dependsOn: [{ name: `${name}-${before.name}` }] }),
      prune: true,
      // The stage is ready when all of its objects are.
      wait: true,
      deletionPolicy: 'WaitForTermination',
    },
  };
}
