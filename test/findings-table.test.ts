import * as fs from 'node:fs';
import * as path from 'node:path';
import { allRules, findingsPage } from '../scripts/findings-table';

test('docs/findings.md is what scripts/findings-table.ts writes', () => {
  const page = fs.readFileSync(path.join(__dirname, '../docs/findings.md'), 'utf8');
  expect(page).toBe(findingsPage());
});

test('there are rules', () => {
  expect(allRules().length).toBeGreaterThan(5);
});

test.each(allRules().map((rule) => [rule.id, rule] as const))('%s says what is wrong and what to do', (id, rule) => {
  expect(id).toMatch(/^[a-z]+\/([a-z0-9-]+|advisory-GHSA(-[a-z0-9]{4}){3})$/);
  expect(rule.meaning).toMatch(/^\S.*\S$/);
  expect(rule.fix).toMatch(/^(\S.*\S)?$/);
});

test('each id is one rule: a second one would take the place of the first', () => {
  const made = jest.spyOn(Map.prototype, 'set');
  jest.isolateModules(() => {
    for (const entry of ['', '/gke', '/kata', '/sandbox', '/deploy', '/terraform']) require(`cdk-kata${entry}`);
  });
  const ids = made.mock.calls.flatMap(([id, value]) => (value?.constructor?.name === 'Rule' ? [id] : []));
  made.mockRestore();
  expect(ids.length).toBeGreaterThan(200);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});
