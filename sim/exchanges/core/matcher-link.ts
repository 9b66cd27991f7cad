/**
 * A gateway's end of the bus. Commands that the matcher has not said to have taken are kept and sent again after a reconnection: their numbers make
 * that harmless. Followers go on behind the last report that they were given.
 */
import type { FromMatcher, PortPlace, ToMatcher, VenueMoment } from './bus-messages.js';
import type { MatcherLink } from './links.js';
import type { OperatorCommand } from './operator.js';
import type { OrderCommand, OrderReport, PortIdentity, SimListing } from './orders.js';

/** How a link's end sends. */
export interface LinkOutput {
  send(message: ToMatcher): void;
  close(): void;
}

/** A link's end, as what carries it sees it. */
export interface LinkEnd {
  connected(output: LinkOutput): void;
  receive(message: FromMatcher): void;
  disconnected(why: string): void;
}

type FirmListener = (report: OrderReport, port: string, logSequence: number) => void;
type ReportListener = (report: OrderReport) => void;

/** Most commands of a port that wait to be taken; more are not sent. */
const MOST_WAITING = 10_000;

interface Following {
  after: number;
  listener: ReportListener;
}

export interface MatcherLinkCounters {
  sent: number;
  /** Sent again after a reconnection. */
  repeated: number;
  /** Refused by the matcher: the port's session was elsewhere. */
  refused: number;
  /** Not sent: the link was down, or too many waited. */
  unsent: number;
}

export class MatcherLinkEnd implements MatcherLink, LinkEnd {
  listings: readonly SimListing[] = [];
  day = '';
  moment: VenueMoment = { timeNs: 0, epochMs: 0 };
  readonly counters: MatcherLinkCounters = { sent: 0, repeated: 0, refused: 0, unsent: 0 };
  private output: LinkOutput | undefined;
  private up = false;
  private isClosed = false;
  private readonly places = new Map<string, PortPlace>();
  private readonly waiting = new Map<string, { from: PortIdentity; id: number; command: OrderCommand }[]>();
  private readonly ports = new Map<string, Following>();
  private readonly firms = new Map<string, { after: number; listener: FirmListener }>();
  private readonly upListeners: (() => void)[] = [];
  private readonly downListeners: ((why: string) => void)[] = [];
  private readonly takenListeners: ((place: PortPlace) => void)[] = [];
  private readonly refusedListeners: ((port: string, id: number, why: string) => void)[] = [];
  private readonly requests = new Map<number, (error: string | undefined) => void>();
  private lastRequest = 0;
  /** Set by what carries the link: ends it for good. */
  onClose: (() => void) | undefined;

  constructor(readonly name: string) {}

  get isUp(): boolean {
    return this.up;
  }

  send(from: PortIdentity, commandId: number, command: OrderCommand): boolean {
    const waiting = this.waitingOf(from.port);
    if (!this.up || this.output === undefined || waiting.length >= MOST_WAITING) {
      this.counters.unsent++;
      return false;
    }
    if (commandId > 0) waiting.push({ from, id: commandId, command });
    this.counters.sent++;
    this.output.send({ t: 'command', from, id: commandId, command });
    return true;
  }

  follow(port: string, afterPortSequence: number, listener: ReportListener): void {
    this.ports.set(port, { after: afterPortSequence, listener });
    if (this.up) this.output?.send({ t: 'follow', port, after: afterPortSequence });
  }

  followFirm(firm: string, after: number, listener: FirmListener): void {
    this.firms.set(firm, { after, listener });
    if (this.up) this.output?.send({ t: 'followFirm', firm, after });
  }

  unfollow(port: string): void {
    this.ports.delete(port);
    if (this.up) this.output?.send({ t: 'unfollow', port });
  }

  lastCommand(port: string): number {
    return this.places.get(port)?.id ?? 0;
  }

  owner(port: string): string {
    return this.places.get(port)?.owner ?? '';
  }

  onTaken(listener: (place: PortPlace) => void): void {
    this.takenListeners.push(listener);
  }

