import * as fs from 'node:fs';
import * as path from 'node:path';

/** Lists what a run wrote, so that the next one can take it away. */
const INDEX = '.cdk-kata-files';

/** A file of a folder. */
interface WrittenFile {
  /** Path in the folder, with slashes. */
  readonly path: string;

  /** Its content. */
  readonly text: string;
}

/**
 * Writes files into a folder in place of those that an earlier run wrote there, and touches nothing else.
 *
 * @param directory the folder; it is made if it is not there
 * @param files the files
 * @throws when the folder holds a file of one of the names that no earlier run wrote
 */
export function replaceFolder(directory: string, files: readonly WrittenFile[]): void {
  const index = path.join(directory, INDEX);
  const earlier = fs.existsSync(index)
    ? fs
        .readFileSync(index, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
    : [];
  const outside = earlier.find((it) => path.isAbsolute(it) || it.split('/').includes('..'));
  if (outside !== undefined)
    throw new Error(`${index} names ${outside}, which is outside of its folder; remove ${index}`);
  for (const { path: file } of files) {
    const target = path.join(directory, file);
    if (!earlier.includes(file) && fs.existsSync(target)) {
      throw new Error(`${target} was not written by an earlier run; move it away, or write to another folder`);
    }
  }
  for (const file of earlier) fs.rmSync(path.join(directory, file), { force: true });
  for (const { path: file, text } of files) {
    const target = path.join(directory, file);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, text);
  }
  fs.writeFileSync(index, `${files.map((file) => file.path).join('\n')}\n`);
}
