import { shimLabel, shimLabels } from '../../lib/contract/node-labels';

test('the label of one shim', () => {
  expect(shimLabel('clh')).toBe('kata-shim/clh');
});

test.each<[string, readonly string[], Record<string, string>]>([
  ['one shim', ['clh'], { 'kata-shims': 'clh', 'kata-shim/clh': 'true' }],
  [
    'several, in the order of their names',
    ['qemu', 'clh', 'qemu'],
    { 'kata-shims': 'clh.qemu', 'kata-shim/clh': 'true', 'kata-shim/qemu': 'true' },
  ],
])('labels of %s', (_, shims, expected) => {
  expect(shimLabels(shims)).toEqual(expected);
});
