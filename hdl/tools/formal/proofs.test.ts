import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rtlSources } from '../rtl-sources.js';
import { readProofs, withBug, withProperties } from './proofs.js';

const folder = join(import.meta.dirname, '..', '..', 'formal');
const sources = rtlSources();

describe('the list of proofs', () => {
  for (const proof of readProofs(join(folder, 'proofs.yaml'))) {
    it(`${proof.name}: its properties and the places of its bugs are there`, () => {
      const properties = readFileSync(join(folder, proof.properties), 'utf8');
      expect(withProperties(sources, proof.top, properties)[`${proof.top}.sv`]).toContain(properties);
      for (const bug of proof.bugs) expect(withBug(sources, bug)[bug.file]).not.toBe(sources[bug.file]);
    });
  }

  it('says so when the RTL has changed under a bug', () => {
    const bug = { name: 'b', file: 'a.sv', replace: 'x', with: 'y' };
    expect(withBug({ 'a.sv': 'a x b' }, bug)).toEqual({ 'a.sv': 'a y b' });
    expect(() => withBug({ 'a.sv': 'a b' }, bug)).toThrow('0 times, expected once');
    expect(() => withBug({ 'a.sv': 'x x' }, bug)).toThrow('2 times, expected once');
    expect(() => withBug({}, bug)).toThrow('0 times');
    expect(() => withProperties({}, 'a', '')).toThrow('no module a');
  });
});
