// The house rules that eslint keeps: who may import whom, and that time, randomness, sockets and files come
// through the World. The table of folders is the one of docs/architecture.md; deny is the default.

import { existsSync, readFileSync, statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import tseslint from 'typescript-eslint';

/** `*` stands for every area. An area may always import itself. Longer folders win over shorter ones. */
const areas = {
  'hdl/tools': [],
  driver: ['control/core'],
  // Its feed step plays captures against the golden model; its list of checks is that of doctor and certify.
  'driver/bringup': ['driver', 'control/market-data', 'control/operations', 'control/core'],
  'control/core': [],
  'control/protocols': [],
  'control/journal': ['control/core'],
  'control/fix': ['control/protocols', 'control/core'],
  'control/market-data': ['driver', 'control/protocols', 'control/core'],
  'control/venues': ['control/fix', 'control/protocols', 'control/core'],
  // The assembler of kernels.
  'control/routing': ['control/protocols', 'control/core'],
  'control/orders': ['control/core'],
  'control/clients': ['control/fix', 'control/protocols', 'control/core'],
  'control/resilience': ['control/core'],
  'control/operations': ['control/core'],
  // The one place that wires everybody: gateway.ts, cli.ts and what they are split into.
  'control/*.ts': ['control/*', 'driver'],
  'control/gateway': ['control/*', 'driver'],
  'control/commands': ['control/*', 'driver', 'driver/*'],
  dashboard: ['control/core'],
  'sim/*.ts': ['sim/*', 'control/protocols', 'control/core'],
  'sim/exchanges': ['control/protocols', 'control/core'],
  'sim/chaos': ['*'],
  test: ['*'],
};

const isUnitTest = (file) => /\.(test|bench)\.tsx?$/.test(file);

/** The area a repository path belongs to, or undefined when the table has no row for it. */
export function areaOf(file) {
  const parts = file.split('/');
  for (let depth = parts.length - 1; depth > 0; depth--) {
    const folder = parts.slice(0, depth).join('/');
    if (depth === parts.length - 1 && areas[`${folder}/*.ts`]) return `${folder}/*.ts`;
    if (areas[folder]) return folder;
  }
  return undefined;
}

function allows(from, to) {
  if (from === to) return true;
  return areas[from].some(
    (allowed) => allowed === '*' || allowed === to || (allowed.endsWith('/*') && to.startsWith(allowed.slice(0, -1))),
  );
}

const dependenciesByRoot = new Map();

function runtimeDependencies(root) {
  let names = dependenciesByRoot.get(root);
  if (!names) {
    const file = path.join(root, 'package.json');
    const manifest = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
    names = new Set(Object.keys(manifest.dependencies ?? {}));
    dependenciesByRoot.set(root, names);
  }
  return names;
}

/** Gone when compiled. Under verbatimModuleSyntax `import { type T } from 'x'` is not: it still runs x. */
function isTypeOnly(node) {
  return node.importKind === 'type' || node.exportKind === 'type';
}

/** Calls `visit(node, specifier, typeOnly)` for every way a module can be named. */
function importVisitor(visit) {
  const declaration = (node) => {
    if (node.source) visit(node.source, node.source.value, isTypeOnly(node));
  };
  return {
    ImportDeclaration: declaration,
    ExportNamedDeclaration: declaration,
    ExportAllDeclaration: declaration,
    ImportExpression(node) {
      if (node.source.type === 'Literal') visit(node.source, node.source.value, false);
    },
    TSImportType(node) {
      const literal = node.source ?? node.argument?.literal;
      if (literal) visit(literal, literal.value, true);
    },
    CallExpression(node) {
      const [first] = node.arguments;
      if (node.callee.type === 'Identifier' && node.callee.name === 'require' && first?.type === 'Literal') {
        visit(first, first.value, false);
      }
    },
  };
}

const importDirection = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      direction: '{{from}} may not import {{to}}: areas meet through the ports in control/core (allowed: {{allowed}}).',
      noRow: '{{file}} is in no folder of the house: give it a row in .ci/eslint/house.js, or move it.',
      outside: "'{{specifier}}' leaves the repository.",
      package: "'{{name}}' is not among the dependencies of package.json, so what runs from dist/ may not import it.",
    },
  },
  create(context) {
    const root = context.cwd;
    const file = path.relative(root, context.filename).split(path.sep).join('/');
    const from = areaOf(file);
    const test = isUnitTest(file);
    // Bundled by Vite or run by tsx, never from dist/.
    const fromSource = test || from === 'test' || from === 'hdl/tools' || file.startsWith('dashboard/page/');
    return {
      Program(node) {
        if (!from) context.report({ node, messageId: 'noRow', data: { file } });
      },
      ...importVisitor((node, specifier, typeOnly) => {
        if (!from || typeof specifier !== 'string') return;
        if (!specifier.startsWith('.')) {
          if (isBuiltin(specifier) || typeOnly || fromSource) return;
          const name = specifier
            .split('/')
            .slice(0, specifier.startsWith('@') ? 2 : 1)
            .join('/');
          if (!runtimeDependencies(root).has(name)) context.report({ node, messageId: 'package', data: { name } });
          return;
        }
        const target = path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier));
        if (target.startsWith('..')) {
          context.report({ node, messageId: 'outside', data: { specifier } });
          return;
        }
        if (test && target.startsWith('test/support/')) return;
        const to = areaOf(target);
        if (to && allows(from, to)) return;
        const allowed = areas[from].join(', ') || 'nothing';
        context.report({ node, messageId: 'direction', data: { from, to: to ?? target, allowed } });
      }),
    };
  },
};

