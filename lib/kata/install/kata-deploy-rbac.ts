import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { KataDeployContract } from '../catalogue/kata-release';
import { type InstallerSettings, readsKubeletConfig } from './installation';
import type { KataInstallerOptions } from './kata-installer-options';
import { objectLabels } from './object-labels';
import { installerSettings } from './resolve-installation';

/** Properties of `KataDeployRbac`. */
export interface KataDeployRbacProps extends KataInstallerOptions {}

interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/**
 * What the installer may do: service account, cluster role and binding, with the least that the release needs.
 *
 * The installer's pods need it until they have ended, so it is deleted after them.
 *
 * @see https://github.com/kata-containers/kata-containers/blob/4.1.0/tools/packaging/kata-deploy/helm-chart/kata-deploy/templates/kata-rbac.yaml
 */
export class KataDeployRbac extends Construct {
  /** The service account. */
  public readonly serviceAccount: ApiObject;

  /** The cluster role. */
  public readonly clusterRole: ApiObject;

  /** What gives the role to the account. */
  public readonly clusterRoleBinding: ApiObject;

  constructor(scope: Construct, id: string, props: KataDeployRbacProps = {}) {
    super(scope, id);
    const settings = installerSettings(props);
    const { names, namespace } = settings;
    const labels = objectLabels(settings);
    this.serviceAccount = new ApiObject(this, 'ServiceAccount', {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: names.serviceAccount, namespace, ...labels },
    });
    this.clusterRole = new ApiObject(this, 'ClusterRole', {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: names.role, ...labels },
      rules: rules(settings),
    });
    this.clusterRoleBinding = new ApiObject(this, 'ClusterRoleBinding', {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: names.binding, ...labels },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: names.role },
      subjects: [{ kind: 'ServiceAccount', name: names.serviceAccount, namespace }],
    });
    this.clusterRoleBinding.addDependency(this.serviceAccount, this.clusterRole);
  }
}

function rules(settings: InstallerSettings): PolicyRule[] {
  const nodes = { apiGroups: [''], resources: ['nodes'], verbs: ['get', 'patch'] };
  if (settings.release.contract === KataDeployContract.SCRIPT) {
    const verbs = ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'];
    return [
      nodes,
      { apiGroups: ['node.k8s.io'], resources: ['runtimeclasses'], verbs },
      { apiGroups: ['apps'], resources: ['daemonsets'], verbs: ['list'] },
    ];
  }
  return [
    nodes,
    // The kubelet's whole API, for one warning: only where the installer would give it.
    ...(readsKubeletConfig(settings) ? [{ apiGroups: [''], resources: ['nodes/proxy'], verbs: ['get'] }] : []),
    { apiGroups: ['apps'], resources: ['daemonsets'], verbs: ['get', 'list', 'watch'] },
  ];
}
