/** What OUCH order entries of both versions share: the session, the end of the replay, and handing over what was encoded. */
import { JournalKind } from '../../core/journal.js';
import type { VenueSessionState, VenueSessionStatus } from '../../core/venue.js';
import { ExecType, OrdStatus, Side } from '../../core/venue.js';
import { get32 } from '../../protocols/big-endian.js';
import { OrderBuffer } from '../../protocols/ouch/order-memory.js';
import type { EntryListener, EntryRecovery, GatewayChoice, OrderEntry } from '../order-entry.js';
import { Pending } from '../orders/order-table.js';
import type { OrderKeeper } from '../venue/order-keeper.js';
import { brokenReasons, cancelReasons } from './reasons.js';
import { OuchPrices, VenueDay, type OuchListings, type OuchSettings } from './ouch-settings.js';
import { SoupLine, type SoupLineConfig, type SoupLineHandler, type SoupLineParts } from './soup-line.js';

export interface OuchEntryParts extends SoupLineParts {
  readonly keeper: OrderKeeper;
  readonly listings: OuchListings;
  readonly listener: EntryListener;
}

const OUT_BYTES = 256;
const SYMBOL_BYTES = 8;
const FIRM_BYTES = 4;
const TWO_32 = 4294967296;

export abstract class OuchEntry implements OrderEntry, SoupLineHandler {
  abstract readonly protocol: string;
  connection = 0;
  readonly recovery: EntryRecovery;
  /** Messages that were none of the protocol's, or named no order of ours. */
  protected readonly unknown = { messages: 0, orders: 0, reports: 0 };
  protected readonly line: SoupLine;
  protected readonly keeper: OrderKeeper;
  protected readonly prices: OuchPrices;
  protected readonly day: VenueDay;
  /** What is sent is written here first. */
  protected readonly buffer = new OrderBuffer(OUT_BYTES);
  protected readonly out = this.buffer.bytes;
  protected readonly firm: Uint8Array;
  private readonly symbols: (Uint8Array | undefined)[] = [];

  constructor(
    readonly number: number,
    protected readonly settings: OuchSettings,
    config: SoupLineConfig,
    protected readonly parts: OuchEntryParts,
  ) {
    this.line = new SoupLine(config, parts, this);
    this.keeper = parts.keeper;
    this.prices = new OuchPrices(parts.listings.instruments);
    this.day = new VenueDay(settings.timeZone, parts.world.clock);
    this.firm = padded(settings.firm, FIRM_BYTES);
    this.recovery = {
      stream: this.line.stream,
      restore: (kind, number, bytes, start, end) => {
        this.line.restore(kind, number, bytes, start, end);
        if (kind === JournalKind.soupIn) this.decode(number, bytes, start, end);
      },
      finish: () => this.recovered(),
      compact: () => this.line.compact(),
    };
  }

  get state(): VenueSessionState {
    return this.line.state;
  }

  status(): VenueSessionStatus {
    const { line, protocol } = this;
    const { state, detail, sinceEpochMs: since } = line;
    const id = `${protocol} ${line.id}`;
    return { id, purpose: 'orderEntry', protocol, state, detail, since, wire: line.wire };
  }

  connect(): void {
    this.line.connect();
  }

  disconnect(reason: string): Promise<void> {
    return this.line.disconnect(reason);
  }

  useGateway(choice: GatewayChoice, reason: string): void {
    this.line.useGateway(choice, reason);
  }

  counters(): Readonly<Record<string, number>> {
    return { ...this.line.counters, unknownMessages: this.unknown.messages, unknownOrders: this.unknown.orders };
  }

  abstract refusal(slot: number): '' | 'unsupported' | 'badValue';
  abstract prepare(slot: number): void;
  abstract sendSubmit(slot: number): boolean;
  abstract sendCancel(slot: number): boolean;
  abstract sendReplace(oldSlot: number, newSlot: number): boolean;
  abstract sendMassCancel(instrument: number): boolean;
  abstract sendStatus(slot: number): boolean;
  /** Called at the login: sends what is answered behind the replay, where the version has such a thing. */
  protected abstract askForEnd(): boolean;
  /** The journal has been read: references go on behind those that were used. */
  protected abstract recovered(): void;
  protected abstract decode(sequence: number, bytes: Uint8Array, start: number, end: number): void;

