// Writes lib/validation/props/prop-shapes.generated.ts: the types of the public properties, for those whose program no compiler has checked.
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as ts from 'typescript';

const ROOT = path.join(__dirname, '..');
const ENTRIES = ['lib/index.ts', 'lib/terraform/index.ts'].map((file) => path.join(ROOT, file));

type Table<T> = { [name: string]: T };

/** What an object with a behaviour has, and where one comes from. */
interface ClassShape {
  readonly members: readonly string[];
  readonly makers: readonly string[];
  readonly constants: Table<string>;
}

interface PropShapes {
  readonly shapes: Table<Table<string>>;
  readonly enums: Table<Table<string>>;
  readonly classes: Table<ClassShape>;
  readonly holders: Table<Table<string>>;
}

const HEAD = `/**
 * The types of the public properties, as \`scripts/prop-shapes.ts\` reads them from their declarations: \`string\`, \`number\`,
 * \`boolean\`, \`function\`, \`unknown\`, or a name from here; \`[]\` a list, \`{}\` a record, \`~\` what may be a token instead, \`?\` what may
 * be left out, \`...\` what it extends.
 */
`;

/** Values that are known later: of cdktf and of cdk8s. */
const TOKENS = ['IResolvable', 'Lazy'];

/** Enums whose members only Terraform reads, so that a token in a string may stand for one. */
const READ_BY_TERRAFORM = [
  'AutoscalingProfile',
  'CpuManagerPolicy',
  'DeletionPolicy',
  'FlowLogInterval',
  'GpuDriver',
  'GpuSharing',
  'IntrusionSeverity',
  'KernelModulePolicy',
  'MaintenanceExclusionScope',
  'MemoryManagerPolicy',
  'ReleaseChannel',
  'TopologyManagerPolicy',
  'TopologyManagerScope',
  'UpgradeEvent',
  'VulnerabilityScanning',
];

