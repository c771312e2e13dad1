export { validateClusterFacts } from './cluster-facts';
export { validatePlacement } from './placement';
export { tolerate } from './tolerate';
