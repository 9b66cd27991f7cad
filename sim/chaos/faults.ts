/**
 * What goes wrong in a run, and when: made from the seed, as data, so that a run can be replayed with fewer of them. Every fault ends by itself; after the last one
 * everything is put right.
 */
import type { Random } from '../../control/core/world.js';
import { EXCHANGE_PARTS, SYMBOLS, type ExchangePart } from './scene/exchange.js';

export type Fault = { readonly atMs: number } & (
  | {
      readonly kind: 'killPart' | 'partition';
      readonly venue: number;
      readonly part: ExchangePart;
      readonly forMs: number;
    }
  | { readonly kind: 'cut' | 'corrupt'; readonly venue: number; readonly part: ExchangePart }
  /** The connection breaks when so many more bytes have been delivered. */
  | { readonly kind: 'cutAfter'; readonly venue: number; readonly part: ExchangePart; readonly bytes: number }
  /** Datagrams are lost, come twice or late; bytes of streams come in pieces. */
  | {
      readonly kind: 'impair';
      readonly venue: number;
      readonly part: ExchangePart;
      readonly forMs: number;
      readonly percent: number;
    }
  /** No datagram of a publisher arrives, while its connections go on. */
  | { readonly kind: 'loseLines'; readonly venue: number; readonly part: 'publisher'; readonly forMs: number }
  /** Everything takes so long on its way. */
  | {
      readonly kind: 'delay';
      readonly venue: number;
      readonly part: ExchangePart;
      readonly forMs: number;
      readonly latencyMs: number;
    }
  /** An instrument does not trade: orders are refused, and can only be cancelled. */
  | { readonly kind: 'halt'; readonly venue: number; readonly instrument: number; readonly forMs: number }
  | { readonly kind: 'killGateway' | 'powerCut'; readonly forMs: number }
  /** The process dies in the middle of its so-and-so-many-th next change of the disk. */
  | { readonly kind: 'dieWriting'; readonly changes: number; readonly forMs: number; readonly power: boolean }
  /** The gateway is killed, a bit of its journal flips, and it is started on that; a while later the bit is right again. @param place 0 to 1 */
  | { readonly kind: 'flipBit'; readonly place: number; readonly forMs: number }
  | { readonly kind: 'diskFull'; readonly forMs: number }
  | { readonly kind: 'syncFails' | 'writeFails' }
  | { readonly kind: 'clock'; readonly stepMs: number }
  /** The gateway's clock gains so many parts per million. */
  | { readonly kind: 'drift'; readonly ppm: number }
  | { readonly kind: 'cutClient' }
  /** The client stops reading. */
  | { readonly kind: 'slowClient'; readonly forMs: number }
);

export type FaultKind = Fault['kind'];

/** Relative to one another, of those that a run has up to six of. */
const WEIGHTS: Readonly<Record<Exclude<FaultKind, 'flipBit'>, number>> = {
  killPart: 12,
  partition: 10,
  cut: 8,
  corrupt: 6,
  cutAfter: 10,
  impair: 12,
  loseLines: 8,
  delay: 10,
  halt: 4,
  killGateway: 12,
  powerCut: 8,
  dieWriting: 12,
  diskFull: 5,
  syncFails: 3,
  writeFails: 3,
  clock: 3,
  drift: 2,
  cutClient: 6,
  slowClient: 3,
};
const KINDS = Object.keys(WEIGHTS) as (keyof typeof WEIGHTS)[];
const FAULTS_MAX = 6;
/** Of so many runs one has a flipped bit as well. */
const FLIP_EVERY = 10;

export interface PlanOptions {
  /** How long trading goes on. */
  readonly ms: number;
  readonly venues: number;
}

/** In the order of their times. */
export function faultPlan(random: Random, { ms, venues }: PlanOptions): readonly Fault[] {
  const count = 1 + random.below(FAULTS_MAX);
  const faults = Array.from({ length: count }, () => fault(random, ms, venues));
  if (random.below(FLIP_EVERY) === 0) {
    const atMs = 50 + random.below(Math.max(1, ms - 100));
    faults.push({ kind: 'flipBit', atMs, place: random.next(), forMs: 1 + random.below(400) });
  }
  return faults.sort((a, b) => a.atMs - b.atMs);
}

function fault(random: Random, ms: number, venues: number): Fault {
  const kind = drawn(random);
  const atMs = 50 + random.below(Math.max(1, ms - 100));
  const forMs = random.below(4) === 0 ? 500 + random.below(2500) : 1 + random.below(400);
  const venue = random.below(venues);
  const part = EXCHANGE_PARTS[random.below(EXCHANGE_PARTS.length)]!;
  // Nobody connects to the matcher over the network.
  const reached = part === 'matcher' ? 'entry-a' : part;
  switch (kind) {
    case 'killPart':
      return { kind, atMs, venue, part, forMs };
    case 'partition':
      return { kind, atMs, venue, part: reached, forMs };
    case 'cut':
      return { kind, atMs, venue, part: reached };
    case 'corrupt': {
      // Where messages have a checksum of their own: what TCP's lets through, nobody can see in the binary protocols of the first exchange, nor in those of the second one's feed.
      const hasSum = part === 'publisher' ? venues - 1 : 1 + (venue % (venues - 1));
      return { kind, atMs, venue: hasSum, part: reached };
    }
    case 'cutAfter':
      return { kind, atMs, venue, part: reached, bytes: 1 + random.below(3000) };
    case 'impair':
      return { kind, atMs, venue, part: reached, forMs, percent: 1 + random.below(30) };
    case 'loseLines':
      // The last exchange has market data over FIX only.
      return { kind, atMs, venue: venue % (venues - 1), part: 'publisher', forMs };
    case 'delay':
      return { kind, atMs, venue, part: reached, forMs, latencyMs: 1 + random.below(60) };
    case 'halt':
      return { kind, atMs, venue, instrument: random.below(SYMBOLS), forMs };
    case 'drift':
      return { kind, atMs, ppm: random.below(2001) - 1000 };
    case 'dieWriting':
      return { kind, atMs, changes: random.below(40), forMs, power: random.below(2) === 0 };
    case 'clock':
      return { kind, atMs, stepMs: random.below(4000) - 2000 };
    case 'killGateway':
    case 'powerCut':
    case 'diskFull':
    case 'slowClient':
      return { kind, atMs, forMs };
    case 'syncFails':
    case 'writeFails':
    case 'cutClient':
      return { kind, atMs };
  }
}

function drawn(random: Random): keyof typeof WEIGHTS {
  let rest = random.below(KINDS.reduce((sum, kind) => sum + WEIGHTS[kind], 0));
  for (const kind of KINDS) if ((rest -= WEIGHTS[kind]) < 0) return kind;
  return 'cut';
}

/** One line, for who reads a failing run. */
export function faultText(fault: Fault): string {
  const { kind, atMs, ...rest } = fault;
  const words = Object.entries(rest).map(([name, value]) => `${name} ${value}`);
  return `${String(atMs).padStart(5)} ms  ${kind}${words.length > 0 ? `: ${words.join(', ')}` : ''}`;
}