/** What the declarations say: properties of plain data, members of enums and of what behaves. */
export function propShapes(): PropShapes {
  const program = ts.createProgram(ENTRIES, {
    strict: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.CommonJS,
    moduleResolution: ts.ModuleResolutionKind.Node10,
    types: ['node'],
  });
  const checker = program.getTypeChecker();
  const shapes: Table<Table<string>> = {};
  const enums: Table<Table<string>> = {};
  const classes: Table<ClassShape> = {};

  const isOwn = (symbol: ts.Symbol) =>
    symbol.declarations?.some((it) => it.getSourceFile().fileName.startsWith(path.join(ROOT, 'lib'))) ?? false;
  const isOptional = (symbol: ts.Symbol) => (symbol.flags & ts.SymbolFlags.Optional) !== 0;
  const isInternal = (symbol: ts.Symbol) => symbol.getJsDocTags().some(({ name }) => name === 'internal');
  const isPublic = (symbol: ts.Symbol) =>
    !isInternal(symbol) &&
    !symbol.declarations?.some(
      (it) => ts.getCombinedModifierFlags(it) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected),
    );
  const byName = (a: ts.Symbol, b: ts.Symbol) => (a.name < b.name ? -1 : 1);
  // A property that `Omit` leaves has no declaration of its own.
  const typeOf = (symbol: ts.Symbol) =>
    symbol.valueDeclaration
      ? checker.getTypeOfSymbolAtLocation(symbol, symbol.valueDeclaration)
      : checker.getTypeOfSymbol(symbol);

  const sources = ENTRIES.map((file) => program.getSourceFile(file) as ts.SourceFile);
  const symbols = sources
    .flatMap((source) => checker.getExportsOfModule(checker.getSymbolAtLocation(source) as ts.Symbol))
    .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol));
  const exported = [...new Set(symbols)].sort(byName);
  const exportedClasses = exported.filter((symbol) => symbol.flags & ts.SymbolFlags.Class);
  const staticsOf = (target: ts.Symbol) =>
    typeOf(target)
      .getProperties()
      .filter((it) => isOwn(it) && isPublic(it) && it.name !== 'prototype')
      .sort(byName);
  const isAbstract = (target: ts.Symbol) =>
    target.declarations?.some((it) => ts.getCombinedModifierFlags(it) & ts.ModifierFlags.Abstract) ?? false;

  /** What a class or interface extends and implements. */
  function supertypesOf(type: ts.Type): ts.Type[] {
    const clauses = (type.getSymbol()?.declarations ?? []).flatMap((it) =>
      ts.isClassLike(it) || ts.isInterfaceDeclaration(it) ? (it.heritageClauses ?? []) : [],
    );
    return clauses.flatMap(({ types }) => types.map((it) => checker.getTypeAtLocation(it)));
  }

  /** Expressions that yield a value of the type: constructors and static methods of exported classes. */
  function makersOf(type: ts.Type): string[] {
    // By declaration and not by shape: much has a name, and is no RuntimeClass.
    const fits = (value: ts.Type): boolean => value === type || supertypesOf(value).some(fits);
    return exportedClasses.flatMap((target) => {
      const construct = typeOf(target)
        .getConstructSignatures()
        .some(({ declaration }) => !declaration || ts.getCombinedModifierFlags(declaration) === ts.ModifierFlags.None);
      const made = construct && !isAbstract(target) && fits(checker.getDeclaredTypeOfSymbol(target));
      const methods = staticsOf(target).filter((it) =>
        typeOf(it)
          .getCallSignatures()
          .some((signature) => fits(signature.getReturnType())),
      );
      return [...(made ? [`new ${target.name}(...)`] : []), ...methods.map((it) => `${target.name}.${it.name}(...)`)];
    });
  }

  /** Static fields that hold instances, with the text that each is made of, if any. */
  function constantsOf(type: ts.Type, symbol: ts.Symbol): Table<string> {
    if (!type.isClass()) return {};
    const fields = staticsOf(symbol).filter((it) => checker.typeToString(typeOf(it)) === symbol.name);
    return Object.fromEntries(
      fields.map((it) => {
        const { initializer } = it.valueDeclaration as ts.PropertyDeclaration;
        const [first] = initializer && ts.isNewExpression(initializer) ? (initializer.arguments ?? []) : [];
        return [it.name, first && ts.isStringLiteral(first) ? first.text : ''];
      }),
    );
  }

  /** Names what behaves by its members, and what is plain data by its properties. */
  function named(type: ts.Type, symbol: ts.Symbol): string {
    const members = type.getProperties().filter((member) => isOwn(member) && isPublic(member));
    if (type.isClass() || /^I[A-Z]/.test(symbol.name)) {
      classes[symbol.name] ??= {
        members: members
          .filter((member) => !isOptional(member))
          .map(({ name }) => name)
          .sort(),
        makers: makersOf(type),
        constants: constantsOf(type, symbol),
      };
    } else if (shapes[symbol.name] === undefined) {
      const shape: Table<string> = {};
      shapes[symbol.name] = shape;
      // What `Omit` leaves of an interface has no name of its own: its properties are written out.
      const bases = ((type.isClassOrInterface() ? checker.getBaseTypes(type) : undefined) ?? []).filter(
        (base) => base.getSymbol()?.name !== '__type',
      );
      const inherited = new Set(bases.flatMap((base) => base.getProperties().map(({ name }) => name)));
      const names = bases.map((base) => named(base, base.getSymbol() as ts.Symbol));
      if (names.length > 0) shape['...'] = names.join(' ');
      for (const member of members.filter(({ name }) => !inherited.has(name)).sort(byName)) {
        shape[member.name] = shapeOf(typeOf(member)) + (isOptional(member) ? '?' : '');
      }
    }
    return symbol.name;
  }

  /** Names a closed set of strings: an enum by its name, a union of literals by its members. */
  function closedSet(types: readonly ts.Type[]): string {
    const literals = types.filter((it) => it.isStringLiteral());
    const member = types[0]?.getSymbol();
    const declaration = member?.valueDeclaration ?? member?.declarations?.[0];
    const whole = declaration && ts.isEnumMember(declaration) ? declaration.parent : declaration;
    if (whole && ts.isEnumDeclaration(whole)) {
      const { text } = whole.name;
      enums[text] ??= Object.fromEntries(
        whole.members.map((it) => [it.name.getText(), String(checker.getConstantValue(it))]),
      );
      return text;
    }
    const values = literals.map(({ value }) => value).sort();
    const name = values.join('|');
    enums[name] ??= Object.fromEntries(values.map((value) => [value, value]));
    return name;
  }

  function shapeOf(declared: ts.Type): string {
    const type = checker.getNonNullableType(declared);
    const all = type.isUnion() ? type.types : [type];
    const values = all.filter((it) => !TOKENS.includes(it.getSymbol()?.name ?? ''));
    // Of a closed set that may come out of JSON, the members are checked: the text beside them is for the compiler alone.
    const members = values.filter((it) => !it.isIntersection());
    const isClosed =
      members.length > 0 && members.every((it) => it.flags & (ts.TypeFlags.StringLiteral | ts.TypeFlags.EnumLike));
    const types = isClosed ? members : values;
    const every = (flags: ts.TypeFlags) => types.length > 0 && types.every((it) => it.flags & flags);
    const token = values.length < all.length ? '~' : '';
    if (every(ts.TypeFlags.StringLiteral | ts.TypeFlags.EnumLike)) {
      const name = closedSet(types);
      return name + (READ_BY_TERRAFORM.includes(name) ? '~' : token);
    }
    if (every(ts.TypeFlags.StringLike)) return `string${token}`;
    if (every(ts.TypeFlags.NumberLike)) return `number${token}`;
    if (every(ts.TypeFlags.BooleanLike)) return `boolean${token}`;
    const [only] = types;
    if (types.length !== 1 || !only) return 'unknown';
    if (checker.isArrayType(only)) {
      return `${shapeOf(checker.getTypeArguments(only as ts.TypeReference)[0] as ts.Type)}[]${token}`;
    }
    if (only.getCallSignatures().length > 0) return 'function';
    const index = only.getStringIndexType();
    if (index) return `${shapeOf(index)}{}${token}`;
    const symbol = only.aliasSymbol ?? only.getSymbol();
    return symbol && isOwn(symbol) && symbol.name !== '__type' ? named(only, symbol) + token : 'unknown';
  }

  /** Interfaces that somebody gives to a constructor, a method or a function. */
  function parameters(type: ts.Type): void {
    const signatures = [...type.getCallSignatures(), ...type.getConstructSignatures()].filter(
      ({ declaration }) =>
        !declaration ||
        !(
          ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Private ||
          ts.getJSDocTags(declaration).some((tag) => tag.tagName.text === 'internal')
        ),
    );
    for (const parameter of signatures.flatMap((signature) => signature.getParameters())) shapeOf(typeOf(parameter));
  }

  for (const target of exported) {
    if (!(target.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Function))) continue;
    parameters(typeOf(target));
    if (!(target.flags & ts.SymbolFlags.Class)) continue;
    const members = checker.getDeclaredTypeOfSymbol(target).getProperties();
    for (const member of [...staticsOf(target), ...members].filter((it) => isOwn(it) && isPublic(it))) {
      parameters(typeOf(member));
    }
  }

  // What crosses from one half to the other comes as JSON, whether a construct takes it or not.
  const contract = path.join(ROOT, 'lib/contract');
  for (const target of exported.filter((it) => it.flags & ts.SymbolFlags.Interface)) {
    if (target.declarations?.some((it) => it.getSourceFile().fileName.startsWith(contract))) {
      shapeOf(checker.getDeclaredTypeOfSymbol(target));
    }
  }

  /** Classes that have a value of a shape, or of another class, as a property. */
  const holders: Table<Table<string>> = {};
  for (const target of exportedClasses) {
    const members = checker.getDeclaredTypeOfSymbol(target).getProperties();
    for (const member of members.filter((it) => isOwn(it) && isPublic(it) && !isOptional(it))) {
      const { name = '' } = typeOf(member).getSymbol() ?? {};
      if (Object.hasOwn(shapes, name) || Object.hasOwn(classes, name))
        holders[name] = { ...holders[name], [target.name]: member.name };
    }
  }

  return { shapes: sorted(shapes), enums: sorted(enums), classes: sorted(classes), holders: sorted(holders) };
}