  // The session's side

  onLogin(): void {
    this.connection++;
    this.askForEnd();
  }

  onMessage(sequence: number, bytes: Uint8Array, start: number, end: number): void {
    this.decode(sequence, bytes, start, end);
  }

  abstract onIdle(): void;

  onNewSession(session: string): void {
    this.keeper.forgetSession(this.number);
    this.parts.listener.onEntryFault(this, session === '' ? 'the session is over' : `a new session: ${session}`);
  }

  onSessionRestored(): void {
    this.keeper.forgetSession(this.number);
  }

  onState(state: VenueSessionState, detail: string): void {
    this.parts.listener.onEntryState(this, state, detail);
  }

  onFault(detail: string): void {
    this.parts.listener.onEntryFault(this, detail);
  }

  // For the versions

  protected settled(): void {
    this.line.settled(this.line.gateway);
  }

  protected send(end: number): boolean {
    return this.line.send(this.out, 0, end);
  }

  protected symbol(instrument: number): Uint8Array {
    let bytes = this.symbols[instrument];
    if (bytes === undefined) {
      bytes = padded(this.parts.listings.listing(instrument)?.venueSymbol ?? '', SYMBOL_BYTES);
      this.symbols[instrument] = bytes;
    }
    return bytes;
  }

  protected sideOf(slot: number): number {
    switch (this.keeper.table.side[slot]) {
      case Side.buy:
        return 0x42;
      case Side.sellShort:
        return 0x54;
      case Side.sellShortExempt:
        return 0x45;
      default:
        return 0x53;
    }
  }

  protected instrumentOf(slot: number): number {
    return slot < 0 ? -1 : this.keeper.table.instrument[slot]!;
  }

  /** A trade by its match number. */
  protected executed(
    slot: number,
    quantity: number,
    wirePrice: number,
    flag: number,
    match: string,
    timeNs: number,
    client: string,
  ): void {
    const report = this.keeper.blank(slot);
    report.execType = ExecType.trade;
    report.execId = match;
    report.lastQuantity = quantity;
    report.lastPrice = this.prices.fromWire(this.instrumentOf(slot), wirePrice);
    report.liquidityFlag = String.fromCharCode(flag);
    report.liquidity = this.liquidityOf(report.liquidityFlag);
    report.transactEpochMs = this.day.epochMsOf(timeNs);
    report.clientId = client;
    this.keeper.give(slot, false);
  }

  /** Quantity was taken away from an order: some of it, or all there was. */
  protected decremented(
    slot: number,
    sequence: number,
    decrement: number,
    reason: number,
    timeNs: number,
    client: string,
  ): void {
    const { keeper } = this;
    const { table } = keeper;
    const left = slot < 0 ? 0 : Math.max(0, table.leaves[slot]! - decrement);
    const report = keeper.blank(slot);
    if (slot >= 0) table.quantity[slot] = table.quantity[slot]! - decrement;
    report.execType = left > 0 ? ExecType.restated : ExecType.canceled;
    report.execId = `S${sequence}`;
    report.leavesQuantity = left;
    if (slot >= 0) report.orderQuantity = table.quantity[slot]!;
    report.reasonCode = String.fromCharCode(reason);
    report.text = cancelReasons[report.reasonCode] ?? '';
    report.transactEpochMs = this.day.epochMsOf(timeNs);
    report.clientId = client;
    if (slot >= 0 && left > 0) table.pending[slot] = table.pending[slot]! & ~Pending.cancel;
    keeper.give(slot, false);
  }

  /** The order that this one is to replace has a cancel under way. The venue says nothing about one that comes behind the replacement. */
  protected isCancelOfOrigin(slot: number): boolean {
    const { table } = this.keeper;
    const old = slot < 0 ? -1 : table.originOf(slot);
    return old >= 0 && old !== slot && (table.pending[old]! & Pending.cancel) !== 0;
  }

