import * as path from 'node:path';
import { Yaml } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { assertNoErrors } from '../../validation/finding';
import { assertProps } from '../../validation/props';
import type { Manifest } from '../manifest';
import { assertInApp } from '../order/app-scope';
import { DeploymentStageName, deploymentStages } from '../order/deployment-stages';
import { validateLayout } from './layout-rules';
import { replaceFolder } from './replace-folder';

/** Properties of `ArgoCdLayout`. */
export interface ArgoCdLayoutProps {
  /** Name of the Application. */
  readonly name: string;

  /** Address of the Git repository that will hold the folder. */
  readonly repoUrl: string;

  /** Path of the folder in the repository, such as `clusters/prod/kata`. */
  readonly path: string;

  /**
   * Branch, tag or commit.
   *
   * @default 'HEAD'
   */
  readonly targetRevision?: string;

  /**
   * Argo CD project of the Application.
   *
   * @default 'default'
   */
  readonly project?: string;

  /**
   * Namespace of Argo CD.
   *
   * @default 'argocd'
   */
  readonly namespace?: string;

  /**
   * Address of the API server of the cluster that the objects go to.
   *
   * @default 'https://kubernetes.default.svc', the cluster of Argo CD itself
   */
  readonly server?: string;
}

const STAGES = Object.values(DeploymentStageName);

/**
 * Writes a tree as a folder that Argo CD syncs, with the Application for it.
 *
 * Each object has the sync wave of its stage. Argo CD waits until a wave is healthy before it begins the next one, and removes the
 * waves backwards, each when the one before is gone.
 *
 * @example
 * ArgoCdLayout.write(app, 'gitops', { name: 'kata', repoUrl: 'https://git.example/platform.git', path: 'gitops' });
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/
 */
export class ArgoCdLayout {
  /**
   * Writes `application.yaml`, which is applied by hand or by an app of apps, and the folder `manifests`, which Argo CD reads. What
   * an earlier run wrote is replaced.
   *
   * @param scope an app, a chart, or any construct that holds charts
   * @param directory the folder
   * @param props the repository and the Application
   * @returns the paths of the files, in the folder
   * @throws when a validation fails, and for a name or path that Argo CD would refuse
   */
  public static write(scope: IConstruct, directory: string, props: ArgoCdLayoutProps): string[] {
    assertInApp(scope);
    assertProps('ArgoCdLayoutProps', props, scope.node.path);
    assertNoErrors(validateLayout(scope.node.path, props));
    const files = [
      { path: 'application.yaml', text: Yaml.stringify(application(props)) },
      ...deploymentStages(scope).flatMap((stage) =>
        stage.parts.map(({ name, manifests }) => ({
          path: `manifests/${stage.name}/${name}.yaml`,
          text: Yaml.stringify(...manifests.map((manifest) => inWave(manifest, STAGES.indexOf(stage.name)))),
        })),
      ),
    ];
    replaceFolder(directory, files);
    return files.map((file) => file.path);
  }

  private constructor() {}
}

function inWave(manifest: Manifest, wave: number): Manifest {
  const { metadata } = manifest;
  const annotations = { ...(metadata.annotations as object | undefined), 'argocd.argoproj.io/sync-wave': `${wave}` };
  return { ...manifest, metadata: { ...metadata, annotations } };
}

function application(props: ArgoCdLayoutProps): object {
  const { name, repoUrl, targetRevision = 'HEAD', project = 'default', namespace = 'argocd' } = props;
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name,
      namespace,
      // Deleting the Application deletes its objects too, wave by wave, each with the pods that it made.
      finalizers: ['resources-finalizer.argocd.argoproj.io/foreground'],
    },
    spec: {
      project,
      source: {
        repoURL: repoUrl,
        path: path.posix.join(props.path, 'manifests'),
        targetRevision,
        directory: { recurse: true },
      },
      destination: { server: props.server ?? 'https://kubernetes.default.svc' },
      syncPolicy: {
        automated: { prune: true, selfHeal: true },
        syncOptions: ['ServerSideApply=true', 'PrunePropagationPolicy=foreground'],
        // A first sync may find that nodes are still being made.
        retry: { limit: 10, backoff: { duration: '10s', factor: 2, maxDuration: '5m' } },
      },
    },
  };
}
