/** `line`: the quality of the serial line, by what had to be sent again. */
import { z } from 'zod';
import { whole } from '../../../control/core/config-shapes.js';
import { numberFrom } from './number-shape.js';
import { defineStep, fail } from './step.js';

const WORDS = 8;

export const line = defineStep({
  name: 'line',
  title: 'Serial line',
  needs: ['connect'],
  schema: z.strictObject({
    transactions: whole(1, 1_000_000).default(200).describe('how many'),
    retriesPercentMost: numberFrom(0, 100).default(1).describe('of them, those that may need another attempt'),
  }),
  timeoutMs: ({ transactions }) => 15_000 + 500 * transactions,
  async run({ card, signal, measure }, { transactions, retriesPercentMost }) {
    const { client } = card;
    const before = { ...client.statistics };
    for (let n = 0; n < transactions; n++) await client.dump(0, WORDS, signal);
    const now = client.statistics;
    const changed = now.answersChanged - before.answersChanged;
    const cut = now.answersCut - before.answersCut;
    const refused = now.requestsChanged - before.requestsChanged + now.requestsCut - before.requestsCut;
    const timeouts = now.timeouts - before.timeouts;
    const percent = (100 * (now.retries - before.retries)) / transactions;
    const isGood = measure('transactions that needed another attempt', percent, '%', { most: retriesPercentMost });
    measure('answers changed on the way', changed, '');
    measure('answers of a wrong length', cut, '');
    measure('requests refused by the card', refused, '');
    measure('attempts without an answer', timeouts, '');
    measure('slowest transaction', now.slowestMs, 'ms');
    if (isGood) return `${transactions} transactions, ${now.retries - before.retries} sent again`;
    const seen = `of ${transactions} transactions ${percent.toFixed(1)} % had to be sent again (${changed} answers changed, ${cut} cut short, ${refused} requests refused, ${timeouts} unanswered)`;
    return fail(cut > changed ? `bytes are lost on the line: ${seen}` : `noise on the line changes bytes: ${seen}`);
  },
});
