/** A publisher's end of the bus: events in order from where it was, and snapshots. */
import type { FromMatcher } from './bus-messages.js';
import { BusError } from './errors.js';
import type { FeedEvent, FeedLink, SnapshotOrder } from './links.js';
import type { LinkEnd, LinkOutput } from './matcher-link.js';
import type { SimListing } from './orders.js';
import type { Snapshot } from './hub.js';

interface Following {
  after: number;
  /** The matcher no longer has what comes next: nothing is asked for until somebody calls `follow` again. */
  isLost: boolean;
  onEvents: (events: readonly FeedEvent[]) => void;
  onSnapshotNeeded: (oldest: number) => void;
}

interface Request {
  readonly orders: SnapshotOrder[];
  readonly resolve: (snapshot: Snapshot) => void;
  readonly reject: (error: Error) => void;
}

export class FeedLinkEnd implements FeedLink, LinkEnd {
  listings: readonly SimListing[] = [];
  private output: LinkOutput | undefined;
  private up = false;
  private isClosed = false;
  private following: Following | undefined;
  private readonly requests = new Map<number, Request>();
  private lastRequest = 0;
  private readonly upListeners: (() => void)[] = [];
  private readonly downListeners: ((why: string) => void)[] = [];
  /** Set by what carries the link: ends it for good. */
  onClose: (() => void) | undefined;

  constructor(readonly name: string) {}

  get isUp(): boolean {
    return this.up;
  }

  follow(
    afterFeedSequence: number,
    onEvents: (events: readonly FeedEvent[]) => void,
    onSnapshotNeeded: (oldest: number) => void,
  ): void {
    this.following = { after: afterFeedSequence, isLost: false, onEvents, onSnapshotNeeded };
    if (this.up) this.output?.send({ t: 'feed', after: afterFeedSequence });
  }

  /** Rejects with BusError when the link is down or goes down meanwhile. */
  snapshot(): Promise<Snapshot> {
    return new Promise((resolve, reject) => {
      if (!this.up || this.output === undefined) {
        reject(new BusError('BUS_DOWN', 'no snapshot: the matcher is not connected'));
        return;
      }
      const request = ++this.lastRequest;
      this.requests.set(request, { orders: [], resolve, reject });
      this.output.send({ t: 'snapshot', request });
    });
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
    this.fail('the link was closed');
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
    this.fail(why);
    if (!this.up) return;
    this.up = false;
    for (const listener of this.downListeners) listener(why);
  }

  receive(message: FromMatcher): void {
    switch (message.t) {
      case 'up':
        this.listings = message.listings;
        this.up = true;
        if (this.following?.isLost === false) this.output?.send({ t: 'feed', after: this.following.after });
        for (const listener of this.upListeners) listener();
        break;
      case 'events':
        this.events(message.events);
        break;
      case 'gone':
        if (this.following === undefined) break;
        this.following.isLost = true;
        this.following.onSnapshotNeeded(message.oldest);
        break;
      case 'snapshotPart':
        this.requests.get(message.request)?.orders.push(...message.orders);
        break;
      case 'snapshotEnd': {
        const { request: number, feedSequence, timeNs, states } = message;
        const request = this.requests.get(number);
        this.requests.delete(number);
        request?.resolve({ feedSequence, timeNs, states, orders: request.orders });
        break;
      }
      default:
    }
  }

  private events(events: readonly FeedEvent[]): void {
    const { following } = this;
    const first = events[0];
    const last = events[events.length - 1];
    // What was under way when `follow` was called again is not what was asked for.
    if (following === undefined || first === undefined || last === undefined) return;
    if (first.feedSequence !== following.after + 1) return;
    following.after = last.feedSequence;
    following.onEvents(events);
  }

  private fail(why: string): void {
    for (const { reject } of this.requests.values()) reject(new BusError('BUS_DOWN', `no snapshot: ${why}`));
    this.requests.clear();
  }
}
