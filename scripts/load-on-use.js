// Rewrites the compiled library so that a program loads what it uses when it uses it: a `require` at the top of a module
// becomes a call on first use, and an index gets a getter for each name. Who has no backup plan does not load its bindings.
// aws-cdk-lib does the same to itself: https://github.com/aws/aws-cdk/tree/main/tools/%40aws-cdk/lazify
const fs = require('node:fs');
const path = require('node:path');
const ts = require('typescript');

const build = path.join(__dirname, '..', 'build');
const files = fs
  .readdirSync(build, { recursive: true })
  .filter((file) => file.endsWith('.js'))
  .map((file) => path.join(build, file));

const parse = (file) => ts.createSourceFile(file, fs.readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true);

const required = (node) =>
  node && ts.isCallExpression(node) && node.expression.getText() === 'require' ? node.arguments[0].text : undefined;

/** Where an index takes each name from: the path that it requires, by name. */
function namesOf(index) {
  const load = (request) => require(require.resolve(request, { paths: [path.dirname(index)] }));
  const requests = [];
  const visit = (node) => {
    if (required(node)) requests.push(required(node));
    ts.forEachChild(node, visit);
  };
  visit(parse(index));
  const exported = Object.keys(require(index));
  return exported.sort().map((name) => [name, requests.find((request) => name in load(request))]);
}

function lazyIndex(names) {
  return [
    '"use strict";',
    'Object.defineProperty(exports, "__esModule", { value: true });',
    ...names.map(
      ([name, request]) =>
        `Object.defineProperty(exports, "${name}", { enumerable: true, get: () => require("${request}").${name} });`,
    ),
    '// Never runs: an `import` of ES modules reads the names here.',
    `0 && (module.exports = { ${names.map(([name]) => name).join(', ')} });`,
    '',
  ].join('\n');
}

/** `const x_1 = require("./x")` becomes a function, and each other `x_1` a call of it. */
function lazyModule(source) {
  const edits = [];
  const modules = new Set();
  for (const statement of source.statements) {
    const declaration = ts.isVariableStatement(statement) ? statement.declarationList.declarations[0] : undefined;
    if (!required(declaration?.initializer)) continue;
    const name = declaration.name.text;
    modules.add(name);
    const lazy = `let ${name}_module;\nconst ${name} = () => (${name}_module ??= ${declaration.initializer.getText()});`;
    edits.push({ node: statement, by: lazy });
  }
  const visit = (node) => {
    if (ts.isIdentifier(node) && modules.has(node.text) && !ts.isVariableDeclaration(node.parent)) {
      edits.push({ node, by: `(${node.text}())` });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return edits
    .sort((a, b) => b.node.getStart() - a.node.getStart())
    .reduce((text, { node, by }) => text.slice(0, node.getStart()) + by + text.slice(node.end), source.text);
}

const indexes = new Map(
  files.filter((file) => path.basename(file) === 'index.js').map((file) => [file, namesOf(file)]),
);
for (const file of files) {
  const names = indexes.get(file);
  fs.writeFileSync(file, names ? lazyIndex(names) : lazyModule(parse(file)));
}
