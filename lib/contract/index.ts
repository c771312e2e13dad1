export * from './cluster-facts';
export * from './placement';
