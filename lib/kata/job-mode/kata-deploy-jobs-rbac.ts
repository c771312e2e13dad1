import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { assertInChart } from '../../deploy/below-app';
import { DeploymentRole } from '../../deploy/order/deployment-role';
import { assertProps } from '../../validation/props';
import type { KataInstallation } from '../install/kata-installation';
import { addPart } from '../install/rules/installation-parts';
import { dispatcherImageOf, dispatcherServiceAccountName } from './job-installation';
import type { KataJobOptions } from './kata-job-options';

/** Properties of `KataDeployJobsRbac`. */
export interface KataDeployJobsRbacProps {
  /** The installation. */
  readonly installation: KataInstallation;

  /**
   * How the Jobs find their nodes. A dispatcher that runs on a schedule reads the pod that it is in.
   *
   * @default - on a schedule
   */
  readonly jobs?: KataJobOptions;
}

/**
 * What the dispatcher of job mode may do: find and mark nodes, and manage Jobs in its own namespace. The Jobs on the
 * nodes may do nothing.
 *
 * A Job can run under any service account of its namespace, so the right to create Jobs is worth all that the namespace
 * holds: give the installation another namespace than kube-system.
 *
 * @see https://github.com/kata-containers/kata-containers/blob/4.1.0/tools/packaging/kata-deploy/helm-chart/kata-deploy/templates/kata-rbac.yaml
 * @throws for a release without job mode
 *
 * @example
 * new KataDeployJobsRbac(chart, 'rbac', { installation: new KataInstallation({ namespace: 'kata-system' }) });
 */
export class KataDeployJobsRbac extends Construct {
  /** The dispatcher's service account. Only pods that ask for its token get it. */
  public readonly serviceAccount: ApiObject;

  /** Permissions of the dispatcher on nodes. */
  public readonly clusterRole: ApiObject;

  /** What gives the cluster role to the account. */
  public readonly clusterRoleBinding: ApiObject;

  /** What the dispatcher may do in its namespace. */
  public readonly role: ApiObject;

  /** Grants of the role to the account. */
  public readonly roleBinding: ApiObject;

  constructor(scope: Construct, id: string, props: KataDeployJobsRbacProps) {
    super(scope, id);
    assertInChart(this);
    assertProps('KataDeployJobsRbacProps', props, this.node.path);
    addPart(this, props.installation, DeploymentRole.ACCESS);
    const { installation, jobs } = props;
    // Only a run on a schedule finds its Job through its pod. Without `jobs`, the Jobs are made elsewhere and may be on a schedule.
    const reconciles = jobs === undefined || jobs.redispatch?.onlyNewNodes === true;
    dispatcherImageOf(installation);
    const { namespace, objectMetadata: labels } = installation;
    const { dispatcherReports } = installation.release.data.installer;
    const names = {
      serviceAccount: dispatcherServiceAccountName(installation),
      nodeRole: installation.objectName('kata-deploy-dispatcher-noderole'),
      nodeBinding: installation.objectName('kata-deploy-dispatcher-noderb'),
      role: installation.objectName('kata-deploy-dispatcher-role'),
      binding: installation.objectName('kata-deploy-dispatcher-rb'),
    };
    const rbac = { apiVersion: 'rbac.authorization.k8s.io/v1' };
    const apiGroup = 'rbac.authorization.k8s.io';
    const subjects = [{ kind: 'ServiceAccount', name: names.serviceAccount, namespace }];

    this.serviceAccount = new ApiObject(this, 'ServiceAccount', {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: names.serviceAccount, namespace, ...labels },
      automountServiceAccountToken: false,
    });
    this.clusterRole = new ApiObject(this, 'ClusterRole', {
      ...rbac,
      kind: 'ClusterRole',
      metadata: { name: names.nodeRole, ...labels },
      rules: [
        { apiGroups: [''], resources: ['nodes'], verbs: ['list', 'get', 'patch'] },
        // This opens the kubelet's whole API, and the dispatcher uses it for one warning: it is granted only where that
        // warning is possible.
        ...(installation.readsKubeletConfig ? [{ apiGroups: [''], resources: ['nodes/proxy'], verbs: ['get'] }] : []),
      ],
    });
    this.clusterRoleBinding = new ApiObject(this, 'ClusterRoleBinding', {
      ...rbac,
      kind: 'ClusterRoleBinding',
      metadata: { name: names.nodeBinding, ...labels },
      roleRef: { apiGroup, kind: 'ClusterRole', name: names.nodeRole },
      subjects,
    });
    this.role = new ApiObject(this, 'Role', {
      ...rbac,
      kind: 'Role',
      metadata: { name: names.role, namespace, ...labels },
      rules: [
        { apiGroups: ['batch'], resources: ['jobs'], verbs: ['create', 'get', 'list', 'delete'] },
        // Why a node failed, and to which Job a dispatcher belongs that runs on a schedule.
        ...(dispatcherReports
          ? [{ apiGroups: [''], resources: ['pods'], verbs: ['list', ...(reconciles ? ['get'] : [])] }]
          : []),
      ],
    });
    this.roleBinding = new ApiObject(this, 'RoleBinding', {
      ...rbac,
      kind: 'RoleBinding',
      metadata: { name: names.binding, namespace, ...labels },
      roleRef: { apiGroup, kind: 'Role', name: names.role },
      subjects,
    });
    if (dispatcherReports) this.addEvents(installation, subjects);
  }

  /** Events about nodes, which the API server takes in the namespace `default` alone. */
  private addEvents(installation: KataInstallation, subjects: readonly object[]): void {
    const rbac = { apiVersion: 'rbac.authorization.k8s.io/v1' };
    const names = {
      role: installation.objectName('kata-deploy-dispatcher-events-role'),
      binding: installation.objectName('kata-deploy-dispatcher-events-rb'),
    };
    const labels = installation.objectMetadata;
    new ApiObject(this, 'EventsRole', {
      ...rbac,
      kind: 'Role',
      metadata: { name: names.role, namespace: 'default', ...labels },
      rules: [{ apiGroups: [''], resources: ['events'], verbs: ['create'] }],
    });
    new ApiObject(this, 'EventsRoleBinding', {
      ...rbac,
      kind: 'RoleBinding',
      metadata: { name: names.binding, namespace: 'default', ...labels },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: names.role },
      subjects,
    });
  }
}
