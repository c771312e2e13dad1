export * from '../validation';
export * from './image-lock';
export * from './manifests';
export * from './terraform-token-guard';
