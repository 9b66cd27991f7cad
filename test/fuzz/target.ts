/** What is fuzzed: good messages of one codec, and all that the codec says of any bytes. */
import type { Dice } from './mutate.js';

/** Everything that a codec says is mixed into one number, so that two runs can be compared. */
export class Digest {
  value = 0;

  number(value: number): void {
    // Both halves, and the sign of zero does not matter.
    this.value = Math.imul(this.value ^ (value | 0), 0x01000193) ^ ((value / 4294967296) | 0);
  }

  flag(value: boolean): void {
    this.number(value ? 1 : 0);
  }

  any(value: number | bigint | string): void {
    if (typeof value === 'number') this.number(value);
    else this.text(String(value));
  }

  text(value: string): void {
    for (let i = 0; i < value.length; i++) this.number(value.charCodeAt(i));
  }

  bytes(bytes: Uint8Array, from: number, to: number): void {
    for (let i = from; i < to; i++) this.number(bytes[i]!);
  }
}

/** What a codec did with a message: took it, or refused or stepped over it by a rule. */
export type Verdict = 'taken' | 'refused';

export interface FuzzTarget {
  readonly name: string;
  readonly seeds: readonly Uint8Array[];
  /**
   * Gives the bytes from `start` to `end` to the codec and mixes all that it says. Throws `Broken` where the codec breaks a rule, and lets
   * everything else through that the codec throws. `dice` is the same for every run on one message.
   */
  run(bytes: Uint8Array, start: number, end: number, digest: Digest, dice: Dice): Verdict;
}

/** A rule that a codec broke. */
export class Broken extends Error {}

export function rule(holds: boolean, text: string): void {
  if (!holds) throw new Broken(text);
}
