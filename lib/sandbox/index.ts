export * from './sandbox-workload';
