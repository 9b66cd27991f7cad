/** From a venue's YAML to its checked configuration: `extends` laid underneath, paths made absolute, listings in whole units. */
import { dirname, resolve } from 'node:path';
import { unitsOf } from '../../core/decimals.js';
import type { Instrument } from '../../core/instruments.js';
import {
  ConfigError,
  layeredTree,
  parseConfigTree,
  type ConfigPath,
  type Contradiction,
} from '../../core/yaml-config.js';
import { treeAt, yamlTree, type ConfigText, type ConfigTree } from '../../core/yaml-tree.js';
import type { VenueSymbolMap } from '../symbols/symbol-map.js';
import { venueSchema, type VenueConfig } from './venue-schema.js';

/** Reads a file: text, or an error that says which file. */
export type ReadText = (path: string) => string;

const EXTENDS_MAX = 8;

export interface LoadedVenue {
  /** Absolute. */
  readonly file: string;
  readonly universeFile: string;
  readonly config: VenueConfig;
}

/** Throws ConfigError with everything that is wrong, and what `read` throws. */
export function loadVenue(file: string, read: ReadText): LoadedVenue {
  const path = resolve(file);
  const { layers, universeFile } = withBases(path, read);
  const tree = layeredTree(layers, replacesBelow);
  const config = parseConfigTree(path, tree, { schema: venueSchema, crossCheck, isSecret });
  return { file: path, universeFile, config };
}

/** The file and those that it stands on, the lowest first. */
function withBases(path: string, read: ReadText): { layers: readonly ConfigText[]; universeFile: string } {
  const layers: ConfigText[] = [];
  let next: string | undefined = path;
  let universeFile = '';
  while (next !== undefined) {
    const file: string = next;
    if (layers.some((layer) => layer.file === file) || layers.length > EXTENDS_MAX) {
      throw new ConfigError(path, [`${file}: extends itself, or more than ${EXTENDS_MAX} files stand on each other`]);
    }
    const layer: ConfigText = { file, text: read(file) };
    layers.unshift(layer);
    const tree = yamlTree(layer);
    const universe = treeAt(tree, ['universe'])?.value;
    if (universeFile === '' && typeof universe === 'string') universeFile = resolve(dirname(file), universe);
    const base = treeAt(tree, ['extends'])?.value;
    next = typeof base === 'string' ? resolve(dirname(file), base) : undefined;
  }
  return { layers, universeFile };
}

/** A reference to a secret is one thing, and a session of another protocol another session. */
function replacesBelow(path: ConfigPath, under: ConfigTree, over: ConfigTree): boolean {
  if (SECRETS.has(String(path.at(-1)))) return true;
  const protocol = treeAt(over, ['protocol'])?.value;
  return protocol !== undefined && protocol !== treeAt(under, ['protocol'])?.value;
}

/** What stands in the place of a reference may be the secret itself. */
function isSecret(path: readonly PropertyKey[]): boolean {
  return path.some((step) => SECRETS.has(String(step)));
}

const SECRETS: ReadonlySet<string> = new Set(['password', 'secret', 'apiKey', 'appSecret']);

function crossCheck(config: VenueConfig): readonly Contradiction[] {
  const wrong: Contradiction[] = [];
  const { capabilities: can, orderEntry, fallback, fallbackRules } = config;
  if (fallback === undefined && (fallbackRules.downMs > 0 || fallbackRules.returnAfterMs > 0)) {
    wrong.push({ path: ['fallbackRules'], found: 'rules without a fallback', expected: 'a fallback to go to' });
  }
  for (const [key, entry] of [
    ['orderEntry', orderEntry],
    ['fallback', fallback],
  ] as const) {
    if (entry === undefined) continue;
    if (entry.backoffMinMs > entry.backoffMaxMs) {
      wrong.push({
        path: [key, 'backoffMinMs'],
        found: String(entry.backoffMinMs),
        expected: `at most backoffMaxMs, ${entry.backoffMaxMs}`,
      });
    }
    if (entry.protocol === 'fix') continue;
    if (entry.protocol === 'ouch42' && can.massCancel === 'native') {
      wrong.push({
        path: ['capabilities', 'massCancel'],
        found: 'native',
        expected: 'none: OUCH 4.2 has no mass cancel',
      });
    }
    if (can.replace === 'cancelNew') {
      wrong.push({ path: ['capabilities', 'replace'], found: 'cancelNew', expected: 'replace or none with OUCH' });
    }
  }
  if (can.timesInForce === '') {
    wrong.push({ path: ['capabilities', 'timesInForce'], found: '""', expected: 'at least one' });
  }
  return wrong;
}

/** Puts a venue's listings into the symbol map. Throws ConfigError and SymbolError. */
export function addListings(
  map: VenueSymbolMap,
  instruments: readonly Instrument[],
  { file, config }: LoadedVenue,
  venue: number,
): void {
  const { symbols } = config;
  const own = new Map(symbols.listings.map((entry) => [entry.symbol, entry]));
  const except = new Set(symbols.except);
  for (const name of [...own.keys(), ...except]) {
    if (instruments.some(({ symbol }) => symbol === name)) continue;
    throw new ConfigError(file, [
      `${file}: symbols: found ${name}, expected a symbol of the universe ${config.universe}`,
    ]);
  }
  for (const instrument of instruments) {
    const entry = own.get(instrument.symbol);
    if (except.has(instrument.symbol)) continue;
    const isWanted = symbols.from === 'all' && symbols.assetClasses.includes(instrument.assetClass);
    if (entry === undefined && !isWanted) continue;
    const units = (key: 'tick' | 'lot' | 'minQuantity' | 'maxQuantity'): number => {
      const own = entry?.[key] ?? symbols.defaults[key];
      const text = own ?? entry?.lot ?? symbols.defaults.lot;
      const scale = key === 'tick' ? instrument.priceScale : instrument.quantityScale;
      const value = unitsOf(text, scale);
      if (!(value >= 1)) {
        throw new ConfigError(file, [
          `${file}: symbols: ${key} of ${instrument.symbol}: found ${text}, expected a decimal above 0 with at most ${scale} places`,
        ]);
      }
      return value;
    };
    map.add({
      venue,
      symbol: instrument.symbol,
      venueSymbol: entry?.name ?? rewritten(instrument.symbol, symbols.rewrite),
      // A name of its own is the feed's as well, unless feeds have a rule of theirs.
      feedSymbol:
        entry?.feedName ??
        (symbols.rewriteFeed === undefined ? entry?.name : undefined) ??
        rewritten(instrument.symbol, symbols.rewriteFeed ?? symbols.rewrite),
      tick: units('tick'),
      lot: units('lot'),
      minQuantity: units('minQuantity'),
      maxQuantity: units('maxQuantity'),
      source: file,
    });
  }
}

function rewritten(symbol: string, rules: Readonly<Record<string, string>>): string {
  let text = symbol;
  for (const [from, to] of Object.entries(rules)) text = text.replaceAll(from, to);
  return text;
}
