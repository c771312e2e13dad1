export * from './contract';
export * from './deploy';
export * from './gke';
export * from './kata';
export * from './sandbox';
export * from './validation';
