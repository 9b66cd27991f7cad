/** Events of the exchange as ITCH 5.0: each event is one message of the one stream, so that numbers follow the exchange's own. */
import type { FeedEvent, FeedEventBody } from '../core/links.js';
import type { SimListing } from '../core/orders.js';
import { SimulatorConfigError } from '../errors.js';
import type { FeedEncoder } from '../publish/encoder.js';
import type { MessageOutput } from '../publish/message-output.js';
import type { MessageStore } from '../publish/message-store.js';
import { EventData } from '../publish/event-data.js';
import { ItchPublisher, type ItchInstrument } from './itch-publisher.js';

const PRICE_SCALE = 4;

export class ItchEncoder implements FeedEncoder {
  readonly stores: readonly [MessageStore];
  private readonly events: ItchEvents;

  constructor(listings: readonly SimListing[], store: MessageStore) {
    this.stores = [store];
    this.events = new ItchEvents(listings, store);
  }

  encode(event: FeedEvent): void {
    this.events.take(event.timeNs, event.event);
  }

  save(): Readonly<Record<string, number>> {
    return {};
  }

  load(): void {
    // Nothing but the events says what a message holds.
  }
}

/** Calls the publisher as the market would. Also makes the messages of snapshots. */
export class ItchEvents {
  readonly instruments: readonly ItchInstrument[];
  private readonly publisher: ItchPublisher;
  private readonly data = new EventData();

  constructor(listings: readonly SimListing[], output: MessageOutput) {
    const odd = listings.find(({ priceScale, quantityScale }) => priceScale !== PRICE_SCALE || quantityScale !== 0);
    if (odd !== undefined) {
      throw new SimulatorConfigError('SIM_LISTING', 'ITCH has prices of four decimals and whole shares', {
        where: odd.symbol,
        found: `scales ${odd.priceScale} and ${odd.quantityScale}`,
        expected: `${PRICE_SCALE} and 0`,
      });
    }
    this.publisher = new ItchPublisher(output);
    this.instruments = listings.map(({ index, locate, symbol }) => ({
      index,
      locate,
      stock: symbol,
      category: 'Q',
      roundLot: 100,
      kind: 'common',
      listing: 'seasoned',
    }));
  }

  take(timeNs: number, event: FeedEventBody): void {
    const { publisher } = this;
    publisher.at(timeNs);
    switch (event.type) {
      case 'systemEvent':
        publisher.systemEvent(event.code);
        return;
      case 'added':
        publisher.added(this.order(event, event.side, event.price, event.attribution));
        return;
      case 'executed': {
        const order = this.order(event, 'B', event.price, '');
        if (event.atOwnPrice && event.printable) publisher.executed(order, event.quantity, event.match);
        else publisher.executedAt(order, event.quantity, event.match, event.price, event.printable);
        return;
      }
      case 'reduced':
        publisher.reduced(this.order(event, 'B', 0, ''), event.quantity);
        return;
      case 'deleted':
        publisher.deleted(this.order({ ...event, quantity: 0 }, 'B', 0, ''));
        return;
      case 'replaced':
        publisher.replaced(this.order(event, event.side, event.price, ''), event.originalId);
        return;
      case 'hiddenTraded':
        publisher.hiddenTraded(this.order(event, event.side, event.price, ''), event.quantity, event.match);
        return;
      case 'crossed': {
        const { instrument, quantity, price, match, crossType } = event;
        publisher.crossed(this.instrument(instrument), quantity, price, match, crossType as 'O');
        return;
      }
      case 'tradeBroken':
        publisher.tradeBroken(this.instrument(event.instrument), event.match);
        return;
      case 'tradingAction':
        publisher.tradingAction(this.instrument(event.instrument), event.state, event.reason);
        return;
      case 'other':
        this.other(event.name, event.data);
    }
  }

  private other(name: string, values: Readonly<Record<string, unknown>>): void {
    const { publisher, data } = this;
    data.open(name, values);
    if (name === 'declineLevels') {
      publisher.declineLevels(data.number('level1'), data.number('level2'), data.number('level3'));
      return;
    }
    if (name === 'declineBreached') {
      publisher.declineBreached(data.text('level'));
      return;
    }
    const instrument = this.instrument(data.number('instrument'));
    switch (name) {
      case 'listed':
        publisher.listed({
          ...instrument,
          category: data.text('category', instrument.category),
          roundLot: data.number('roundLot', instrument.roundLot),
          kind: data.text('kind', instrument.kind) as ItchInstrument['kind'],
          listing: data.text('listing', instrument.listing) as ItchInstrument['listing'],
        });
        return;
      case 'operationalHalt':
        publisher.operationalHalt(instrument, data.flag('halted'));
        return;
      case 'shortSaleRestriction':
        publisher.shortSaleRestriction(instrument, data.text('action'));
        return;
      case 'participant':
        publisher.participant(instrument, data.text('mpid'), data.flag('primary'), data.text('state'));
        return;
      case 'ipoRelease':
        publisher.ipoRelease(instrument, data.number('releaseNs'), data.flag('postponed'), data.number('price'));
        return;
      case 'auctionCollar': {
        const [reference, upper, lower] = [data.number('reference'), data.number('upper'), data.number('lower')];
        publisher.auctionCollar(instrument, reference, upper, lower, data.number('extension'));
        return;
      }
      case 'imbalance':
        publisher.imbalance({
          instrument,
          pairedShares: data.number('pairedShares'),
          imbalanceShares: data.number('imbalanceShares'),
          direction: data.text('direction') as 'B',
          farPrice: data.number('farPrice'),
          nearPrice: data.number('nearPrice'),
          referencePrice: data.number('referencePrice'),
          crossType: data.text('crossType') as 'O',
        });
        return;
      case 'retailInterest':
        publisher.retailInterest(instrument, data.text('interest'));
        return;
      case 'directListing':
        publisher.directListing({
          instrument,
          openEligible: data.flag('openEligible'),
          minPrice: data.number('minPrice'),
          maxPrice: data.number('maxPrice'),
          nearPrice: data.number('nearPrice'),
          nearTimeNs: data.number('nearTimeNs'),
          lowerCollar: data.number('lowerCollar'),
          upperCollar: data.number('upperCollar'),
        });
        return;
      default:
        data.unknown();
    }
  }

  private order(
    event: {
      readonly orderId: number;
      readonly instrument: number;
      readonly quantity: number;
      readonly tracking?: number;
    },
    side: 'B' | 'S',
    price: number,
    attribution: string,
  ): Parameters<ItchPublisher['added']>[0] {
    const instrument = this.instrument(event.instrument);
    return {
      id: event.orderId,
      instrument,
      side,
      price,
      shares: event.quantity,
      attribution,
      tracking: event.tracking ?? 0,
    };
  }

  private instrument(index: number): ItchInstrument {
    const instrument = this.instruments[index];
    if (instrument === undefined) {
      throw new SimulatorConfigError('SIM_LISTING', 'an event of a symbol that is not listed', { found: index });
    }
    return instrument;
  }
}
