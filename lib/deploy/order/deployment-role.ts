import { Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';

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

const PART = 'cdk-kata/deployment-part';

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
 * Says what a part of an installation is for: its chart is for the same, unless the chart says something else.
 *
 * @param part the part
 * @param role what it is for
 */
export function setPartRole(part: IConstruct, role: DeploymentRole): void {
  Chart.of(part).node.addMetadata(PART, role);
}

/**
 * What a chart is for: what was said, or what its parts are for, the installer before its permissions; workloads for others.
 *
 * @param chart the chart
 */
export function deploymentRole(chart: Chart): DeploymentRole {
  const said = (kind: string) =>
    chart.node.metadata.filter(({ type }) => type === kind).map(({ data }) => data as DeploymentRole);
  const parts = said(PART);
  const ofParts = parts.includes(DeploymentRole.INSTALLER) ? DeploymentRole.INSTALLER : parts[0];
  return said(ROLE)[0] ?? ofParts ?? DeploymentRole.WORKLOADS;
}