  onRefused(listener: (port: string, commandId: number, why: string) => void): void {
    this.refusedListeners.push(listener);
  }

  operate(command: OperatorCommand, done: (error: string | undefined) => void): void {
    if (!this.up || this.output === undefined) {
      done('the matcher is not connected');
      return;
    }
    const request = ++this.lastRequest;
    this.requests.set(request, done);
    this.output.send({ t: 'operate', request, command });
  }

  onUp(listener: () => void): void {
    this.upListeners.push(listener);
  }

  onDown(listener: (why: string) => void): void {
    this.downListeners.push(listener);
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.up = false;
    this.output?.close();
    this.output = undefined;
    this.onClose?.();
  }

  connected(output: LinkOutput): void {
    if (this.isClosed) {
      output.close();
      return;
    }
    this.output = output;
    output.send({ t: 'hello', name: this.name });
  }

  disconnected(why: string): void {
    this.output = undefined;
    for (const done of this.requests.values()) done(`the matcher went away: ${why}`);
    this.requests.clear();
    if (!this.up) return;
    this.up = false;
    for (const listener of this.downListeners) listener(why);
  }

  receive(message: FromMatcher): void {
    switch (message.t) {
      case 'up':
        this.day = message.day;
        this.moment = message.time;
        this.isNowUp(message.listings, message.ports);
        break;
      case 'taken':
        for (const place of message.ports) this.taken(place);
        break;
      case 'refused':
        this.refused(message.port, message.id, message.why);
        break;
      case 'reports':
        for (const report of message.reports) this.report(message.port, report);
        break;
      case 'firm':
        for (const [logSequence, port, report] of message.reports) {
          const following = this.firms.get(message.firm);
          if (following === undefined || logSequence <= following.after) continue;
          following.after = logSequence;
          following.listener(report, port, logSequence);
        }
        break;
      case 'answer':
        this.requests.get(message.request)?.(message.error);
        this.requests.delete(message.request);
        break;
      default:
    }
  }

  private isNowUp(listings: readonly SimListing[], ports: readonly PortPlace[]): void {
    this.listings = listings;
    this.up = true;
    for (const place of ports) this.place(place);
    for (const [port, { after }] of this.ports) this.output?.send({ t: 'follow', port, after });
    for (const [firm, { after }] of this.firms) this.output?.send({ t: 'followFirm', firm, after });
    for (const waiting of this.waiting.values()) {
      for (const { from, id, command } of waiting) {
        this.counters.repeated++;
        this.output?.send({ t: 'command', from, id, command });
      }
    }
    // What waited goes first: what listeners send now comes behind it.
    for (const listener of this.upListeners) listener();
    for (const place of ports) this.tell(place);
  }

  private taken(place: PortPlace): void {
    this.place(place);
    this.tell(place);
  }

  private place(place: PortPlace): void {
    this.places.set(place.port, place);
    const waiting = this.waiting.get(place.port);
    if (waiting !== undefined) while (waiting.length > 0 && waiting[0]!.id <= place.id) waiting.shift();
  }

  private tell(place: PortPlace): void {
    for (const listener of this.takenListeners) listener(place);
  }

  private refused(port: string, id: number, why: string): void {
    this.counters.refused++;
    const waiting = this.waiting.get(port);
    const at = waiting?.findIndex((command) => command.id === id) ?? -1;
    if (at >= 0) waiting!.splice(at, 1);
    for (const listener of this.refusedListeners) listener(port, id, why);
  }

  private report(port: string, report: OrderReport): void {
    const following = this.ports.get(port);
    // A call of `follow` moves the place: what was under way for the old one is not what was asked for.
    if (following === undefined || report.portSequence !== following.after + 1) return;
    following.after = report.portSequence;
    following.listener(report);
  }

  private waitingOf(port: string): { from: PortIdentity; id: number; command: OrderCommand }[] {
    let waiting = this.waiting.get(port);
    if (waiting === undefined) this.waiting.set(port, (waiting = []));
    return waiting;
  }
}
