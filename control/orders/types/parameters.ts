/**
 * Parameters of types and algorithms, as clients give them: `name=value` (FIX 848, `algo` of the HTTP API). One table for validation, for the workers and for the
 * documentation.
 */
import type { ClientOrder } from '../../core/order-entry.js';
import { deny, type TypeDenial } from './denials.js';
import { featuresOf, type TypeName } from './names.js';

interface NumberParameter {
  readonly types: readonly TypeName[];
  readonly min: number;
  readonly max: number;
  readonly fallback: number;
  readonly what: string;
}

interface WordParameter {
  readonly types: readonly TypeName[];
  /** The first is what holds when nothing is said. */
  readonly words: readonly string[];
  readonly what: string;
}

const PEGS = ['peg-same', 'peg-opposite', 'peg-mid'] as const;
const CURVES = ['twap', 'vwap'] as const;
const ALGOS = ['twap', 'vwap', 'pov'] as const;

export const NUMBERS = {
  patienceMs: {
    types: ['market', 'stop', 'trailing-stop'],
    min: 0,
    max: 3_600_000,
    fallback: 5000,
    what: 'how long a market order waits for somebody to trade with',
  },
  protectionBps: {
    types: ['market', 'stop', 'trailing-stop', ...ALGOS],
    min: 1,
    max: 10_000,
    fallback: 500,
    what: 'how far beyond the best price an order without a limit may take, where limit orders stand for it',
  },
  refreshRandomPercent: {
    types: ['iceberg'],
    min: 0,
    max: 90,
    fallback: 20,
    what: 'each slice shows this much less than the display quantity at most, by chance; emulated only',
  },
  refreshDelayMs: {
    types: ['iceberg'],
    min: 0,
    max: 60_000,
    fallback: 0,
    what: 'longest time, by chance, before the next slice; emulated only',
  },
  pegMinTicks: {
    types: PEGS,
    min: 1,
    max: 10_000,
    fallback: 1,
    what: 'the price moves only when it is this many ticks off; emulated only',
  },
  pegIntervalMs: {
    types: PEGS,
    min: 0,
    max: 60_000,
    fallback: 20,
    what: 'least time between two moves; emulated only',
  },
  pegGraceMs: {
    types: PEGS,
    min: 0,
    max: 600_000,
    fallback: 1000,
    what: 'how long the order stays while the market is not sound; emulated only',
  },
  trailStepTicks: {
    types: ['trailing-stop'],
    min: 1,
    max: 10_000,
    fallback: 1,
    what: 'the stop price follows in steps of this many ticks',
  },
  slices: {
    types: CURVES,
    min: 1,
    max: 5000,
    fallback: 0,
    what: 'how many slices; not given: one a minute, at least 4',
  },
  crossAfterPercent: {
    types: CURVES,
    min: 0,
    max: 95,
    fallback: 70,
    what: 'share of a slice’s time in which it waits at the near price before it takes; 0: takes at once',
  },
  sliceBps: {
    types: ['pov'],
    min: 1,
    max: 10_000,
    fallback: 50,
    what: 'smallest part of the order that is taken at once, in basis points of it',
  },
  endLeadMs: {
    types: ALGOS,
    min: 0,
    max: 60_000,
    fallback: 250,
    what: 'how long before the end what rests is cancelled at venues that do not end it themselves',
  },
} as const satisfies Record<string, NumberParameter>;

export const WORDS = {
  fillOrKill: {
    types: ['fill-or-kill'],
    words: ['one-venue', 'sweep'],
    what: '`sweep`: over several venues when they show enough together; what is not there any more is cancelled, so that it may be filled in part',
  },
  overfill: {
    types: ['oco', 'bracket'],
    words: ['refuse', 'accept'],
    what: '`accept`: several legs may be at venues at a time, and fill twice',
  },
  curve: {
    types: ['vwap'],
    words: ['auto', 'file', 'live', 'flat'],
    what: 'where the volume curve comes from; `auto`: the file’s if there is one, bent by today’s volume',
  },
} as const satisfies Record<string, WordParameter>;

/** Of every type that has both forms. */
export const FORM = { name: 'form', words: ['native', 'emulated'] } as const;

export type NumberName = keyof typeof NUMBERS;
export type WordName = keyof typeof WORDS;

/** Checked by then: what the client gave, or what holds when nothing is said. */
export function numberOf(terms: Readonly<ClientOrder>, name: NumberName): number {
  const given = terms.algoParameters[name];
  return given === undefined ? NUMBERS[name].fallback : Number(given);
}

export function wordOf(terms: Readonly<ClientOrder>, name: WordName): string {
  return terms.algoParameters[name] ?? WORDS[name].words[0];
}

/** `native`, `emulated` or '' for whichever suits. */
export function formWanted(terms: Readonly<ClientOrder>): string {
  return terms.algoParameters[FORM.name] ?? '';
}

export function parameterFault(terms: Readonly<ClientOrder>): TypeDenial | undefined {
  const names = Object.keys(terms.algoParameters);
  if (names.length === 0) return undefined;
  const features = terms.linkKind === '' ? featuresOf(terms) : [...featuresOf(terms), terms.linkKind];
  for (const name of names) {
    const wrong = valueFault(name, terms.algoParameters[name]!, features);
    if (wrong !== undefined) return deny('TYPE_PARAMETER', `parameter ${name} (848): ${wrong}`);
  }
  return undefined;
}

function valueFault(name: string, value: string, features: readonly TypeName[]): string | undefined {
  if (name === FORM.name) return wordFault(value, FORM.words);
  const number: NumberParameter | undefined = Object.hasOwn(NUMBERS, name) ? NUMBERS[name as NumberName] : undefined;
  const word: WordParameter | undefined = Object.hasOwn(WORDS, name) ? WORDS[name as WordName] : undefined;
  const known = number ?? word;
  if (known === undefined) return 'there is no such parameter';
  if (!known.types.some((type) => features.includes(type))) return `only for ${known.types.join(', ')}`;
  if (word !== undefined) return wordFault(value, word.words);
  const { min, max } = number!;
  const isWhole = /^\d{1,9}$/.test(value);
  return isWhole && Number(value) >= min && Number(value) <= max
    ? undefined
    : `found ${value}, expected a whole number from ${min} to ${max}`;
}

function wordFault(value: string, words: readonly string[]): string | undefined {
  return words.includes(value) ? undefined : `found ${value}, expected ${words.join(' or ')}`;
}
