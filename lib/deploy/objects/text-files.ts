import { isJsonMap, type JsonMap } from './json-pointer';
import { yamlDocuments } from './yaml-documents';

/** A text in a ConfigMap or Secret that may hold pods. */
export interface TextFile {
  /** Key of the text. */
  readonly key: string;

  /** Its documents, of YAML or JSON. */
  readonly documents: readonly unknown[];
}

/**
 * The texts of a ConfigMap or Secret that name containers, parsed. Others are not looked at.
 *
 * @param manifest the object as it is written
 */
export function filesOf({ kind, data, stringData }: JsonMap): TextFile[] {
  if (kind !== 'ConfigMap' && kind !== 'Secret') return [];
  const plain = kind === 'ConfigMap' ? texts(data) : texts(stringData);
  const encoded = kind === 'ConfigMap' ? [] : texts(data).map(({ key, text }) => ({ key, text: decoded(text) }));
  return [...plain, ...encoded]
    .filter(({ text }) => /containers/i.test(text))
    .map(({ key, text }) => ({ key, documents: yamlDocuments(text) }));
}

function texts(data: unknown): { readonly key: string; readonly text: string }[] {
  if (!isJsonMap(data)) return [];
  return Object.entries(data).flatMap(([key, text]) => (typeof text === 'string' ? [{ key, text }] : []));
}

const decoded = (text: string) => Buffer.from(text, 'base64').toString('utf8');
