import './peers';

export * from '../contract';
export * from '../validation';
export * from './kubernetes-bundle';