/** What a file of the tree imports at run time, as absolute paths; re-read when the file changes. */
const graph = new Map();

function runtimeImports(file) {
  const known = graph.get(file);
  const { mtimeMs } = statSync(file);
  if (known?.mtimeMs === mtimeMs) return known.imports;
  let program;
  try {
    program = tseslint.parser.parseForESLint(readFileSync(file, 'utf8'), { filePath: file, range: false }).ast;
  } catch {
    program = { body: [] }; // Its own lint says what is wrong with it.
  }
  const imports = program.body.filter((node) => node.source && !isTypeOnly(node)).map((node) => node.source.value);
  const entry = { mtimeMs, imports: imports.map((specifier) => sourceOf(file, specifier)).filter(Boolean) };
  graph.set(file, entry);
  return entry.imports;
}

/** The source file that a relative `.js` specifier stands for, if there is one. */
function sourceOf(file, specifier) {
  if (!specifier.startsWith('.')) return undefined;
  const target = path.resolve(path.dirname(file), specifier);
  const candidates = [
    target.replace(/\.js$/, '.ts'),
    target.replace(/\.jsx?$/, '.tsx'),
    `${target}.ts`,
    `${target}.tsx`,
  ];
  return candidates.find((candidate) => /\.tsx?$/.test(candidate) && existsSync(candidate));
}

/** The shortest way from one of `starts` to `goal` along imports, both ends included. */
function importPath(starts, goal) {
  const from = new Map(starts.map((start) => [start, undefined]));
  for (const file of from.keys()) {
    if (file === goal) {
      const way = [];
      for (let at = file; at !== undefined; at = from.get(at)) way.unshift(at);
      return way;
    }
    for (const next of runtimeImports(file)) if (!from.has(next)) from.set(next, file);
  }
  return undefined;
}

const noCycle = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      cycle: 'This import comes back to this file: {{way}}. Types alone may be imported with `import type`.',
    },
  },
  create(context) {
    const imports = [];
    const note = (node) => {
      if (!node.source || isTypeOnly(node)) return;
      const target = sourceOf(context.filename, node.source.value);
      if (target) imports.push({ node, target });
    };
    return {
      ImportDeclaration: note,
      ExportNamedDeclaration: note,
      ExportAllDeclaration: note,
      'Program:exit'() {
        // One walk from all imports together answers for nearly every file; which import it is matters only where there is a cycle.
        const targets = imports.map(({ target }) => target);
        if (!importPath(targets, context.filename)) return;
        for (const { node, target } of imports) {
          const way = importPath([target], context.filename);
          if (!way) continue;
          const names = way.map((file) => path.relative(context.cwd, file)).join(' → ');
          context.report({ node: node.source, messageId: 'cycle', data: { way: names } });
        }
      },
    };
  },
};

const worldModules = new Map([
  ['fs', 'files'],
  ['fs/promises', 'files'],
  ['net', 'sockets'],
  ['dgram', 'sockets'],
  ['tls', 'sockets'],
  ['timers', 'timers'],
  ['timers/promises', 'timers'],
  ['perf_hooks', 'clock'],
]);
const worldFunctions = new Map([
  ['setTimeout', 'timers'],
  ['setInterval', 'timers'],
  ['setImmediate', 'timers'],
]);
const worldMembers = new Map([
  ['Date', new Map([['now', 'clock']])],
  ['Math', new Map([['random', 'random']])],
  ['performance', new Map([['now', 'clock']])],
  [
    'process',
    new Map([
      ['hrtime', 'clock'],
      ['uptime', 'clock'],
    ]),
  ],
  [
    'crypto',
    new Map([
      ['randomUUID', 'random'],
      ['getRandomValues', 'random'],
    ]),
  ],
]);
const randomCrypto = new Set([
  'randomBytes',
  'randomFill',
  'randomFillSync',
  'randomInt',
  'randomUUID',
  'getRandomValues',
]);

