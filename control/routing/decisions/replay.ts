/**
 * Makes recorded decisions again, by the router itself, from nothing but the file: the market is the one that the frame shows, and what was learnt by then is
 * put back from the frames before it.
 */
import {
  BEST,
  BEST_STRIDE,
  CONDITION,
  QUOTE,
  QUOTE_STRIDE,
  type BookSide,
  type MarketView,
} from '../../core/market-view.js';
import { blankRequest, routeSlices } from '../../core/router.js';
import type { Listing } from '../../core/instruments.js';
import { FILL_WORDS, LOCAL_WORDS } from '../learning/measures.js';
import { SmartRouter } from '../router.js';
import { RuleBook } from '../rules/rule-book.js';
import { STATE_WORDS, TERM_WORDS } from '../terms.js';
import { FLAG, HEAD, HEAD_WORDS, KIND, levelsAt, REASON, VENUE, VENUE_WORDS, whysAt } from './frame.js';
import type { Reference } from './log.js';
import { MEASURES_AT, TERMS_AT } from './state-frames.js';

/** The market of one frame. */
class FrameMarket implements MarketView {
  readonly quotes: Float64Array;
  readonly best: Float64Array;
  readonly #prices: Float64Array[];

  constructor(
    readonly instruments: number,
    readonly venues: number,
  ) {
    this.quotes = new Float64Array(instruments * venues * QUOTE_STRIDE);
    this.best = new Float64Array(instruments * BEST_STRIDE);
    this.#prices = Array.from({ length: venues }, () => new Float64Array(0));
  }

  show(words: Float64Array, at: number): void {
    const instrument = words[at + HEAD.instrument]!;
    const isBuy = words[at + HEAD.side] === 0x31;
    const field = isBuy ? QUOTE.askPrice : QUOTE.bidPrice;
    const whys = whysAt(words, at, this.venues);
    const b = instrument * BEST_STRIDE;
    const best = words[at + (isBuy ? HEAD.bestAsk : HEAD.bestBid)]!;
    let atBest = 0;
    for (let venue = 0; venue < this.venues; venue++) {
      const seen = at + HEAD_WORDS + venue * VENUE_WORDS;
      const quote = (instrument * this.venues + venue) * QUOTE_STRIDE;
      const state = whys < 0 ? 0 : words[whys + venue]! >> 8;
      this.quotes[quote + field] = words[seen + VENUE.price]!;
      this.quotes[quote + field + 1] = words[seen + VENUE.displayed]!;
      this.quotes[quote + QUOTE.state] = state;
      if (state === 0 && best !== 0 && words[seen + VENUE.price] === best) atBest |= 1 << venue;
      this.#prices[venue] = Float64Array.of(words[seen + VENUE.price]!, words[seen + VENUE.displayed]!);
    }
    const end = at + words[at + HEAD.words]!;
    for (let level = levelsAt(words, at, this.venues); level < end;) {
      const venue = words[level]!;
      const count = 2 * words[level + 1]!;
      const own = this.#prices[venue]!;
      const all = new Float64Array(2 + count);
      all.set(own);
      all.set(words.subarray(level + 2, level + 2 + count), 2);
      this.#prices[venue] = all;
      level += 2 + count;
    }
    this.best[b + (isBuy ? BEST.askVenues : BEST.bidVenues)] = atBest;
    this.best[b + BEST.bidPrice] = words[at + HEAD.bestBid]!;
    this.best[b + BEST.askPrice] = words[at + HEAD.bestAsk]!;
    const isCrossed = (words[at + HEAD.flags]! & FLAG.crossed) !== 0;
    this.best[b + BEST.condition] = isCrossed ? CONDITION.crossed : CONDITION.normal;
  }

  readVenueDepth(
    _instrument: number,
    venue: number,
    _side: BookSide,
    depth: number,
    prices: Float64Array,
    quantities: Float64Array,
    at: number,
  ): number {
    const own = this.#prices[venue]!;
    const count = Math.min(depth, own.length / 2);
    for (let level = 0; level < count; level++) {
      prices[at + level] = own[2 * level]!;
      quantities[at + level] = own[2 * level + 1]!;
    }
    return count;
  }

  readDepth(): number {
    return 0;
  }

  onChange(): void {
    // A recorded market does not change.
  }
}

/** A lot of 0 lists nothing: terms come from the file. */
const LISTING: Omit<Listing, 'instrument' | 'venue'> = {
  venueSymbol: '',
  locate: undefined,
  tick: 0,
  lot: 1,
  minQuantity: 0,
  maxQuantity: 0,
};
/** An order that waits in front of a replayed one that had to wait. */
const IN_FRONT = -1;

export class Replay {
  readonly router: SmartRouter;
  readonly #market: FrameMarket;
  readonly #request = blankRequest();
  readonly #slices = routeSlices();

