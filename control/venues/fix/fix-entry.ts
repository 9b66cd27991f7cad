/** Order entry over FIX: any version, any dialect. The session's own store holds what was sent and received; see docs/fix-session.md. */
import { ExecType, type VenueSessionState, type VenueSessionStatus } from '../../core/venue.js';
import type { Clock } from '../../core/world.js';
import { CrossfeedError } from '../../core/errors.js';
import type { Fate, NotDelivered, Verdict } from '../../fix/session/application.js';
import type { FixMessage } from '../../protocols/fix/message.js';
import { MsgType, unpackMsgType } from '../../protocols/fix/msg-type.js';
import type { Dialect } from '../config/dialect-schema.js';
import type { EntryListener, GatewayChoice, OrderEntry } from '../order-entry.js';
import { Pending } from '../orders/order-table.js';
import { Request } from '../rates/rate-gate.js';
import type { OrderKeeper } from '../venue/order-keeper.js';
import type { OrderWriter } from './order-writer.js';
import type { ReportReader } from './report-reader.js';
import { SentMessages } from './sent-messages.js';
import type { VenueSession, VenueSessionOwner } from './venue-session.js';

export interface FixEntryParts {
  readonly keeper: OrderKeeper;
  readonly dialect: Dialect;
  readonly writer: OrderWriter;
  readonly reader: ReportReader;
  readonly listener: EntryListener;
  readonly clock: Clock;
}

const MASS_CANCEL = 5;
const MASS_STATUS = 6;
const UNSUPPORTED: Verdict = { reason: 3, text: 'this session takes reports about orders only' };
const TAG = {
  refSeqNum: 45,
  text: 58,
  rejectReason: 373,
  businessReason: 380,
  massCancelResponse: 531,
  massStatusReqId: 584,
  totNumReports: 911,
  lastRptRequested: 912,
} as const;
const REJECTED = 0x30;

export class FixEntry implements OrderEntry, VenueSessionOwner {
  readonly recovery = undefined;
  private readonly sent = new SentMessages();
  private readonly noted: ReadonlySet<string>;
  private readonly moveOn: ReadonlySet<string>;
  private own: VenueSession | undefined;
  private massCancels = 0;
  /** The venue began a new session, on a new day or because it has forgotten the old one: what it had to say in that does not come. */
  private hasNewNumbers = false;
  /** A mass status request under way, and the orders of which it has to tell. */
  private inquiry: { readonly id: string; readonly orders: Set<number> } | undefined;
  /** Orders asked for one by one with AF, by MassStatusReqID. */
  private readonly asked = new Map<string, number>();
  /** Orders of which a report was refused on this connection. */
  private readonly doubted = new Set<number>();
  private readonly counts = { noted: 0, unsupported: 0, sendFailures: 0, refusedReports: 0 };

  constructor(
    readonly number: number,
    private readonly parts: FixEntryParts,
  ) {
    this.noted = new Set([...parts.dialect.noted, ...parts.dialect.moveOn]);
    this.moveOn = new Set(parts.dialect.moveOn);
  }

  /** Set once, before anything else: the two need each other. */
  attach(session: VenueSession): void {
    this.own = session;
  }

  get protocol(): string {
    return this.own?.config.beginString ?? 'fix';
  }

  get state(): VenueSessionState {
    return this.own?.state ?? 'disconnected';
  }

  get connection(): number {
    return this.own?.connection ?? 0;
  }

  status(): VenueSessionStatus {
    return this.mine.status();
  }

  connect(): void {
    this.mine.connect();
  }

  disconnect(reason: string): Promise<void> {
    return this.mine.disconnect(reason);
  }

  useGateway(choice: GatewayChoice, reason: string): void {
    this.mine.useGateway(choice, reason);
  }

  counters(): Readonly<Record<string, number>> {
    const { inexact, unreadable } = this.parts.reader;
    return { ...this.mine.counters(), ...this.counts, inexact, unreadable };
  }

  refusal(slot: number): '' | 'unsupported' | 'badValue' {
    return this.parts.writer.refusal(slot);
  }

  prepare(): void {
    // ClOrdID follows from the order's number.
  }

  sendSubmit(slot: number): boolean {
    const message = this.begin('D');
    if (message === undefined) return false;
    this.parts.writer.order(message, slot);
    return this.send(Request.submit, slot);
  }

  sendCancel(slot: number): boolean {
    const message = this.begin('F');
    if (message === undefined) return false;
    this.parts.writer.cancel(message, slot);
    return this.send(Request.cancel, slot);
  }

  sendReplace(oldSlot: number, newSlot: number): boolean {
    const message = this.begin('G');
    if (message === undefined) return false;
    this.parts.writer.replacement(message, oldSlot, newSlot);
    return this.send(Request.replace, newSlot);
  }

