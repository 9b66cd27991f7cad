/** Our orders and requests as FIX messages of a venue's dialect. The header is written by then; nothing is sent here. */
import type { Instrument, Listing } from '../../core/instruments.js';
import { OrdType, Side, TimeInForce } from '../../core/venue.js';
import type { Clock } from '../../core/world.js';
import type { FixEncoder, TimePrecision } from '../../protocols/fix/encoder.js';
import type { Dialect } from '../config/dialect-schema.js';
import { clientIdText } from '../orders/client-ids.js';
import { OrderFlag, pegNames, type OrderTable } from '../orders/order-table.js';

type Fields = Dialect['hidden'];

const TAG = {
  account: 1,
  clOrdId: 11,
  execInst: 18,
  handlInst: 21,
  orderId: 37,
  orderQty: 38,
  ordType: 40,
  origClOrdId: 41,
  price: 44,
  side: 54,
  symbol: 55,
  timeInForce: 59,
  transactTime: 60,
  stopPx: 99,
  locateReqd: 114,
  massCancelRequestType: 530,
  massStatusReqId: 584,
  massStatusReqType: 585,
  massStatusReqIdType: 9014,
} as const;

export interface WriterParts {
  readonly table: OrderTable;
  readonly dialect: Dialect;
  readonly instruments: readonly Instrument[];
  readonly listing: (instrument: number) => Listing | undefined;
  readonly clock: Clock;
  readonly timePrecision: TimePrecision;
}

export class OrderWriter {
  private readonly table: OrderTable;
  private readonly dialect: Dialect;

  constructor(private readonly parts: WriterParts) {
    this.table = parts.table;
    this.dialect = parts.dialect;
  }

  /** What the venue calls the order: our number in its form, or its own where it gives such ids. */
  nameOf(slot: number): string {
    const { dialect, table } = this;
    if (dialect.rewritesClOrdId && table.venueOrderId[slot] !== '') return table.venueOrderId[slot]!;
    return clientIdText(dialect.clOrdId, table.orderId[slot]!);
  }

  /** NewOrderSingle (D). */
  order(message: FixEncoder, slot: number): void {
    const { dialect, table } = this;
    message.string(TAG.clOrdId, clientIdText(dialect.clOrdId, table.orderId[slot]!));
    if (dialect.account && table.account[slot] !== '') message.string(TAG.account, table.account[slot]!);
    if (dialect.handlInst !== '') message.string(TAG.handlInst, dialect.handlInst);
    this.symbol(message, slot);
    message.char(TAG.side, table.side[slot]!);
    this.transactTime(message);
    this.terms(message, slot);
    if (dialect.capacityTag !== 0 && table.capacity[slot] !== 0)
      message.char(dialect.capacityTag, table.capacity[slot]!);
    const side = table.side[slot]!;
    if (side === Side.sellShort || side === Side.sellShortExempt) this.all(message, dialect.shortSale);
    this.all(message, dialect.fixed['D']);
  }

  /** OrderCancelReplaceRequest (G): `slot` as it is to be. */
  replacement(message: FixEncoder, old: number, slot: number): void {
    const { dialect, table } = this;
    this.orderIdOf(message, old);
    message.string(TAG.clOrdId, clientIdText(dialect.clOrdId, table.orderId[slot]!));
    message.string(TAG.origClOrdId, this.nameOf(old));
    if (dialect.account && table.account[slot] !== '') message.string(TAG.account, table.account[slot]!);
    if (dialect.handlInst !== '') message.string(TAG.handlInst, dialect.handlInst);
    this.symbol(message, slot);
    message.char(TAG.side, table.side[slot]!);
    this.transactTime(message);
    this.terms(message, slot);
    this.all(message, dialect.fixed['G']);
  }

