/** What a generated stream looks like: everything but the numbers drawn from its seed. */
import type { FeedConfig } from '../../control/core/feed.js';

/** One line's own faults. Probabilities are per frame, times in beats. */
export interface LinePlan {
  readonly loss: number;
  readonly duplicate: number;
  readonly reorder: number;
  readonly badFcs: number;
  /** Constant lateness. */
  readonly delay: number;
  /** Uniform extra lateness of every frame. */
  readonly jitter: number;
  /** Up to this much more lateness for a reordered frame, and for the second copy of a duplicated one. */
  readonly reorderBeats: number;
  /** Parts of the stream, as fractions of its messages, in which the line says nothing. */
  readonly silent: readonly (readonly [number, number])[];
}

/** Probabilities of what is rare. The first two are per message, the next three per packet, the others per burst. */
export interface OddPlan {
  readonly emptyBlock: number;
  readonly unknown: number;
  /** The count promises more than is there. */
  readonly truncated: number;
  /** As `truncated`, and a block length runs past the payload. */
  readonly overlong: number;
  readonly trailing: number;
  readonly heartbeat: number;
  readonly endOfSession: number;
  readonly newSession: number;
  /** A packet of some other session, seen before or not. */
  readonly strayedSession: number;
  readonly unsequenced: number;
  /** Sequence numbers that no line ever carries. */
  readonly jump: number;
  /** A copy of numbers that went by long ago, or that are far ahead. */
  readonly strayedSequence: number;
  /** Frames that are for nobody. */
  readonly noise: number;
}

export interface ChannelPlan {
  readonly messages: number;
  readonly firstSequence: bigint;
  /** The first one is the session to begin with. */
  readonly sessions: readonly string[];
  readonly burst: readonly [number, number];
  readonly packet: readonly [number, number];
  /** Beats between bursts. */
  readonly spacing: readonly [number, number];
  /** Both lines cut a burst into the same packets. */
  readonly samePackets: boolean;
  /** One for each line of the channel's configuration. */
  readonly lines: readonly LinePlan[];
}

export interface FramingPlan {
  readonly vlan: number;
  readonly ipOptions: number;
  readonly udpChecksum: number;
  readonly trailer: number;
}

export interface StreamPlan {
  readonly seed: number;
  readonly config: FeedConfig;
  /** Arrivals are multiples of this. */
  readonly grid: number;
  /** When the sources begin to talk, beats; default 0. */
  readonly firstBeat?: number;
  readonly channels: readonly ChannelPlan[];
  readonly odd: OddPlan;
  readonly framing: FramingPlan;
}

export const CLEAN_LINE: LinePlan = {
  loss: 0,
  duplicate: 0,
  reorder: 0,
  badFcs: 0,
  delay: 0,
  jitter: 0,
  reorderBeats: 0,
  silent: [],
};

export const NOTHING_ODD: OddPlan = {
  emptyBlock: 0,
  unknown: 0,
  truncated: 0,
  overlong: 0,
  trailing: 0,
  heartbeat: 0,
  endOfSession: 0,
  newSession: 0,
  strayedSession: 0,
  unsequenced: 0,
  jump: 0,
  strayedSequence: 0,
  noise: 0,
};

export const PLAIN_FRAMING: FramingPlan = { vlan: 0, ipOptions: 0, udpChecksum: 0, trailer: 0 };

/** Nanoseconds that are this many beats when rounded up. */
export function windowNs(beats: number): number {
  return Math.floor((beats * 32) / 5);
}

/** A channel with line A on port 0 and line B on port 1, as Nasdaq lays them out. */
export function channelConfig(index: number, windowBeats: number): FeedConfig['channels'][number] {
  return {
    protocol: 'itch50',
    mode: 'verified',
    windowNs: windowNs(windowBeats),
    start: 'first',
    lines: [
      { port: 0, ip: `233.54.12.${111 + index}`, udpPort: 26400 + index },
      { port: 1, ip: `233.49.196.${111 + index}`, udpPort: 26400 + index },
    ],
  };
}

/** The shape of the main stream: 1 % loss, 1 % duplicates and reordering on each line, independently. */
export function mainPlan(seed: number, messages: number, windowBeats = 1000): StreamPlan {
  const line: LinePlan = {
    ...CLEAN_LINE,
    loss: 0.01,
    duplicate: 0.01,
    reorder: 0.02,
    jitter: 20,
    // Some reordered copies come before the deadline, and some after it.
    reorderBeats: Math.floor(windowBeats * 1.3),
  };
  return {
    seed,
    config: { minFrameBytes: 60, maxFrameBytes: 1518, channels: [channelConfig(0, windowBeats)] },
    grid: 1,
    channels: [
      {
        messages,
        firstSequence: 1n,
        sessions: ['MAIN000001'],
        burst: [1, 12],
        packet: [1, 8],
        spacing: [30, 90],
        samePackets: true,
        lines: [line, line],
      },
    ],
    odd: NOTHING_ODD,
    framing: { ...PLAIN_FRAMING, udpChecksum: 0.5 },
  };
}
