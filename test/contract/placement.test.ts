import { TaintEffect, tolerate } from '../../lib/contract/placement';

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
