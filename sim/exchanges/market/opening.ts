/** The morning: directory, first orders, indications, opening cross; and the two new listings, which open later. */
import type { Book } from './book.js';
import { chance } from './draws.js';
import type { Instrument } from './instruments.js';
import { MARKET_MAKERS } from './listings.js';
import { OPEN_NS, SECOND_NS, type Scene } from './scene.js';

/** Index points, 8 decimals: 7, 13 and 20 % below a close of 5,850. */
const DECLINE_LEVELS = [0.93, 0.87, 0.8].map((part) => Math.round(585_000 * part) * 1_000_000);
const DIRECTORY_PART = 0.2;
const SEEDED_PART = 0.7;
/** All crosses happen within this time of the open. */
const CROSSES_NS = 0.4 * SECOND_NS;

export class Opening {
  readonly #scene: Scene;

  constructor(scene: Scene) {
    this.#scene = scene;
  }

  /** Puts the morning on the agenda. */
  schedule(): void {
    const { agenda, instruments, events, engine, startNs } = this.#scene;
    const before = OPEN_NS - startNs;
    const directoryEnd = startNs + before * DIRECTORY_PART;
    const seededEnd = startNs + before * SEEDED_PART;
    agenda.at(startNs, () => events.systemEvent('O'));
    const count = instruments.length;
    for (const instrument of instruments) {
      const share = instrument.index / count;
      agenda.at(startNs + (directoryEnd - startNs) * share, () => this.#list(instrument));
      const book = engine.books[instrument.index]!;
      if (instrument.listing !== 'seasoned') {
        this.#scheduleListing(book);
        continue;
      }
      agenda.at(directoryEnd + (seededEnd - directoryEnd) * share, (timeNs) => {
        this.#scene.flow.seed(book, timeNs);
      });
      for (let at = seededEnd + (OPEN_NS - seededEnd) * share; at < OPEN_NS; at += SECOND_NS) {
        agenda.at(at, () => this.#scene.auction.indicate(book, 'O'));
      }
      agenda.at(OPEN_NS + 1 + CROSSES_NS * share, () => this.#scene.auction.cross(book, 'O'));
    }
    agenda.at(directoryEnd, () => {
      events.declineLevels(DECLINE_LEVELS[0]!, DECLINE_LEVELS[1]!, DECLINE_LEVELS[2]!);
      events.systemEvent('S');
    });
    agenda.at(OPEN_NS, () => events.systemEvent('Q'));
  }

  /** A market that never sleeps: everything is listed and filled, and trades from its first orders on. */
  scheduleContinuous(): void {
    const { agenda, instruments, events, engine, flow, startNs } = this.#scene;
    const before = OPEN_NS - startNs;
    agenda.at(startNs, () => events.systemEvent('O'));
    for (const instrument of instruments) {
      const at = startNs + (before * SEEDED_PART * instrument.index) / instruments.length;
      agenda.at(at, (timeNs) => {
        events.listed(instrument);
        events.tradingAction(instrument, 'T', '');
        const book = engine.books[instrument.index]!;
        book.state = 'trading';
        flow.seed(book, timeNs);
      });
    }
    agenda.at(OPEN_NS, () => events.systemEvent('Q'));
  }

  #list(instrument: Instrument): void {
    const { events, engine, random } = this.#scene;
    const seasoned = instrument.listing === 'seasoned';
    events.listed(instrument);
    events.tradingAction(instrument, seasoned ? 'T' : 'H', seasoned ? '' : 'IPO1');
    events.shortSaleRestriction(instrument, chance(random, 0.03) ? '2' : '0');
    const makers = 1 + random.below(4);
    const first = random.below(MARKET_MAKERS.length);
    for (let i = 0; i < makers; i++) {
      events.participant(instrument, MARKET_MAKERS[(first + i) % MARKET_MAKERS.length]!, i === 0, 'A');
    }
    if (seasoned) engine.books[instrument.index]!.state = 'trading';
  }

  /** A new listing: announced, postponed, announced again, quoted, indicated, crossed. */
  #scheduleListing(book: Book): void {
    const { agenda, events, flow, auction } = this.#scene;
    const { instrument } = book;
    const quoteNs = OPEN_NS + (instrument.listing === 'ipo' ? 6 : 8) * SECOND_NS;
    const releaseNs = quoteNs + 5 * SECOND_NS;
    if (instrument.listing === 'ipo') {
      const announce = (atNs: number, postponed: boolean): void =>
        agenda.at(atNs, () => events.ipoRelease(instrument, releaseNs, postponed, instrument.openingPrice));
      announce(OPEN_NS - 0.2 * SECOND_NS, false);
      announce(OPEN_NS + SECOND_NS, true);
      announce(OPEN_NS + 3 * SECOND_NS, false);
    } else {
      for (let at = OPEN_NS + SECOND_NS; at < releaseNs; at += SECOND_NS) {
        agenda.at(at, (timeNs) => this.#directListing(book, timeNs >= quoteNs, releaseNs));
      }
    }
    agenda.at(quoteNs, (timeNs) => {
      book.state = 'quoting';
      events.tradingAction(instrument, 'Q', 'IPOQ');
      flow.seed(book, timeNs);
    });
    for (let at = quoteNs + SECOND_NS / 2; at < releaseNs; at += SECOND_NS) {
      agenda.at(at, () => auction.indicate(book, 'H'));
    }
    agenda.at(releaseNs, () => {
      auction.cross(book, 'H');
      book.state = 'trading';
      events.tradingAction(instrument, 'T', '');
    });
  }

  #directListing(book: Book, openEligible: boolean, nearTimeNs: number): void {
    const { instrument } = book;
    const price = instrument.openingPrice;
    const nearPrice = book.bestAsk?.price ?? 0;
    this.#scene.events.directListing({
      instrument,
      openEligible,
      minPrice: Math.floor((price * 0.8) / 100) * 100,
      maxPrice: Math.floor((price * 1.8) / 100) * 100,
      nearPrice,
      nearTimeNs,
      lowerCollar: Math.floor((nearPrice * 0.9) / 100) * 100,
      upperCollar: Math.floor((nearPrice * 1.1) / 100) * 100,
    });
  }
}
