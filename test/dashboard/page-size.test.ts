/** The page stays small: what its scripts weigh on the wire, all of them together. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { projectRoot } from './demo.js';

const SCRIPTS_BYTES_MAX = 70_000;
const assets = join(process.env['CROSSFEED_PAGE'] ?? join(projectRoot, 'dist/dashboard/page'), 'assets');
const isBuilt = existsSync(assets);
if (!isBuilt) console.warn('the page is not built (npm run build): its size is not looked at');

it.skipIf(!isBuilt)('the scripts of the page have at most 70 kB, gzip', () => {
  const scripts = readdirSync(assets).filter((name) => name.endsWith('.js'));
  expect(scripts.length).toBeGreaterThan(0);
  const bytes = scripts.reduce((sum, name) => sum + gzipSync(readFileSync(join(assets, name)), { level: 9 }).length, 0);
  expect(bytes).toBeLessThanOrEqual(SCRIPTS_BYTES_MAX);
});
