import { TaintEffect } from '../../../lib/contract/placement';
import { tolerate } from '../../../lib/validation/contract';

test.each([
  [
    'with a value, by the value',
    { key: 'kata', value: 'enabled', effect: TaintEffect.NO_SCHEDULE },
    { key: 'kata', operator: 'Equal', value: 'enabled', effect: 'NoSchedule' },
  ],
  [
    'with an empty value, by the value',
    { key: 'kata', value: '', effect: TaintEffect.NO_EXECUTE },
    { key: 'kata', operator: 'Equal', value: '', effect: 'NoExecute' },
  ],
  [
    'without a value, by the key',
    { key: 'kata', effect: TaintEffect.PREFER_NO_SCHEDULE },
    { key: 'kata', operator: 'Exists', effect: 'PreferNoSchedule' },
  ],
  ['without an effect, for every effect', { key: 'kata' }, { key: 'kata', operator: 'Exists' }],
])('a taint %s is tolerated', (_, taint, toleration) => {
  expect(tolerate(taint)).toStrictEqual(toleration);
});

test.each<[string, unknown, string]>([
  ['nothing', undefined, 'taint is undefined, and must be an object (StartupTaint)'],
  // Its toleration would be one of every taint.
  ['a taint without a key', { effect: TaintEffect.NO_EXECUTE }, 'taint needs key; pass a string'],
])('%s is refused', (_, taint, message) => {
  expect(() => tolerate(taint as never)).toThrow(message);
});
