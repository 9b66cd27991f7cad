import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../control/core/yaml-config.js';
import { parseCboeConfig } from './config.js';
import { cboeInstruments } from './listings.js';
import { unitOf } from './market-data-config.js';

const complaints = (text: string): readonly string[] => {
  try {
    parseCboeConfig('cboe.yaml', text);
  } catch (error) {
    if (error instanceof ConfigError) return error.complaints;
    throw error;
  }
  return [];
};

const unit = (number: number, symbols: string, address = '127.0.0.1'): string =>
  `  - { unit: ${number}, symbols: ${symbols}, lines: [{ name: A, address: ${address}, port: 1000 }] }`;

describe('the configuration of the Cboe simulator', () => {
  it('has defaults for everything', () => {
    const config = parseCboeConfig('cboe.yaml', '');
    expect(config.units.map(({ unit: number, symbols }) => [number, symbols])).toEqual([
      [1, 'A-H'],
      [2, 'I-Z'],
    ]);
    expect(config.gapRequests).toBeUndefined();
  });

  it('of the demo is in order, and lists names that the units share out', () => {
    const text = readFileSync(new URL('../../../config/demo-cboe.yaml', import.meta.url), 'utf8');
    const config = parseCboeConfig('demo-cboe.yaml', text);
    const instruments = cboeInstruments(config);
    expect(instruments.length).toBe(110);
    const renamed = instruments.filter(({ stock, canonical }) => stock !== canonical);
    expect(renamed.map(({ stock, canonical }) => `${canonical}=${stock}`)).toContain('BRK.B=BRK B');
    expect(new Set(instruments.map(({ stock }) => unitOf(config.units, stock)))).toEqual(new Set([0, 1]));
  });

  it('says where it is wrong', () => {
    const partition = 'expected units of different numbers, and each letter from A to Z on exactly one of them';
    for (const units of [
      [unit(1, 'A-M')],
      [unit(1, 'A-M'), unit(2, 'M-Z')],
      [unit(1, 'A-M'), unit(1, 'N-Z')],
      [unit(1, 'Z-A')],
    ]) {
      expect(complaints(`units:\n${units.join('\n')}`).join()).toContain(partition);
    }
    expect(complaints(`units:\n${unit(1, 'A-Z', '192.0.2.1')}`).join()).toContain('expected an address in 127.0.0.0/8');
    expect(complaints('gapRequests: { users: [] }').join()).toContain('cboe.yaml:1:16: gapRequests.users');
    expect(complaints('what: 1')[0]).toContain('cboe.yaml:1:1: what: found a key that means nothing here');
  });
});
