import { type LimitedContainer, type LimitedPod, sandboxLimits } from '../../../lib/sandbox/workload/sandbox-limits';

const container = (memory?: string, cpu?: string, restartPolicy?: string): LimitedContainer => ({
  ...(restartPolicy !== undefined && { restartPolicy }),
  resources: { limits: { ...(memory !== undefined && { memory }), ...(cpu !== undefined && { cpu }) } },
});

test.each<[string, LimitedPod, object]>([
  ['nothing', {}, {}],
  ['containers without limits', { containers: [{}, { resources: {} }, container()] }, {}],
  [
    'the sum of containers',
    { containers: [container('1Gi', '500m'), container('512Mi', '1')] },
    { cpus: 1.5, memoryMib: 1536 },
  ],
  [
    'those that have a limit',
    { containers: [container('1Gi'), container(undefined, '250m')] },
    { cpus: 0.25, memoryMib: 1024 },
  ],
  [
    'the larger of an init container and the containers',
    { containers: [container('1Gi')], initContainers: [container('3Gi', '2'), container('2Gi')] },
    { cpus: 2, memoryMib: 3072 },
  ],
  [
    'sidecars beside the containers',
    { containers: [container('1Gi')], initContainers: [container('256Mi', '100m', 'Always')] },
    { cpus: 0.1, memoryMib: 1280 },
  ],
  [
    'sidecars beside the init containers that come after them',
    {
      containers: [container('1Gi')],
      initContainers: [container('2Gi'), container('256Mi', undefined, 'Always'), container('1900Mi')],
    },
    { memoryMib: 2156 },
  ],
  [
    "the pod's own limits",
    { containers: [container('1Gi', '4')], resources: { limits: { memory: '3Gi' } } },
    { cpus: 4, memoryMib: 3072 },
  ],
  [
    'bytes, rounded up as Kubernetes does',
    { containers: [container('100M'), container('1500m')] },
    { memoryMib: 100_000_002 / 2 ** 20 },
  ],
  ['numbers that YAML made of quantities', { containers: [{ resources: { limits: { cpu: 2 } } }] }, { cpus: 2 }],
])('a pod may use %s', (_, pod, limits) => {
  expect(sandboxLimits(pod)).toEqual(limits);
});

test('a limit that is no quantity is refused with its field', () => {
  expect(() => sandboxLimits({ containers: [{}, container('lots')] })).toThrow(
    "containers[1].resources.limits.memory 'lots' is not a Kubernetes quantity",
  );
});
