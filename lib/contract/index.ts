export type * from './cluster-access';
export * from './cluster-facts';
export * from './placement';
