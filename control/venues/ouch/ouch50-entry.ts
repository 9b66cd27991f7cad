/** Order entry over OUCH 5.0. Orders are named by UserRefNum, which only grows; ClOrdID carries our number. */
import { ExecType, OrdType, TimeInForce } from '../../core/venue.js';
import { alpha, get16, get32, get64, put16, put32 } from '../../protocols/big-endian.js';
import { Ouch50Message } from '../../protocols/ouch50/check.js';
import { OUCH_MARKET_PRICE, ouch50Client, ouch50Server } from '../../protocols/ouch50/messages.js';
import {
  ENTER_ORDER_50_APPENDAGE_AT,
  EnterOrder50,
  putCancelOrder50,
  putEnterOrder50,
  putReplaceOrder50,
  REPLACE_ORDER_50_APPENDAGE_AT,
  sealSoupPacket,
  type ReplaceOrder50,
} from '../../protocols/ouch50/orders.js';
import { ouch50Options } from '../../protocols/ouch50/options.js';
import { putSoupHeader, SoupType } from '../../protocols/soupbintcp/packets.js';
import { putClientId, readClientId } from '../orders/client-ids.js';
import { OrderFlag, Pending } from '../orders/order-table.js';
import { idText, OuchEntry } from './ouch-entry.js';
import { MAX_OUCH_QUANTITY } from './ouch-settings.js';
import { rejectReasons50 } from './reasons.js';

const CLIENT_ID_BYTES = 14;
const Y = 0x59;
const N = 0x4e;
const A = 0x41;
const SPACE = 0x20;
const TIF_DAY = 0x30;
const TIF_IOC = 0x33;
const TIF_GTT = 0x36;
const CROSS_OPENING = 0x4f;
const CROSS_CLOSING = 0x43;
const POST_ONLY = 0x50;
/** PriceType by the index of `pegNames`: none, same side (primary), opposite (market), midpoint. */
const PEGS = [0, 0x52, 0x50, 0x4d];
const server = ouch50Server;

export class Ouch50Entry extends OuchEntry {
  readonly protocol = 'ouch50';
  /** UserRefNum of the next order. */
  private nextRef = 1;
  /** The first one of this connection: orders below it were sent on an earlier one, or never. */
  private firstRef = 1;
  private readonly message = new Ouch50Message();
  private readonly clientId = new Uint8Array(CLIENT_ID_BYTES);
  private readonly enter = new EnterOrder50();
  private readonly change: ReplaceOrder50 = {
    origUserRefNum: 0,
    userRefNum: 0,
    quantity: 0,
    price: 0,
    timeInForce: 0,
    display: 0,
    iso: 0,
    clOrdId: this.clientId,
  };

  refusal(slot: number): '' | 'unsupported' | 'badValue' {
    const { table } = this.keeper;
    const type = table.ordType[slot];
    if (type !== OrdType.limit && type !== OrdType.market && type !== OrdType.pegged) return 'unsupported';
    if (table.stopPrice[slot] !== 0 || timeInForceOf(table.timeInForce[slot]!) === 0) return 'unsupported';
    const quantity = table.quantity[slot]!;
    if (!(quantity >= 1 && quantity <= MAX_OUCH_QUANTITY)) return 'badValue';
    return Number.isNaN(this.wirePrice(slot)) ? 'badValue' : '';
  }

  prepare(slot: number): void {
    this.keeper.setRef(slot, this.nextRef++);
  }

  sendSubmit(slot: number): boolean {
    const { table } = this.keeper;
    const { enter, out } = this;
    const tif = table.timeInForce[slot]!;
    enter.userRefNum = table.ref[slot]!;
    enter.side = this.sideOf(slot);
    enter.quantity = table.quantity[slot]!;
    enter.symbol = this.symbol(table.instrument[slot]!);
    enter.price = this.wirePrice(slot);
    enter.timeInForce = timeInForceOf(tif);
    enter.display = this.displayOf(slot);
    enter.capacity = table.capacity[slot]! === 0 ? this.settings.capacity.charCodeAt(0) : table.capacity[slot]!;
    enter.iso = (table.flags[slot]! & OrderFlag.sweep) !== 0 ? Y : N;
    enter.crossType = crossTypeOf(tif);
    putClientId(this.clientId, 0, CLIENT_ID_BYTES, table.orderId[slot]!);
    enter.clOrdId = this.clientId;
    const end = this.options(slot, ENTER_ORDER_50_APPENDAGE_AT, putEnterOrder50(this.buffer, 0, enter));
    sealSoupPacket(out, 0, end);
    return this.send(end);
  }

