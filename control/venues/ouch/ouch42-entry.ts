/** Order entry over OUCH 4.2. Orders are named by tokens, which carry our number. */
import { ExecType, OrdType, TimeInForce } from '../../core/venue.js';
import { alpha, get32, get64 } from '../../protocols/big-endian.js';
import { ouch42Revision } from '../../protocols/ouch42/check.js';
import { ouch42Server } from '../../protocols/ouch42/messages.js';
import {
  EnterOrder42,
  putCancelOrder42,
  putEnterOrder42,
  putReplaceOrder42,
  type ReplaceOrder42,
} from '../../protocols/ouch42/orders.js';
import { OUCH_MARKET_PRICE } from '../../protocols/ouch50/messages.js';
import { putClientId, readClientId } from '../orders/client-ids.js';
import { OrderFlag } from '../orders/order-table.js';
import { idText, OuchEntry } from './ouch-entry.js';
import { MAX_OUCH_QUANTITY } from './ouch-settings.js';
import { rejectReasons42 } from './reasons.js';

const TOKEN_BYTES = 14;
const Y = 0x59;
const N = 0x4e;
const A = 0x41;
const DEAD = 0x44;
const POST_ONLY = 0x50;
const MIDPOINT = 0x4d;
const MIDPOINT_POST_ONLY = 0x57;
const CROSS_OPENING = 0x4f;
const CROSS_CLOSING = 0x43;
const MARKET_HOURS = 99_998;
const IOC = 0;
const SECONDS_MAX = 99_997;
const server = ouch42Server;

export class Ouch42Entry extends OuchEntry {
  readonly protocol = 'ouch42';
  private readonly token = new Uint8Array(TOKEN_BYTES);
  private readonly newToken = new Uint8Array(TOKEN_BYTES);
  private readonly enter = new EnterOrder42();
  private readonly change: ReplaceOrder42 = {
    existingOrderToken: this.token,
    replacementOrderToken: this.newToken,
    shares: 0,
    price: 0,
    timeInForce: 0,
    display: 0,
    iso: 0,
    minQty: 0,
  };

  refusal(slot: number): '' | 'unsupported' | 'badValue' {
    const { table } = this.keeper;
    const type = table.ordType[slot];
    const flags = table.flags[slot]!;
    const isPegged = type === OrdType.pegged;
    if (type !== OrdType.limit && type !== OrdType.market && !isPegged) return 'unsupported';
    // Midpoint is all the pegging that this version has, and only without an offset.
    if (isPegged && (table.pegTo[slot] !== 3 || table.pegOffset[slot] !== 0)) return 'unsupported';
    if (table.stopPrice[slot] !== 0 || table.displayQuantity[slot] !== 0) return 'unsupported';
    if ((flags & OrderFlag.hidden) !== 0 && (flags & OrderFlag.postOnly) !== 0 && !isPegged) return 'unsupported';
    if (this.secondsOf(slot) < 0) return 'unsupported';
    const quantity = table.quantity[slot]!;
    if (!(quantity >= 1 && quantity <= MAX_OUCH_QUANTITY)) return 'badValue';
    return Number.isNaN(this.wirePrice(slot)) ? 'badValue' : '';
  }

  prepare(): void {
    // The token follows from the order's number.
  }

  sendSubmit(slot: number): boolean {
    const { table } = this.keeper;
    const { enter } = this;
    const tif = table.timeInForce[slot]!;
    putClientId(this.token, 0, TOKEN_BYTES, table.orderId[slot]!);
    enter.orderToken = this.token;
    enter.side = this.sideOf(slot);
    enter.shares = table.quantity[slot]!;
    enter.stock = this.symbol(table.instrument[slot]!);
    enter.price = this.wirePrice(slot);
    enter.timeInForce = this.secondsOf(slot);
    enter.firm = this.firm;
    enter.display = this.displayOf(slot);
    enter.capacity = table.capacity[slot]! === 0 ? this.settings.capacity.charCodeAt(0) : table.capacity[slot]!;
    enter.iso = (table.flags[slot]! & OrderFlag.sweep) !== 0 ? Y : N;
    enter.minQty = this.leastOf(slot);
    enter.crossType =
      tif === TimeInForce.atTheOpening ? CROSS_OPENING : tif === TimeInForce.atTheClose ? CROSS_CLOSING : N;
    enter.customerType = this.settings.customerType.charCodeAt(0);
    return this.send(putEnterOrder42(this.buffer, 0, enter));
  }

