/** Links joined to a matcher in memory, without sockets: for tests of gateways and publishers. */
import type { TradingWorld } from '../../../control/core/world.js';
import type { FromMatcher, ToMatcher } from './bus-messages.js';
import { FeedLinkEnd } from './feed-link.js';
import type { Hub } from './hub.js';
import { Matcher, type MatcherOptions } from './matcher.js';
import { MatcherLinkEnd, type LinkEnd } from './matcher-link.js';
import { NO_FEES, type ExchangeRules } from './rules.js';

/** No limits, no fees: ports make themselves known by what they send. */
export const OPEN_RULES: ExchangeRules = { ports: [], fees: NO_FEES, priceBandBps: 0, replaceKeepsPriority: false };

/** A connection that can be cut. Messages are copied, and arrive as soon as what runs has returned. */
export interface MemoryConnection {
  readonly isOpen: boolean;
  /** Breaks it: what is under way is lost. Both ends hear of it. */
  cut(why?: string): void;
}

/** As it comes out of JSON, which is what the bus between processes speaks, and in a fraction of the time. */
function copy<T>(message: T): T {
  if (Array.isArray(message)) return message.map((item: unknown) => (item === undefined ? null : copy(item))) as T;
  if (typeof message === 'object' && message !== null) {
    const plain: Record<string, unknown> = {};
    for (const key in message) if (message[key] !== undefined) plain[key] = copy(message[key]);
    return plain as T;
  }
  return typeof message === 'number' && !Number.isFinite(message) ? (null as T) : message;
}

/** Joins a link's end to a hub. Call it again after a cut. */
export function join(timers: Pick<TradingWorld['timers'], 'soon'>, hub: Hub, end: LinkEnd): MemoryConnection {
  let isOpen = true;
  const deliver = (run: () => void): void => {
    timers.soon(() => {
      if (isOpen) run();
    });
  };
  const cut = (why = 'cut'): void => {
    if (!isOpen) return;
    isOpen = false;
    session.closed();
    end.disconnected(why);
  };
  const session = hub.open({
    hasRoom: true,
    send: (message: FromMatcher) => {
      const sent = copy(message);
      deliver(() => end.receive(sent));
    },
    close: () => cut('closed by the matcher'),
  });
  end.connected({
    send: (message: ToMatcher) => {
      const sent = copy(message);
      deliver(() => session.receive(sent));
    },
    close: () => cut('closed by the gateway'),
  });
  return {
    get isOpen() {
      return isOpen;
    },
    cut,
  };
}

export interface TestExchange {
  readonly matcher: Matcher;
  /** A gateway's link; the role must be unique. */
  link(name: string): MatcherLinkEnd;
  feed(name: string): FeedLinkEnd;
}

/**
 * A matcher over a small seeded market in a (virtual) world, its day begun. After some seconds of the world's time its books are full:
 * `await world.run(4000)` brings it past its opening cross.
 */
export function testExchange(options: Pick<MatcherOptions, 'world'> & Partial<MatcherOptions>): TestExchange {
  const matcher = new Matcher({
    market: { seed: 1, symbols: 12, messagesPerSecond: 200, haltEveryS: 1e6, breakerAfterS: null },
    rules: OPEN_RULES,
    directory: 'exchange',
    ...options,
  });
  matcher.start();
  const { timers } = options.world;
  return {
    matcher,
    link: (name) => {
      const end = new MatcherLinkEnd(name);
      join(timers, matcher.hub, end);
      return end;
    },
    feed: (name) => {
      const end = new FeedLinkEnd(name);
      join(timers, matcher.hub, end);
      return end;
    },
  };
}
