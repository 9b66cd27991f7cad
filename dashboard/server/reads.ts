/** What is answered from the newest picture, as data: no token is needed where everybody may look. */
import { z } from 'zod';
import {
  ALERT_STATES,
  alertSchema,
  componentSchema,
  eventSchema,
  HEALTH_STATES,
} from '../../control/core/status/health.js';
import {
  bookSchema,
  channelSchema,
  engineSchema,
  marketSchema,
  nicSchema,
  portSchema,
  ringSchema,
  sessionSchema,
  statusSchema,
  venueSchema,
  type GatewayStatus,
} from '../../control/core/status/schema.js';
import type { GatewayLink } from './gateway-link.js';
import { ProblemError } from './problems.js';

export interface Read {
  readonly id: string;
  /** As in OpenAPI, under `/api/v1`. */
  readonly path: string;
  readonly summary: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly schema: z.ZodType;
  readonly answer: (link: GatewayLink, asked: Readonly<Record<string, string>>) => unknown;
}

const BOOK_LEVELS = 10;
const LEVELS_MAX = 100;

const alerts = z.object({ alerts: z.array(alertSchema), states: z.array(z.enum(ALERT_STATES)) }).meta({ id: 'Alerts' });
const events = z
  .object({
    events: z.array(eventSchema),
    /** Ask for events after this one next time. */
    next: z.number(),
  })
  .meta({ id: 'Events' });

export const READS: readonly Read[] = [
  {
    id: 'listFeeds',
    path: '/feeds',
    summary: 'Channels with their lines, counters and gaps.',
    schema: z
      .object({
        engine: engineSchema,
        channels: z.array(channelSchema),
        ports: z.array(portSchema),
        gaps: statusSchema.shape.gaps,
      })
      .meta({ id: 'Feeds' }),
    answer: (link) => {
      const { engine, channels, gaps, ports } = link.requireLive();
      return { engine, channels, ports, gaps };
    },
  },
  {
    id: 'getNic',
    path: '/nic',
    summary: 'The card: blocks, ring, ports. 404 where the software engine runs.',
    schema: nicSchema
      .extend({ timeNs: z.number(), ring: ringSchema.nullable(), portCounters: z.array(portSchema) })
      .meta({ id: 'Nic' }),
    answer: (link) => {
      const { engine, nic, nicTimeNs, ring, ports } = link.requireLive();
      if (nic === null) throw new ProblemError('NO_NIC', engine.warning ?? 'The software engine runs.');
      return { ...nic, timeNs: nicTimeNs, ring, portCounters: ports };
    },
  },
  {
    id: 'listVenues',
    path: '/venues',
    summary: 'Venues with their feeds, order entry and quotes.',
    schema: z
      .object({
        venues: z.array(
          z.object({
            venue: z.string(),
            feeds: z.array(channelSchema.pick({ id: true, channel: true, protocol: true, state: true })),
            orderEntry: venueSchema.optional(),
            quotes: marketSchema.shape.venues.element.optional(),
          }),
        ),
        faults: z.record(z.string(), z.number()).optional(),
        market: marketSchema.optional(),
      })
      .meta({ id: 'Venues' }),
    answer: (link) => venuesOf(link.requireLive()),
  },
  {
    id: 'listSessions',
    path: '/sessions',
    summary: 'Sessions of venues and clients: state, sequence numbers, round trip, queue, counters.',
    schema: z
      .object({ sessions: z.array(sessionSchema.extend({ with: z.string(), side: z.enum(['venue', 'client']) })) })
      .meta({ id: 'Sessions' }),
    answer: (link) => {
      const { trading } = link.requireLive();
      return {
        sessions: [
          ...(trading?.venues ?? []).flatMap(({ id, sessions }) =>
            sessions.map((session) => ({ with: id, side: 'venue', ...session })),
          ),
          ...(trading?.clients ?? []).flatMap(({ id, sessions }) =>
            sessions.map((session) => ({ with: id, side: 'client', ...session })),
          ),
        ],
      };
    },
  },
  {
    id: 'listSymbols',
    path: '/books',
    summary: 'Symbols that have a book.',
    schema: z.object({ symbols: z.array(z.string()) }).meta({ id: 'Symbols' }),
    answer: (link) => {
      link.requireLive();
      return { symbols: link.table.names };
    },
  },
  {
    id: 'getBook',
    path: '/books/{symbol}',
    summary: 'A book with its depth, and what all venues show of its instrument.',
    query: { depth: `Levels of a side, up to ${LEVELS_MAX}.` },
    schema: bookSchema.meta({ id: 'Book' }),
    answer: (link, { symbol = '', depth = String(BOOK_LEVELS) }) => {
      if (!/^[\x21-\x7e]{1,48}$/.test(symbol))
        throw new ProblemError('SYMBOL_INVALID', 'A symbol has printable characters only.');
      const levels = Number(depth);
      if (!/^[1-9]\d{0,2}$/.test(depth) || levels > LEVELS_MAX)
        throw new ProblemError('QUERY_INVALID', `depth: a whole number from 1 to ${LEVELS_MAX}.`);
      return link.book(symbol, levels);
    },
  },
  {
    id: 'getHealth',
    path: '/health',
    summary: 'Every component of the data path with its state, why, and since when.',
    schema: z.object({ state: z.enum(HEALTH_STATES), components: z.array(componentSchema) }).meta({ id: 'Health' }),
    answer: (link) => {
      const { health } = link.requireLive();
      return { state: health?.state ?? 'unknown', components: health?.components ?? [] };
    },
  },
  {
    id: 'listAlerts',
    path: '/alerts',
    summary: 'Alerts: active, acknowledged, silenced, and those that were resolved of late.',
    schema: alerts,
    answer: (link) => ({ alerts: link.requireLive().health?.alerts ?? [], states: ALERT_STATES }),
  },
  {
    id: 'listEvents',
    path: '/events',
    summary: 'The newest events, oldest first.',
    query: { after: 'Only events after this sequence number.' },
    schema: events,
    answer: (link, { after = '0' }) => {
      if (!/^\d{1,15}$/.test(after)) throw new ProblemError('QUERY_INVALID', 'after: a whole number.');
      const found = (link.requireLive().health?.events ?? []).filter(({ sequence }) => sequence > Number(after));
      return { events: found, next: found.at(-1)?.sequence ?? Number(after) };
    },
  },
];

function venuesOf({ channels, trading, market }: GatewayStatus): object {
  const shown = channels.map((channel) => channel.venue);
  const names = [...new Set([...(trading?.venues.map(({ id }) => id) ?? []), ...shown])];
  const venues = names.map((venue) => {
    const feeds = channels.filter((channel) => channel.venue === venue);
    return {
      venue,
      feeds: feeds.map(({ id, channel, protocol, state }) => ({ id, channel, protocol, state })),
      orderEntry: trading?.venues.find(({ id }) => id === venue),
      quotes: market?.venues.find(({ id }) => id === venue),
    };
  });
  return { venues, faults: trading?.faults, market };
}
