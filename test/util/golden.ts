import * as fs from 'node:fs';
import * as path from 'node:path';

/**
 * Holds a text against a file of `test/golden`. With UPDATE_GOLDEN=1 the file is written anew; each change of it is reviewed.
 *
 * @param file name of the file
 * @param text what the program writes
 */
export function expectGolden(file: string, text: string): void {
  const golden = path.join(__dirname, '../golden', file);
  if (process.env.UPDATE_GOLDEN === '1') fs.writeFileSync(golden, text);
  expect(text).toBe(fs.readFileSync(golden, 'utf8'));
}
