import * as fs from 'node:fs';
import * as path from 'node:path';

const ROOT = path.join(__dirname, '..');
const page = fs.readFileSync(path.join(ROOT, 'docs/security-model.md'), 'utf8');
const [, promises = '', limits = ''] =
  /## Promises\n([\s\S]*?)\n## What is not promised\n([\s\S]*?)\n## /.exec(page) ?? [];
const rows = [...promises.matchAll(/^\| (\d+) \| (.*) \| (.*) \|$/gm)].map(([, number, , held = '']) => ({
  number,
  held,
}));
const numbers = [...limits.matchAll(/^(\d+)\. /gm)].map(([, number]) => Number(number));

test('promises and limits of the security model are numbered without a gap', () => {
  expect(rows.length).toBeGreaterThan(10);
  expect([...rows.map(({ number }) => Number(number)), ...numbers]).toEqual(
    Array.from({ length: rows.length + numbers.length }, (_, index) => index + 1),
  );
});

test.each(rows)('promise $number names tests that there are', ({ held }) => {
  const files = [...held.matchAll(/`([^`]+\.ts)`/g)].map(([, file = '']) => file);
  expect(files.length).toBeGreaterThan(0);
  // A file without a folder stands beside the one before.
  let folder = '';
  for (const file of files) {
    folder = file.includes('/') ? path.dirname(file) : folder;
    const at = path.join(folder, path.basename(file));
    expect([at, fs.existsSync(path.join(ROOT, at))]).toEqual([at, true]);
  }
});
