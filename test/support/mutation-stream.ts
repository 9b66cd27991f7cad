/** A stream in which every other frame is a mutated one; the good ones between must all come out. */
import type { FeedConfig } from '../../control/core/feed.js';
import type { RejectReason } from '../../control/core/generated/records.js';
import type { Frame } from './frames.js';
import { Draft, MUTATIONS, WILD_MUTATIONS } from './mutations.js';
import type { Mutation } from './mutations.js';
import { channelConfig } from './plans.js';
import { TestRandom } from './random.js';
import { addressOf } from './streams.js';

const GOOD = 'GOOD000001';
const WINDOW_BEATS = 10_000;

export interface MutatedFrame extends Frame {
  /** Undefined: a good one. */
  readonly mutation: Mutation | undefined;
}

export class MutationStream {
  readonly config: FeedConfig;
  /** Messages of good frames so far. */
  messages = 0;
  mutated = 0;
  readonly #random: TestRandom;
  readonly #draft: Draft;

  /** @param minFrameBytes below 60, the frames that are too short for their headers are looked into as well */
  constructor(
    readonly seed: number,
    readonly count: number,
    minFrameBytes: number,
  ) {
    this.#random = new TestRandom(seed, 3);
    this.#draft = new Draft(this.#random);
    const good = channelConfig(0, WINDOW_BEATS);
    const wild = channelConfig(1, 50);
    const strict = channelConfig(2, 50);
    this.config = {
      minFrameBytes,
      maxFrameBytes: 1518,
      channels: [good, wild, { ...strict, lines: strict.lines.map((line) => ({ ...line, mac: '01:00:5e:00:00:01' })) }],
    };
  }

  /** Frames in the order of arrival. */
  *frames(): Generator<MutatedFrame, void> {
    const random = this.#random;
    let beats = 0;
    for (let i = 0; i < this.count; i++) {
      // A good frame follows at once on the same port, or on the other one.
      const port = random.below(2);
      yield this.#mutated(port, beats);
      beats += random.pick([0, 0, 0, 20, 60]);
      yield this.#good(random.chance(0.7) ? port : 1 - port, beats);
      beats += random.pick([0, 20, 60, 60, 200]);
    }
  }

  #good(port: number, arrival: number): MutatedFrame {
    const draft = this.#draft;
    const count = this.#random.range(1, 3);
    draft.packet(addressOf(this.config.channels[0]!.lines[port]!), GOOD, BigInt(1 + this.messages), count);
    this.messages += count;
    return this.#frame(port, arrival, undefined);
  }

  #mutated(port: number, arrival: number): MutatedFrame {
    const random = this.#random;
    const draft = this.#draft;
    this.mutated++;
    const wild = random.chance(0.5);
    const mutation = random.pick(wild ? WILD_MUTATIONS : MUTATIONS);
    // What may be accepted must not upset the good channel: it has a channel of its own, with sessions and numbers at random.
    const own = wild || mutation.reason === undefined;
    const channel = own ? random.pick([1, 1, 1, 2]) : 0;
    const to = addressOf(this.config.channels[channel]!.lines[port]!);
    const session = own ? `WILD${random.below(3)}` : GOOD;
    const sequence = own ? BigInt(random.below(2000)) : BigInt(1 + this.messages);
    draft.packet(to, session, sequence, random.range(1, 4));
    mutation.apply(draft, random);
    return this.#frame(port, arrival, mutation);
  }

  #frame(port: number, arrival: number, mutation: Mutation | undefined): MutatedFrame {
    const { bytes, length, badFcs } = this.#draft;
    return { port, arrival, bytes: bytes.slice(0, length), badFcs, mutation };
  }
}

/** The reasons that some mutation stands for. */
export const MUTATED_REASONS: ReadonlySet<RejectReason> = new Set(
  MUTATIONS.flatMap((mutation) => (mutation.reason === undefined ? [] : [mutation.reason])),
);