  /** The cancel that went past its order is sent again, for what has taken its place. */
  protected cancelAgain(slot: number): void {
    const { table } = this.keeper;
    if (slot < 0 || table.isDone(slot) || this.state !== 'active' || !this.sendCancel(slot)) return;
    table.ask(slot, Pending.cancel, this.connection);
  }

  protected broken(
    slot: number,
    sequence: number,
    match: string,
    reason: number,
    timeNs: number,
    client: string,
  ): void {
    const { keeper } = this;
    const report = keeper.blank(slot);
    report.execType = ExecType.tradeCancel;
    report.execId = `S${sequence}`;
    report.execRefId = match;
    report.lastQuantity = slot < 0 ? 0 : keeper.trades.quantityOf(keeper.table.orderId[slot]!, match);
    // What was traded is not given back to the book.
    if (slot >= 0) report.leavesQuantity = keeper.table.leaves[slot]!;
    if (slot >= 0) report.ordStatus = keeper.table.status[slot]!;
    report.reasonCode = String.fromCharCode(reason);
    report.text = brokenReasons[report.reasonCode] ?? '';
    report.transactEpochMs = this.day.epochMsOf(timeNs);
    report.clientId = client;
    keeper.give(slot, false);
  }

  protected corrected(
    slot: number,
    sequence: number,
    quantity: number,
    wirePrice: number,
    match: string,
    timeNs: number,
    client: string,
  ): void {
    const { keeper } = this;
    const report = keeper.blank(slot);
    report.execType = ExecType.tradeCorrect;
    report.execId = `S${sequence}`;
    report.execRefId = match;
    report.lastQuantity = quantity;
    report.lastPrice = this.prices.fromWire(this.instrumentOf(slot), wirePrice);
    report.transactEpochMs = this.day.epochMsOf(timeNs);
    report.clientId = client;
    keeper.give(slot, false);
  }

  /** Something about an order that changes neither what has traded nor whether it lives: its price, its side, what is shown of it. */
  protected restated(
    slot: number,
    sequence: number,
    execType: number,
    code: number,
    words: string,
    timeNs: number,
    client: string,
  ): void {
    const report = this.keeper.blank(slot);
    report.execType = execType;
    if (execType === ExecType.pendingCancel) report.ordStatus = OrdStatus.pendingCancel;
    report.execId = `S${sequence}`;
    report.reasonCode = code === 0 ? '' : String.fromCharCode(code);
    report.text = words;
    report.transactEpochMs = this.day.epochMsOf(timeNs);
    report.clientId = client;
    this.keeper.give(slot, false);
  }

  protected rejected(
    slot: number,
    sequence: number,
    code: string,
    words: string,
    timeNs: number,
    client: string,
  ): void {
    const { keeper } = this;
    if (slot >= 0 && keeper.table.origin[slot]! >= 0) {
      keeper.refuseReplace(slot, 0, code, words);
      return;
    }
    const report = keeper.blank(slot);
    report.execType = ExecType.rejected;
    report.execId = `S${sequence}`;
    report.reasonCode = code;
    report.text = words;
    report.transactEpochMs = this.day.epochMsOf(timeNs);
    report.clientId = client;
    keeper.give(slot, false);
  }

  private liquidityOf(flag: string): 'added' | 'removed' | 'other' {
    if (this.settings.added.includes(flag)) return 'added';
    return this.settings.removed.includes(flag) ? 'removed' : 'other';
  }
}

export function padded(text: string, size: number): Uint8Array {
  const bytes = new Uint8Array(size).fill(0x20);
  for (let i = 0; i < Math.min(size, text.length); i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** A 64-bit identifier as decimal text. */
export function idText(bytes: Uint8Array, at: number): string {
  const high = get32(bytes, at);
  const low = get32(bytes, at + 4);
  if (high < 0x20_0000) return String(high * TWO_32 + low);
  return String((BigInt(high) << 32n) | BigInt(low));
}
