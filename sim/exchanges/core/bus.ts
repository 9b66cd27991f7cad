/**
 * The exchange's own network: the matcher listens on a loopback address, the other processes of the exchange connect to it, and come back
 * when it was away.
 */
import type { Endpoint, Stream, StreamHandler, StreamListener } from '../../../control/core/streams.js';
import type { Timer, TradingWorld } from '../../../control/core/world.js';
import { requireLoopback } from '../loopback.js';
import type { FromMatcher, ToMatcher } from './bus-messages.js';
import { FeedLinkEnd } from './feed-link.js';
import type { Hub, HubSession } from './hub.js';
import { LineFramer } from './line-framer.js';
import { LineWriter } from './line-writer.js';
import { MatcherLinkEnd, type LinkEnd } from './matcher-link.js';

type BusWorld = Pick<TradingWorld, 'streams' | 'timers'>;

/** A follower with more than this in its queue is told the rest when it has gone. */
const QUEUE_BYTES_MAX = 1024 * 1024;
const RETRY_MS = 50;
const CONNECT_TIMEOUT_MS = 2000;

/** Lets the other processes of the exchange connect to the matcher. The address must be in 127.0.0.0/8. */
export function serveBus(world: BusWorld, hub: Hub, local: Endpoint): Promise<StreamListener> {
  requireLoopback(local.host, 'bus');
  return world.streams.listen({ local }, () => new Accepted(world, hub));
}

class Accepted implements StreamHandler {
  private readonly framer = new LineFramer();
  private session: HubSession | undefined;

  constructor(
    private readonly world: BusWorld,
    private readonly hub: Hub,
  ) {}

  onOpen(stream: Stream): void {
    const writer = new LineWriter(this.world.timers, stream);
    this.session = this.hub.open({
      send: (message) => writer.send(message),
      get hasRoom() {
        return stream.queuedBytes < QUEUE_BYTES_MAX;
      },
      close: () => stream.destroy(),
    });
  }

  onData(bytes: Uint8Array): void {
    // What comes here was written by our own processes.
    this.framer.push(bytes, (message) => this.session?.receive(message as ToMatcher));
  }

  onDrain(): void {
    this.hub.pump();
  }

  onClose(): void {
    this.session?.closed();
  }
}

export interface BusOptions {
  readonly world: BusWorld;
  /** Where the matcher listens. */
  readonly matcher: Endpoint;
  /** The role of this process, unique in the exchange: `gateway-a`, `fix-b`, `publisher`. */
  readonly name: string;
}

/** A gateway's link to the matcher; it connects at once and whenever the matcher is back. */
export function connectMatcher(options: BusOptions): MatcherLinkEnd {
  const end = new MatcherLinkEnd(options.name);
  end.onClose = keepConnected(options, end);
  return end;
}

/** A publisher's link to the matcher. */
export function connectFeed(options: BusOptions): FeedLinkEnd {
  const end = new FeedLinkEnd(options.name);
  end.onClose = keepConnected(options, end);
  return end;
}

/** Returns what stops it. */
function keepConnected({ world, matcher }: BusOptions, end: LinkEnd): () => void {
  requireLoopback(matcher.host, 'bus');
  let stopped = false;
  let retry: Timer | undefined;
  let attempt: { cancel(): void } | undefined;
  let current: Stream | undefined;
  const connect = (): void => {
    const framer = new LineFramer();
    attempt = world.streams.connect(
      { remote: matcher, timeoutMs: CONNECT_TIMEOUT_MS },
      {
        onOpen: (stream) => {
          current = stream;
          const writer = new LineWriter(world.timers, stream);
          end.connected({ send: (message) => writer.send(message), close: () => writer.end() });
        },
        onData: (bytes) => framer.push(bytes, (message) => end.receive(message as FromMatcher)),
        onDrain: () => undefined,
        onClose: (_, detail) => {
          current = undefined;
          attempt = undefined;
          if (stopped) return;
          end.disconnected(detail);
          retry = world.timers.after(RETRY_MS, connect);
        },
      },
    );
  };
  connect();
  return () => {
    stopped = true;
    retry?.cancel();
    if (current === undefined) attempt?.cancel();
  };
}