  sendStatus(slot: number): boolean {
    const { writer, dialect, keeper } = this.parts;
    if (dialect.status === 'none') return false;
    const message = this.begin(dialect.status);
    if (message === undefined) return false;
    if (dialect.status === 'H') writer.status(message, slot);
    else this.asked.set(writer.statusByMass(message, slot), keeper.table.orderId[slot]!);
    return this.send(Request.status, slot);
  }

  get asksAfterReplay(): boolean {
    return this.parts.dialect.status !== 'none' || this.parts.dialect.massStatus !== 'none';
  }

  sendMassStatus(slots: readonly number[]): boolean {
    if (this.parts.dialect.massStatus === 'none') return false;
    const message = this.begin('AF');
    if (message === undefined) return false;
    const { orderId } = this.parts.keeper.table;
    const id = `MS${this.parts.clock.epochMs().toString(36).toUpperCase()}`;
    this.inquiry = { id, orders: new Set(slots.map((slot) => orderId[slot]!)) };
    this.parts.writer.massStatus(message, id);
    return this.send(MASS_STATUS, -1);
  }

  sendMassCancel(instrument: number): boolean {
    const { massCancel } = this.parts.dialect;
    const message = massCancel === undefined ? undefined : this.begin(massCancel.msgType);
    if (message === undefined) return false;
    const id = `MC${this.parts.clock.epochMs().toString(36).toUpperCase()}-${++this.massCancels}`;
    this.parts.writer.massCancel(message, id.slice(0, 20), instrument);
    return this.send(MASS_CANCEL, -1);
  }

  // The session's side

  onSessionState(state: VenueSessionState, detail: string): void {
    this.parts.listener.onEntryState(this, state, detail);
  }

  onSessionFault(detail: string): void {
    this.parts.listener.onEntryFault(this, detail);
  }

  onLogon(): void {
    this.asked.clear();
    this.doubted.clear();
    // A session that never resumes: what the venue said while we were away is gone.
    if (!this.mine.config.resetOnLogon && !this.hasNewNumbers) return;
    this.hasNewNumbers = false;
    this.doubtAll();
    // Of a session that had nothing to recover, the state was told first.
    if (this.state === 'active') this.parts.listener.onEntryState(this, 'active', this.status().detail);
  }

  onMessage(message: FixMessage): Verdict {
    const { reader } = this.parts;
    switch (message.msgType) {
      case MsgType.ExecutionReport:
        if (message.has(TAG.massStatusReqId)) this.massStatus(message);
        else reader.execution(message, 'session');
        return 'accepted';
      case MsgType.OrderCancelReject:
        reader.cancelReject(message);
        return 'accepted';
      default:
        return this.other(message);
    }
  }

  /** Reject (3) or Business Message Reject (j): the request that it names was not taken. */
  onReject(message: FixMessage): void {
    const number = message.int(TAG.refSeqNum);
    const code = message.string(TAG.rejectReason) ?? message.string(TAG.businessReason) ?? '';
    this.refused(number, code, this.wordsOf(message) || 'rejected by the session');
  }

  onFailed(text: string): void {
    this.parts.keeper.failed(text);
  }

  /** What the report told is lost: the order is uncertain, and will be asked about. Once, for the answer may break the same rule. */
  onRefused(message: FixMessage): void {
    if (message.msgType !== MsgType.ExecutionReport && message.msgType !== MsgType.OrderCancelReject) return;
    this.counts.refusedReports++;
    const { keeper, reader } = this.parts;
    const { table } = keeper;
    const slot = reader.orderOf(message);
    if (slot < 0 || table.isDone(slot) || this.doubted.has(table.orderId[slot]!)) return;
    this.doubted.add(table.orderId[slot]!);
    table.pending[slot] = table.pending[slot]! | Pending.submit;
    const isReplacement = table.origin[slot]! >= 0;
    keeper.uncertain(table[isReplacement ? 'originId' : 'orderId'][slot]!, isReplacement ? 'replace' : 'submit');
  }

  onNotSent(first: number, last: number, why: NotDelivered, fate: Fate): void {
    const { keeper } = this.parts;
    for (let number = first; number <= last; number++) {
      const kind = this.sent.kindOf(number);
      if (kind === 0) continue;
      if (fate === 'neverSent') {
        this.refused(number, 'notSent', `not sent: ${why}`);
        continue;
      }
      const orderId = this.sent.orderOf(number);
      const slot = keeper.table.find(orderId);
      if (slot < 0 || keeper.table.pending[slot] === 0) continue;
      if (kind === Request.replace) keeper.uncertain(keeper.table.originId[slot]!, 'replace');
      else if (kind === Request.submit || kind === Request.cancel) {
        keeper.uncertain(orderId, kind === Request.submit ? 'submit' : 'cancel');
      }
      keeper.table.sentOn[slot] = this.connection + 1;
    }
    if (why === 'reset') this.sent.clear();
  }

