import { KataRelease } from '../../../lib/kata/catalogue/kata-release';
import { KataShim } from '../../../lib/kata/catalogue/kata-shim';
import { ShimConfiguration } from '../../../lib/kata/sizing/shim-configuration';
import {
  type DefaultLimits,
  filledRemark,
  fillLimits,
  validateDefaultLimits,
} from '../../../lib/sandbox/pod/default-limits';

const GI: DefaultLimits = { memory: '1Gi' };

test.each<[string, object, DefaultLimits, object]>([
  [
    'an absent limit',
    { containers: [{ name: 'a' }] },
    GI,
    { containers: [{ name: 'a', resources: { limits: { memory: '1Gi' } } }] },
  ],
  [
    'CPU too, where it is given',
    { containers: [{ name: 'a' }] },
    { memory: '1Gi', cpu: '500m' },
    { containers: [{ name: 'a', resources: { limits: { memory: '1Gi', cpu: '500m' } } }] },
  ],
  [
    'the request, where it is larger',
    { containers: [{ name: 'a', resources: { requests: { memory: '2Gi', cpu: 4 } } }] },
    { memory: '1Gi', cpu: '1' },
    {
      containers: [
        { name: 'a', resources: { requests: { memory: '2Gi', cpu: 4 }, limits: { memory: '2Gi', cpu: 4 } } },
      ],
    },
  ],
  [
    'the default, where the request is smaller',
    { containers: [{ name: 'a', resources: { requests: { memory: '256Mi' } } }] },
    GI,
    { containers: [{ name: 'a', resources: { requests: { memory: '256Mi' }, limits: { memory: '1Gi' } } }] },
  ],
  [
    'beside another limit',
    { containers: [{ name: 'a', resources: { limits: { cpu: '2' } } }] },
    GI,
    { containers: [{ name: 'a', resources: { limits: { cpu: '2', memory: '1Gi' } } }] },
  ],
  [
    'a sidecar, and no init container that ends',
    { initContainers: [{ name: 'i' }, { name: 's', restartPolicy: 'Always' }], containers: [] },
    GI,
    {
      initContainers: [{ name: 'i' }, { name: 's', restartPolicy: 'Always', resources: { limits: { memory: '1Gi' } } }],
      containers: [],
    },
  ],
  [
    'nothing where there is a limit',
    { containers: [{ name: 'a', resources: { limits: { memory: '64Mi' } } }] },
    GI,
    { containers: [{ name: 'a', resources: { limits: { memory: '64Mi' } } }] },
  ],
  [
    'nothing where the pod has limits',
    { resources: { limits: { memory: '4Gi' } }, containers: [{ name: 'a' }] },
    GI,
    { resources: { limits: { memory: '4Gi' } }, containers: [{ name: 'a' }] },
  ],
  [
    'resources that are null',
    { containers: [{ name: 'a', resources: null }] },
    GI,
    { containers: [{ name: 'a', resources: { limits: { memory: '1Gi' } } }] },
  ],
  [
    'the default, where the request is the same or no quantity',
    { containers: [{ name: 'a', resources: { requests: { memory: '1024Mi', cpu: 'x' } } }] },
    { memory: '1Gi', cpu: '1' },
    {
      containers: [
        { name: 'a', resources: { requests: { memory: '1024Mi', cpu: 'x' }, limits: { memory: '1Gi', cpu: '1' } } },
      ],
    },
  ],
  [
    'CPU, where fractions differ',
    { containers: [{ name: 'a', resources: { requests: { cpu: '250m', memory: 5e9 } } }] },
    { memory: '1Gi', cpu: '100m' },
    {
      containers: [
        {
          name: 'a',
          resources: { requests: { cpu: '250m', memory: 5e9 }, limits: { memory: 5e9, cpu: '250m' } },
        },
      ],
    },
  ],
  [
    'a limit and a request that are null',
    { containers: [{ name: 'a', resources: { requests: { memory: null }, limits: { memory: null } } }] },
    GI,
    { containers: [{ name: 'a', resources: { requests: { memory: null }, limits: { memory: '1Gi' } } }] },
  ],
  [
    'what is a container alone',
    { containers: [null, 'x', ['y'], 7, { name: 'a' }] },
    GI,
    { containers: [null, 'x', ['y'], 7, { name: 'a', resources: { limits: { memory: '1Gi' } } }] },
  ],
  [
    'where limits of the pod are null',
    { resources: { limits: { memory: null, cpu: null } }, containers: [{ name: 'a' }] },
    GI,
    {
      resources: { limits: { memory: null, cpu: null } },
      containers: [{ name: 'a', resources: { limits: { memory: '1Gi' } } }],
    },
  ],
  [
    'nothing where the pod has a limit of CPU',
    { resources: { limits: { cpu: 2 } }, containers: [{ name: 'a' }] },
    GI,
    { resources: { limits: { cpu: 2 } }, containers: [{ name: 'a' }] },
  ],
  ['nothing where there are no containers', { containers: 'x' }, GI, { containers: 'x' }],
])('fills in %s', (_, spec, defaults, expected) => {
  fillLimits(spec as never, defaults);
  expect(spec).toEqual(expected);
  expect(fillLimits(spec as never, defaults)).toEqual([]);
});

test.each<[string, DefaultLimits, string | undefined]>([
  ['memory', GI, undefined],
  ['both', { memory: '1Gi', cpu: '2' }, undefined],
  ['no memory', { cpu: '1' } as never, "defaultLimits.memory 'undefined' is not a quantity above zero"],
  ['zero', { memory: '0' }, "defaultLimits.memory '0'"],
  ['a unit that there is not', { memory: '1GB' }, "defaultLimits.memory '1GB'"],
  ['CPU as memory', { memory: '1Gi', cpu: 'two' }, "defaultLimits.cpu 'two'"],
])('limits to fill in: %s', (_, limits, message) => {
  const found = validateDefaultLimits('app/chart', limits);
  if (message === undefined) expect(found).toEqual([]);
  else
    expect(found).toEqual([expect.objectContaining({ path: 'app/chart', message: expect.stringContaining(message) })]);
});

test('says what the pod then requests, and what VM it gets', () => {
  const spec = { containers: [{ name: 'a', resources: { requests: { cpu: '250m' } } }, { name: 'b' }] };
  const containers = fillLimits(spec, { memory: '1Gi', cpu: '1' });
  const guest = ShimConfiguration.of({ release: KataRelease.V4_1_0, shim: KataShim.QEMU_RUNTIME_RS });
  const [remark] = filledRemark({ path: 'app/web', object: 'Deployment web', spec }, containers, guest);
  expect(remark?.message).toBe(
    'limits of a, b were filled in: the pod requests 1.25 CPUs and 2048 MiB, and its VM gets 3 vCPUs and 2080 MiB',
  );
});

test('says nothing where nothing was filled in, and where quantities are bad', () => {
  const guest = ShimConfiguration.of({ release: KataRelease.V4_1_0, shim: KataShim.QEMU_RUNTIME_RS });
  const of = (cpu: string, containers: string[]) =>
    filledRemark(
      { path: 'p', object: 'o', spec: { containers: [{ name: 'a', resources: { requests: { cpu } } }] } },
      containers,
      guest,
    );
  expect(of('1', ['a'])).toHaveLength(1);
  expect(of('1', [])).toEqual([]);
  expect(of('x', ['a'])).toEqual([]);
});
