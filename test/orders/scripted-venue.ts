/**
 * The gateway's side of a simulated exchange, behind the `Venue` port, with the duties of the real ones: an order is in the journal before it leaves, nothing leaves
 * before the commit, what the exchange says has its number in the journal together with what it causes, and requests without an answer are told after the replay.
 */
import { JournalKind, type Journal } from '../../control/core/journal.js';
import {
  blankReport,
  type SendResult,
  type Venue,
  type VenueCapabilities,
  type VenueHandler,
  type VenueOrder,
  type VenueSessionState,
} from '../../control/core/venue.js';
import type { Random, TradingWorld } from '../../control/core/world.js';
import type { Asked, Exchange, Said } from './exchange.js';

type Request = 'submit' | 'cancel' | 'replace';

interface Note {
  readonly is: 'asked' | 'said';
  readonly request?: Request;
  readonly orderId: number;
  readonly newOrderId?: number;
  readonly clears?: readonly string[];
}

export class ScriptedVenue implements Venue {
  state: VenueSessionState = 'disconnected';
  handler: VenueHandler | undefined;
  private readonly stream: number;
  private readonly known = new Set<number>();
  /** Requests without an answer: `request orderId`, and whether they were sent on this connection. */
  private readonly pending = new Map<string, boolean>();
  private nextIn = 0;
  private connection = 0;
  private outgoing: Asked[] = [];
  private isReleasing = false;
  private lastDueMs = 0;
  private scheduled = 0;

  constructor(
    readonly index: number,
    readonly id: string,
    readonly capabilities: VenueCapabilities,
    private readonly world: TradingWorld,
    private readonly outside: TradingWorld,
    private readonly journal: Journal,
    private readonly exchange: Exchange,
    private readonly random: Random,
    private readonly latencyMs: number,
  ) {
    this.stream = journal.openStream(`venue ${id}`);
  }

  /** Orders and numbers as the journal has them. */
  recover(): void {
    this.journal.scan(0, ({ stream, bytes, start, end }) => {
      if (stream !== this.stream) return true;
      const note = JSON.parse(Buffer.from(bytes.subarray(start, end)).toString()) as Note;
      if (note.is === 'asked') {
        this.known.add(note.newOrderId ?? note.orderId);
        this.pending.set(`${note.request} ${note.newOrderId ?? note.orderId} ${note.orderId}`, false);
      } else {
        this.nextIn++;
        for (const key of note.clears ?? []) this.pending.delete(key);
      }
      return true;
    });
    this.scheduled = this.nextIn;
  }

  sessions(): readonly [] {
    return [];
  }

  connect(): void {
    if (this.state !== 'disconnected') return;
    this.tell('connecting');
    const connection = ++this.connection;
    this.world.timers.after(2 + this.latencyMs, () => {
      if (connection !== this.connection) return;
      this.tell('recovering');
      this.scheduled = this.nextIn;
      this.exchange.onSaid = () => this.pull();
      const upTo = this.exchange.said.length;
      this.pull();
      this.world.timers.after(Math.max(0, this.lastDueMs - this.nowMs()) + 2, () => {
        if (connection === this.connection && this.nextIn >= upTo) this.settled();
      });
    });
  }

  /** The connection breaks: what is on its way is lost, either way. */
  cut(): void {
    if (this.state === 'disconnected') return;
    this.connection++;
    this.outgoing = [];
    this.exchange.onSaid = () => undefined;
    this.tell('disconnected');
    for (const key of this.pending.keys()) this.pending.set(key, false);
  }

  async disconnect(): Promise<void> {
    this.cut();
  }

  submit(order: Readonly<VenueOrder>): SendResult {
    if (this.state !== 'active') return 'notConnected';
    if (!this.exchange.habits.calm && this.random.below(40) === 0) return 'rateLimited';
    if (this.journal.state !== 'open') return 'journalFull';
    if (this.known.has(order.orderId)) throw new Error(`order ${order.orderId} is submitted twice`);
    this.ask('submit', order.orderId, undefined, { kind: 'submit', order: { ...order } });
    return 'sent';
  }

  cancel(orderId: number): SendResult {
    if (!this.known.has(orderId)) return 'unknownOrder';
    if (this.state !== 'active') return 'notConnected';
    if (!this.exchange.habits.calm && this.random.below(40) === 0) return 'rateLimited';
    this.ask('cancel', orderId, undefined, { kind: 'cancel', orderId });
    return 'sent';
  }