  sendCancel(slot: number): boolean {
    return this.send(putCancelOrder50(this.out, 0, this.keeper.table.ref[slot]!, 0));
  }

  sendReplace(oldSlot: number, newSlot: number): boolean {
    const { table } = this.keeper;
    const { change, out } = this;
    change.origUserRefNum = table.ref[oldSlot]!;
    change.userRefNum = table.ref[newSlot]!;
    change.quantity = table.quantity[newSlot]!;
    change.price = this.wirePrice(newSlot);
    change.timeInForce = timeInForceOf(table.timeInForce[newSlot]!);
    change.display = this.displayOf(newSlot);
    change.iso = (table.flags[newSlot]! & OrderFlag.sweep) !== 0 ? Y : N;
    putClientId(this.clientId, 0, CLIENT_ID_BYTES, table.orderId[newSlot]!);
    const end = this.options(newSlot, REPLACE_ORDER_50_APPENDAGE_AT, putReplaceOrder50(out, 0, change));
    sealSoupPacket(out, 0, end);
    return this.send(end);
  }

  sendMassCancel(instrument: number): boolean {
    const { out } = this;
    const { type, bytes } = ouch50Client.MassCancel;
    const at = putSoupHeader(out, 0, SoupType.unsequencedData, bytes + 2);
    out[at] = type;
    put32(out, at + 1, this.nextRef++);
    out.set(this.firm, at + 5);
    if (instrument < 0) out.fill(0x20, at + 9, at + 17);
    else out.set(this.symbol(instrument), at + 9);
    put16(out, at + bytes, 0);
    return this.send(at + bytes + 2);
  }

  /** Account Query: the answer tells which orders have arrived. */
  sendStatus(slot: number): boolean {
    this.asked.push(this.keeper.table.orderId[slot]!);
    if (this.askForEnd()) return true;
    this.asked.length = 0;
    return false;
  }

  override onIdle(): void {
    // The answer to the Account Query is the end of the replay.
  }

  override counters(): Readonly<Record<string, number>> {
    return { ...super.counters(), nextUserRefNum: this.nextRef };
  }

  /** Orders whose status somebody asked for, until the next answer. */
  private readonly asked: number[] = [];

  override onLogin(): void {
    this.firstRef = this.nextRef;
    super.onLogin();
  }

  protected override askForEnd(): boolean {
    const at = putSoupHeader(this.out, 0, SoupType.unsequencedData, ouch50Client.AccountQuery.bytes);
    this.out[at] = ouch50Client.AccountQuery.type;
    return this.send(at + ouch50Client.AccountQuery.bytes);
  }

  protected override recovered(): void {
    const { table } = this.keeper;
    for (let slot = 0; slot < table.end; slot++) {
      if (table.entry[slot] === this.number) this.used(table.ref[slot]!);
    }
  }

  protected override decode(sequence: number, bytes: Uint8Array, start: number, end: number): void {
    const { message } = this;
    if (message.open(bytes, start, end, 'server') !== 0) {
      this.unknown.messages++;
      return;
    }
    if (message.type === server.SystemEvent.type) return;
    const timeNs = get64(bytes, start + 1);
    if (message.type === server.AccountQueryResponse.type) {
      this.answered(get32(bytes, start + 9), sequence, timeNs);
      return;
    }
    this.about(sequence, bytes, start, timeNs);
  }

