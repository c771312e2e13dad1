import type { Manifest } from '../util/manifests';
import { tryKubectl } from './cluster';

/** Objects as kubectl reads them. */
export const json = (objects: readonly Manifest[]) => objects.map((object) => JSON.stringify(object)).join('\n---\n');

/** What a server-side dry run of a creation answers for each object, by `kind/name`. */
export function dryRun(objects: readonly Manifest[], namespace: string, ...as: string[]): Map<string, string> {
  const answers = new Map<string, string>();
  const { stdout, stderr } = tryKubectl(
    ['create', '--dry-run=server', '-o', 'json', '-n', namespace, ...as, '-f', '-'],
    json(objects),
  );
  const text = stdout.trim();
  const created = text === '' ? [] : text.startsWith('{') ? JSON.parse(`[${text.replace(/\n}\n{/g, '\n},\n{')}]`) : [];
  for (const item of created.flatMap((it: Manifest) => (it.kind === 'List' ? it.items : [it])))
    answers.set(`${item.kind}/${item.metadata.name}`, 'admitted');
  for (const line of stderr.split('\n').filter((it) => it !== '')) {
    const owner = objects.find(({ metadata }) => line.includes(`"${metadata.name}"`));
    if (owner !== undefined) answers.set(`${owner.kind}/${owner.metadata.name}`, line);
  }
  return answers;
}