  replace(orderId: number, newOrderId: number, quantity: number, price: number): SendResult {
    if (this.capabilities.replace !== 'replace') return 'unsupported';
    if (!this.known.has(orderId)) return 'unknownOrder';
    if (this.state !== 'active') return 'notConnected';
    this.ask('replace', orderId, newOrderId, { kind: 'replace', orderId, newOrderId, quantity, price });
    return 'sent';
  }

  massCancel(): SendResult {
    if (this.capabilities.massCancel === 'none') return 'unsupported';
    if (this.state !== 'active') return 'notConnected';
    this.outgoing.push({ kind: 'massCancel' });
    this.release();
    return 'sent';
  }

  requestStatus(orderId: number): SendResult {
    if (!this.known.has(orderId)) return 'unknownOrder';
    if (this.state !== 'active') return 'notConnected';
    if (!this.exchange.habits.status) return 'unsupported';
    this.outgoing.push({ kind: 'status', orderId });
    this.release();
    return 'sent';
  }

  switchOrderEntry(): void {
    // There is one.
  }

  counters(): Readonly<Record<string, number>> {
    return {};
  }

  private ask(request: Request, orderId: number, newOrderId: number | undefined, asked: Asked): void {
    this.known.add(newOrderId ?? orderId);
    this.note({ is: 'asked', request, orderId, ...(newOrderId === undefined ? {} : { newOrderId }) });
    this.pending.set(`${request} ${newOrderId ?? orderId} ${orderId}`, true);
    this.outgoing.push(asked);
    this.release();
  }

  private release(): void {
    if (this.isReleasing) return;
    this.isReleasing = true;
    this.world.timers.soon(() => {
      this.isReleasing = false;
      if (!this.journal.commit()) return;
      const { connection } = this;
      const leaving = this.outgoing;
      this.outgoing = [];
      for (const asked of leaving) {
        // What has left may arrive although the connection breaks, or not.
        const arrives = this.random.below(2) === 0;
        this.outside.timers.after(this.latencyMs, () => {
          if (connection === this.connection || arrives) this.exchange.ask(asked);
        });
      }
    });
  }

  private pull(): void {
    const { connection } = this;
    while (this.scheduled < this.exchange.said.length) {
      const at = this.scheduled++;
      const said = this.exchange.said[at]!;
      this.lastDueMs = Math.max(this.lastDueMs, this.nowMs() + this.latencyMs);
      this.world.timers.after(this.lastDueMs - this.nowMs(), () => {
        if (connection === this.connection) this.hear(at, said);
      });
    }
  }

  private hear(at: number, said: Said): void {
    // Timers of one moment may fire in another order than they were set: messages do not.
    if (at !== this.nextIn) throw new Error('messages out of order');
    this.nextIn++;
    const clears = [...this.pending.keys()].filter((key) => isAnswered(key, said));
    for (const key of clears) this.pending.delete(key);
    this.note({ is: 'said', orderId: 0, clears });
    if (said.kind === 'refusal') {
      const { orderId, request, ordStatus, code } = said;
      this.handler!.onRefusal({ venue: this.index, orderId, request, ordStatus, reasonCode: code, text: 'refused' });
    } else this.handler!.onReport({ ...blankReport(this.index), instrument: 0, ...said.report });
    this.world.timers.soon(() => void this.journal.commit());
  }

  private settled(): void {
    this.tell('active');
    for (const [key, isOwn] of this.pending) {
      if (isOwn) continue;
      this.pending.set(key, true);
      const [request, , orderId] = key.split(' ');
      this.handler!.onUncertain(this.index, Number(orderId), request as Request);
    }
  }

  private note(note: Note): void {
    const bytes = Buffer.from(JSON.stringify(note));
    this.journal.append(JournalKind.venueOrder, this.stream, note.orderId, bytes, 0, bytes.length);
  }

  private tell(state: VenueSessionState): void {
    this.state = state;
    this.handler!.onState(this.index, state, '');
  }

  private nowMs(): number {
    return this.world.clock.monotonicNs() / 1e6;
  }
}

/** Whether a request (`request newOrOwnId id`) has its answer by what was said. */
function isAnswered(key: string, said: Said): boolean {
  const [request, number, orderId] = key.split(' ');
  if (said.kind === 'refusal') return request === said.request && Number(number) === said.orderId;
  const { report } = said;
  const isOf = report.orderId === Number(number) || report.orderId === Number(orderId);
  if (!isOf) return false;
  const isOver = [0x34, 0x38, 0x43].includes(report.execType);
  if (request === 'submit') return true;
  if (request === 'replace') return (report.execType === 0x35 && report.orderId === Number(number)) || isOver;
  return isOver;
}