  sendCancel(slot: number): boolean {
    putClientId(this.token, 0, TOKEN_BYTES, this.keeper.table.orderId[slot]!);
    return this.send(putCancelOrder42(this.out, 0, this.token, 0));
  }

  sendReplace(oldSlot: number, newSlot: number): boolean {
    const { table } = this.keeper;
    const { change } = this;
    putClientId(this.token, 0, TOKEN_BYTES, table.orderId[oldSlot]!);
    putClientId(this.newToken, 0, TOKEN_BYTES, table.orderId[newSlot]!);
    change.shares = table.quantity[newSlot]!;
    change.price = this.wirePrice(newSlot);
    change.timeInForce = this.secondsOf(newSlot);
    change.display = this.displayOf(newSlot);
    change.iso = (table.flags[newSlot]! & OrderFlag.sweep) !== 0 ? Y : N;
    change.minQty = this.leastOf(newSlot);
    return this.send(putReplaceOrder42(this.out, 0, change));
  }

  sendMassCancel(): boolean {
    return false;
  }

  sendStatus(): boolean {
    return false;
  }

  /** The first heartbeat behind the login: the server had nothing left to send. */
  override onIdle(): void {
    this.settled();
  }

  protected override askForEnd(): boolean {
    return true;
  }

  protected override recovered(): void {
    // Tokens do not count.
  }

  protected override decode(sequence: number, bytes: Uint8Array, start: number, end: number): void {
    if (ouch42Revision(bytes, start, end, 'server') === undefined) {
      this.unknown.messages++;
      return;
    }
    const type = bytes[start]!;
    if (type === server.SystemEvent.type) return;
    const timeNs = get64(bytes, start + 1);
    const slot = this.slotAt(bytes, start + 9);
    const name = slot < 0 ? alpha(bytes, start + 9, TOKEN_BYTES) : '';
    switch (type) {
      case server.Accepted.type:
      case server.Replaced.type:
        this.accepted(sequence, bytes, start, slot, timeNs, type === server.Replaced.type);
        return;
      case server.Executed.type:
      case server.ExecutedWithReferencePrice.type:
        this.executed(
          slot,
          get32(bytes, start + 23),
          get32(bytes, start + 27),
          bytes[start + 31]!,
          idText(bytes, start + 32),
          timeNs,
          name,
        );
        return;
      case server.Canceled.type:
      case server.AiqCanceled.type:
        this.decremented(slot, sequence, get32(bytes, start + 23), bytes[start + 27]!, timeNs, name);
        return;
      case server.Rejected.type: {
        const code = String.fromCharCode(bytes[start + 23]!);
        this.rejected(slot, sequence, code, rejectReasons42[code] ?? '', timeNs, name);
        return;
      }
      case server.CancelReject.type:
        this.keeper.refuse(slot, 'cancel', 0, '', 'the order cannot be cancelled now');
        return;
      case server.BrokenTrade.type:
        this.broken(slot, sequence, idText(bytes, start + 23), bytes[start + 31]!, timeNs, name);
        return;
      case server.TradeCorrection.type:
        this.corrected(
          slot,
          sequence,
          get32(bytes, start + 23),
          get32(bytes, start + 27),
          idText(bytes, start + 32),
          timeNs,
          name,
        );
        return;
      default:
        this.changed(type, sequence, bytes, start, slot, timeNs, name);
    }
  }

  private changed(
    type: number,
    sequence: number,
    bytes: Uint8Array,
    start: number,
    slot: number,
    timeNs: number,
    name: string,
  ): void {
    const { table } = this.keeper;
    switch (type) {
      case server.CancelPending.type: {
        const words = 'cancelled as soon as that is allowed';
        this.restated(slot, sequence, ExecType.pendingCancel, 0, words, timeNs, name);
        return;
      }
      case server.OrderPriorityUpdate.type:
        if (slot >= 0) {
          table.price[slot] = this.prices.fromWire(table.instrument[slot]!, get32(bytes, start + 23));
          table.venueOrderId[slot] = idText(bytes, start + 28);
        }
        this.restated(slot, sequence, ExecType.restated, 0, 'priority changed', timeNs, name);
        return;
      case server.OrderModified.type:
        if (slot >= 0) {
          table.quantity[slot] = get32(bytes, start + 24);
          table.leaves[slot] = Math.max(0, table.quantity[slot] - table.cum[slot]!);
        }
        this.restated(slot, sequence, ExecType.restated, 0, 'modified', timeNs, name);
        return;
      default:
        this.unknown.messages++;
    }
  }

