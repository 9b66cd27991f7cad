/**
 * Recovery of the gateway's feeds: what their lines lost comes from the exchanges' servers and is spliced into the stream in front of the books, for cards and
 * the software engine alike. docs/market-data.md has the rules.
 */
import type { Logger } from '../core/logging.js';
import type { RecordSink } from '../core/record-ring.js';
import type { ChannelStatus } from '../core/status/schema.js';
import type { Streams } from '../core/streams.js';
import type { Timer, World } from '../core/world.js';
import {
  ChannelRecovery,
  RECOVERY_POLICY,
  type RecoverySources,
  type StreamHandler,
} from '../market-data/recovery/channel-recovery.js';
import { GapRequestClient } from '../market-data/recovery/gap-request.js';
import { GlimpseClient } from '../market-data/recovery/glimpse.js';
import { MoldRecovery } from '../market-data/recovery/mold-recovery.js';
import type { SnapshotHandler } from '../market-data/recovery/snapshot.js';
import { SoupFeedClient, type SoupFeedConfig } from '../market-data/recovery/soup-feed.js';
import { SpinClient } from '../market-data/recovery/spin.js';
import type { SplicedBooks } from '../market-data/recovery/splice-channel.js';
import { ThirdLine } from '../market-data/recovery/third-line.js';
import { Splicer } from '../market-data/recovery/splicer.js';
import type { VenueSecrets } from '../venues/secrets.js';
import type { FeedSettings } from './config-schema.js';
import type { GapLog } from './gap-log.js';
import type { RecoverySettings } from './recovery-schema.js';

export type RecoveryWorld = Pick<World, 'clock' | 'timers' | 'sockets'> & { readonly streams: Streams };

export interface FeedRecoveryOptions {
  readonly world: RecoveryWorld;
  readonly log: Logger;
  /** By channel. */
  readonly feeds: readonly FeedSettings[];
  readonly secrets: Pick<VenueSecrets, 'reader'>;
  /** Takes whole streams. */
  readonly sink: RecordSink;
  readonly books: SplicedBooks;
  readonly gaps: GapLog;
  /** After recovered messages went to the sink. */
  readonly onSpliced: () => void;
}

/** A client that asks for one channel. */
interface Requests {
  ask(first: number, last: number): void;
  clear(): void;
}

type PitchServer = NonNullable<RecoverySettings['spin']>;

const TICK_MS = 50;
/** A third line that is silent for longer is not taken; the exchange's heartbeats come each second. */
const THIRD_LINE_MS = 1500;
/** A session that nobody has told within this time will not be told. */
const SESSION_MS = 5000;

export class FeedRecovery {
  readonly splicer: Splicer;
  private readonly byChannel: (ChannelRecovery | undefined)[] = [];
  private readonly molds: (MoldRecovery | undefined)[] = [];
  /** As the SoupBinTCP servers call the channel's session. */
  private readonly sessions: (string | undefined)[] = [];
  private readonly gapClients: GapRequestClient[] = [];
  private readonly thirdLines: (ThirdLine | undefined)[] = [];
  private readonly probes = new Map<number, SoupFeedClient>();
  private ticker: Timer | undefined;

  private constructor(private readonly options: FeedRecoveryOptions) {
    const { feeds, sink, books, gaps, onSpliced } = options;
    const channels = feeds.flatMap(({ protocol, recovery }, channel) =>
      recovery === undefined ? [] : [{ channel, protocol, heldMax: recovery.heldMax }],
    );
    this.splicer = new Splicer(channels, sink, books, {
      onGap: (channel, first, last) => gaps.onGap(channel, first, last),
      onSession: (channel, session) => {
        this.molds[channel]?.onSession(channel, session);
        this.sessions[channel] = undefined;
      },
      onMissing: (channel, first, last) => this.byChannel[channel]?.onMissing(first, last),
      onWhole: (channel) => this.byChannel[channel]?.onWhole(),
      onRestart: (channel) => this.byChannel[channel]?.onRestart(),
      onOverflow: (channel) => this.byChannel[channel]?.onOverflow(),
    });
    this.splicer.onSpliced = onSpliced;
  }

  /** Binds the sockets of the answers; the servers may come later. Throws CrossfeedError. */
  static async open(options: FeedRecoveryOptions): Promise<FeedRecovery> {
    const self = new FeedRecovery(options);
    try {
      await self.begin();
      return self;
    } catch (error) {
      await self.close();
      throw error;
    }
  }

