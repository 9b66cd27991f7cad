/** Opens the engine that was asked for, or the one that can be had: the card, else the software engine with a warning. */
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
  return openSoftware(options, null);
}

async function openSoftware({ world, config, requested }: EngineOptions, warning: string | null): Promise<Engine> {
  const feed = await SoftwareUdpFeed.open(world, feedConfigOf(config), udpLines(config, feedConfigOf(config)));
  return { feed, status: { kind: 'software', requested, warning }, nic: () => null, ring: () => null };
}

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
