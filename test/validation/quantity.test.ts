import { isQuantity } from '../../lib/validation/kubernetes-names';
import { badQuantity } from '../../lib/validation/messages';
import { bytes, cpus, mebibytes, quantityProblem } from '../../lib/validation/quantity';

test.each([
  ['1', 1],
  ['0', 0],
  ['250m', 0.25],
  ['1.5', 1.5],
  ['.5', 0.5],
  ['2.', 2],
  ['1e3', 1000],
  ['1E-3', 0.001],
  ['1e+2', 100],
  ['1e12', 1e12],
  ['100u', 1e-4],
  ['5n', 5e-9],
])('%s are %d CPUs', (quantity, expected) => {
  expect(isQuantity(quantity)).toBe(true);
  expect(cpus('cpu', quantity)).toBeCloseTo(expected, 12);
});

test.each([
  ['1', 1],
  ['1k', 1e3],
  ['1M', 1e6],
  ['2G', 2e9],
  ['1T', 1e12],
  ['1P', 1e15],
  ['1E', 1e18],
  ['1Ki', 1024],
  ['1Mi', 1024 ** 2],
  ['1.5Gi', 1.5 * 1024 ** 3],
  ['1Ti', 1024 ** 4],
  ['1Pi', 1024 ** 5],
  ['1Ei', 1024 ** 6],
  ['1m', 1],
  ['1500m', 2],
  ['1e3', 1000],
])('%s are %d bytes, rounded up', (quantity, expected) => {
  expect(bytes('memory', quantity)).toBe(expected);
});

test.each([
  ['1Mi', 1],
  ['1.1Mi', 2],
  ['1Gi', 1024],
  ['1M', 1],
  ['1G', 954],
  ['0', 0],
])('%s are %d MiB, rounded up', (quantity, expected) => {
  expect(mebibytes('memory', quantity)).toBe(expected);
});

test.each([
  ['letters alone', 'Mi'],
  ['a unit that there is not', '1GB'],
  ['a unit in another case', '1gi'],
  ['a capital K', '1K'],
  ['a space', '1 Gi'],
  ['a sign', '-1'],
  ['a comma', '1,5'],
  ['two points', '1.2.3'],
  ['a point alone', '.'],
  ['a power and a unit', '1e3Mi'],
  ['a power of nothing', '1e'],
  ['something before', 'x1'],
  ['nothing', ''],
  ['a number', 1],
  ['undefined', undefined],
])('%s is no quantity', (_, quantity) => {
  expect(isQuantity(quantity)).toBe(false);
  const message = `limits.memory '${quantity}' is not a Kubernetes quantity; write `;
  expect(() => cpus('limits.memory', quantity as never)).toThrow(message);
  expect(() => bytes('limits.memory', quantity as never)).toThrow(message);
  expect(() => mebibytes('limits.memory', quantity as never)).toThrow(message);
});

test.each([
  ['4GB', "'4Gi' (or '4G')"],
  ['1gi', "'1Gi' (or '1G')"],
  ['1.5 Tib', "'1.5Ti' (or '1.5T')"],
  ['512KB', "'512Ki' (or '512k')"],
  ['1K', "'1Ki' (or '1k')"],
  ['lots', '250m or 1 for CPU, 320Mi or 1Gi for memory'],
  ['x4GB', '250m or 1 for CPU, 320Mi or 1Gi for memory'],
  ['4GBx', '250m or 1 for CPU, 320Mi or 1Gi for memory'],
])('for %s the message offers %s', (quantity, meant) => {
  expect(badQuantity('memory', quantity)).toMatchObject({
    message: `memory '${quantity}' is not a Kubernetes quantity`,
    fix: `write ${meant}`,
  });
});

test.each<[string, unknown, string | undefined]>([
  ['cpu', '250m', undefined],
  ['cpu', '2', undefined],
  ['cpu', '2k', "requests.cpu '2k' has a suffix of another resource"],
  ['cpu', '1Gi', "requests.cpu '1Gi' has a suffix of another resource"],
  ['memory', '1Gi', undefined],
  ['memory', '100m', "requests.memory '100m' has a suffix of another resource"],
  ['memory', '100u', "requests.memory '100u' has a suffix of another resource"],
  ['memory', '100n', "requests.memory '100n' has a suffix of another resource"],
  ['ephemeral-storage', '1G', undefined],
  ['ephemeral-storage', '1m', "requests.ephemeral-storage '1m' has a suffix of another resource"],
  ['nvidia.com/gpu', '1', undefined],
  ['nvidia.com/gpu', '1m', undefined],
  ['toString', '1m', undefined],
  ['memory', 'lots', "requests.memory 'lots' is not a Kubernetes quantity"],
  ['cpu', undefined, "requests.cpu 'undefined' is not a Kubernetes quantity"],
])('%s of %p: %p', (resource, value, message) => {
  expect(quantityProblem(`requests.${resource}`, resource, value)?.message).toBe(message);
});
