/**
 * Runs a codec on damaged messages. Each message lies between guard regions and is decoded three times: with guards of one value, of
 * another, and at the very end of its memory. What the codec says must be the same each time: a read beyond the message would show,
 * as a difference or as a RangeError.
 */
import { Dice, MUTATED_BYTES_MAX, Mutator } from './mutate.js';
import { Digest, type FuzzTarget } from './target.js';

const GUARD_BYTES = 1024;
const GUARDS = [0x00, 0xff] as const;

export interface FuzzResult {
  readonly taken: number;
  readonly refused: number;
}

export class FuzzFailure extends Error {
  constructor(target: FuzzTarget, seed: number, index: number, message: Uint8Array, cause: unknown) {
    const what = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    const hex = Buffer.from(message).toString('hex');
    super(
      `${target.name}: ${what}\n  message ${hex}\n  again: npx tsx test/fuzz/run.ts --codec ${target.name} --seed ${seed} --from ${index} --messages 1`,
      {
        cause,
      },
    );
  }
}

/** @param from number of the first message: each follows from seed and number alone */
export function fuzz(
  target: FuzzTarget,
  seed: number,
  from: number,
  messages: number,
  onProgress?: (done: number) => void,
): FuzzResult {
  const dice = new Dice();
  const mutator = new Mutator(dice, target.seeds);
  const guarded = GUARDS.map((value) => new Uint8Array(2 * GUARD_BYTES + MUTATED_BYTES_MAX).fill(value));
  const digest = new Digest();
  const counts = { taken: 0, refused: 0 };
  for (let index = from; index < from + messages; index++) {
    dice.seed(seed, index);
    mutator.next();
    const { bytes, length } = mutator;
    try {
      const verdict = once(target, seed, index, bytes, length, guarded, dice, digest);
      counts[verdict]++;
    } catch (error) {
      throw new FuzzFailure(target, seed, index, bytes.subarray(0, length), error);
    }
    if ((index - from) % 65_536 === 65_535) onProgress?.(index - from + 1);
  }
  return counts;
}

function once(
  target: FuzzTarget,
  seed: number,
  index: number,
  message: Uint8Array,
  length: number,
  guarded: readonly Uint8Array[],
  dice: Dice,
  digest: Digest,
): 'taken' | 'refused' {
  let first = 0;
  let verdict: 'taken' | 'refused' = 'refused';
  for (let run = 0; run <= guarded.length; run++) {
    const isLast = run === guarded.length;
    const memory = isLast ? new Uint8Array(length) : guarded[run]!;
    const start = isLast ? 0 : GUARD_BYTES;
    for (let i = 0; i < length; i++) memory[start + i] = message[i]!;
    digest.value = 0;
    dice.seed(~seed, index);
    const said = target.run(memory, start, start + length, digest, dice);
    // The guards are as they were: nothing writes to its input, and the message may be shorter next time.
    if (!isLast) memory.fill(GUARDS[run]!, start, start + length);
    if (run === 0) {
      first = digest.value;
      verdict = said;
    } else if (digest.value !== first || said !== verdict) {
      throw new Error('what it says depends on bytes that are not the message');
    }
  }
  return verdict;
}
