/** Random reads, writes and dumps over a bad line, against what they should have done. */
import { SeededRandom } from '../../control/core/random.js';
import type { ConsoleClient } from '../../driver/bringup/console/client.js';
import { UncertainWriteError } from '../../driver/bringup/errors.js';

/** A card with words that nothing but writes changes; the first is left alone. */
export interface CheckedCard {
  readonly client: ConsoleClient;
  readonly words: number;
  addressOf(word: number): number;
  /** Writes that the card has done so far, as it knows itself, not over the line. */
  writesDone(): number;
  /** Whether consecutive words have consecutive addresses. */
  readonly isDumped: boolean;
}

export interface TransactionCheck {
  readonly transactions: number;
  readonly retries: number;
  readonly uncertain: number;
  readonly wrong: readonly string[];
}

const WRITES_OF_TEN = 5;
const READS_OF_TEN = 9;
const DUMP_MOST = 16;

export async function checkTransactions(
  card: CheckedCard,
  transactions: number,
  seed: number,
): Promise<TransactionCheck> {
  const { client, words } = card;
  const random = new SeededRandom(seed);
  const expected = new Uint32Array(words);
  const wrong: string[] = [];
  let uncertain = 0;
  for (let word = 1; word < words; word++) expected[word] = await client.read(card.addressOf(word));
  for (let n = 0; n < transactions; n++) {
    const word = 1 + random.below(words - 1);
    const kind = random.below(10);
    const before = card.writesDone();
    if (kind < WRITES_OF_TEN) {
      const value = random.u32();
      const isCertain = await wasDone(client.write(card.addressOf(word), value));
      const done = card.writesDone() - before;
      if (isCertain ? done !== 1 : done > 1) wrong.push(`write ${n}: done ${done} times`);
      if (!isCertain) uncertain += 1;
      if (done > 0) expected[word] = value;
      continue;
    }
    const { retries } = client.statistics;
    const count = kind < READS_OF_TEN || !card.isDumped ? 1 : 1 + random.below(Math.min(DUMP_MOST, words - word));
    const address = card.addressOf(word);
    const found = count === 1 ? [await client.read(address)] : await client.dump(address, count);
    found.forEach((value, i) => {
      if (value !== expected[word + i]) wrong.push(`read ${n}: found ${value}, expected ${expected[word + i]}`);
    });
    if (card.isDumped && card.writesDone() !== before) wrong.push(`read ${n}: something was written`);
    if (client.statistics.retries > retries) await settle(card);
  }
  return { transactions, retries: client.statistics.retries, uncertain, wrong };
}

/**
 * A read that was sent again may still be on its way, and a card that counts lines would count it with the next write: bytes stay in order, so that nothing of before is left
 * once a request is answered that was sent only once.
 */
async function settle(card: CheckedCard): Promise<void> {
  for (;;) {
    const { retries } = card.client.statistics;
    await card.client.read(card.addressOf(1));
    if (card.client.statistics.retries === retries) return;
  }
}

async function wasDone(write: Promise<void>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof UncertainWriteError) return false;
    throw error;
  }
}
