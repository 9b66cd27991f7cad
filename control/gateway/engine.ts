/** Opens the engine that was asked for, or the one that can be had: the card, else the software engine with a warning. */
import { CrossfeedError } from '../core/errors.js';
import type { FeedConfig, FeedSource } from '../core/feed.js';
import type { Logger } from '../core/logging.js';
import type { EngineStatus, NicStatus, RingStatus } from '../core/status/schema.js';
import type { World } from '../core/world.js';
import { SoftwareUdpFeed } from '../market-data/software/udp-feed.js';
import type { GatewayConfig } from './config-schema.js';
import { feedConfigOf } from './config.js';

export interface Engine {
  readonly feed: FeedSource;
  readonly status: EngineStatus;
  /** What a card says of itself; null without one. */
  nic(): NicStatus | null;
  /** The record ring's state; null where the engine does not tell. */
  ring(): Omit<RingStatus, 'consumed'> | null;
}

export interface EngineOptions {
  readonly world: World;
  readonly log: Logger;
  readonly config: GatewayConfig;
  readonly requested: 'nic' | 'software';
}

export async function openEngine(options: EngineOptions): Promise<Engine> {
  if (options.requested === 'software') return openSoftware(options, null);
  try {
    return await openNic(options);
  } catch (error) {
    if (!(error instanceof CrossfeedError)) throw error;
    options.log.warn('the card cannot be used', { error });
    return openSoftware(options, `No card: ${error.message}.`);
  }
}

async function openNic({ config, requested }: EngineOptions): Promise<Engine> {
  // Loaded when it is wanted: the software engine runs where the driver cannot.
  const { NicFeed } = await import('../market-data/nic-feed.js');
  const feedConfig = feedConfigOf(config);
  const feed = NicFeed.open(feedConfig, udpLines(config, feedConfig), { device: config.device });
  const identity = feed.identity();
  return {
    feed,
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
    }),
    ring: () => feed.ring(),
  };
}

async function openSoftware({ world, config, requested }: EngineOptions, warning: string | null): Promise<Engine> {
  const feedConfig = feedConfigOf(config);
  const feed = await SoftwareUdpFeed.open(world, feedConfig, udpLines(config, feedConfig));
  return { feed, status: { kind: 'software', requested, warning }, nic: () => null, ring: () => null };
}

const hex = (value: number, digits: number): string => `0x${value.toString(16).padStart(digits, '0')}`;

/** The major version is in the upper byte. */
const versionText = (version: number): string => `${version >>> 8}.${version & 0xff}`;

function udpLines(config: GatewayConfig, { channels }: FeedConfig): Parameters<typeof SoftwareUdpFeed.open>[2] {
  return config.feeds.flatMap((feed, channel) =>
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