/** The names of the properties that an expression takes from `node`: `node.x`, `node['x']`, `const { x } = node`. */
function propertiesTaken(node) {
  const { parent } = node;
  if (parent.type === 'MemberExpression' && parent.object === node) {
    if (!parent.computed) return [parent.property.name];
    return parent.property.type === 'Literal' ? [String(parent.property.value)] : [];
  }
  if (parent.type === 'VariableDeclarator' && parent.init === node && parent.id.type === 'ObjectPattern') {
    return parent.id.properties.flatMap((property) =>
      property.type === 'Property' && property.key.type === 'Identifier' ? [property.key.name] : [],
    );
  }
  return [];
}

const worldOnly = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      world:
        '{{what}} is banned here: take {{kind}} from the World (control/core/world.ts), so that a run can be replayed from its seed.',
    },
  },
  create(context) {
    const report = (node, what, kind) => {
      context.report({ node, messageId: 'world', data: { what, kind } });
    };
    const checkGlobal = (node) => {
      const { name, parent } = node;
      if (name === 'globalThis' || name === 'global') {
        for (const property of propertiesTaken(node)) {
          if (worldFunctions.has(property)) report(parent, `${name}.${property}`, worldFunctions.get(property));
        }
        if (parent.type === 'MemberExpression' && worldMembers.has(parent.property.name)) {
          checkMembers(parent, parent.property.name);
        }
        return;
      }
      if (worldFunctions.has(name)) report(node, name, worldFunctions.get(name));
      else if (worldMembers.has(name)) checkMembers(node, name);
    };
    const checkMembers = (node, name) => {
      for (const property of propertiesTaken(node)) {
        const kind = worldMembers.get(name).get(property);
        if (kind) report(node.parent, `${name}.${property}`, kind);
      }
      const { parent } = node;
      if (name !== 'Date' || parent.callee !== node) return;
      if (parent.type === 'CallExpression') report(parent, 'Date()', 'clock');
      if (parent.type === 'NewExpression' && parent.arguments.length === 0) report(parent, 'new Date()', 'clock');
    };
    return {
      'Program:exit'(program) {
        const scope = context.sourceCode.getScope(program);
        const implicit = scope.variables.filter((v) => v.defs.length === 0).flatMap((v) => v.references);
        const seen = new Set();
        for (const { identifier, isValueReference } of [...scope.through, ...implicit]) {
          if (seen.has(identifier) || isValueReference === false) continue;
          seen.add(identifier);
          checkGlobal(identifier);
        }
      },
      ...importVisitor((node, specifier, typeOnly) => {
        if (typeOnly || typeof specifier !== 'string') return;
        const name = specifier.replace(/^node:/, '');
        if (worldModules.has(name)) report(node, `'${specifier}'`, worldModules.get(name));
        if (name === 'crypto') {
          for (const imported of node.parent.specifiers ?? []) {
            if (randomCrypto.has(imported.imported?.name)) report(imported, imported.imported.name, 'random');
          }
        }
      }),
    };
  },
};

const sources = ['hdl/tools', 'driver', 'control', 'sim', 'dashboard', 'test'].map(
  (folder) => `${folder}/**/*.{ts,tsx}`,
);

/** The part of the configuration that needs no types, so that its test can run it on a tree of its own. */
export const houseConfig = [
  {
    files: sources,
    ignores: ['**/vite.config.ts'],
    languageOptions: { parser: tseslint.parser },
    plugins: {
      house: { rules: { 'import-direction': importDirection, 'no-cycle': noCycle, 'world-only': worldOnly } },
    },
    rules: {
      'house/import-direction': 'error',
      'house/no-cycle': 'error',
      'house/world-only': 'error',
    },
  },
  {
    // The implementations of the World, what talks to a card or a browser itself, and tests.
    files: [
      'control/core/world*.ts',
      'control/core/world/**',
      'driver/**',
      'hdl/tools/**',
      'dashboard/page/**',
      'test/**',
      '**/*.test.{ts,tsx}',
    ],
    rules: { 'house/world-only': 'off' },
  },
];
