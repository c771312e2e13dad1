import { differences } from './util/facts-diff';

const one = (facts: { [field: string]: unknown }) => ({ 'Job n/a': facts });

test.each<[string, { [field: string]: unknown }, { [field: string]: unknown }, unknown[]]>([
  ['equal facts', { a: [1, { b: 'c' }] }, { a: [1, { b: 'c' }] }, []],
  ['a value', { a: { b: 1 } }, { a: { b: 2 } }, [{ object: 'Job n/a', path: 'a.b', upstream: 1, ours: 2 }]],
  ['a field more', {}, { a: false }, [{ object: 'Job n/a', path: 'a', ours: false }]],
  [
    'a map more',
    {},
    { a: { b: 1, c: { d: 2 } } },
    [
      { object: 'Job n/a', path: 'a.b', ours: 1 },
      { object: 'Job n/a', path: 'a.c.d', ours: 2 },
    ],
  ],
  ['a list less', { a: ['x'] }, {}, [{ object: 'Job n/a', path: 'a', upstream: ['x'] }]],
  ['a field less', { a: 0 }, {}, [{ object: 'Job n/a', path: 'a', upstream: 0 }]],
  ['another type', { a: '1' }, { a: 1 }, [{ object: 'Job n/a', path: 'a', upstream: '1', ours: 1 }]],
  [
    'a list for an object',
    { a: [1] },
    { a: { 0: 1 } },
    [{ object: 'Job n/a', path: 'a', upstream: [1], ours: { 0: 1 } }],
  ],
  [
    'an item more',
    { env: ['A=1', 'C=3'] },
    { env: ['A=1', 'B=2', 'C=3'] },
    [{ object: 'Job n/a', path: 'env[]', ours: 'B=2' }],
  ],
  [
    'an item changed',
    { env: ['A=1'] },
    { env: ['A=2'] },
    [
      { object: 'Job n/a', path: 'env[]', upstream: 'A=1' },
      { object: 'Job n/a', path: 'env[]', ours: 'A=2' },
    ],
  ],
  [
    'another order',
    { env: ['A', 'B'] },
    { env: ['B', 'A'] },
    [{ object: 'Job n/a', path: 'env[order]', upstream: '["A","B"]', ours: '["B","A"]' }],
  ],
  [
    'an item twice',
    { env: ['A', 'A'] },
    { env: ['A'] },
    [{ object: 'Job n/a', path: 'env[order]', upstream: '["A","A"]', ours: '["A"]' }],
  ],
])('differences: %s', (_what, upstream, ours, expected) => {
  expect(differences(one(upstream), one(ours))).toEqual(expected);
});

test('differences: whole objects', () => {
  expect(differences({ 'Job n/a': {} }, { 'Job n/b': {} })).toEqual([
    { object: 'Job n/a', path: '', upstream: '<object>' },
    { object: 'Job n/b', path: '', ours: '<object>' },
  ]);
});
