/** Writes a small stream by hand, by the stamps of its frames, and reads records back as short text. */
import type { ChannelConfig, FeedConfig } from '../../control/core/feed.js';
import { FLAG, HEADER, RECORD } from '../../control/core/generated/records.js';
import { END_OF_SESSION, FrameBuilder, HEARTBEAT, putMoldHeader } from './frames.js';
import type { Frame, FrameOptions } from './frames.js';
import { channelConfig } from './plans.js';
import type { SlotLog } from './slots.js';
import { addressOf } from './streams.js';

export type Line = 'A' | 'B';

export interface PacketOptions {
  readonly channel?: number;
  readonly session?: string;
  readonly badFcs?: boolean;
  readonly frame?: FrameOptions;
  /** Block lengths instead of `count` system events; 0 is an empty block. */
  readonly blocks?: readonly number[];
  /** The count in the header, when it is not the number of blocks. */
  readonly claimed?: number;
  /** Bytes behind the last block. */
  readonly trailing?: readonly number[];
}

/** A system event: the shortest message. */
const EVENT_BYTES = 12;

export class Scene {
  readonly #frames: Frame[] = [];
  readonly #builder = new FrameBuilder();
  readonly config: FeedConfig;

  constructor(windowBeats: number, channels: readonly Partial<ChannelConfig>[] = [{}]) {
    this.config = {
      minFrameBytes: 60,
      maxFrameBytes: 1518,
      channels: channels.map((own, i) => ({ ...channelConfig(i, windowBeats), ...own })),
    };
  }

  /** A packet of `count` messages whose frame ends at `stamp`. */
  data(stamp: number, line: Line, sequence: number | bigint, count = 1, options: PacketOptions = {}): this {
    const blocks = options.blocks ?? new Array<number>(count).fill(EVENT_BYTES);
    return this.#packet(stamp, line, BigInt(sequence), options.claimed ?? blocks.length, blocks, options);
  }

  heartbeat(stamp: number, line: Line, sequence: number | bigint, options: PacketOptions = {}): this {
    return this.#packet(stamp, line, BigInt(sequence), HEARTBEAT, [], options);
  }

  end(stamp: number, line: Line, sequence: number | bigint, options: PacketOptions = {}): this {
    return this.#packet(stamp, line, BigInt(sequence), END_OF_SESSION, [], options);
  }

  /** Frames in the order of arrival. */
  frames(): Frame[] {
    const frames = [...this.#frames].sort((a, b) => a.arrival - b.arrival);
    const free = [0, 0];
    for (const { port, arrival, bytes } of frames) {
      if (arrival < free[port]!) throw new Error(`the frame at ${arrival} on port ${port} would be late on the wire`);
      free[port] = arrival + Math.ceil((bytes.length + 4) / 8) + 3;
    }
    return frames;
  }

  #packet(
    stamp: number,
    line: Line,
    sequence: bigint,
    claimed: number,
    blocks: readonly number[],
    options: PacketOptions,
  ): this {
    const { bytes } = this.#builder;
    const port = line === 'A' ? 0 : 1;
    const to = this.config.channels[options.channel ?? 0]!.lines.find((candidate) => candidate.port === port)!;
    const start = this.#builder.begin(addressOf(to), options.frame);
    let at = putMoldHeader(bytes, start, options.session ?? 'SESSION', sequence, claimed);
    blocks.forEach((length, i) => {
      bytes[at++] = length >>> 8;
      bytes[at++] = length;
      // A known type when the length is right, an unknown one otherwise.
      bytes.fill(Number((sequence + BigInt(i)) & 0x7fn), at, at + length);
      if (length > 0) bytes[at] = RECORD.SystemEvent;
      at += length;
    });
    for (const byte of options.trailing ?? []) bytes[at++] = byte;
    const length = this.#builder.finish(at - start);
    const arrival = stamp - Math.ceil((length + 4) / 8);
    this.#frames.push({ port, arrival, bytes: bytes.slice(0, length), badFcs: options.badFcs ?? false });
    return this;
  }
}

/**
 * Records as text: `A7` sequence 7 from line A, `B?7` an unknown one, `A*` unsequenced, `gap 3-5`, `session NEW 1`,
 * `end 9`; with `channels`, `1:` and so on before it.
 */
export function readRecords(log: SlotLog, channels: boolean): string[] {
  const texts: string[] = [];
  for (let i = 0; i < log.length; i++) {
    const slot = log.slot(i);
    const view = new DataView(slot.buffer);
    const type = slot[HEADER.type]!;
    const flags = slot[HEADER.flags]!;
    const sequence = view.getBigUint64(HEADER.sequence, true);
    const prefix = channels ? `${slot[HEADER.channel]!}:` : '';
    if ((flags & FLAG.twoSlots) !== 0) i++;
    if (type === RECORD.Pad) continue;
    if (type === RECORD.Gap) texts.push(`${prefix}gap ${sequence}-${view.getBigUint64(32, true)}`);
    else if (type === RECORD.Session) {
      const name = String.fromCharCode(...slot.subarray(32, 42)).trimEnd();
      texts.push(`${prefix}session ${name} ${sequence}`);
    } else if (type === RECORD.End) texts.push(`${prefix}end ${sequence}`);
    else {
      const line = (flags & FLAG.port) === 0 ? 'A' : 'B';
      const number = (flags & FLAG.unsequenced) !== 0 ? '*' : String(sequence);
      texts.push(`${prefix}${line}${type === RECORD.Unknown ? '?' : ''}${number}`);
    }
  }
  return texts;
}
