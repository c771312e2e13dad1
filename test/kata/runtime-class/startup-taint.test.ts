import { App, Chart } from 'cdk8s';
import { KataRuntime, KataShim, type NodePlacement, RuntimeClass, type Toleration } from '../../../lib';
import { STARTUP_TAINT_KEY } from '../../../lib/contract/node-labels';

const { CLH_RUNTIME_RS, QEMU_RUNTIME_RS } = KataShim;
const placement: NodePlacement = { nodeSelector: { vm: 'yes' }, startupTaints: [{ key: 'not-ready' }] };
const every: readonly Toleration[] = [{ operator: 'Exists' }];
const named: readonly Toleration[] = [{ key: STARTUP_TAINT_KEY, operator: 'Exists' }];
const other: readonly Toleration[] = [{ key: 'dedicated', operator: 'Exists' }];

/** A class that the program makes by itself. */
function ownClass(app: App, tolerations: readonly Toleration[]): RuntimeClass {
  const props = { name: 'own', handler: 'kata-qemu-runtime-rs', nodeSelector: { vm: 'yes' }, tolerations };
  return new RuntimeClass(new Chart(app, 'classes'), 'own', props);
}

const pools = (tolerations: readonly Toleration[], shim: KataShim) => [
  { name: 'a', placement, shims: [QEMU_RUNTIME_RS] },
  { name: 'b', placement: { nodeSelector: { b: 'yes', vm: 'yes2' }, tolerations }, shims: [shim] },
];

/** Every way in which tolerations come into a class, beside the placement that has the startup taint itself. */
const ROUTES: readonly (readonly [string, (app: App, tolerations: readonly Toleration[]) => unknown])[] = [
  [
    'a class of the program',
    (app, tolerations) =>
      new KataRuntime(app, 'kata', { placement }).addRuntimeClass(ownClass(app, tolerations), QEMU_RUNTIME_RS),
  ],
  [
    'a class of the program beside an imported installation',
    (app, tolerations) =>
      KataRuntime.fromAttributes(app, 'kata', { shims: ['qemu-runtime-rs'], placement }).addRuntimeClass(
        ownClass(app, tolerations),
        QEMU_RUNTIME_RS,
      ),
  ],
  [
    'a class of an imported installation',
    (app, tolerations) =>
      KataRuntime.fromAttributes(app, 'kata', {
        placement,
        classes: [{ name: 'own', shim: 'qemu-runtime-rs', tolerations }],
      }),
  ],
];

describe.each(ROUTES)('%s waits for Kata (A14)', (_, build) => {
  test.each([
    ['every taint', every, 'not-ready'],
    ['the startup taint of node pools', named, STARTUP_TAINT_KEY],
  ] as const)('and may not tolerate %s', (_taint, tolerations, key) => {
    expect(() => build(new App(), tolerations)).toThrow(
      `kata: RuntimeClass 'own' tolerates the startup taint ${key}, so that pods would land before Kata is installed; ` +
        'name the taints of the nodes one by one, and leave this one out (kata/class-tolerates-startup-taint)',
    );
  });

  test('and may tolerate others', () => {
    expect(() => build(new App(), other)).not.toThrow();
  });
});

test('a class of several pools may not tolerate the startup taint of one of them (A14)', () => {
  const build = (tolerations: readonly Toleration[], shim = QEMU_RUNTIME_RS) =>
    new KataRuntime(new App(), 'kata', { pools: pools(tolerations, shim).map(labelled) });
  const labelled = (pool: ReturnType<typeof pools>[number]) => ({
    ...pool,
    placement: { ...pool.placement, nodeSelector: { ...pool.placement.nodeSelector, all: 'yes' } },
  });
  expect(() => build(every)).toThrow("RuntimeClass 'kata-qemu-runtime-rs' tolerates the startup taint not-ready");
  expect(() => build(other)).not.toThrow();
  expect(() => build(every, CLH_RUNTIME_RS)).not.toThrow();
});

test('what is known of a class of the program holds for its pods', () => {
  const app = new App();
  const kata = new KataRuntime(app, 'kata', { placement });
  const own = ownClass(app, other);
  kata.addRuntimeClass(own, QEMU_RUNTIME_RS);
  expect(kata.sandboxTarget(own)).toMatchObject({
    nodeSelector: { vm: 'yes' },
    tolerations: other,
    startupTaints: placement.startupTaints,
  });
});
