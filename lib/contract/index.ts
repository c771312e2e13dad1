export type * from './cluster-access';
export * from './cluster-facts';
export type * from './from-json';
export * from './placement';
