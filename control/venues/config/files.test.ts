import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../core/yaml-config.js';
import { VenueSymbolMap } from '../symbols/symbol-map.js';
import { addListings, loadVenue } from './load.js';
import { parseUniverse } from './universe.js';

const root = resolve(import.meta.dirname, '../../..');
const read = (path: string): string => readFileSync(path, 'utf8');
const files = ['config/venues', 'config/testnet'].flatMap((folder) =>
  readdirSync(resolve(root, folder)).map((name) => resolve(root, folder, name)),
);

describe('the files that come with the project', () => {
  it.each(files)('%s is a venue', (file) => {
    const venue = loadVenue(file, read);
    const { instruments } = parseUniverse(venue.universeFile, read(venue.universeFile));
    const map = new VenueSymbolMap(instruments, venue.universeFile);
    addListings(map, instruments, venue, 0);
    expect([...map.ofVenue(0)].length).toBeGreaterThan(5);
    expect(venue.config.optIn).toBe(file.includes('testnet/'));
  });
});

const universe = 'name: u\ninstruments: [AAPL, { symbol: BTC-USD, priceScale: 2, quantityScale: 8 }]';
const session = 'protocol: ouch50\n  gateways: [{ host: h, port: 1 }]\n  username: U\n  password: { file: secret }';
const venueText = (more = ''): string => `id: V\nuniverse: u.yaml\norderEntry:\n  ${session}\n${more}`;

function complaintsOf(files_: Readonly<Record<string, string>>): readonly string[] {
  try {
    const venue = loadVenue('/c/v.yaml', (path) => files_[path] ?? '');
    const { instruments } = parseUniverse('/c/u.yaml', universe);
    addListings(new VenueSymbolMap(instruments, '/c/u.yaml'), instruments, venue, 0);
  } catch (error) {
    if (error instanceof ConfigError) return error.complaints;
    throw error;
  }
  return [];
}

describe('a file with mistakes', () => {
  it('is told line by line', () => {
    const text = venueText('rate: { messages: -1 }\nsymbols: { defaults: { tick: 0.01 } }\ncolour: red');
    expect(complaintsOf({ '/c/v.yaml': text })).toEqual([
      '/c/v.yaml:8:19: rate.messages: found -1, expected a whole number from 0 to 100000',
      '/c/v.yaml:9:30: symbols.defaults.tick: found 0.01, expected a decimal in quotes, such as "0.01"',
      '/c/v.yaml:10:1: colour: found a key that means nothing here, expected no such key',
    ]);
  });

  it('never holds a secret', () => {
    const text = venueText().replace('{ file: secret }', 'hunter2');
    const [complaint = ''] = complaintsOf({ '/c/v.yaml': text });
    expect(complaint).toContain('file, fd or store says where the secret is');
    expect(complaint).not.toContain('hunter2');
  });

  it('names a symbol of the universe, with steps that its scales can say', () => {
    const unknown = venueText('symbols: { listings: [{ symbol: MSFT }] }');
    expect(complaintsOf({ '/c/v.yaml': unknown })[0]).toContain('found MSFT, expected a symbol of the universe');
    const fine = venueText('symbols: { listings: [{ symbol: AAPL, tick: "0.00001" }] }');
    expect(complaintsOf({ '/c/v.yaml': fine })[0]).toContain('tick of AAPL: found 0.00001');
  });

  it('may stand on another one', () => {
    const over = 'extends: base.yaml\nid: W\norderEntry: { username: X }\nsymbols: { except: [BTC-USD] }';
    const base = venueText();
    const venue = loadVenue('/c/v.yaml', (path) => (path === '/c/base.yaml' ? base : over));
    expect(venue.config).toMatchObject({ id: 'W', orderEntry: { username: 'X', protocol: 'ouch50' } });
    expect(venue.universeFile).toBe('/c/u.yaml');
    expect(complaintsOf({ '/c/v.yaml': 'extends: v.yaml' })[0]).toContain('extends itself');
  });
});
