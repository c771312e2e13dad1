import type { Chart } from 'cdk8s';

/** What a chart is for, which decides when it is applied and when it is removed. */
export enum DeploymentRole {
  /** Namespace, quota, service account and permissions of the installer. They outlive its pods. */
  ACCESS = 'access',
  /** What puts the runtime onto nodes, and takes it away when it goes. */
  INSTALLER = 'installer',
  /** The RuntimeClasses. */
  RUNTIME_CLASSES = 'runtime-classes',
  /** Everything else. */
  WORKLOADS = 'workloads',
}

const ROLE = 'cdk-kata/deployment-role';

/**
 * Says what a chart is for.
 *
 * @param chart the chart
 * @param role what it is for
 * @returns the chart
 */
export function setDeploymentRole(chart: Chart, role: DeploymentRole): Chart {
  chart.node.addMetadata(ROLE, role);
  return chart;
}

/**
 * What a chart is for; workloads unless something else was said.
 *
 * @param chart the chart
 */
export function deploymentRole(chart: Chart): DeploymentRole {
  const said = chart.node.metadata.find(({ type }) => type === ROLE);
  return (said?.data as DeploymentRole | undefined) ?? DeploymentRole.WORKLOADS;
}
