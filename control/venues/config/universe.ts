/** The instruments of a universe, from YAML. */
import { z } from 'zod';
import type { AssetClass, Instrument } from '../../core/instruments.js';
import { parseYamlConfig, type Contradiction } from '../../core/yaml-config.js';
import { list, map, oneOf, text, whole } from '../../fix/config/schema-parts.js';

const assetClass = oneOf(['equity', 'cryptoSpot', 'cryptoPerpetual']);
const SYMBOL_WANTED = 'a canonical symbol: capitals, digits, dot and dash';
const symbol = z.string({ error: SYMBOL_WANTED }).regex(/^[A-Z0-9][A-Z0-9.-]{0,23}$/, { error: SYMBOL_WANTED });
const code = text('a currency or token code');

const body = {
  assetClass: assetClass.optional(),
  /** What prices are in. */
  currency: code.optional(),
  /** What quantities are in. */
  unit: code.optional(),
  priceScale: whole(0, 9).optional(),
  quantityScale: whole(0, 9).optional(),
};

const instrument = z.union([symbol, map({ symbol, ...body })], { error: 'a symbol, or a map with one' });

const universeSchema = map({
  name: text('a name'),
  /** For instruments that do not say it themselves. */
  defaults: map({
    assetClass: assetClass.default('equity'),
    currency: code.default('USD'),
    unit: code.default('shares'),
    priceScale: whole(0, 9).default(4),
    quantityScale: whole(0, 9).default(0),
  }).prefault({}),
  instruments: list(instrument, 1, 65_535),
});

export interface Universe {
  readonly name: string;
  readonly instruments: readonly Instrument[];
}

/** Checks YAML text. Throws ConfigError. Instruments are numbered in the order of the file. */
export function parseUniverse(file: string, source: string): Universe {
  const { name, defaults, instruments } = parseYamlConfig(file, source, { schema: universeSchema, crossCheck });
  return {
    name,
    instruments: instruments.map((entry, index) => {
      const own = typeof entry === 'string' ? { symbol: entry } : entry;
      const value: Instrument = {
        index,
        symbol: own.symbol,
        assetClass: (own as { assetClass?: AssetClass }).assetClass ?? defaults.assetClass,
        currency: (own as { currency?: string }).currency ?? defaults.currency,
        unit: (own as { unit?: string }).unit ?? defaults.unit,
        priceScale: (own as { priceScale?: number }).priceScale ?? defaults.priceScale,
        quantityScale: (own as { quantityScale?: number }).quantityScale ?? defaults.quantityScale,
      };
      return value;
    }),
  };
}

function crossCheck({ instruments }: z.infer<typeof universeSchema>): readonly Contradiction[] {
  const seen = new Set<string>();
  const wrong: Contradiction[] = [];
  for (const [i, entry] of instruments.entries()) {
    const name = typeof entry === 'string' ? entry : entry.symbol;
    if (seen.has(name)) wrong.push({ path: ['instruments', i], found: `${name} again`, expected: 'each symbol once' });
    seen.add(name);
  }
  return wrong;
}