  /** OrderCancelRequest (F). */
  cancel(message: FixEncoder, slot: number): void {
    const { dialect, table } = this;
    const { cancel } = dialect;
    message.string(TAG.origClOrdId, this.nameOf(slot));
    if (cancel.orderId) this.orderIdOf(message, slot);
    if (cancel.clOrdId) {
      message.string(TAG.clOrdId, clientIdText(dialect.clOrdId, table.orderId[slot]!, table.requests[slot]));
    }
    if (cancel.symbol) this.symbol(message, slot);
    if (cancel.side) message.char(TAG.side, table.side[slot]!);
    this.transactTime(message);
    if (cancel.quantity) this.quantity(message, TAG.orderQty, slot, table.quantity[slot]!);
    this.all(message, dialect.fixed['F']);
  }

  /** OrderStatusRequest (H). */
  status(message: FixEncoder, slot: number): void {
    const { dialect } = this;
    if (dialect.cancel.orderId) this.orderIdOf(message, slot);
    message.string(TAG.clOrdId, this.nameOf(slot));
    this.symbol(message, slot);
    message.char(TAG.side, this.table.side[slot]!);
    this.all(message, dialect.fixed['H']);
  }

  /** OrderMassStatusRequest (AF) for one order; answers its MassStatusReqID (584). */
  statusByMass(message: FixEncoder, slot: number): string {
    const { table, dialect } = this;
    const venueOrderId = table.venueOrderId[slot]!;
    const isKnown = venueOrderId !== '';
    const id = isKnown ? venueOrderId : clientIdText(dialect.clOrdId, table.orderId[slot]!);
    message.string(TAG.massStatusReqId, id);
    message.char(TAG.massStatusReqType, isKnown ? 0x31 : 0x37);
    if (!isKnown) {
      message.char(TAG.massStatusReqIdType, 0x31);
      this.symbol(message, slot);
    }
    this.all(message, dialect.fixed['AF']);
    return id;
  }

  /** OrderMassStatusRequest (AF) for all open orders. */
  massStatus(message: FixEncoder, id: string): void {
    message.string(TAG.massStatusReqId, id);
    message.string(TAG.massStatusReqType, '7');
    this.all(message, this.dialect.fixed['AF']);
  }

  /** OrderMassCancelRequest (q). @param instrument -1 for all */
  massCancel(message: FixEncoder, id: string, instrument: number): void {
    const { massCancel } = this.dialect;
    if (massCancel === undefined) return;
    message.string(TAG.clOrdId, id);
    message.string(TAG.massCancelRequestType, instrument < 0 ? massCancel.all : massCancel.symbol);
    if (instrument >= 0) message.string(TAG.symbol, this.parts.listing(instrument)?.venueSymbol ?? '');
    this.transactTime(message);
    this.all(message, this.dialect.fixed[massCancel.msgType]);
  }

  /** Why this dialect cannot say the order. */
  refusal(slot: number): '' | 'unsupported' {
    const { dialect, table } = this;
    const flags = table.flags[slot]!;
    if (table.displayQuantity[slot]! > 0 && dialect.displayTag === 0) return 'unsupported';
    const isFillOrKill = table.timeInForce[slot] === TimeInForce.fillOrKill;
    if (table.minQuantity[slot]! > 0 && dialect.minQtyTag === 0 && !isFillOrKill) return 'unsupported';
    if ((flags & OrderFlag.hidden) !== 0 && dialect.hidden.length === 0) return 'unsupported';
    if ((flags & OrderFlag.postOnly) !== 0 && dialect.postOnly.length === 0) return 'unsupported';
    if ((flags & OrderFlag.sweep) !== 0 && dialect.sweep.length === 0) return 'unsupported';
    const peg = this.pegFields(slot);
    return peg !== undefined && peg.length === 0 ? 'unsupported' : '';
  }

