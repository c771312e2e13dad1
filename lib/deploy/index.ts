export * from './manifest';
export * from './terraform-token-guard';
