import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ESLint } from 'eslint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '..', '..');

let tree: string;

beforeAll(() => {
  tree = mkdtempSync(path.join(tmpdir(), 'crossfeed-house-'));
  write(
    'package.json',
    JSON.stringify({ type: 'module', dependencies: { yaml: '*' }, devDependencies: { vitest: '*' } }),
  );
});

afterAll(() => {
  rmSync(tree, { recursive: true, force: true });
});

function write(file: string, text: string): void {
  const full = path.join(tree, file);
  mkdirSync(path.dirname(full), { recursive: true });
  writeFileSync(full, text);
}

/** Writes the files, lints them with the house's rules alone, and answers `file:line rule` for each complaint. */
async function lint(files: Record<string, string>): Promise<string[]> {
  for (const [file, text] of Object.entries(files)) write(file, text);
  const { houseConfig } = (await import(path.join(root, '.ci/eslint/house.js'))) as { houseConfig: object[] };
  const eslint = new ESLint({ cwd: tree, overrideConfigFile: true, overrideConfig: houseConfig });
  const results = await eslint.lintFiles(Object.keys(files));
  return results.flatMap(({ filePath, messages }) =>
    messages.map(({ line, ruleId }) => `${path.relative(tree, filePath)}:${line} ${ruleId ?? 'parse'}`),
  );
}

const direction = 'house/import-direction';
const world = 'house/world-only';

describe('import direction', () => {
  it.each([
    ['control/core/a.ts', '../protocols/itch.js'],
    ['control/core/a.ts', '../../driver/nic.js'],
    ['control/protocols/a.ts', '../core/price.js'],
    ['control/journal/a.ts', '../fix/session.js'],
    ['control/fix/a.ts', '../journal/log.js'],
    ['control/market-data/a.ts', '../routing/router.js'],
    ['control/market-data/a.ts', '../gateway.js'],
    ['control/routing/a.ts', '../orders/order.js'],
    ['control/commands/a.ts', '../../sim/exchanges/exchange.js'],
    ['control/core/a.test.ts', '../protocols/itch.js'],
    ['driver/a.ts', '../control/market-data/book.js'],
    ['dashboard/server/a.ts', '../../driver/nic.js'],
    ['dashboard/page/a.tsx', '../../control/market-data/book.js'],
    ['sim/exchanges/a.ts', '../../control/fix/session.js'],
    ['control/unheard-of/a.ts', './b.js'],
    ['control/core/a.ts', '../../../elsewhere.js'],
    ['control/core/a.ts', 'vitest'],
    ['control/core/a.ts', 'left-pad'],
  ])('refuses that %s imports %s', async (file, specifier) => {
    expect(await lint({ [file]: `import '${specifier}';\n` })).toContain(`${file}:1 ${direction}`);
  });

  it.each([
    ['control/market-data/a.ts', '../../driver/nic.js'],
    ['control/market-data/a.ts', '../core/feed.js'],
    ['control/market-data/books/a.ts', '../source.js'],
    ['control/venues/a.ts', '../fix/session.js'],
    ['control/gateway.ts', './market-data/source.js'],
    ['control/cli.ts', './commands/up.js'],
    ['control/commands/a.ts', '../gateway.js'],
    ['driver/a.ts', './generated/registers.js'],
    ['driver/a.ts', '../control/core/feed.js'],
    ['dashboard/server/a.ts', '../schemas.js'],
    ['sim/main.ts', './exchanges/exchange.js'],
    ['sim/chaos/a.ts', '../../control/gateway.js'],
    ['test/e2e/a.ts', '../../dashboard/server/main.js'],
    ['control/core/a.test.ts', '../../test/support/world.js'],
    ['control/core/a.test.ts', 'vitest'],
    ['control/core/a.ts', 'yaml'],
    ['control/core/a.ts', 'node:path'],
    ['dashboard/page/a.tsx', 'preact'],
  ])('lets %s import %s', async (file, specifier) => {
    expect(await lint({ [file]: `import '${specifier}';\n` })).toEqual([]);
  });

  it('sees every way of importing, types included', async () => {
    const file = 'control/routing/ways.ts';
    const text = [
      `import type { A } from '../orders/a.js';`,
      `export * from '../orders/a.js';`,
      `export { b } from '../orders/a.js';`,
      `export type C = import('../orders/a.js').C;`,
      `export const load = () => import('../orders/a.js');`,
      `export type D = A;`,
    ].join('\n');
    expect(await lint({ [file]: text })).toEqual([1, 2, 3, 4, 5].map((line) => `${file}:${line} ${direction}`));
  });

  it('refuses an import cycle, but not one of types alone', async () => {
    const found = await lint({
      'control/core/one.ts': `import { two } from './two.js';\nexport const one = () => two;\n`,
      'control/core/two.ts': `import { one } from './one.js';\nexport const two = () => one;\n`,
      'control/core/three.ts': `import type { Four } from './four.js';\nexport type Three = Four;\n`,
      'control/core/four.ts': `import type { Three } from './three.js';\nexport type Four = Three | 4;\n`,
    });
    expect(found.sort()).toEqual(['control/core/one.ts:1 house/no-cycle', 'control/core/two.ts:1 house/no-cycle']);
  });
});

