import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { assertInChart } from '../../deploy/below-app';
import { DeploymentRole } from '../../deploy/order/deployment-role';
import { assertProps } from '../../validation/props';
import type { KataInstallation } from './kata-installation';
import { addPart } from './rules/installation-parts';

/** Properties of `KataDeployRbac`. */
export interface KataDeployRbacProps {
  /** The installation. */
  readonly installation: KataInstallation;
}

/**
 * What the installer may do: service account, cluster role and binding, with the least that the release needs.
 *
 * The installer's pods need it until they have ended, so it is deleted after them.
 *
 * @see https://github.com/kata-containers/kata-containers/blob/4.1.0/tools/packaging/kata-deploy/helm-chart/kata-deploy/templates/kata-rbac.yaml
 *
 * @example
 * new KataDeployRbac(chart, 'rbac', { installation: new KataInstallation({ shims: [KataShim.CLH] }) });
 */
export class KataDeployRbac extends Construct {
  /** The service account. */
  public readonly serviceAccount: ApiObject;

  /** The cluster role. */
  public readonly clusterRole: ApiObject;

  /** Grants of the role to the account. */
  public readonly clusterRoleBinding: ApiObject;

  constructor(scope: Construct, id: string, props: KataDeployRbacProps) {
    super(scope, id);
    assertInChart(this);
    assertProps('KataDeployRbacProps', props, this.node.path);
    addPart(this, props.installation, DeploymentRole.ACCESS);
    const { installation } = props;
    const { namespace, objectMetadata, serviceAccountName } = installation;
    const role = installation.objectName('kata-deploy-role');
    this.serviceAccount = new ApiObject(this, 'ServiceAccount', {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: serviceAccountName, namespace, ...objectMetadata },
    });
    this.clusterRole = new ApiObject(this, 'ClusterRole', {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: role, ...objectMetadata },
      rules: installation.contract.clusterRoleRules(installation),
    });
    this.clusterRoleBinding = new ApiObject(this, 'ClusterRoleBinding', {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: installation.objectName('kata-deploy-rb'), ...objectMetadata },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
      subjects: [{ kind: 'ServiceAccount', name: serviceAccountName, namespace }],
    });
  }
}