function sorted<T>(record: Table<T>): Table<T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function text(): string {
  const { shapes, enums, classes, holders } = propShapes();
  const table = '{ readonly [name: string]: string }';
  const constant = (name: string, doc: string, type: string, value: object) =>
    `\n/** ${doc} */\nexport const ${name}: { readonly [name: string]: ${type} } = ${JSON.stringify(value, null, 2)};\n`;
  return [
    HEAD,
    '\n/** What an object with a behaviour has, which expressions yield one, and the constants of its class. */\n',
    'export interface ClassShape {\n  readonly members: readonly string[];\n  readonly makers: readonly string[];\n',
    `  readonly constants: ${table};\n}\n`,
    constant('PROP_SHAPES', 'Plain data, by property.', table, shapes),
    constant('PROP_ENUMS', 'Closed sets of strings: members and values.', table, enums),
    constant('PROP_CLASSES', 'Objects with a behaviour.', 'ClassShape', classes),
    constant(
      'PROP_HOLDERS',
      'Classes that have a value of a shape or of another class, and the property that holds it.',
      table,
      holders,
    ),
  ].join('');
}

// Formatted by `npm run format`, as everything else.
if (require.main === module) fs.writeFileSync(path.join(ROOT, 'lib/validation/props/prop-shapes.generated.ts'), text());
