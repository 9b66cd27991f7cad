/** Turns the engines' counters into what people ask of a feed: is it live, how old, how fast, what is missing on which line. */
import type { FeedCounters } from '../core/feed.js';
import { BEAT_PS } from '../core/generated/records.js';
import type { ChannelStatus, FeedState, LineStatus, PortStatus } from '../core/status/schema.js';
import type { FeedSettings, LineSettings } from './config-schema.js';

/** Rates are over about this long. */
const RATE_NS = 1e9;

/** A counter's rate over the last second. */
export class Rate {
  private readonly times: number[] = [];
  private readonly values: number[] = [];

  sample(nowNs: number, value: number): number {
    this.times.push(nowNs);
    this.values.push(value);
    while (this.times.length > 2 && nowNs - this.times[1]! >= RATE_NS) {
      this.times.shift();
      this.values.shift();
    }
    const elapsed = nowNs - this.times[0]!;
    return elapsed <= 0 ? 0 : Math.max(0, ((value - this.values[0]!) * 1e9) / elapsed);
  }
}

interface LineMemory {
  readonly packets: Rate;
  readonly messages: Rate;
  lastPackets: number;
  changedNs: number | undefined;
}

interface ChannelMemory {
  readonly messages: Rate;
  readonly lines: readonly LineMemory[];
}

/** One engine's counters at one moment; its channels follow those of the engines before it, and so do its ports. */
export interface EngineSample {
  readonly counters: FeedCounters;
  readonly timeBeats: number;
}

export interface FeedPicture {
  readonly ports: PortStatus[];
  readonly channels: ChannelStatus[];
}

export class FeedStatus {
  private readonly memory: readonly ChannelMemory[];

  constructor(
    private readonly feeds: readonly FeedSettings[],
    private readonly staleAfterMs: number,
  ) {
    this.memory = feeds.map(({ lines }) => ({
      messages: new Rate(),
      lines: lines.map(() => ({ packets: new Rate(), messages: new Rate(), lastPackets: 0, changedNs: undefined })),
    }));
  }

  /** @param nowNs the host's monotonic time */
  sample(engines: readonly EngineSample[], nowNs: number): FeedPicture {
    const picture: FeedPicture = { ports: [], channels: [] };
    for (const { counters, timeBeats } of engines) {
      const firstPort = picture.ports.length;
      for (const [port, { rejected, ...own }] of counters.ports.entries()) {
        picture.ports.push({ port: firstPort + port, counters: own, rejected: { ...rejected } });
      }
      for (const own of counters.channels) {
        const channel = picture.channels.length;
        const feed = this.feeds[channel]!;
        picture.channels.push(this.channel(feed, channel, firstPort, own, nowNs, timeBeats));
      }
    }
    return picture;
  }

  private channel(
    feed: FeedSettings,
    channel: number,
    firstPort: number,
    { lines: lineCounters, expected, skew, ...counters }: FeedCounters['channels'][number],
    nowNs: number,
    timeBeats: number,
  ): ChannelStatus {
    const memory = this.memory[channel]!;
    // What the stream has moved over since the start, whoever brought it.
    const passed = counters.delivered + counters.empty + counters.gapMessages;
    const lines = feed.lines.map((settings, index) =>
      this.line(settings, firstPort, memory.lines[index]!, lineCounters[settings.port]!, passed, nowNs, timeBeats),
    );
    const ended = counters.ends > counters.sessions;
    return {
      channel,
      id: feed.id,
      venue: feed.venue,
      protocol: feed.protocol,
      mode: feed.mode,
      windowUs: feed.windowUs,
      state: stateOf(lines, ended),
      expected: expected === undefined ? null : String(expected),
      counters,
      messageRate: memory.messages.sample(nowNs, counters.delivered),
      ...(skew === undefined ? {} : { skew: skew.map((bins) => [...bins]) }),
      lines,
    };
  }

  private line(
    settings: LineSettings,
    firstPort: number,
    memory: LineMemory,
    { lastBeats, ...counters }: FeedCounters['channels'][number]['lines'][number],
    passed: number,
    nowNs: number,
    timeBeats: number,
  ): LineStatus {
    if (counters.packets !== memory.lastPackets) {
      memory.lastPackets = counters.packets;
      memory.changedNs = nowNs;
    }
    // Two witnesses, and the older one is believed: a card whose time stands still must not keep its lines young.
    let ageMs: number | null = null;
    if (memory.changedNs !== undefined) {
      const seen = (nowNs - memory.changedNs) / 1e6;
      const stamped = lastBeats === undefined ? 0 : ((timeBeats - lastBeats) * BEAT_PS) / 1e9;
      ageMs = Math.max(seen, stamped, 0);
    }
    const copies = counters.delivered + counters.duplicates + counters.late;
    return {
      name: settings.name,
      port: firstPort + settings.port,
      group: `${settings.group}:${settings.udpPort}`,
      listen: `${settings.listen.address}:${settings.listen.udpPort}`,
      state: ageMs === null ? 'waiting' : ageMs > this.staleAfterMs ? 'stale' : 'live',
      counters,
      missed: Math.max(0, passed - copies),
      ageMs,
      packetRate: memory.packets.sample(nowNs, counters.packets),
      messageRate: memory.messages.sample(nowNs, copies),
    };
  }
}

function stateOf(lines: readonly LineStatus[], ended: boolean): FeedState {
  if (lines.some(({ state }) => state === 'live')) return ended ? 'ended' : 'live';
  if (lines.every(({ state }) => state === 'waiting')) return 'waiting';
  return ended ? 'ended' : 'stale';
}
