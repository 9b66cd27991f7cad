/**
 * docs/order-types.md as it should be: its tables from the rules of control/orders/types and the venues of config/venues. Run by itself (`npx tsx
 * test/orders/order-types-document.ts`) it writes the file; with `--check` it writes nothing and fails when the file is stale.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  codeTable,
  coverageTable,
  fillDocument,
  parameterTable,
  type CoveredVenue,
} from '../../control/orders/types/coverage.js';
import { loadVenue } from '../../control/venues/config/load.js';

const root = resolve(import.meta.dirname, '../..');
export const DOCUMENT = resolve(root, 'docs/order-types.md');

/** The venues of the demo, by file name. */
export function coveredVenues(): CoveredVenue[] {
  const folder = resolve(root, 'config/venues');
  return readdirSync(folder)
    .sort()
    .map((name) => {
      const { id, capabilities, rate } = loadVenue(resolve(folder, name), (path) => readFileSync(path, 'utf8')).config;
      return { id, capabilities: { ...capabilities, ratePerSecond: Math.floor((rate.messages * 1000) / rate.perMs) } };
    });
}

export function madeAnew(text: string): string {
  return fillDocument(text, {
    coverage: coverageTable(coveredVenues()),
    parameters: parameterTable(),
    codes: codeTable(),
  });
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const text = readFileSync(DOCUMENT, 'utf8');
  const wanted = madeAnew(text);
  if (wanted === text) console.error('docs/order-types.md: up to date');
  else if (process.argv.includes('--check')) {
    console.error(
      'docs/order-types.md: stale; run `npx tsx test/orders/order-types-document.ts` and commit the result',
    );
    process.exitCode = 1;
  } else {
    writeFileSync(DOCUMENT, wanted);
    console.error('wrote docs/order-types.md');
  }
}
