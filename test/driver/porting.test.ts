/** The page for board designers names every pin and parameter that the card has. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { installationRoot } from '../../control/core/world-installation.js';

const read = (path: string): string => readFileSync(join(installationRoot(), path), 'utf8');

it('docs/porting-to-a-card.md has every port and parameter of cf_nic', () => {
  const source = read('hdl/rtl/cf_nic.sv').replaceAll(/`ifdef CROSSFEED_SIM[\s\S]*?`endif/g, '');
  const head = source.slice(source.indexOf('module cf_nic'), source.indexOf('\n);'));
  const names = [
    ...head.matchAll(/^\s*(?:input|output|parameter)\b[^,/]*?(\w+)\s*(?:=[^,/]*)?,?\s*(?:\/\/.*)?$/gm),
  ].map(([, name]) => name!);
  expect(names.length).toBeGreaterThan(50);
  const page = read('docs/porting-to-a-card.md');
  expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});
