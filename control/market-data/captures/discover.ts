/**
 * Finds the channels of captures: flows that carry one MoldUDP64 session, or one unit of PITCH, are one channel, numbered by first
 * appearance. Uses the parsers of the software engine on every good frame, and never looks into messages.
 */
import type { ChannelConfig, LineConfig } from '../../core/feed.js';
import { MOLD_HEADER_BYTES, MoldPacket } from '../../protocols/moldudp64/packet.js';
import { UnitPacket } from '../../protocols/pitch2/packet.js';
import { UNIT_HEADER_BYTES } from '../../protocols/pitch2/unit.js';
import { formatIpv4 } from '../frames/addresses.js';
import { FrameChecker, PASSED } from '../frames/checker.js';
import type { Capture } from './capture.js';

/** Records name their channel in one byte. */
export const CHANNELS_MAX = 256;

interface Flow {
  readonly channel: number;
  readonly line: LineConfig;
}

export interface DiscoveredChannel {
  /** Its sessions, in the order in which they appeared, as text; with PITCH its unit. */
  readonly sessions: readonly string[];
  readonly lines: readonly LineConfig[];
}

export class ChannelDiscovery {
  private readonly checker: FrameChecker;
  private readonly mold = new MoldPacket();
  private readonly unit = new UnitPacket();
  private readonly flows = new Map<string, Flow>();
  private readonly channelOfSession = new Map<string, number>();
  private readonly channels: { readonly sessions: string[]; readonly lines: LineConfig[] }[] = [];
  /** What the last good frame of each port was, because the next one mostly is the same. */
  private readonly last: { ip: number; udpPort: number; session0: number; session1: number; session2: number }[] = [];

  constructor(
    minFrameBytes: number,
    maxFrameBytes: number,
    private readonly protocol: ChannelConfig['protocol'] = 'itch50',
  ) {
    this.checker = new FrameChecker(minFrameBytes, maxFrameBytes);
  }

  /** Looks at one frame of a port. */
  frame(port: number, { bytes, at, length, badFcs }: Pick<Capture, 'bytes' | 'at' | 'length' | 'badFcs'>): void {
    if (this.checker.check(bytes, at, length, badFcs) !== PASSED) return;
    if (this.protocol === 'pitch2') this.unitFrame(port, bytes);
    else this.moldFrame(port, bytes);
  }

  private unitFrame(port: number, bytes: Uint8Array): void {
    const { checker, unit } = this;
    if (checker.payloadLength < UNIT_HEADER_BYTES) return;
    unit.readHeader(bytes, checker.payloadAt);
    if (!unit.wellFormed || unit.sequenceOverflows) return;
    const { ip, udpPort } = checker;
    const last = this.last[port];
    if (last?.session0 === unit.unit && last.ip === ip && last.udpPort === udpPort) return;
    this.last[port] = { ip, udpPort, session0: unit.unit, session1: 0, session2: 0 };
    this.take({ port, ip: formatIpv4(ip), udpPort, unit: unit.unit }, `unit ${unit.unit}`);
  }

  private moldFrame(port: number, bytes: Uint8Array): void {
    const { checker, mold } = this;
    if (checker.payloadLength < MOLD_HEADER_BYTES) return;
    mold.readHeader(bytes, checker.payloadAt);
    if (mold.sequenceOverflows) return;
    const { ip, udpPort } = checker;
    const { session0, session1, session2 } = mold;
    const last = this.last[port];
    if (
      last?.session1 === session1 &&
      last.session0 === session0 &&
      last.session2 === session2 &&
      last.ip === ip &&
      last.udpPort === udpPort
    ) {
      return;
    }
    this.last[port] = { ip, udpPort, session0, session1, session2 };
    const session = String.fromCharCode(...bytes.subarray(checker.payloadAt, checker.payloadAt + 10));
    this.take({ port, ip: formatIpv4(ip), udpPort }, session);
  }

  /** The channels so far. */
  get found(): readonly DiscoveredChannel[] {
    return this.channels;
  }

  private take(line: LineConfig, session: string): void {
    const key = `${line.port} ${line.ip} ${line.udpPort} ${line.unit ?? ''}`;
    const flow = this.flows.get(key);
    const ofSession = this.channelOfSession.get(session);
    if (flow !== undefined) {
      // A session that first appears on a known flow belongs to that flow's channel.
      if (ofSession === undefined) this.addSession(session, flow.channel);
      return;
    }
    const channel = ofSession ?? this.channels.length;
    if (ofSession === undefined) {
      this.channels.push({ sessions: [], lines: [] });
      this.addSession(session, channel);
    }
    this.channels[channel]!.lines.push(line);
    this.flows.set(key, { channel, line });
  }

  private addSession(session: string, channel: number): void {
    this.channelOfSession.set(session, channel);
    this.channels[channel]!.sessions.push(session);
  }
}

/** What an engine can take, or undefined where it has no limit of its own. */
export interface EngineLimits {
  readonly channels: number;
  readonly matchEntries: number;
}

/**
 * The configuration of the channels that fit the engine, in the order of their numbers, and a warning for what does not: its frames
 * count as `noChannel`.
 */
export function configureChannels(
  found: readonly DiscoveredChannel[],
  windowNs: number,
  limits: EngineLimits,
  protocol: ChannelConfig['protocol'] = 'itch50',
  mode: ChannelConfig['mode'] = 'verified',
): { readonly channels: readonly ChannelConfig[]; readonly warnings: readonly string[] } {
  const warnings: string[] = [];
  const channels: ChannelConfig[] = [];
  let entries = 0;
  for (const [index, { lines, sessions }] of found.entries()) {
    const carries = protocol === 'pitch2' ? sessions[0] : `session ${JSON.stringify(sessions[0])}`;
    const name = `channel ${index} (${carries}, ${lines.map(describeLine).join(', ')})`;
    if (index >= limits.channels) {
      warnings.push(`${name} is left out: the engine has ${limits.channels} channels; its frames count as noChannel`);
      continue;
    }
    const room = Math.max(limits.matchEntries - entries, 0);
    if (lines.length > room) {
      const out = lines.slice(room).map(describeLine).join(', ');
      warnings.push(
        `of ${name} these flows are left out: ${out}: the engine has ${limits.matchEntries} match entries; their frames count as noChannel`,
      );
    }
    const taken = lines.slice(0, room);
    entries += taken.length;
    channels.push({ protocol, mode, windowNs, start: 'first', lines: taken });
  }
  return { channels, warnings };
}

function describeLine({ port, ip, udpPort }: LineConfig): string {
  return `port ${port} ${ip}:${udpPort}`;
}