  /** Accepted and Replaced have the same fields up to the order state. */
  private accepted(
    sequence: number,
    bytes: Uint8Array,
    start: number,
    slot: number,
    timeNs: number,
    isReplaced: boolean,
  ): void {
    const { keeper } = this;
    const report = keeper.blank(slot);
    report.execType = isReplaced ? ExecType.replaced : ExecType.new;
    report.execId = `S${sequence}`;
    report.orderQuantity = get32(bytes, start + 24);
    report.leavesQuantity = report.orderQuantity;
    report.price = this.prices.fromWire(this.instrumentOf(slot), get32(bytes, start + 36));
    report.venueOrderId = idText(bytes, start + 49);
    report.transactEpochMs = this.day.epochMsOf(timeNs);
    report.clientId = alpha(bytes, start + 9, TOKEN_BYTES);
    if (isReplaced && slot >= 0) {
      // What OUCH tells is what is open from now on.
      const old = keeper.table.originOf(slot);
      report.orderQuantity += old < 0 ? keeper.table.cum[slot]! : keeper.table.cum[old]!;
    }
    const isWanted = isReplaced && this.isCancelOfOrigin(slot);
    keeper.give(slot, false);
    if (slot < 0) return;
    if (bytes[start + 64] !== DEAD) {
      if (isWanted) this.cancelAgain(slot);
      return;
    }
    const dead = keeper.blank(slot);
    dead.execType = ExecType.canceled;
    dead.execId = `S${sequence}d`;
    dead.text = 'accepted and cancelled at once';
    dead.transactEpochMs = this.day.epochMsOf(timeNs);
    keeper.give(slot, false);
  }

  private slotAt(bytes: Uint8Array, at: number): number {
    const slot = this.keeper.table.find(readClientId(bytes, at, TOKEN_BYTES));
    if (slot < 0) this.unknown.orders++;
    return slot;
  }

  private wirePrice(slot: number): number {
    const { table } = this.keeper;
    const price = table.price[slot]!;
    if (table.ordType[slot] === OrdType.market || (table.ordType[slot] === OrdType.pegged && price === 0)) {
      return OUCH_MARKET_PRICE;
    }
    const wire = this.prices.toWire(table.instrument[slot]!, price);
    return wire === 0 ? NaN : wire;
  }

  private displayOf(slot: number): number {
    const { table } = this.keeper;
    const flags = table.flags[slot]!;
    const isPostOnly = (flags & OrderFlag.postOnly) !== 0;
    if (table.ordType[slot] === OrdType.pegged) return isPostOnly ? MIDPOINT_POST_ONLY : MIDPOINT;
    if ((flags & OrderFlag.hidden) !== 0) return N;
    if (isPostOnly) return POST_ONLY;
    return this.settings.attributed ? A : Y;
  }

  private leastOf(slot: number): number {
    const { table } = this.keeper;
    return table.timeInForce[slot] === TimeInForce.fillOrKill ? table.quantity[slot]! : table.minQuantity[slot]!;
  }

  /** Time in force as seconds, -1 for what OUCH does not have. */
  private secondsOf(slot: number): number {
    const { table } = this.keeper;
    switch (table.timeInForce[slot]) {
      case TimeInForce.day:
      case TimeInForce.atTheOpening:
      case TimeInForce.atTheClose:
        return MARKET_HOURS;
      case TimeInForce.immediateOrCancel:
      case TimeInForce.fillOrKill:
        return IOC;
      case TimeInForce.goodTillDate: {
        const seconds = Math.round((table.expireEpochMs[slot]! - this.parts.world.clock.epochMs()) / 1000);
        return seconds >= 1 && seconds <= SECONDS_MAX ? seconds : -1;
      }
      default:
        return -1;
    }
  }
}
