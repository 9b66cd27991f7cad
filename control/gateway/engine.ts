/**
 * Opens the engines: the card that was asked for, else the software engine with a warning; and beside a card, a software engine for the feeds that
 * are kept off it.
 */
import { CrossfeedError } from '../core/errors.js';
import type { FeedConfig, FeedSource } from '../core/feed.js';
import type { Logger } from '../core/logging.js';
import type { EngineStatus, NicStatus, RingStatus } from '../core/status/schema.js';
import type { World } from '../core/world.js';
import { SoftwareUdpFeed } from '../market-data/software/udp-feed.js';
import type { FeedSettings, GatewayConfig } from './config-schema.js';
import { Board } from './board.js';
import type { Card } from './card-registers.js';
import { feedConfigOf, isForCard } from './config.js';

export interface Engine {
  readonly feed: FeedSource;
  /** The feeds that it carries: its channels, in order. */
  readonly feeds: readonly FeedSettings[];
  readonly status: EngineStatus;
  /** The card itself; absent without one. */
  readonly card?: Card;
  /** What a card says of itself; null without one. */
  nic(): NicStatus | null;
  /** Why the engine does not work although it answers; absent or undefined: it does. Not for the hot path. */
  fault?(): string | undefined;
  /** The record ring's state; null where the engine does not tell. */
  ring(): Omit<RingStatus, 'consumed'> | null;
}

export interface EngineOptions {
  readonly world: World;
  readonly log: Logger;
  readonly config: GatewayConfig;
  readonly requested: 'nic' | 'software';
}

/** The engine of the card's feeds first. Channels are numbered through all of them. */
export async function openEngines(options: EngineOptions): Promise<readonly Engine[]> {
  const { feeds } = options.config;
  const main = await openMain(options);
  const rest = feeds.slice(main.feeds.length);
  return rest.length === 0 ? [main] : [main, await openSoftware(options, null, rest, main.feeds.length)];
}

async function openMain(options: EngineOptions): Promise<Engine> {
  const { config, requested, log } = options;
  if (requested === 'software') return openSoftware(options, null, config.feeds, 0);
  const forCard = config.feeds.filter(isForCard);
  if (forCard.length === 0) {
    return openSoftware(options, 'All feeds are kept off the card.', config.feeds, 0);
  }
  try {
    return await openNic(options, forCard);
  } catch (error) {
    if (!(error instanceof CrossfeedError)) throw error;
    log.warn('the card cannot be used', { error });
    return openSoftware(options, `No card: ${error.message}.`, config.feeds, 0);
  }
}

/** One engine for some feeds, whatever was asked for at the start. @param warning why it is not that */
export function openEngine(
  options: EngineOptions,
  kind: 'nic' | 'software',
  feeds: readonly FeedSettings[],
  firstChannel: number,
  warning: string | null,
): Promise<Engine> {
  return kind === 'nic' ? openNic(options, feeds) : openSoftware(options, warning, feeds, firstChannel);
}

async function openNic({ world, config, requested }: EngineOptions, feeds: readonly FeedSettings[]): Promise<Engine> {
  // Loaded when it is wanted: the software engine runs where the driver cannot.
  const { NicFeed } = await import('../market-data/nic-feed.js');
  const feedConfig = feedConfigOf(config.limits, feeds, 0);
  const feed = NicFeed.open(feedConfig, udpLines(feeds, feedConfig), { device: config.device });
  const identity = feed.identity();
  const board = new Board(world.clock, feed.nic);
  return {
    feed,
    feeds,
    status: { kind: 'nic', requested, warning: null },
    nic: () => ({
      device: identity.device,
      buildId: hex(identity.buildId, 8),
      blocks: identity.blocks.map(({ name, type, version }) => ({ name, type, version: versionText(version) })),
      ports: identity.ports,
      channels: identity.channels,
      matchEntries: identity.matchEntries,
      heldDepth: identity.heldDepth,
      clockMhz: 1e6 / identity.clockPs,
      latencyCycles: feed.latencyCycles(),
      sensors: board.sensors(),
      clock: board.boardClock(),
      links: board.links(),
    }),
    card: feed.nic,
    ring: () => feed.ring(),
    fault: () => feed.fault(),
  };
}

async function openSoftware(
  { world, config, requested }: EngineOptions,
  warning: string | null,
  feeds: readonly FeedSettings[],
  firstChannel: number,
): Promise<Engine> {
  const feedConfig = feedConfigOf(config.limits, feeds, firstChannel);
  const feed = await SoftwareUdpFeed.open(world, feedConfig, udpLines(feeds, feedConfig));
  return { feed, feeds, status: { kind: 'software', requested, warning }, nic: () => null, ring: () => null };
}

const hex = (value: number, digits: number): string => `0x${value.toString(16).padStart(digits, '0')}`;

/** The major version is in the upper byte. */
const versionText = (version: number): string => `${version >>> 8}.${version & 0xff}`;

function udpLines(
  feeds: readonly FeedSettings[],
  { channels }: FeedConfig,
): Parameters<typeof SoftwareUdpFeed.open>[2] {
  return feeds.flatMap((feed, channel) =>
    feed.lines.map(({ listen, faults, group }, index) => ({
      bindAddress: listen.address,
      udpPort: listen.udpPort,
      line: channels[channel]!.lines[index]!,
      ...(listen.multicastInterface === undefined
        ? {}
        : { multicast: { group, networkInterface: listen.multicastInterface } }),
      ...(faults === undefined ? {} : { faults }),
    })),
  );
}
