/** A recorded decision in words: the book that was seen, the scores, who was left out and why, where it went. */
import { decimalOf } from '../../core/decimals.js';
import type { Scores } from '../scoring.js';
import { ORDER, PICK } from '../strategy.js';
import {
  FLAG,
  HEAD,
  HEAD_WORDS,
  levelsAt,
  NOTE_TEXT,
  REASON_CODE,
  SLICE,
  SLICE_KIND,
  SLICE_WORDS,
  slicesAt,
  VENUE,
  VENUE_WORDS,
  WHY,
  WHY_TEXT,
  whysAt,
} from './frame.js';
import type { Reference } from './log.js';
import { isSameFrame, type Replay } from './replay.js';

export interface ExplainedVenue {
  readonly venue: string;
  readonly price: string;
  readonly displayed: string;
  /** Price with fees. */
  readonly net: string;
  readonly scores: {
    readonly price: number;
    readonly speed: number;
    readonly fill: number;
    readonly cost: number;
    readonly liquidity: number;
  };
  /** Their weighted sum; undefined where no score was asked for: prices decided. */
  readonly score: number | undefined;
  /** '' when it could be used. */
  readonly leftOut: string;
  /** Levels behind the best that were looked at: price and quantity. */
  readonly levels: readonly (readonly [string, string])[];
}

export interface Explanation {
  readonly decision: number;
  readonly time: string;
  readonly orderId: number;
  readonly client: string;
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  readonly quantity: string;
  readonly limit: string;
  readonly attempt: number;
  readonly strategy: string;
  readonly chosenBy: 'order' | 'comparison' | 'fallback';
  readonly bestBid: string;
  readonly bestAsk: string;
  /** Nothing may be taken at a worse price than this protected quote, which could not be taken; '' when there is none. */
  readonly barrier: string;
  readonly venues: readonly ExplainedVenue[];
  readonly slices: readonly {
    readonly venue: string;
    readonly quantity: string;
    readonly price: string;
    readonly kind: string;
  }[];
  readonly sent: 'at once' | 'one after the other';
  readonly remainder: string;
  readonly reason: string;
  readonly notes: readonly string[];
  /** The decision was made again from the record, and came out the same byte for byte. */
  readonly replays: boolean;
}

/** Makes the decision again, which must be the next one that `replay` sees. */
export function explain(reference: Reference, replay: Replay, words: Float64Array, at: number): Explanation {
  const made = replay.decide(words, at);
  const { router } = replay;
  const { candidates, scoring, strategies } = router;
  router.priceAll();
  const known = reference.instruments[words[at + HEAD.instrument]!]!;
  const price = (units: number): string =>
    Number.isFinite(units) ? decimalOf(Math.round(units), known.priceScale) : '-';
  const quantity = (units: number): string => decimalOf(units, known.quantityScale);
  const none = (units: number): string => (units === 0 ? '-' : price(units));
  const isBuy = words[at + HEAD.side] === 0x31;
  const flags = words[at + HEAD.flags]!;
  const name = (venue: number): string => reference.venues[venue]!.id;
  const levels = levelsOf(words, at, reference.venues.length);
  const strategy = strategies.all[words[at + HEAD.strategy]!];
  const isScored = strategy !== undefined && (strategy.order === ORDER.score || strategy.picks === PICK.scores);
  const whys = whysAt(words, at, reference.venues.length);
  const venues = reference.venues.map(({ id }, venue): ExplainedVenue => {
    const seen = at + HEAD_WORDS + venue * VENUE_WORDS;
    const why = !candidates.isListed(venue) ? WHY.notListed : whys < 0 ? 0 : words[whys + venue]!;
    const [ofPrice, speed, fill, cost, liquidity]: Scores = scoring.of(candidates, venue);
    const net = candidates.nets[venue]!;
    return {
      venue: id,
      price: none(words[seen + VENUE.price]!),
      displayed: quantity(words[seen + VENUE.displayed]!),
      net: words[seen + VENUE.price] === 0 ? '-' : price(isBuy ? net : -net),
      scores: { price: ofPrice, speed, fill, cost, liquidity },
      score: isScored && (why & 255) === 0 ? candidates.scores[venue] : undefined,
      leftOut: why === 0 ? '' : `${WHY_TEXT[why & 255]!}${why > 255 ? ` (${why >> 8})` : ''}`,
      levels: (levels.get(venue) ?? []).map(([p, q]) => [price(p), quantity(q)]),
    };
  });
  const slices = slicesAt(at, reference.venues.length);
  return {
    decision: words[at + HEAD.decision]!,
    time: new Date(words[at + HEAD.epochMs]!).toISOString(),
    orderId: words[at + HEAD.orderId]!,
    client: reference.clients[words[at + HEAD.client]!] ?? String(words[at + HEAD.client]),
    symbol: known.symbol,
    side: isBuy ? 'buy' : 'sell',
    quantity: quantity(words[at + HEAD.quantity]!),
    limit: words[at + HEAD.limitPrice] === 0 ? 'market' : price(words[at + HEAD.limitPrice]!),
    attempt: flags >> 8,
    strategy: strategy?.name ?? 'unknown',
    chosenBy: flags & FLAG.control ? 'comparison' : flags & FLAG.fallback ? 'fallback' : 'order',
    bestBid: none(words[at + HEAD.bestBid]!),
    bestAsk: none(words[at + HEAD.bestAsk]!),
    barrier: words[at + HEAD.barrier] === 0 ? '' : price(words[at + HEAD.barrier]!),
    venues,
    slices: Array.from({ length: words[at + HEAD.slices]! }, (_, n) => {
      const slice = slices + n * SLICE_WORDS;
      return {
        venue: name(words[slice + SLICE.venue]!),
        quantity: quantity(words[slice + SLICE.quantity]!),
        price: price(words[slice + SLICE.price]!),
        kind: kindOf(words[slice + SLICE.kind]!),
      };
    }),
    sent: flags & FLAG.parallel ? 'at once' : 'one after the other',
    remainder: quantity(words[at + HEAD.remainder]!),
    reason: REASON_CODE[words[at + HEAD.reason]!] ?? '',
    notes: [...NOTE_TEXT].filter(([bit]) => words[at + HEAD.notes]! & bit).map(([, text]) => text),
    replays: isSameFrame(made, words, at),
  };
}

