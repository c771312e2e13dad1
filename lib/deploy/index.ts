export * from './image-lock';
export * from './manifest';
export * from './terraform-token-guard';