  /** Of a channel; undefined where nothing is configured. */
  status(channel: number): ChannelStatus['recovery'] {
    const recovery = this.byChannel[channel];
    if (recovery === undefined) return undefined;
    const spliced = this.splicer.channel(channel);
    const { held, ...counters } = spliced.counters;
    const { state, isTakenOver: takenOver } = recovery;
    return { state, takenOver, missing: spliced.missing, held, counters: { ...recovery.counters, ...counters } };
  }

  /** Of a channel; undefined where nothing is configured. */
  of(channel: number): ChannelRecovery | undefined {
    return this.byChannel[channel];
  }

  /** What is taken when a channel's lines are silent. */
  wayOf(channel: number): string {
    const { soupFeed, spin, glimpse, thirdLine } = this.options.feeds[channel]?.recovery ?? {};
    if (this.liveThirdLine(channel) !== undefined) return 'third line';
    if (thirdLine !== undefined && soupFeed === undefined) return 'third line';
    if (soupFeed !== undefined) return 'stream over TCP';
    return spin !== undefined || glimpse !== undefined ? 'pictures' : 'none';
  }

  /** The way that was taken has fallen silent itself: another one is tried. True: there was one to try. */
  retakeSilent(channel: number): boolean {
    const third = this.thirdLines[channel];
    const hasOther = this.options.feeds[channel]?.recovery?.soupFeed !== undefined;
    if (!hasOther || third === undefined || !third.isAttached || third.silentMs < THIRD_LINE_MS) return false;
    const recovery = this.byChannel[channel]!;
    recovery.setLinesSilent(false);
    recovery.setLinesSilent(true);
    return true;
  }

  /** What feeds look like now. */
  onFeeds(channels: readonly ChannelStatus[]): void {
    for (const { channel, state } of channels) {
      if (state === 'live' && this.sessions[channel] === undefined) this.learnSession(channel);
    }
  }

  private liveThirdLine(channel: number): ThirdLine | undefined {
    const third = this.thirdLines[channel];
    return third !== undefined && third.silentMs < THIRD_LINE_MS ? third : undefined;
  }

  async close(): Promise<void> {
    this.ticker?.cancel();
    for (const recovery of this.byChannel) recovery?.close();
    for (const probe of this.probes.values()) probe.close();
    const clients = [...this.molds, ...this.gapClients, ...this.thirdLines];
    await Promise.all(clients.flatMap((client) => (client === undefined ? [] : [client.close()])));
  }

  private async begin(): Promise<void> {
    const { world, feeds, log, onSpliced } = this.options;
    const gapRequests = await this.openGapRequests();
    for (const [channel, { id, recovery }] of feeds.entries()) {
      if (recovery === undefined) continue;
      this.thirdLines[channel] = await this.openThirdLine(channel, recovery);
      const requests = gapRequests.get(channel) ?? (await this.openMold(channel, recovery));
      const { requestMax, requestPatienceMs, snapshotPatienceMs } = recovery;
      this.byChannel[channel] = new ChannelRecovery(
        this.splicer.channel(channel),
        {
          ...(requests === undefined ? {} : { requests }),
          ...this.pictures(recovery),
          ...this.stream(channel, recovery),
        },
        world.clock,
        { ...RECOVERY_POLICY, requestMax, requestPatienceMs, snapshotPatienceMs },
        (event, detail) => log.info(`feed recovery: ${event}`, { feed: id, ...detail }),
        onSpliced,
      );
    }
    this.ticker = world.timers.every(TICK_MS, () => {
      for (const recovery of this.byChannel) recovery?.onTime();
    });
  }

  private readonly abandoned = (channel: number, _first: number, last: number): void =>
    this.byChannel[channel]?.onAbandoned(last);

  private async openMold(channel: number, recovery: RecoverySettings): Promise<Requests | undefined> {
    const { requests } = recovery;
    if (requests === undefined) return undefined;
    const { session } = this.options.feeds[channel]!;
    const { address, port, bindAddress } = requests;
    const mold = await MoldRecovery.open(
      this.options.world,
      {
        channel,
        targetChannel: channel,
        server: { address, port },
        bindAddress,
        ...(session === undefined ? {} : { session }),
        policy: { requestsPerSecond: 1000 },
        onAbandoned: this.abandoned,
      },
      this.splicer,
    );
    this.molds[channel] = mold;
    return {
      ask: (first, last) => {
        if (!mold.knowsSession) this.learnSession(channel);
        mold.onGap(channel, first, last);
      },
      clear: () => mold.clear(),
    };
  }

  private async openThirdLine(channel: number, { thirdLine }: RecoverySettings): Promise<ThirdLine | undefined> {
    if (thirdLine === undefined) return undefined;
    const { protocol, lines } = this.options.feeds[channel]!;
    const { address, udpPort, group, multicastInterface } = thirdLine;
    const { unit } = lines[0]!;
    return ThirdLine.open(this.options.world, {
      ...{ protocol, address, udpPort },
      ...(unit === undefined ? {} : { unit }),
      ...(group === undefined
        ? {}
        : { multicast: { group, ...(multicastInterface && { networkInterface: multicastInterface }) } }),
    });
  }

