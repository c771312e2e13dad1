import { createRequire } from 'node:module';

interface YamlParser {
  parseAllDocuments(text: string): readonly { readonly errors: readonly unknown[]; toJS(): unknown }[];
}

/**
 * The documents of a text in YAML or JSON, such as a file in a ConfigMap. It uses the parser that cdk8s brings along, whose own
 * `Yaml.load()` reads files and URLs only, in a process of its own.
 *
 * @param text the text
 * @returns nothing for a text that is not YAML, such as a template of one
 */
export function yamlDocuments(text: string): unknown[] {
  const yaml = createRequire(require.resolve('cdk8s'))('yaml') as YamlParser;
  const documents = [...yaml.parseAllDocuments(text)];
  return documents.some(({ errors }) => errors.length > 0) ? [] : documents.map((document) => document.toJS());
}