  /** A message about one order. */
  private about(sequence: number, bytes: Uint8Array, start: number, timeNs: number): void {
    const ref = get32(bytes, start + 9);
    switch (this.message.type) {
      case server.OrderAccepted.type:
        this.accepted(sequence, bytes, start, ref, timeNs);
        return;
      case server.OrderReplaced.type:
        this.replaced(sequence, bytes, start, timeNs);
        return;
      case server.OrderExecuted.type: {
        const slot = this.slotOf(ref);
        this.executed(
          slot,
          get32(bytes, start + 13),
          get64(bytes, start + 17),
          bytes[start + 25]!,
          idText(bytes, start + 26),
          timeNs,
          this.name(slot, ref),
        );
        return;
      }
      case server.OrderCanceled.type:
      case server.AiqCanceled.type: {
        const slot = this.slotOf(ref);
        this.decremented(slot, sequence, get32(bytes, start + 13), bytes[start + 17]!, timeNs, this.name(slot, ref));
        return;
      }
      case server.Rejected.type: {
        // A session that is heard again from its beginning has other references than those we remember: the client's name holds.
        const known = this.keeper.byRef(ref);
        const slot = known < 0 ? this.keeper.table.find(readClientId(bytes, start + 15, CLIENT_ID_BYTES)) : known;
        if (slot < 0 && bytes[start + 15] !== SPACE) this.unknown.orders++;
        const reason = get16(bytes, start + 13);
        const words = rejectReasons50[reason] ?? '';
        if (slot < 0 && bytes[start + 15] === SPACE) {
          // No order of ours is without a name: this is the answer to a mass cancel.
          this.used(ref);
          this.keeper.refuse(-1, 'massCancel', 0, String(reason), words);
          return;
        }
        this.rejected(slot, sequence, String(reason), words, timeNs, alpha(bytes, start + 15, CLIENT_ID_BYTES));
        return;
      }
      case server.CancelReject.type:
        this.keeper.refuse(this.slotOf(ref), 'cancel', 0, '', 'the order cannot be cancelled now');
        return;
      case server.BrokenTrade.type: {
        const slot = this.slotOf(ref);
        this.broken(slot, sequence, idText(bytes, start + 13), bytes[start + 21]!, timeNs, this.name(slot, ref));
        return;
      }
      case server.TradeCorrection.type: {
        const slot = this.slotOf(ref);
        this.corrected(
          slot,
          sequence,
          get32(bytes, start + 13),
          get64(bytes, start + 17),
          idText(bytes, start + 26),
          timeNs,
          this.name(slot, ref),
        );
        return;
      }
      default:
        this.changed(sequence, bytes, start, ref, timeNs);
    }
  }

  /** Changes that nobody asked for, and answers to requests about more than one order. */
  private changed(sequence: number, bytes: Uint8Array, start: number, ref: number, timeNs: number): void {
    const { table } = this.keeper;
    switch (this.message.type) {
      case server.CancelPending.type: {
        const slot = this.slotOf(ref);
        const words = 'cancelled as soon as that is allowed';
        this.restated(slot, sequence, ExecType.pendingCancel, 0, words, timeNs, this.name(slot, ref));
        return;
      }
      case server.OrderPriorityUpdate.type: {
        const slot = this.slotOf(ref);
        if (slot >= 0) {
          table.price[slot] = this.prices.fromWire(table.instrument[slot]!, get64(bytes, start + 13));
          table.venueOrderId[slot] = idText(bytes, start + 22);
        }
        this.restated(slot, sequence, ExecType.restated, 0, 'priority changed', timeNs, this.name(slot, ref));
        return;
      }
      case server.OrderModified.type: {
        const slot = this.slotOf(ref);
        if (slot >= 0) {
          table.quantity[slot] = get32(bytes, start + 14);
          table.leaves[slot] = Math.max(0, table.quantity[slot] - table.cum[slot]!);
        }
        this.restated(slot, sequence, ExecType.restated, 0, 'modified', timeNs, this.name(slot, ref));
        return;
      }
      case server.OrderRestated.type: {
        const slot = this.slotOf(ref);
        const code = bytes[start + 13]!;
        const words = code === 0x52 ? 'display refreshed' : 'displayed price changed';
        this.restated(slot, sequence, ExecType.restated, code, words, timeNs, this.name(slot, ref));
        return;
      }
      default:
        // Mass cancels and switches of order entry: what follows from them comes order by order.
        this.used(ref);
    }
  }

  private accepted(sequence: number, bytes: Uint8Array, start: number, ref: number, timeNs: number): void {
    const { keeper } = this;
    this.used(ref);
    let slot = keeper.byRef(ref);
    // A restart that lost the record of the number, but not the order: its ClOrdID is ours.
    if (slot < 0) slot = keeper.table.find(readClientId(bytes, start + 48, CLIENT_ID_BYTES));
    if (slot >= 0 && keeper.table.ref[slot] !== ref) keeper.setRef(slot, ref);
    const report = keeper.blank(slot);
    report.execType = ExecType.new;
    report.execId = `S${sequence}`;
    this.terms(slot, bytes, start + 14, start + 26, start + 36);
    report.leavesQuantity = report.orderQuantity;
    report.transactEpochMs = this.day.epochMsOf(timeNs);
    report.clientId = alpha(bytes, start + 48, CLIENT_ID_BYTES);
    keeper.give(slot, false);
    if (bytes[start + 47] === DEAD) this.dead(slot, sequence, timeNs);
  }