  constructor(reference: Reference) {
    const { venues, instruments, clients } = reference;
    const config = { ...reference.config, comparison: { ...reference.config.comparison, share: 0 } };
    this.#market = new FrameMarket(instruments.length, venues.length);
    this.router = new SmartRouter({
      market: this.#market,
      symbols: { instruments, listing: (venue, instrument) => ({ ...LISTING, venue, instrument }) },
      venues,
      clients,
      config,
      rules: new RuleBook({ markets: {}, rules: [] }),
      // The long way leaves the scores behind, and does not take the recorded decision's word for anything.
      usesSwift: false,
    });
  }

  onSnapshot(words: Float64Array, at: number): void {
    const { terms, learning } = this.router;
    const { measures } = learning;
    let from = at + 2;
    for (const part of [terms.states, terms.rows, measures.speeds, measures.fills, measures.local]) {
      part.set(words.subarray(from, from + part.length));
      from += part.length;
    }
    const { venues, instruments } = this.#market;
    for (let instrument = 0; instrument < instruments; instrument++) {
      for (let venue = 0; venue < venues; venue++) measures.markReserved(instrument, venue);
    }
  }

  /** Measures and terms: what the decisions after it depend on. */
  onState(kind: number, words: Float64Array, at: number): void {
    const { terms, learning } = this.router;
    const { venues } = this.#market;
    if (kind === KIND.terms) {
      const instrument = words[at + 2]!;
      const from = at + TERMS_AT;
      terms.states.set(words.subarray(from, from + STATE_WORDS), instrument * STATE_WORDS);
      const rows = words.subarray(from + STATE_WORDS, from + STATE_WORDS + venues * TERM_WORDS);
      terms.rows.set(rows, instrument * venues * TERM_WORDS);
    } else if (kind === KIND.measures) {
      const venue = words[at + 2]!;
      const instrument = words[at + 3]!;
      const { measures } = learning;
      const { speeds, fills, local } = measures;
      const from = at + MEASURES_AT;
      speeds[venue] = words[from]!;
      fills.set(words.subarray(from + 1, from + 1 + FILL_WORDS), venue * FILL_WORDS);
      const own = words.subarray(from + 1 + FILL_WORDS, from + 1 + FILL_WORDS + LOCAL_WORDS);
      local.set(own, (instrument * venues + venue) * LOCAL_WORDS);
      measures.markReserved(instrument, venue);
    }
  }

  /** The frame of the same decision made again: a copy. The router's `candidates` show its scores until the next one. */
  decide(words: Float64Array, at: number): Float64Array {
    const { router } = this;
    const request = this.#request;
    const { learning, waiting, ring } = router;
    const flags = words[at + HEAD.flags]!;
    this.#market.show(words, at);
    learning.lost = words[at + HEAD.lost]!;
    learning.selfHelp = words[at + HEAD.selfHelp]!;
    request.orderId = words[at + HEAD.orderId]!;
    request.client = words[at + HEAD.client]!;
    request.instrument = words[at + HEAD.instrument]!;
    request.side = words[at + HEAD.side]!;
    request.quantity = words[at + HEAD.quantity]!;
    request.limitPrice = words[at + HEAD.limitPrice]!;
    request.minQuantity = words[at + HEAD.minQuantity]!;
    request.strategy = words[at + HEAD.strategy]!;
    request.excludedVenues = words[at + HEAD.excluded]!;
    request.takeOnly = (flags & FLAG.takeOnly) !== 0;
    request.postOnly = (flags & FLAG.postOnly) !== 0;
    request.attempt = flags >> 8;
    request.epochMs = words[at + HEAD.epochMs]!;
    router.nextDecision = words[at + HEAD.decision]!;
    const waits = words[at + HEAD.reason] === REASON.waitsBehind;
    if (waits) waiting.add(IN_FRONT, request.client, request.instrument, request.side, request.strategy, 0);
    const before = ring.position;
    router.route(request, this.#slices);
    if (waits) waiting.remove(IN_FRONT);
    let made = new Float64Array(0);
    ring.read(
      before,
      (frame) => {
        made = ring.words.slice(frame, frame + ring.words[frame]!);
      },
      () => undefined,
    );
    // Why the strategy was taken is not told again by taking it.
    made[HEAD.flags] = made[HEAD.flags]! | (flags & (FLAG.control | FLAG.fallback));
    return made;
  }
}

/** True when two frames are the same, byte for byte. */
export function isSameFrame(made: Float64Array, words: Float64Array, at: number): boolean {
  if (made.length !== words[at + HEAD.words]) return false;
  for (let n = 0; n < made.length; n++) if (!Object.is(made[n], words[at + n])) return false;
  return true;
}
