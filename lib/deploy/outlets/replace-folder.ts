import * as fs from 'node:fs';
import * as path from 'node:path';
import { FindingsError } from '../../validation/finding';
import { describeValue } from '../../validation/props/prop-messages';
import { FILE_TWICE, FOLDER } from './rules';

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
 * Writes files into a folder in place of those that an earlier run wrote there, and touches nothing else. A run that was killed can be
 * run again.
 *
 * @param directory the folder; it is made if it is not there
 * @param files the files
 * @throws for what is not the name of a folder, or cannot be one, when two files have one name, and when the folder holds a file of one
 *   of the names that no earlier run wrote
 */
export function replaceFolder(directory: string, files: readonly WrittenFile[]): void {
  if (typeof directory !== 'string' || directory === '') {
    const message = `directory is ${directory === '' ? 'empty' : describeValue(directory)}`;
    throw new FindingsError([FOLDER.find('', message, "pass the name of a folder, such as 'dist'")]);
  }
  refuseTwins(files.map((file) => file.path));
  try {
    replaceFiles(directory, files);
  } catch (error) {
    const { code, message: text } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const message = `files cannot be written into the directory '${directory}': ${text}`;
    throw new FindingsError([FOLDER.find('', message)], { cause: error });
  }
}

function replaceFiles(directory: string, files: readonly WrittenFile[]): void {
  for (const folder of new Set([directory, ...files.map((file) => path.join(directory, path.dirname(file.path)))])) {
    refuseFileAt(directory, folder);
  }
  const index = path.join(directory, INDEX);
  const earlier = fs.existsSync(index)
    ? fs
        .readFileSync(index, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
    : [];
  const outside = earlier.find((it) => path.isAbsolute(it) || it.split('/').includes('..'));
  if (outside !== undefined) {
    const message = `${index} names ${outside}, which is outside of its folder`;
    throw new FindingsError([FOLDER.find('', message, `remove ${index}`)]);
  }
  for (const { path: file } of files) {
    const target = path.join(directory, file);
    if (!earlier.includes(file) && fs.existsSync(target)) {
      const message = `${target} was not written by an earlier run`;
      throw new FindingsError([FOLDER.find('', message, 'move it away, or write to another folder')]);
    }
  }
  // First, so that the next run knows what this one has begun.
  writeIndex(index, [...new Set([...earlier, ...files.map((file) => file.path)])]);
  for (const file of earlier) fs.rmSync(path.join(directory, file), { force: true });
  for (const { path: file, text } of files) {
    const target = path.join(directory, file);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, text);
  }
  writeIndex(
    index,
    files.map((file) => file.path),
  );
}

/** Refuses a folder where a file is, or that would be below one. */
function refuseFileAt(directory: string, folder: string): void {
  let at = folder;
  while (!fs.existsSync(at) && path.dirname(at) !== at) at = path.dirname(at);
  if (!fs.existsSync(at) || fs.statSync(at).isDirectory()) return;
  const what = at === directory ? 'is a file, and must be a folder' : `needs a folder at ${at}, which is a file`;
  throw new FindingsError([FOLDER.find('', `directory '${directory}' ${what}`)]);
}

function writeIndex(index: string, names: readonly string[]): void {
  fs.mkdirSync(path.dirname(index), { recursive: true });
  fs.writeFileSync(index, `${names.join('\n')}\n`);
}

/** Not every file system tells capitals apart. */
function refuseTwins(names: readonly string[]): void {
  const known = new Map<string, string>();
  for (const name of names) {
    const other = known.get(name.toLowerCase());
    if (other !== undefined) {
      const both = other === name ? name : `${other} and ${name}, which some file systems take for one`;
      throw new FindingsError([FILE_TWICE.find('', `two parts of the program would be written to ${both}`)]);
    }
    known.set(name.toLowerCase(), name);
  }
}
