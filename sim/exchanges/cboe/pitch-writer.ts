/** PITCH messages of one unit, each in the shortest form that holds it. */
import type { FieldsOf, MessageLayout } from '../../../control/protocols/layout.js';
import { putPitch } from '../../../control/protocols/pitch2/codec.js';
import { pitchFeed } from '../../../control/protocols/pitch2/messages.js';
import type { MessageOutput } from '../publish/message-output.js';
import { executionIdentifier, orderIdentifier } from './identifiers.js';
import type { PitchStatus } from './trading-status.js';

const SHORT_MAX = 65_535;
/** A short price has two decimals, ours have four. */
const SHORT_PRICE_UNITS = 100;
const LONG_SYMBOL_BYTES = 6;
const IS_DISPLAYED = 1;
/** Longer than any message. */
const ROOM_BYTES = 64;

interface Terms {
  readonly side: 'B' | 'S';
  readonly price: number;
  readonly quantity: number;
}

export class PitchWriter {
  /** Of the messages to come, ns since the last Time message. */
  timeOffset = 0;

  constructor(private readonly output: MessageOutput) {}

  put<Layout extends MessageLayout>(layout: Layout, fields: FieldsOf<Layout>): void {
    const at = this.output.reserve(ROOM_BYTES);
    this.output.commit(putPitch(this.output.bytes, at, layout, fields));
  }

  /** With attribution, or a symbol that is too long for the others, the expanded form. */
  addOrder(symbol: string, id: number, order: Terms & { readonly attribution: string }): void {
    const { timeOffset } = this;
    const { side, price, quantity, attribution } = order;
    const fields = { timeOffset, orderId: orderIdentifier(id), side, quantity, symbol, addFlags: IS_DISPLAYED };
    if (attribution !== '' || symbol.length > LONG_SYMBOL_BYTES) {
      this.put(pitchFeed.AddOrderExpanded, {
        ...fields,
        price,
        participantId: attribution,
        customerIndicator: 'N',
      });
    } else if (isShort(price, quantity)) {
      this.put(pitchFeed.AddOrderShort, { ...fields, price: price / SHORT_PRICE_UNITS });
    } else this.put(pitchFeed.AddOrderLong, { ...fields, price });
  }

  executed(id: number, quantity: number, match: number): void {
    this.put(pitchFeed.OrderExecuted, {
      timeOffset: this.timeOffset,
      orderId: orderIdentifier(id),
      executedQuantity: quantity,
      executionId: executionIdentifier(match),
    });
  }

  executedAt(id: number, quantity: number, remaining: number, match: number, price: number): void {
    this.put(pitchFeed.OrderExecutedAtPriceSize, {
      timeOffset: this.timeOffset,
      orderId: orderIdentifier(id),
      executedQuantity: quantity,
      remainingQuantity: remaining,
      executionId: executionIdentifier(match),
      price,
    });
  }

  reduce(id: number, quantity: number): void {
    const layout = quantity <= SHORT_MAX ? pitchFeed.ReduceSizeShort : pitchFeed.ReduceSizeLong;
    this.put(layout, {
      timeOffset: this.timeOffset,
      orderId: orderIdentifier(id),
      canceledQuantity: quantity,
    });
  }

  /** A new size and price, behind everybody at that price. */
  modify(id: number, quantity: number, price: number): void {
    const { timeOffset } = this;
    const fields = { timeOffset, orderId: orderIdentifier(id), quantity, modifyFlags: IS_DISPLAYED };
    if (isShort(price, quantity)) {
      this.put(pitchFeed.ModifyOrderShort, { ...fields, price: price / SHORT_PRICE_UNITS });
    } else this.put(pitchFeed.ModifyOrderLong, { ...fields, price });
  }

  delete(id: number): void {
    this.put(pitchFeed.DeleteOrder, { timeOffset: this.timeOffset, orderId: orderIdentifier(id) });
  }

  /** A trade of an order that was not displayed. */
  trade(symbol: string, trade: Terms & { readonly orderId: number; readonly match: number }): void {
    const { side, price, quantity, orderId, match } = trade;
    const { timeOffset } = this;
    const executionId = executionIdentifier(match);
    const fields = { timeOffset, orderId: orderIdentifier(orderId), side, quantity, symbol, executionId };
    if (symbol.length > LONG_SYMBOL_BYTES) this.put(pitchFeed.TradeExpanded, { ...fields, price });
    else if (isShort(price, quantity)) this.put(pitchFeed.TradeShort, { ...fields, price: price / SHORT_PRICE_UNITS });
    else this.put(pitchFeed.TradeLong, { ...fields, price });
  }

  tradeBreak(match: number): void {
    this.put(pitchFeed.TradeBreak, { timeOffset: this.timeOffset, executionId: executionIdentifier(match) });
  }

  tradingStatus(symbol: string, { trading, shortSale }: PitchStatus): void {
    this.put(pitchFeed.TradingStatus, {
      timeOffset: this.timeOffset,
      symbol,
      tradingStatus: trading,
      regShoAction: shortSale,
      reserved1: ' ',
      reserved2: ' ',
    });
  }

  /** @param fullSymbol the name that all venues share, as symbol mappings have room for */
  symbolMapping(feedSymbol: string, fullSymbol: string): void {
    this.put(pitchFeed.SymbolMapping, { feedSymbol, osiSymbol: fullSymbol, symbolCondition: 'N' });
  }

  auctionUpdate(
    symbol: string,
    auctionType: string,
    prices: Omit<FieldsOf<typeof pitchFeed.AuctionUpdate>, 'timeOffset' | 'symbol' | 'auctionType'>,
  ): void {
    this.put(pitchFeed.AuctionUpdate, { timeOffset: this.timeOffset, symbol, auctionType, ...prices });
  }

  auctionSummary(symbol: string, auctionType: string, price: number, shares: number): void {
    this.put(pitchFeed.AuctionSummary, { timeOffset: this.timeOffset, symbol, auctionType, price, shares });
  }

  retailInterest(symbol: string, rpi: string): void {
    this.put(pitchFeed.RetailPriceImprovement, { timeOffset: this.timeOffset, symbol, rpi });
  }
}

function isShort(price: number, quantity: number): boolean {
  return quantity <= SHORT_MAX && price % SHORT_PRICE_UNITS === 0 && price <= SHORT_MAX * SHORT_PRICE_UNITS;
}
