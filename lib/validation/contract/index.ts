export { validateClusterFacts } from './cluster-facts';
export { validatePlacement } from './placement';
