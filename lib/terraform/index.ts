import './peers';

export * from '../contract';
export * from '../validation';
export { tolerate } from '../validation/contract';
export * from './kubernetes-bundle';
