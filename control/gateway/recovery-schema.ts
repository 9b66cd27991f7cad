/** The servers of a feed from which the gateway gets what its lines did not bring, as they stand in the configuration. */
import { resolve } from 'node:path';
import type { z } from 'zod';
import { secret } from '../venues/config/session-schema.js';
import { ipv4, list, map, text, whole } from './schema-parts.js';

const server = {
  host: text('a host name or an address'),
  port: whole(1, 65535),
  username: text('a user name'),
  password: secret,
};
const soupServer = map(server);
const pitchServer = map({ ...server, sessionSubId: text('a session sub-ID') });

export const recoverySchema = map({
  /** ITCH: the MoldUDP64 request server, and the address of ours that asks. */
  requests: map({ address: ipv4, port: whole(1, 65535), bindAddress: ipv4.default('0.0.0.0') }).optional(),
  /** ITCH: pictures over SoupBinTCP. */
  glimpse: soupServer.optional(),
  /** ITCH: the whole stream over SoupBinTCP, for when all lines are gone. */
  soupFeed: soupServer.optional(),
  /** A further line of the feed, for when all others are silent; it is listened to all the time. */
  thirdLine: map({
    address: ipv4,
    udpPort: whole(1, 65535),
    group: ipv4.optional(),
    multicastInterface: ipv4.optional(),
  }).optional(),
  /** PITCH: the gap request proxy, and the lines on which its answers come. Feeds that name the same one share a session. */
  gapRequests: pitchServer
    .extend({ lines: list(map({ address: ipv4, udpPort: whole(1, 65535), group: ipv4.optional() }), 16) })
    .optional(),
  /** PITCH: pictures of the feed's unit. */
  spin: pitchServer.optional(),
  /** Missing messages that are asked for; for more a picture is taken. */
  requestMax: whole(0, 1_000_000).default(5000),
  /** How long requests, and a picture, may take. */
  requestPatienceMs: whole(1, 600_000).default(2000),
  snapshotPatienceMs: whole(1, 600_000).default(10_000),
  /** Slots of 64 bytes that may wait for what is missing in front of them. */
  heldMax: whole(1024, 4_194_304).default(131_072),
});

export type RecoverySettings = z.infer<typeof recoverySchema>;

const SERVERS = ['requests', 'glimpse', 'soupFeed', 'gapRequests', 'spin'] as const;
const OF_PROTOCOL = { itch50: ['requests', 'glimpse', 'soupFeed'], pitch2: ['gapRequests', 'spin'] } as const;

/** Files of secrets by absolute paths. */
export function absoluteRecovery(settings: RecoverySettings, from: string): RecoverySettings {
  const absolute = { ...settings };
  for (const name of ['glimpse', 'soupFeed', 'gapRequests', 'spin'] as const) {
    const { password } = settings[name] ?? {};
    if (password?.file === undefined) continue;
    const file = resolve(from, password.file);
    Object.assign(absolute, { [name]: { ...settings[name], password: { file } } });
  }
  return absolute;
}

/** Servers that are none of the protocol's. */
export function foreignServers(settings: RecoverySettings, protocol: keyof typeof OF_PROTOCOL): readonly string[] {
  const own: readonly string[] = OF_PROTOCOL[protocol];
  return SERVERS.filter((name) => settings[name] !== undefined && !own.includes(name));
}
