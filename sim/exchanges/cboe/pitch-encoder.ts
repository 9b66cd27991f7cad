/**
 * Events of the exchange as PITCH 2: each symbol belongs to one unit, each unit has its own messages and numbers. An order keeps its identifier
 * through replacements, which are Modify messages. Time is told to every unit when a second begins in which something happens.
 */
import type { MessageLayout } from '../../../control/protocols/layout.js';
import { pitchFeed } from '../../../control/protocols/pitch2/messages.js';
import type { FeedEvent, FeedEventBody } from '../core/links.js';
import type { SimListing } from '../core/orders.js';
import { SimulatorConfigError } from '../errors.js';
import type { FeedEncoder } from '../publish/encoder.js';
import { EventData } from '../publish/event-data.js';
import type { MarketImage, OpenOrder } from '../publish/market-image.js';
import type { MessageStore } from '../publish/message-store.js';
import { PitchWriter } from './pitch-writer.js';
import { statusOf } from './trading-status.js';

const SECOND_NS = 1e9;
const PRICE_SCALE = 4;

type Body<Type extends FeedEventBody['type']> = Extract<FeedEventBody, { readonly type: Type }>;

export class PitchEncoder implements FeedEncoder {
  readonly stores: readonly MessageStore[];
  private readonly writers: readonly PitchWriter[];
  private readonly data = new EventData();
  private second = -1;

  /**
   * @param unitOf place in `stores` by symbol
   * @param tellsSymbols Symbol Mapping for each symbol when it is listed
   */
  constructor(
    private readonly listings: readonly SimListing[],
    stores: readonly MessageStore[],
    private readonly unitOf: readonly number[],
    private readonly tellsSymbols: boolean,
  ) {
    const odd = listings.find(
      ({ priceScale, quantityScale, symbol }) =>
        priceScale !== PRICE_SCALE || quantityScale !== 0 || !/^[\x20-\x7e]{1,8}$/.test(symbol),
    );
    if (odd !== undefined) {
      throw new SimulatorConfigError('SIM_LISTING', 'PITCH has symbols of 8 characters, four decimals, whole shares', {
        where: odd.symbol,
        found: `scales ${odd.priceScale} and ${odd.quantityScale}`,
        expected: `${PRICE_SCALE} and 0`,
      });
    }
    this.stores = stores;
    this.writers = stores.map((store) => new PitchWriter(store));
  }

  save(): Readonly<Record<string, number>> {
    return { second: this.second };
  }

  load({ second = -1 }: Readonly<Record<string, number>>): void {
    this.second = second;
  }

  encode({ timeNs, event }: FeedEvent, image: MarketImage): void {
    this.time(timeNs);
    const offset = timeNs % SECOND_NS;
    for (const writer of this.writers) writer.timeOffset = offset;
    switch (event.type) {
      case 'systemEvent':
        this.systemEvent(event.code, offset);
        return;
      case 'added':
        this.writer(event.instrument).addOrder(this.symbol(event.instrument), event.orderId, event);
        return;
      case 'executed':
        this.executed(event, image);
        return;
      case 'reduced':
        this.writer(event.instrument).reduce(root(image, event.orderId), event.quantity);
        return;
      case 'deleted':
        this.writer(event.instrument).delete(root(image, event.orderId));
        return;
      case 'replaced':
        this.writer(event.instrument).modify(root(image, event.originalId), event.quantity, event.price);
        return;
      case 'hiddenTraded':
        this.writer(event.instrument).trade(this.symbol(event.instrument), event);
        return;
      case 'crossed': {
        const { instrument, quantity, price, crossType } = event;
        this.writer(instrument).auctionSummary(this.symbol(instrument), crossType, price, quantity);
        return;
      }
      case 'tradeBroken':
        this.writer(event.instrument).tradeBreak(event.match);
        return;
      case 'tradingAction': {
        const state = image.instrument(event.instrument);
        this.status(event.instrument, statusOf({ ...state, trading: event.state }));
        return;
      }
      case 'other':
        this.other(event, image);
    }
  }

  private executed(event: Body<'executed'>, image: MarketImage): void {
    const writer = this.writer(event.instrument);
    const order: OpenOrder | undefined = image.orders.get(event.orderId);
    const id = order?.root ?? event.orderId;
    if (event.atOwnPrice && event.printable) writer.executed(id, event.quantity, event.match);
    else {
      const remaining = order === undefined ? event.leaves : order.quantity - event.quantity;
      writer.executedAt(id, event.quantity, remaining, event.match, event.price);
    }
  }

  /** What PITCH has no message for (participants, market-wide declines, new listings' terms) is not told. */
  private other({ name, data: values }: Body<'other'>, image: MarketImage): void {
    const { data } = this;
    data.open(name, values);
    switch (name) {
      case 'listed': {
        const index = data.number('instrument');
        const symbol = this.symbol(index);
        if (this.tellsSymbols && symbol.length <= 6) this.writer(index).symbolMapping(symbol, this.canonical(index));
        return;
      }
      case 'operationalHalt': {
        const index = data.number('instrument');
        this.status(index, statusOf({ ...image.instrument(index), isSuspended: data.flag('halted') }));
        return;
      }
      case 'shortSaleRestriction': {
        const index = data.number('instrument');
        this.status(index, statusOf({ ...image.instrument(index), shortSale: data.text('action') }));
        return;
      }
      case 'imbalance': {
        const index = data.number('instrument');
        const paired = data.number('pairedShares');
        const imbalance = data.number('imbalanceShares');
        const direction = data.text('direction');
        this.writer(index).auctionUpdate(this.symbol(index), data.text('crossType'), {
          referencePrice: data.number('referencePrice'),
          buyShares: paired + (direction === 'B' ? imbalance : 0),
          sellShares: paired + (direction === 'S' ? imbalance : 0),
          indicativePrice: data.number('nearPrice'),
          auctionOnlyPrice: data.number('farPrice'),
        });
        return;
      }
      case 'retailInterest': {
        const index = data.number('instrument');
        this.writer(index).retailInterest(this.symbol(index), data.text('interest'));
        return;
      }
      default:
    }
  }

  private time(timeNs: number): void {
    const second = Math.floor(timeNs / SECOND_NS);
    if (second === this.second) return;
    this.second = second;
    for (const writer of this.writers) writer.put(pitchFeed.Time, { time: second });
  }

  private systemEvent(code: string, offset: number): void {
    const layout: MessageLayout | undefined =
      code === 'O' ? pitchFeed.UnitClear : code === 'C' ? pitchFeed.EndOfSession : undefined;
    if (layout === pitchFeed.UnitClear)
      for (const writer of this.writers) writer.put(pitchFeed.UnitClear, { timeOffset: offset });
    if (layout === pitchFeed.EndOfSession) {
      for (const writer of this.writers) writer.put(pitchFeed.EndOfSession, { timestamp: offset });
    }
  }

  private status(
    instrument: number,
    status: { readonly trading: string; readonly shortSale: string } | undefined,
  ): void {
    if (status !== undefined) this.writer(instrument).tradingStatus(this.symbol(instrument), status);
  }

  private writer(instrument: number): PitchWriter {
    return this.writers[this.unitOf[instrument] as number] as PitchWriter;
  }

  private symbol(instrument: number): string {
    return (this.listings[instrument] as SimListing).symbol;
  }

  private canonical(instrument: number): string {
    return (this.listings[instrument] as SimListing).canonical;
  }
}

/** The identifier under which the feed knows an order. */
function root(image: MarketImage, id: number): number {
  return image.orders.get(id)?.root ?? id;
}
