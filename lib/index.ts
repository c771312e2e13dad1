export * from './deploy';
export * from './gke';
export * from './kata';
export * from './placement';
export * from './sandbox';
