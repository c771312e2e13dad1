import * as fs from 'node:fs';
import * as path from 'node:path';
import * as ts from 'typescript';
import { homepage } from '../package.json';

/** The entry points; the first leads to every room but that of Terraform. */
const ENTRIES = ['index.ts', 'terraform/index.ts'].map((file) => path.join(__dirname, '../lib', file));

const has = (node: ts.Node, flag: ts.ModifierFlags) =>
  ts.canHaveModifiers(node) && (ts.getCombinedModifierFlags(node as ts.Declaration) & flag) !== 0;

/** Every declaration that a file exports, by name, those of the files that it exports again included. */
function exportsOf(file: string): Map<string, ts.DeclarationStatement> {
  const source = ts.createSourceFile(file, fs.readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true);
  const found = new Map<string, ts.DeclarationStatement>();
  for (const statement of source.statements) {
    if (ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined) {
      const stem = path.join(path.dirname(file), (statement.moduleSpecifier as ts.StringLiteral).text);
      const target = exportsOf(fs.existsSync(`${stem}.ts`) ? `${stem}.ts` : path.join(stem, 'index.ts'));
      const { exportClause } = statement;
      const named =
        exportClause && ts.isNamedExports(exportClause) ? exportClause.elements.map(({ name }) => name.text) : [];
      for (const [name, it] of target) if (exportClause === undefined || named.includes(name)) found.set(name, it);
    } else if (
      (ts.isClassDeclaration(statement) ||
        ts.isInterfaceDeclaration(statement) ||
        ts.isFunctionDeclaration(statement)) &&
      has(statement, ts.ModifierFlags.Export)
    ) {
      found.set(statement.name?.text as string, statement);
    }
  }
  return found;
}

const tags = (node: ts.Node) => ts.getJSDocTags(node).map(({ tagName }) => tagName.text);
const isPublic = (node: ts.Node) =>
  !tags(node).includes('internal') && !has(node, ts.ModifierFlags.Private | ts.ModifierFlags.Protected);

const described = (node: ts.Node) => {
  const [doc] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  return (ts.getTextOfJSDocComment(doc?.comment) ?? '').trim() !== '';
};

const declarations = [...new Map(ENTRIES.flatMap((file) => [...exportsOf(file)]))].filter(([, it]) => isPublic(it));
const classes = declarations.filter((it): it is [string, ts.ClassDeclaration] => ts.isClassDeclaration(it[1]));
const interfaces = declarations.filter((it): it is [string, ts.InterfaceDeclaration] =>
  ts.isInterfaceDeclaration(it[1]),
);

test('there is something to look at', () => {
  expect(classes.length).toBeGreaterThan(50);
  expect(interfaces.length).toBeGreaterThan(100);
});

test.each(classes)('%s has an example that makes it', (name, declaration) => {
  const examples = ts
    .getJSDocTags(declaration)
    .filter(({ tagName }) => tagName.text === 'example')
    .map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? '');
  expect(examples).not.toEqual([]);
  // A class that a verb of another makes is shown by that verb.
  const verb = `add${name.replace(/^(Gke|Kata)/, '')}(`;
  for (const example of examples) expect(example.includes(name) || example.includes(verb)).toBe(true);
});

/** Where the pages of the repository are, of which a class of the library's own concept may name one. */
const OWN_PAGES = `${homepage.split('#')[0]}/blob/main/`;

test.each(classes)('%s leads to a page about what it stands for', (_, declaration) => {
  const [doc] = ts.getJSDocCommentsAndTags(declaration).filter(ts.isJSDoc);
  const pages = [...(doc?.getText() ?? '').matchAll(/@see (\S+)/g)].map(([, page]) => page as string);
  expect(pages).not.toEqual([]);
  for (const page of pages) {
    expect(page).toMatch(/^https:\/\//);
    if (page.startsWith(OWN_PAGES)) {
      expect(fs.existsSync(path.join(__dirname, '..', page.slice(OWN_PAGES.length)))).toBe(true);
    }
  }
});

const names = (members: readonly ts.NamedDeclaration[]) => members.map(({ name }) => name?.getText() ?? '');

/** Names of the members that a class inherits with their sentences, from the interfaces that it implements. */
function inherited(declaration: ts.ClassDeclaration | ts.InterfaceDeclaration): string[] {
  return (declaration.heritageClauses ?? [])
    .flatMap(({ types }) => types.map(({ expression }) => expression.getText()))
    .flatMap((name) => interfaces.filter(([it]) => it === name).map(([, it]) => it))
    .flatMap((it) => [...names(it.members), ...inherited(it)]);
}

test.each(classes)('%s has a sentence for each of its members', (_, declaration) => {
  const known = inherited(declaration);
  const own = declaration.members.filter((it) => !ts.isConstructorDeclaration(it) && isPublic(it) && !described(it));
  expect(names(own).filter((name) => !known.includes(name))).toEqual([]);
});

test.each(interfaces)(
  '%s has a sentence for each member, and a default for each that is optional',
  (_, declaration) => {
    const properties = declaration.members.filter(ts.isPropertySignature).filter(isPublic);
    const optional = properties.filter(({ questionToken }) => questionToken !== undefined);
    expect({
      undocumented: names(declaration.members.filter((it) => isPublic(it) && !described(it))),
      withoutDefault: names(optional.filter((it) => !tags(it).includes('default'))),
      writable: names(properties.filter((it) => !has(it, ts.ModifierFlags.Readonly))),
    }).toEqual({ undocumented: [], withoutDefault: [], writable: [] });
  },
);
