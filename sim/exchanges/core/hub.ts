/**
 * The matcher's side of the bus: who is connected, what they follow, and how far they have been told. A follower that is slow is told later, not
 * less: its place is a number, and what it has not been told stays in the stores.
 */
import type { FirmReport, FromMatcher, PortPlace, ToMatcher, VenueMoment } from './bus-messages.js';
import type { DelayLine } from './delay-line.js';
import type { SnapshotOrder } from './links.js';
import type { OperatorCommand } from './operator.js';
import type { OrderCommand, PortIdentity, SimListing } from './orders.js';
import type { FeedStore, ReportStore } from './stores.js';

/** One connection, as the hub sees it. */
export interface HubPeer {
  send(message: FromMatcher): void;
  /** False: enough is queued; `Hub.pump` when it has gone. */
  readonly hasRoom: boolean;
  close(): void;
}

export interface Snapshot {
  readonly feedSequence: number;
  readonly timeNs: number;
  readonly orders: readonly SnapshotOrder[];
  readonly states: readonly string[];
}

/** What the hub stands before. */
export interface HubTarget {
  /** Names the trading day: the same for as long as its log is. */
  readonly day: string;
  readonly moment: VenueMoment;
  readonly listings: readonly SimListing[];
  readonly reports: ReportStore;
  readonly feed: FeedStore;
  places(): readonly PortPlace[];
  /** Takes a command; what came of it is told by reports. `refuse` at once or later when it was not logged. */
  submit(link: string, from: PortIdentity, id: number, command: OrderCommand, refuse: (why: string) => void): void;
  operate(command: OperatorCommand, done: (error: string | undefined) => void): void;
  snapshot(): Snapshot;
  linkUp(link: string): void;
  linkDown(link: string): void;
}

export interface HubCounters {
  connections: number;
  replaced: number;
  commands: number;
  refused: number;
  /** Messages that made no sense; each closed its connection. */
  invalid: number;
}

const REPORTS_PER_MESSAGE = 128;
const EVENTS_PER_MESSAGE = 512;
const ORDERS_PER_MESSAGE = 2000;

export class HubSession {
  name = '';
  readonly ports = new Map<string, number>();
  readonly firms = new Map<string, number>();
  /** Number of the last feed event that was sent; undefined: does not follow. */
  fed: number | undefined;
  isOpen = true;

  constructor(
    private readonly hub: Hub,
    readonly peer: HubPeer,
    private readonly delays?: { readonly in: DelayLine; readonly out: DelayLine },
  ) {}

  receive(message: ToMatcher): void {
    if (this.delays === undefined || message.t !== 'command') this.take(message);
    else this.delays.in.put(() => this.take(message));
  }

  /** Sends reports and what must not overtake them. */
  tell(message: FromMatcher): void {
    if (this.delays === undefined) this.peer.send(message);
    else
      this.delays.out.put(() => {
        if (this.isOpen) this.peer.send(message);
      });
  }

  private take(message: ToMatcher): void {
    if (this.isOpen) this.hub.take(this, message);
  }

  closed(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.hub.gone(this);
  }
}

export class Hub {
  readonly counters: HubCounters = { connections: 0, replaced: 0, commands: 0, refused: 0, invalid: 0 };
  private readonly sessions = new Set<HubSession>();

  /** @param delays makes the lines of a connection, in and out; absent: there is no delay */
  constructor(
    private readonly target: HubTarget,
    private readonly delays?: () => { readonly in: DelayLine; readonly out: DelayLine },
  ) {}

  open(peer: HubPeer): HubSession {
    const session = new HubSession(this, peer, this.delays?.());
    this.sessions.add(session);
    this.counters.connections++;
    return session;
  }

  isConnected(name: string): boolean {
    for (const session of this.sessions) if (session.name === name) return true;
    return false;
  }

  /** Sends every follower what it has not been told, as far as there is room. */
  pump(): void {
    for (const session of this.sessions) this.pumpOne(session);
  }

  /** The command numbers of ports moved on: publishers do not need to know. */
  taken(ports: readonly PortPlace[]): void {
    for (const session of this.sessions) {
      if (session.name !== '' && session.fed === undefined) session.tell({ t: 'taken', ports });
    }
  }