  /** Quantity, type, prices, time in force and what else an order may want. */
  private terms(message: FixEncoder, slot: number): void {
    const { dialect, table } = this;
    const type = String.fromCharCode(table.ordType[slot]!);
    const tif = table.timeInForce[slot]!;
    this.quantity(message, TAG.orderQty, slot, table.quantity[slot]!);
    message.string(TAG.ordType, dialect.ordTypes[type] ?? type);
    if (table.price[slot]! > 0 && table.ordType[slot] !== OrdType.market) {
      message.decimal(TAG.price, table.price[slot]!, this.instrument(slot).priceScale);
    }
    if (table.stopPrice[slot]! > 0)
      message.decimal(TAG.stopPx, table.stopPrice[slot]!, this.instrument(slot).priceScale);
    if (!(dialect.omitDay && tif === TimeInForce.day)) {
      const code = String.fromCharCode(tif);
      message.string(TAG.timeInForce, dialect.timesInForce[code] ?? code);
    }
    if (tif === TimeInForce.goodTillDate && dialect.expireTag !== 0) {
      message.utcTimestamp(dialect.expireTag, table.expireEpochMs[slot]!, this.parts.timePrecision);
    }
    if (table.minQuantity[slot]! > 0 && dialect.minQtyTag !== 0) {
      this.quantity(message, dialect.minQtyTag, slot, table.minQuantity[slot]!);
    }
    const flags = table.flags[slot]!;
    if ((flags & OrderFlag.hidden) !== 0) this.all(message, dialect.hidden);
    else if (table.displayQuantity[slot]! > 0) {
      this.quantity(message, dialect.displayTag, slot, table.displayQuantity[slot]!);
      if (dialect.refreshTag !== 0) this.quantity(message, dialect.refreshTag, slot, table.displayQuantity[slot]!);
    }
    this.instructions(message, slot, flags);
  }

  /** ExecInst (18) is one field of letters with spaces between: what several instructions put there is joined. */
  private instructions(message: FixEncoder, slot: number, flags: number): void {
    const { dialect, table } = this;
    const parts: Fields[] = [];
    if ((flags & OrderFlag.postOnly) !== 0) parts.push(dialect.postOnly);
    if ((flags & OrderFlag.sweep) !== 0) parts.push(dialect.sweep);
    const peg = this.pegFields(slot);
    if (peg !== undefined) parts.push(peg);
    if (parts.length === 0) return;
    let execInst = '';
    for (const { tag, value } of parts.flat()) {
      if (tag === TAG.execInst) execInst = execInst === '' ? value : `${execInst} ${value}`;
      else message.string(tag, value);
    }
    if (execInst !== '') message.string(TAG.execInst, execInst);
    const offset = table.pegOffset[slot]!;
    if (peg !== undefined && offset !== 0 && dialect.pegOffsetTag !== 0) {
      message.decimal(dialect.pegOffsetTag, offset, this.instrument(slot).priceScale);
    }
  }

  private pegFields(slot: number): Fields | undefined {
    const peg = pegNames[this.table.pegTo[slot]!];
    return peg === undefined || peg === '' ? undefined : this.dialect.pegs[peg];
  }

  private orderIdOf(message: FixEncoder, slot: number): void {
    const { dialect, table } = this;
    if (!dialect.rewritesClOrdId && dialect.cancel.orderId && table.venueOrderId[slot] !== '') {
      message.string(TAG.orderId, table.venueOrderId[slot]!);
    }
  }

  private quantity(message: FixEncoder, tag: number, slot: number, quantity: number): void {
    message.decimal(tag, quantity, this.instrument(slot).quantityScale);
  }

  private instrument(slot: number): Instrument {
    return this.parts.instruments[this.table.instrument[slot]!]!;
  }

  private symbol(message: FixEncoder, slot: number): void {
    message.string(TAG.symbol, this.parts.listing(this.table.instrument[slot]!)?.venueSymbol ?? '');
  }

  private transactTime(message: FixEncoder): void {
    const { clock, timePrecision } = this.parts;
    if (this.dialect.transactTime) message.utcTimestamp(TAG.transactTime, clock.epochMs(), timePrecision);
  }

  private all(message: FixEncoder, fields: Fields | undefined): void {
    if (fields !== undefined) for (const { tag, value } of fields) message.string(tag, value);
  }
}