  private replaced(sequence: number, bytes: Uint8Array, start: number, timeNs: number): void {
    const { keeper } = this;
    const ref = get32(bytes, start + 13);
    this.used(ref);
    let slot = keeper.byRef(ref);
    if (slot < 0) slot = keeper.table.find(readClientId(bytes, start + 52, CLIENT_ID_BYTES));
    const report = keeper.blank(slot);
    report.execType = ExecType.replaced;
    report.execId = `S${sequence}`;
    this.terms(slot, bytes, start + 18, start + 30, start + 40);
    // What OUCH tells is what is open from now on.
    report.leavesQuantity = report.orderQuantity;
    if (slot >= 0) {
      const old = keeper.table.originOf(slot);
      report.orderQuantity += old < 0 ? keeper.table.cum[slot]! : keeper.table.cum[old]!;
    }
    report.transactEpochMs = this.day.epochMsOf(timeNs);
    report.clientId = alpha(bytes, start + 52, CLIENT_ID_BYTES);
    const isWanted = this.isCancelOfOrigin(slot);
    keeper.give(slot, false);
    if (bytes[start + 51] === DEAD) this.dead(slot, sequence, timeNs);
    else if (isWanted) this.cancelAgain(slot);
  }

  /** Quantity, price and order reference as the venue has them. */
  private terms(slot: number, bytes: Uint8Array, quantityAt: number, priceAt: number, referenceAt: number): void {
    const { report } = this.keeper;
    report.orderQuantity = get32(bytes, quantityAt);
    report.price = this.prices.fromWire(this.instrumentOf(slot), get64(bytes, priceAt));
    report.venueOrderId = idText(bytes, referenceAt);
  }

  /** Accepted, and over at once. */
  private dead(slot: number, sequence: number, timeNs: number): void {
    if (slot < 0) return;
    const report = this.keeper.blank(slot);
    report.execType = ExecType.canceled;
    report.execId = `S${sequence}d`;
    report.text = 'accepted and cancelled at once';
    report.transactEpochMs = this.day.epochMsOf(timeNs);
    this.keeper.give(slot, false);
  }

  private answered(nextRef: number, sequence: number, timeNs: number): void {
    this.used(nextRef - 1);
    if (this.keeper.isRecovering) return;
    for (const orderId of this.asked.splice(0)) this.status50(orderId, nextRef, sequence, timeNs);
    this.settled();
  }

  /**
   * What an order comes to: as it stands here; what the venue has not taken was never an order. That is so of numbers that it has not seen, and of those sent on an earlier
   * connection about which its stream, whole up to this answer, says nothing: it takes no number below the highest one.
   */
  private status50(orderId: number, nextRef: number, sequence: number, timeNs: number): void {
    const { keeper } = this;
    const slot = keeper.table.find(orderId);
    if (slot < 0) return;
    const report = keeper.blank(slot);
    const ref = keeper.table.ref[slot]!;
    const isOpenQuestion = (keeper.table.pending[slot]! & Pending.submit) !== 0;
    const isMissing = isOpenQuestion && ref > 0 && (ref >= nextRef || ref < this.firstRef);
    report.execType = isMissing ? ExecType.rejected : ExecType.orderStatus;
    report.execId = `S${sequence}q${orderId}`;
    if (isMissing) {
      report.reasonCode = 'notReceived';
      report.text = `the venue has not taken order ${ref}; its next one is ${nextRef}`;
    } else if (isOpenQuestion) return;
    report.source = 'status';
    report.transactEpochMs = this.day.epochMsOf(timeNs);
    keeper.give(slot, true);
  }

  /** The venue has seen this UserRefNum. */
  private used(ref: number): void {
    if (ref >= this.nextRef) this.nextRef = ref + 1;
  }

