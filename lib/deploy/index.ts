export * from '../validation';
export { type DeploymentPart, deploymentParts } from './deployment-parts';
export { DeploymentRole } from './deployment-role';
export * from './image-lock';
export * from './manifest';
export * from './manifests';
export * from './removal-commands';
export * from './terraform-token-guard';
export * from './write-manifests';
