/**
 * Failover of the gateway's feeds: sees lines fall silent (resilience/staleness), decides for each feed (resilience/failover), and does it: recovery brings the stream by another way, books stop
 * and start to count. docs/failover-procedures.md has the matrix of faults and backups.
 */
import type { FeedCounters } from '../core/feed.js';
import type { ChannelStatus, FailoverStatus } from '../core/status/schema.js';
import type { Clock, Timer, World } from '../core/world.js';
import type { EventLog } from '../resilience/event-log.js';
import {
  ChannelFailover,
  FAILOVER_POLICY,
  type FailoverPolicy,
  type FailoverSubject,
} from '../resilience/failover/channel-failover.js';
import { STALENESS, STALENESS_TICK_MS, StalenessWatch } from '../resilience/staleness/staleness-watch.js';
import type { FeedSettings } from './config-schema.js';
import type { FeedRecovery } from './recovery.js';

export interface FeedFailoverOptions {
  readonly world: Pick<World, 'clock' | 'timers'>;
  readonly feeds: readonly FeedSettings[];
  readonly recovery: FeedRecovery;
  readonly events: Pick<EventLog, 'add'>;
  /** Silence that is never normal, ms: the ceiling of what is learnt. */
  readonly staleAfterMs: number;
  readonly policy?: Partial<FailoverPolicy>;
  /** Counters of a channel; undefined where its engine does not answer. */
  readonly countersOf: (channel: number) => FeedCounters['channels'][number] | undefined;
  /** Feeds whose books do not count have changed. */
  readonly onStale: () => void;
  /** Why the books of a channel cannot be right; undefined: nothing speaks against them. */
  readonly doubt: (channel: number) => string | undefined;
}

/** From this limit on heartbeats are looked at before a channel is suspected: faster than that none can be due. */
const HEARTBEAT_LIMIT_MS = 500;
/** A backup may be silent for so much longer than the lines, and for so long in any case, ms. */
const BACKUP_SILENT_FACTOR = 2;
const BACKUP_SILENT_LEAST_MS = 200;
/** How often lines are looked at that were given up, in ticks. */
const LOOK_TICKS = 2;

interface LineMemory {
  packets: number;
  changedNs: number;
}

export class FeedFailover {
  /** Channels whose books do not count. */
  readonly stale = new Set<number>();
  readonly watch: StalenessWatch;
  private readonly channels: readonly ChannelFailover[];
  private readonly known: Float64Array;
  private readonly lines: LineMemory[];
  /** By channel: how far a backup had come, and when that last changed. */
  private readonly progress: Float64Array;
  private readonly progressNs: Float64Array;
  private readonly clock: Clock;
  private readonly ticker: Timer;
  private ticks = 0;

  constructor(private readonly options: FeedFailoverOptions) {
    const { world, feeds, staleAfterMs, policy } = options;
    const { clock } = world;
    this.clock = clock;
    const settings = { ...STALENESS, ceilingMs: staleAfterMs };
    this.watch = new StalenessWatch(
      feeds.length,
      clock,
      settings,
      (channel, silentMs, limitMs) => this.onSilent(channel, silentMs, limitMs),
      (channel) => this.channels[channel]!.linesArrived(),
    );
    const whole = { ...FAILOVER_POLICY, ...policy };
    this.channels = feeds.map((_, channel) => {
      const failover = new ChannelFailover(this.subjectOf(channel), clock, whole);
      const recovery = options.recovery.of(channel);
      if (recovery !== undefined) {
        recovery.observer = {
          opened: () => failover.backupOpened(),
          brought: (messages) => failover.backupBrought(messages),
          failed: (reason) => failover.backupFailed(reason),
        };
      }
      return failover;
    });
    this.known = new Float64Array(feeds.length);
    this.progress = new Float64Array(feeds.length);
    this.progressNs = new Float64Array(feeds.length);
    this.lines = feeds.map(() => ({ packets: 0, changedNs: 0 }));
    this.ticker = world.timers.every(STALENESS_TICK_MS, () => this.tick());
  }

  of(channel: number): ChannelFailover {
    return this.channels[channel]!;
  }

  /** After each drain of an engine that brought records. Allocates nothing. */
  drained(): void {
    const { channels, known, options } = this;
    const { splicer } = options.recovery;
    for (let channel = 0; channel < known.length; channel++) {
      const spliced = splicer.find(channel);
      if (spliced === undefined || channels[channel]!.state !== 'lines') continue;
      const now = spliced.known;
      if (now === known[channel]) continue;
      known[channel] = now;
      this.watch.arrived(channel);
    }
  }

  /** With each sample of the feeds' counters: the slow way, for feeds without a rate of their own. */
  sampled(channels: readonly ChannelStatus[]): void {
    const nowNs = this.clock.monotonicNs();
    for (const { channel, state, lines } of channels) {
      this.look(channel, packetsOf(lines.map(({ counters }) => counters)), nowNs);
      const ages = lines.flatMap(({ ageMs }) => ageMs ?? []);
      const { staleAfterMs } = this.options;
      // Packets that come and are old by their stamps are late, not silent: a card that is behind. How late may count is another rule's (feed-lag.ts).
      const isSilent = nowNs - this.lines[channel]!.changedNs >= staleAfterMs * 1e6;
      if (state === 'stale' && isSilent) this.channels[channel]!.suspect(Math.min(...ages), staleAfterMs);
    }
  }