  private slotOf(ref: number): number {
    const slot = this.keeper.byRef(ref);
    if (slot < 0) this.unknown.orders++;
    return slot;
  }

  private name(slot: number, ref: number): string {
    return slot < 0 ? String(ref) : '';
  }

  private wirePrice(slot: number): number {
    const { table } = this.keeper;
    if (table.ordType[slot] === OrdType.market) return OUCH_MARKET_PRICE;
    const price = table.price[slot]!;
    // A pegged order without a limit of its own.
    if (table.ordType[slot] === OrdType.pegged && price === 0) return OUCH_MARKET_PRICE;
    const wire = this.prices.toWire(table.instrument[slot]!, price);
    return wire === 0 ? NaN : wire;
  }

  private displayOf(slot: number): number {
    if ((this.keeper.table.flags[slot]! & OrderFlag.hidden) !== 0) return N;
    return this.settings.attributed ? A : Y;
  }

  /** Adds what needs options; returns where the packet ends. */
  private options(slot: number, lengthAt: number, end: number): number {
    const { table } = this.keeper;
    const { out } = this;
    let at = end;
    const shown = table.displayQuantity[slot]!;
    const isFillOrKill = table.timeInForce[slot] === TimeInForce.fillOrKill;
    const least = isFillOrKill ? table.quantity[slot]! : table.minQuantity[slot]!;
    if (least > 0) at = put32Option(out, at, ouch50Options.MinQty.tag, least);
    if (shown > 0 && (table.flags[slot]! & OrderFlag.hidden) === 0) {
      at = put32Option(out, at, ouch50Options.MaxFloor.tag, shown);
    }
    const peg = PEGS[table.pegTo[slot]!]!;
    if (peg !== 0) {
      at = putCharOption(out, at, ouch50Options.PriceType.tag, peg);
      const offset = table.pegOffset[slot]!;
      if (offset !== 0) at = put32Option(out, at, ouch50Options.PegOffset.tag, this.wireOffset(slot, offset) >>> 0);
    }
    if ((table.flags[slot]! & OrderFlag.postOnly) !== 0) {
      at = putCharOption(out, at, ouch50Options.PostOnly.tag, POST_ONLY);
    }
    if (timeInForceOf(table.timeInForce[slot]!) === TIF_GTT) {
      // Seconds that the order may stay, counted from its entry. This is an assumption: the field tables that were at hand give four bytes and no unit.
      const seconds = Math.max(1, Math.round((table.expireEpochMs[slot]! - this.parts.world.clock.epochMs()) / 1000));
      at = put32Option(out, at, ouch50Options.ExpireTime.tag, seconds);
    }
    if (this.settings.firm !== '' && lengthAt === ENTER_ORDER_50_APPENDAGE_AT) {
      out[at] = 5;
      out[at + 1] = ouch50Options.Firm.tag;
      for (let i = 0; i < 4; i++) out[at + 2 + i] = this.firm[i]!;
      at += 6;
    }
    put16(out, lengthAt, at - lengthAt - 2);
    return at;
  }

  private wireOffset(slot: number, offset: number): number {
    const wire = this.prices.toWire(this.keeper.table.instrument[slot]!, Math.abs(offset));
    return offset < 0 ? -wire : wire;
  }
}

const DEAD = 0x44;

function put32Option(out: Uint8Array, at: number, tag: number, value: number): number {
  out[at] = 5;
  out[at + 1] = tag;
  put32(out, at + 2, value);
  return at + 6;
}

function putCharOption(out: Uint8Array, at: number, tag: number, code: number): number {
  out[at] = 2;
  out[at + 1] = tag;
  out[at + 2] = code;
  return at + 3;
}

/** 0 for what OUCH does not have. */
function timeInForceOf(code: number): number {
  switch (code) {
    case TimeInForce.day:
    case TimeInForce.atTheOpening:
    case TimeInForce.atTheClose:
      return TIF_DAY;
    case TimeInForce.immediateOrCancel:
    case TimeInForce.fillOrKill:
      return TIF_IOC;
    case TimeInForce.goodTillDate:
      return TIF_GTT;
    default:
      return 0;
  }
}

function crossTypeOf(timeInForce: number): number {
  if (timeInForce === TimeInForce.atTheOpening) return CROSS_OPENING;
  return timeInForce === TimeInForce.atTheClose ? CROSS_CLOSING : N;
}
