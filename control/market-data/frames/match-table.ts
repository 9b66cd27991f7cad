/** Which channel a frame belongs to. Entries are tried in the order of the configuration; the first match wins. */
import type { ChannelConfig } from '../../core/feed.js';
import { parseIpv4, parseMac } from './addresses.js';
import type { FrameChecker } from './checker.js';

const NO_MAC = -1;
/** An entry that takes any unit: its protocol has none. */
const ANY_UNIT = -1;

export class MatchTable {
  private readonly ports: Int32Array;
  private readonly ips: Int32Array;
  private readonly udpPorts: Int32Array;
  private readonly macHi: Int32Array;
  private readonly macLo: Int32Array;
  private readonly units: Int32Array;
  private readonly channels: Int32Array;

  constructor(channels: readonly ChannelConfig[]) {
    const entries = channels.flatMap((channel, index) => channel.lines.map((line) => ({ line, index })));
    const macs = entries.map(({ line }) => (line.mac === undefined ? undefined : parseMac(line.mac)));
    this.ports = Int32Array.from(entries, ({ line }) => line.port);
    this.ips = Int32Array.from(entries, ({ line }) => parseIpv4(line.ip));
    this.udpPorts = Int32Array.from(entries, ({ line }) => line.udpPort);
    this.units = Int32Array.from(entries, ({ line }) => line.unit ?? ANY_UNIT);
    this.channels = Int32Array.from(entries, ({ index }) => index);
    this.macHi = Int32Array.from(macs, (mac) => (mac ? (mac[0]! << 8) | mac[1]! : NO_MAC));
    this.macLo = Int32Array.from(macs, (mac) =>
      mac ? (mac[2]! << 24) | (mac[3]! << 16) | (mac[4]! << 8) | mac[5]! : 0,
    );
  }

  /** The entry of the frame that `frame` just passed on `port`, its unit not looked at; -1 when there is none. */
  find(port: number, frame: FrameChecker): number {
    for (let i = 0; i < this.ports.length; i++) {
      if (this.isAddressed(i, port, frame)) return i;
    }
    return -1;
  }

  /** The channel of an entry, whose protocol has no units. */
  channelOf(entry: number): number {
    return this.channels[entry]!;
  }

  /** The channel of `unit` among the entries of one address, from the first of them on; -1 when there is none. */
  channelOfUnit(first: number, port: number, frame: FrameChecker, unit: number): number {
    for (let i = first; i < this.ports.length; i++) {
      if (this.units[i] === unit && this.isAddressed(i, port, frame)) return this.channels[i]!;
    }
    return -1;
  }

  private isAddressed(i: number, port: number, frame: FrameChecker): boolean {
    if (this.ips[i] !== frame.ip || this.udpPorts[i] !== frame.udpPort || this.ports[i] !== port) return false;
    return this.macHi[i] === NO_MAC || (this.macHi[i] === frame.macHi && this.macLo[i] === frame.macLo);
  }
}