  /** The engine of these channels is gone. */
  engineFailed(channels: readonly number[], why: string): void {
    for (const channel of channels) {
      this.channels[channel]!.fault(why, this.silentMs(channel));
      this.lines[channel] = { packets: 0, changedNs: 0 };
    }
  }

  status(channel: number): FailoverStatus {
    const { state, counters, times } = this.channels[channel]!;
    const orNull = (ms: number): number | null => (Number.isNaN(ms) ? null : ms);
    return {
      state,
      way: this.options.recovery.wayOf(channel),
      limitMs: this.watch.limitMs(channel),
      counters: { ...counters },
      detectMs: orNull(times.detectedMs - times.lastArrivalMs),
      validateMs: orNull(times.validatedMs - times.detectedMs),
    };
  }

  close(): void {
    this.ticker.cancel();
  }

  private tick(): void {
    this.watch.tick();
    this.ticks++;
    const isLook = this.ticks % LOOK_TICKS === 0;
    for (let channel = 0; channel < this.channels.length; channel++) {
      const failover = this.channels[channel]!;
      if (failover.state === 'lines') continue;
      if (isLook) this.lookAtLines(channel);
      if (this.options.recovery.retakeSilent(channel)) {
        failover.backupFailed('it has fallen silent; another one is tried');
      }
      this.watchBackup(channel);
      failover.tick();
    }
  }

  /** A backup falls silent like lines do, and its connection may be open all the same. */
  private watchBackup(channel: number): void {
    const spliced = this.options.recovery.splicer.find(channel);
    if (spliced === undefined) return;
    const nowNs = this.clock.monotonicNs();
    const { known } = spliced;
    if (known !== this.progress[channel] || this.channels[channel]!.state !== 'backup') {
      this.progress[channel] = known;
      this.progressNs[channel] = nowNs;
      return;
    }
    const silentMs = (nowNs - this.progressNs[channel]!) / 1e6;
    const limitMs = Math.max(BACKUP_SILENT_LEAST_MS, this.watch.limitMs(channel) * BACKUP_SILENT_FACTOR);
    if (silentMs > limitMs) this.channels[channel]!.backupSilent(silentMs);
  }

  private lookAtLines(channel: number): void {
    const counters = this.options.countersOf(channel);
    if (counters === undefined) return;
    if (!this.look(channel, packetsOf(counters.lines), this.clock.monotonicNs())) return;
    this.watch.excuse(channel);
    this.channels[channel]!.linesArrived();
  }

  /** True: packets have come since the last look. */
  private look(channel: number, packets: number, nowNs: number): boolean {
    const line = this.lines[channel]!;
    if (line.packets === packets) return false;
    line.packets = packets;
    line.changedNs = nowNs;
    return true;
  }

  private onSilent(channel: number, silentMs: number, limitMs: number): void {
    const { changedNs } = this.lines[channel]!;
    const counters = this.options.countersOf(channel);
    const nowNs = this.clock.monotonicNs();
    // Also what later looks are compared with.
    const isNew = counters !== undefined && this.look(channel, packetsOf(counters.lines), nowNs);
    // Heartbeats come: the market is quiet, the lines are not. When they came is known as exactly as the status is sampled.
    if (limitMs >= HEARTBEAT_LIMIT_MS && (isNew || nowNs - changedNs < limitMs * 1e6)) {
      this.watch.excuse(channel);
      return;
    }
    this.channels[channel]!.suspect(silentMs, limitMs);
  }

  private silentMs(channel: number): number {
    const lastNs = this.watch.lastArrivalNs(channel);
    return lastNs === 0 ? 0 : (this.clock.monotonicNs() - lastNs) / 1e6;
  }

  private subjectOf(channel: number): FailoverSubject {
    const { recovery, feeds, events, onStale, doubt } = this.options;
    const { id } = feeds[channel]!;
    const own = recovery.of(channel);
    return {
      hasBackup: own?.hasOtherWay === true,
      takeOver: () => {
        const way = recovery.wayOf(channel);
        own?.setLinesSilent(true);
        return way;
      },
      giveBack: () => {
        own?.setLinesSilent(false);
        this.watch.excuse(channel);
      },
      setStale: (stale) => {
        if (stale === this.stale.has(channel)) return;
        if (stale) this.stale.add(channel);
        else this.stale.delete(channel);
        onStale();
      },
      wasQuiet: (quietMs) => this.watch.wasQuiet(channel, quietMs),
      isWhole: () => own === undefined || recovery.splicer.channel(channel).isLive,
      isHeld: () => own !== undefined && recovery.splicer.channel(channel).isHeld,
      doubt: () => doubt(channel),
      tell: (text) => void events.add('failover', `${id}: ${text}`, { component: `feed/${id}` }),
    };
  }
}

const packetsOf = (lines: readonly { readonly packets: number }[]): number =>
  lines.reduce((sum, { packets }) => sum + packets, 0);
