// Writes lib/validation/prop-shapes.generated.ts: the types of the public properties, for those whose program no compiler has checked.
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as ts from 'typescript';

const ROOT = path.join(__dirname, '..');
const ENTRY = path.join(ROOT, 'lib/index.ts');

type Shapes = { [name: string]: { [prop: string]: string } };
type Classes = { [name: string]: string[] };

const HEAD = `/**
 * The types of the public properties, as \`scripts/prop-shapes.ts\` reads them from their declarations: \`text\`, \`number\`,
 * \`boolean\`, \`anything\`, or a name from here; \`[]\` a list, \`{}\` a map, \`?\` what may be left out, \`...\` what it extends.
 */
`;

/** What the declarations say: properties of plain data, members of what behaves. */
export function propShapes(): { readonly shapes: Shapes; readonly classes: Classes } {
  const program = ts.createProgram([ENTRY], {
    strict: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.CommonJS,
    moduleResolution: ts.ModuleResolutionKind.Node10,
    types: [],
  });
  const checker = program.getTypeChecker();
  const shapes: Shapes = {};
  const classes: Classes = {};

  const isOwn = (symbol: ts.Symbol) =>
    symbol.declarations?.some((it) => it.getSourceFile().fileName.startsWith(path.join(ROOT, 'lib'))) ?? false;
  const isOptional = (symbol: ts.Symbol) => (symbol.flags & ts.SymbolFlags.Optional) !== 0;
  const isPublic = (symbol: ts.Symbol) =>
    !symbol.declarations?.some(
      (it) => ts.getCombinedModifierFlags(it) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected),
    );
  const byName = (a: ts.Symbol, b: ts.Symbol) => (a.name < b.name ? -1 : 1);

  /** Names what behaves by its members, and what is plain data by its properties. */
  function named(type: ts.Type, symbol: ts.Symbol): string {
    const members = type.getProperties().filter((member) => isOwn(member) && isPublic(member));
    if (type.isClass() || /^I[A-Z]/.test(symbol.name)) {
      classes[symbol.name] ??= members
        .filter((member) => !isOptional(member))
        .map(({ name }) => name)
        .sort();
    } else if (shapes[symbol.name] === undefined) {
      const shape: { [prop: string]: string } = {};
      shapes[symbol.name] = shape;
      const bases = (type.isClassOrInterface() ? (checker.getBaseTypes(type) ?? []) : []) as ts.Type[];
      const inherited = new Set(bases.flatMap((base) => base.getProperties().map(({ name }) => name)));
      const restated = (member: ts.Symbol) => inherited.has(member.name);
      const names = bases.map((base) => named(base, base.getSymbol() as ts.Symbol));
      if (names.length > 0) shape['...'] = names.join(' ');
      for (const member of members.filter((it) => !restated(it)).sort(byName)) {
        const declared = checker.getTypeOfSymbolAtLocation(member, member.valueDeclaration as ts.Node);
        shape[member.name] = shapeOf(declared) + (isOptional(member) ? '?' : '');
      }
    }
    return symbol.name;
  }

  function shapeOf(declared: ts.Type): string {
    const type = checker.getNonNullableType(declared);
    const flags = (type.isUnion() ? type.types : [type]).map((it) => it.flags);
    if (flags.every((it) => it & (ts.TypeFlags.StringLike | ts.TypeFlags.EnumLike))) return 'text';
    if (flags.every((it) => it & ts.TypeFlags.NumberLike)) return 'number';
    if (flags.every((it) => it & ts.TypeFlags.BooleanLike)) return 'boolean';
    if (checker.isArrayType(type)) {
      return `${shapeOf(checker.getTypeArguments(type as ts.TypeReference)[0] as ts.Type)}[]`;
    }
    if (type.getCallSignatures().length > 0) return 'anything';
    const index = type.getStringIndexType();
    if (index) return `${shapeOf(index)}{}`;
    const symbol = type.aliasSymbol ?? type.getSymbol();
    return symbol && isOwn(symbol) && !type.isUnion() ? named(type, symbol) : 'anything';
  }

  /** Interfaces that somebody gives to a constructor, a method or a function. */
  function parameters(type: ts.Type): void {
    const signatures = [...type.getCallSignatures(), ...type.getConstructSignatures()].filter(
      ({ declaration }) => !declaration || !(ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Private),
    );
    for (const parameter of signatures.flatMap((signature) => signature.getParameters())) {
      shapeOf(checker.getTypeOfSymbolAtLocation(parameter, parameter.valueDeclaration as ts.Node));
    }
  }

  const source = program.getSourceFile(ENTRY) as ts.SourceFile;
  for (const symbol of checker.getExportsOfModule(checker.getSymbolAtLocation(source) as ts.Symbol).sort(byName)) {
    const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    if (!(target.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Function))) continue;
    const type = checker.getTypeOfSymbolAtLocation(target, target.valueDeclaration as ts.Node);
    parameters(type);
    if (!(target.flags & ts.SymbolFlags.Class)) continue;
    const instance = checker.getDeclaredTypeOfSymbol(target);
    for (const member of [...type.getProperties(), ...instance.getProperties()].filter(
      (it) => isOwn(it) && isPublic(it),
    )) {
      parameters(checker.getTypeOfSymbolAtLocation(member, member.valueDeclaration as ts.Node));
    }
  }

  return { shapes: sorted(shapes), classes: sorted(classes) };
}

function sorted<T>(record: { [name: string]: T }): { [name: string]: T } {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function text(): string {
  const { shapes, classes } = propShapes();
  const constant = (name: string, doc: string, type: string, value: object) =>
    `\n/** ${doc} */\nexport const ${name}: { readonly [name: string]: ${type} } = ${JSON.stringify(value, null, 2)};\n`;
  return [
    HEAD,
    constant('PROP_SHAPES', 'Plain data, by property.', '{ readonly [prop: string]: string }', shapes),
    constant('PROP_CLASSES', 'Objects with a behaviour, by what they have.', 'readonly string[]', classes),
  ].join('');
}

// Formatted by `npm run format`, as everything else.
if (require.main === module) fs.writeFileSync(path.join(ROOT, 'lib/validation/prop-shapes.generated.ts'), text());