  onNumbersReset(): void {
    this.hasNewNumbers = true;
  }

  onNotReceived(): void {
    this.doubtAll();
  }

  /** Reports may be missing for good: what lives is told as uncertain when the session is in order again. */
  private doubtAll(): void {
    const { table } = this.parts.keeper;
    for (let slot = 0; slot < table.end; slot++) {
      if (table.entry[slot] !== this.number || table.isDone(slot)) continue;
      table.pending[slot] = table.pending[slot]! | Pending.submit;
      table.sentOn[slot] = 0;
    }
  }

  private wordsOf(message: FixMessage): string {
    return this.mine.redact(message.string(TAG.text) ?? '');
  }

  private get mine(): VenueSession {
    return this.own!;
  }

  private begin(msgType: string) {
    const { session } = this.mine;
    return session?.isLoggedOn === true ? session.begin(msgType) : undefined;
  }

  private send(kind: number, slot: number): boolean {
    try {
      const number = this.mine.session!.send();
      this.sent.note(number, kind, slot, slot < 0 ? 0 : this.parts.keeper.table.orderId[slot]!);
      return true;
    } catch (error) {
      // The journal takes nothing, or the message is longer than allowed: it has not left.
      if (!(error instanceof CrossfeedError)) throw error;
      this.counts.sendFailures++;
      return false;
    }
  }

  /** One of the open orders, or the word that there is none. Behind the last one, what was asked for and did not come is over. */
  private massStatus(message: FixMessage): void {
    const { reader, keeper } = this.parts;
    const isNone = message.int(TAG.totNumReports) === 0;
    const asked = this.asked.get(message.string(TAG.massStatusReqId) ?? '');
    if (asked !== undefined) {
      this.asked.delete(message.string(TAG.massStatusReqId)!);
      const slot = keeper.table.find(asked);
      if (!isNone) reader.execution(message, 'session');
      else if (slot >= 0 && keeper.isUncertain(slot)) keeper.gone(slot, 'unknownOrder', 'the venue has no such order');
      return;
    }
    const before = keeper.counters.reports;
    if (!isNone) reader.execution(message, 'session');
    const { inquiry } = this;
    if (inquiry === undefined || inquiry.id !== message.string(TAG.massStatusReqId)) return;
    if (!isNone && keeper.counters.reports > before) inquiry.orders.delete(keeper.report.orderId);
    if (!isNone && !message.flag(TAG.lastRptRequested)) return;
    this.inquiry = undefined;
    const slots = [...inquiry.orders].map((orderId) => keeper.table.find(orderId));
    this.parts.listener.onNotOpen(
      this,
      slots.filter((slot) => slot >= 0 && keeper.isUncertain(slot)),
    );
  }

  private other(message: FixMessage): Verdict {
    const { keeper } = this.parts;
    const type = unpackMsgType(message.msgType);
    if (type === 'r') {
      const isRefused = message.char(TAG.massCancelResponse) === REJECTED;
      if (isRefused) keeper.refuse(-1, 'massCancel', 0, '', this.wordsOf(message));
      return 'accepted';
    }
    if (!this.noted.has(type)) {
      this.counts.unsupported++;
      return UNSUPPORTED;
    }
    this.counts.noted++;
    if (this.moveOn.has(type)) this.mine.moveOn(`the venue sent ${type}: ${this.wordsOf(message)}`);
    return 'accepted';
  }

  /** A request of ours, named by its number, has certainly had no effect. */
  private refused(number: number, code: string, text: string): void {
    const { keeper } = this.parts;
    const kind = this.sent.kindOf(number);
    if (kind === 0) return;
    const slot = keeper.table.find(this.sent.orderOf(number));
    if (kind === MASS_CANCEL) keeper.refuse(-1, 'massCancel', 0, code, text);
    else if (slot < 0) return;
    else if (kind === Request.cancel) keeper.refuse(slot, 'cancel', 0, code, text);
    else if (kind === Request.status) keeper.refuse(slot, 'status', 0, code, text);
    else if (kind === Request.replace) keeper.refuseReplace(slot, 0, code, text);
    else {
      const report = keeper.blank(slot);
      report.execType = ExecType.rejected;
      report.execId = `R${number}-${report.orderId}`;
      report.reasonCode = code;
      report.text = text;
      keeper.give(slot, true);
    }
  }
}