describe('the World seam', () => {
  it.each([
    'Date.now();',
    'new Date();',
    'Date();',
    `Date['now']();`,
    'const { now } = Date;',
    'performance.now();',
    'process.hrtime();',
    'process.hrtime.bigint();',
    'Math.random();',
    'setTimeout(() => {}, 1);',
    'setInterval(() => {}, 1);',
    'setImmediate(() => {});',
    'const later = setTimeout;',
    'globalThis.setTimeout(() => {}, 1);',
    'globalThis.Date.now();',
    'crypto.randomUUID();',
    `import 'node:fs';`,
    `import { readFile } from 'node:fs/promises';`,
    `import { createServer } from 'net';`,
    `import dgram from 'node:dgram';`,
    `import { type Socket } from 'node:net';`,
    `import { setTimeout as delay } from 'node:timers/promises';`,
    `import { randomBytes } from 'node:crypto';`,
    `export { readFileSync } from 'node:fs';`,
    `await import('node:fs');`,
  ])('refuses %s', async (text) => {
    expect(await lint({ 'control/routing/seam.ts': `${text}\n` })).toEqual([`control/routing/seam.ts:1 ${world}`]);
  });

  it.each([
    'new Date(0);',
    'Date.UTC(2026, 0);',
    'Math.max(1, 2);',
    'process.exitCode = 1;',
    `import type { Socket } from 'node:net';`,
    `import { createHash } from 'node:crypto';`,
    'export function run(setTimeout: () => void) { setTimeout(); }',
    'export const timers = { setTimeout: 1 }; timers.setTimeout;',
  ])('lets %s', async (text) => {
    expect(await lint({ 'control/routing/seam.ts': `${text}\n` })).toEqual([]);
  });

  it('holds where the design says, and nowhere else', async () => {
    const bound = [
      'control/core/a.ts',
      'control/cli.ts',
      'sim/exchanges/a.ts',
      'sim/chaos/a.ts',
      'dashboard/server/a.ts',
    ];
    const free = ['control/core/world-node.ts', 'driver/a.ts', 'hdl/tools/a.ts', 'test/a.ts', 'dashboard/page/a.tsx'];
    const text = 'Date.now();\n';
    const found = await lint(
      Object.fromEntries([...bound, ...free, 'control/core/a.test.ts'].map((file) => [file, text])),
    );
    expect(found.sort()).toEqual(bound.map((file) => `${file}:1 ${world}`).sort());
  });
});

it('the repository is linted with these rules', async () => {
  const eslint = new ESLint({ cwd: root });
  const config = (await eslint.calculateConfigForFile('control/core/feed.ts')) as { rules: Record<string, unknown[]> };
  for (const rule of [direction, world, 'house/no-cycle', '@typescript-eslint/no-explicit-any']) {
    expect(config.rules[rule]?.[0], rule).toBe(2);
  }
});