  close(): void {
    for (const session of [...this.sessions]) session.peer.close();
  }

  take(session: HubSession, message: ToMatcher): void {
    if (message.t === 'hello') {
      this.hello(session, message.name);
      return;
    }
    if (session.name === '') {
      this.counters.invalid++;
      session.peer.close();
      return;
    }
    switch (message.t) {
      case 'command':
        this.command(session, message.from, message.id, message.command);
        break;
      case 'follow':
        session.ports.set(message.port, message.after);
        this.pumpOne(session);
        break;
      case 'unfollow':
        session.ports.delete(message.port);
        break;
      case 'followFirm':
        session.firms.set(message.firm, message.after);
        this.pumpOne(session);
        break;
      case 'feed':
        session.fed = message.after;
        this.pumpOne(session);
        break;
      case 'snapshot':
        this.snapshot(session, message.request);
        break;
      case 'operate':
        this.target.operate(message.command, (error) =>
          session.peer.send({ t: 'answer', request: message.request, error }),
        );
        break;
      default:
        this.counters.invalid++;
        session.peer.close();
    }
  }

  gone(session: HubSession): void {
    this.sessions.delete(session);
    if (session.name !== '' && !this.isConnected(session.name)) this.target.linkDown(session.name);
  }

  private hello(session: HubSession, name: string): void {
    for (const other of this.sessions) {
      if (other === session || other.name !== name) continue;
      this.counters.replaced++;
      // The old connection of a process that was started again: what it still says is not heard.
      other.isOpen = false;
      this.sessions.delete(other);
      other.peer.close();
    }
    session.name = name;
    const { day, moment, listings } = this.target;
    session.peer.send({ t: 'up', day, time: moment, listings, ports: this.target.places() });
    this.target.linkUp(name);
  }

  private command(session: HubSession, from: PortIdentity, id: number, command: OrderCommand): void {
    this.counters.commands++;
    this.target.submit(session.name, from, id, command, (why) => {
      this.counters.refused++;
      if (session.isOpen) session.tell({ t: 'refused', port: from.port, id, why });
    });
  }

  private pumpOne(session: HubSession): void {
    const { peer, ports, firms } = session;
    const { reports, feed } = this.target;
    for (const [port, told] of ports) {
      let after = told;
      while (peer.hasRoom) {
        const batch = reports.after(port, after, REPORTS_PER_MESSAGE);
        if (batch.length === 0) break;
        after += batch.length;
        session.tell({ t: 'reports', port, reports: batch });
      }
      if (after !== told) ports.set(port, after);
    }
    for (const [firm, told] of firms) this.pumpFirm(session, firm, told);
    while (session.fed !== undefined && session.fed < feed.newest && peer.hasRoom) {
      const events = feed.after(session.fed, EVENTS_PER_MESSAGE);
      if (events === undefined) {
        session.fed = undefined;
        peer.send({ t: 'gone', oldest: feed.oldest });
        return;
      }
      session.fed += events.length;
      peer.send({ t: 'events', events });
    }
  }

  private pumpFirm(session: HubSession, firm: string, told: number): void {
    const { reports } = this.target;
    let after = told;
    while (after < reports.length && session.peer.hasRoom) {
      const batch: FirmReport[] = [];
      while (after < reports.length && batch.length < REPORTS_PER_MESSAGE) {
        const logged = reports.at(++after)!;
        if (firm === '*' || logged.firm === firm) batch.push([after, logged.port, logged.report]);
      }
      if (batch.length > 0) session.tell({ t: 'firm', firm, reports: batch });
    }
    session.firms.set(firm, after);
  }

  private snapshot(session: HubSession, request: number): void {
    const { orders, feedSequence, timeNs, states } = this.target.snapshot();
    const { peer } = session;
    for (let at = 0; at < orders.length; at += ORDERS_PER_MESSAGE) {
      peer.send({ t: 'snapshotPart', request, orders: orders.slice(at, at + ORDERS_PER_MESSAGE) });
    }
    peer.send({ t: 'snapshotEnd', request, feedSequence, timeNs, states });
  }
}