  private sessionOf(channel: number): Pick<SoupFeedConfig, 'session'> {
    const session = this.sessions[channel];
    return session === undefined ? {} : { session };
  }

  /** The lines' first session is in no record: a login tells it, once. */
  private learnSession(channel: number): void {
    const { world, feeds } = this.options;
    const { soupFeed, glimpse } = feeds[channel]!.recovery ?? {};
    const teller = soupFeed ?? glimpse;
    if (teller === undefined || this.probes.has(channel)) return;
    const end = (): void => {
      probe.close();
      patience.cancel();
      this.probes.delete(channel);
    };
    const probe = new SoupFeedClient(world, this.soupConfig(teller), 0, {
      onSession: (session) => {
        this.sessions[channel] = session;
        if (this.molds[channel]?.knowsSession === false) this.molds[channel].learnSession(session);
        end();
      },
      onMessage: () => undefined,
      onBatch: () => undefined,
      onFailed: () => undefined,
    });
    this.probes.set(channel, probe);
    const patience = world.timers.after(SESSION_MS, end);
  }

  /** One client for all feeds of a gap request proxy: a user has one session. */
  private async openGapRequests(): Promise<ReadonlyMap<number, Requests>> {
    const { world, feeds } = this.options;
    const byServer = new Map<string, number[]>();
    for (const [channel, { recovery }] of feeds.entries()) {
      const server = recovery?.gapRequests;
      if (server === undefined) continue;
      const key = `${server.host}:${server.port} ${server.username}`;
      byServer.set(key, [...(byServer.get(key) ?? []), channel]);
    }
    const requests = new Map<number, Requests>();
    for (const channels of byServer.values()) {
      const servers = channels.map((channel) => feeds[channel]!.recovery!.gapRequests!);
      const lines = new Map(
        servers.flatMap((server) => server.lines).map((line) => [`${line.address}:${line.udpPort}`, line]),
      );
      const client = await GapRequestClient.open(
        world,
        {
          ...this.pitchConfig(servers[0]!),
          units: channels.map((channel) => ({
            unit: feeds[channel]!.lines[0]!.unit!,
            channel,
            targetChannel: channel,
          })),
          gapLines: [...lines.values()].map(({ address, udpPort, group }) => ({
            address,
            port: udpPort,
            ...(group === undefined ? {} : { group }),
          })),
          onAbandoned: this.abandoned,
        },
        this.splicer,
      );
      this.gapClients.push(client);
      for (const channel of channels) {
        requests.set(channel, {
          ask: (first, last) => client.onGap(channel, first, last),
          clear: () => client.clear(channel),
        });
      }
    }
    return requests;
  }

  private pictures({ glimpse, spin }: RecoverySettings): Pick<RecoverySources, 'snapshot'> {
    const { world } = this.options;
    if (glimpse !== undefined) {
      return { snapshot: (_reach, handler) => new GlimpseClient(world, this.soupConfig(glimpse), handler) };
    }
    if (spin === undefined) return {};
    return {
      snapshot: (reach: number, handler: SnapshotHandler) => {
        const client = new SpinClient(world, this.pitchConfig(spin), handler);
        client.request(reach);
        return client;
      },
    };
  }

  private stream(channel: number, { soupFeed, thirdLine }: RecoverySettings): Pick<RecoverySources, 'stream'> {
    if (soupFeed === undefined && thirdLine === undefined) return {};
    return {
      stream: (from: number, handler: StreamHandler) => {
        const third = soupFeed === undefined ? this.thirdLines[channel] : this.liveThirdLine(channel);
        if (third !== undefined) return third.attach(from, handler);
        const config = { ...this.soupConfig(soupFeed!), ...this.sessionOf(channel) };
        return new SoupFeedClient(this.options.world, config, from, {
          ...handler,
          onSession: () => handler.onOpened(),
        });
      },
    };
  }

  private soupConfig({ host, port, username, password }: NonNullable<RecoverySettings['glimpse']>): SoupFeedConfig {
    return { server: { host, port }, username, password: this.secret(password) };
  }

  private pitchConfig({ host, port, sessionSubId, username, password }: PitchServer) {
    return { server: { host, port }, login: { sessionSubId, username, password: this.secret(password) } };
  }

  private secret(reference: PitchServer['password']): string {
    // Files are absolute by now.
    return this.options.secrets.reader(reference, '/')();
  }
}