function kindOf(kind: number): string {
  if ((kind & SLICE_KIND.takes) === 0) return 'rests';
  if (kind & SLICE_KIND.midpoint) return 'takes inside the spread';
  return kind & SLICE_KIND.sweep ? 'sweeps' : 'takes';
}

function levelsOf(words: Float64Array, at: number, venues: number): Map<number, (readonly [number, number])[]> {
  const levels = new Map<number, (readonly [number, number])[]>();
  let to = levelsAt(words, at, venues);
  const end = at + words[at + HEAD.words]!;
  while (to < end) {
    const count = words[to + 1]!;
    const own = Array.from({ length: count }, (_, n) => [words[to + 2 + 2 * n]!, words[to + 3 + 2 * n]!] as const);
    levels.set(words[to]!, own);
    to += 2 + 2 * count;
  }
  return levels;
}

/** For a terminal. */
export function explanationText(e: Explanation): string {
  const rows = [
    ['venue', 'price', 'displayed', 'with fees', 'price', 'speed', 'fill', 'cost', 'liq.', 'score', ''],
    ...e.venues.map(({ venue, price, displayed, net, scores, score, leftOut }) => [
      venue,
      price,
      displayed,
      net,
      ...[scores.price, scores.speed, scores.fill, scores.cost, scores.liquidity].map((value) => value.toFixed(2)),
      score === undefined ? '-' : score.toFixed(3),
      leftOut,
    ]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const table = rows.map((row) =>
    row
      .map((cell, n) => (n === 0 || n === 10 ? cell.padEnd(widths[n]!) : cell.padStart(widths[n]!)))
      .join('  ')
      .trimEnd(),
  );
  const deeper = e.venues.flatMap(({ venue, levels }) =>
    levels.length === 0 ? [] : [`  behind the best of ${venue}: ${levels.map(([p, q]) => `${q} at ${p}`).join(', ')}`],
  );
  return [
    `decision ${e.decision} at ${e.time}: order ${e.orderId} of ${e.client}, ${e.side} ${e.quantity} ${e.symbol} at ${e.limit}, attempt ${e.attempt + 1}`,
    `strategy ${e.strategy}${e.chosenBy === 'order' ? '' : ` (by the ${e.chosenBy})`}; best bid ${e.bestBid}, best offer ${e.bestAsk}`,
    '',
    ...table,
    ...deeper,
    '',
    ...e.slices.map(({ venue, quantity, price, kind }, n) => `${n + 1}. ${venue}: ${kind} ${quantity} at ${price}`),
    ...(e.slices.length > 1 ? [`sent ${e.sent}`] : []),
    ...(e.reason === '' ? [] : [`not placed: ${e.remainder}, ${e.reason}`]),
    ...(e.barrier === '' ? [] : [`nothing was taken beyond ${e.barrier}: a protected quote there could not be taken`]),
    ...e.notes,
    e.replays ? 'made again from the record: the same, byte for byte' : 'made again from the record: NOT the same',
    '',
  ].join('\n');
}
