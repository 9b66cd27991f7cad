/** `bitstream`: programs the card over JTAG, and puts the golden image back when that fails. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { text, yesNo } from '../../../control/core/config-shapes.js';
import { NotApplicable } from '../../../control/operations/checks/check-list.js';
import { defineStep, fail, type StepContext } from './step.js';

const schema = z.strictObject({
  file: text('the file of the bitstream').optional().describe('absent: the card keeps what it has'),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'a SHA-256 in hexadecimal')
    .optional()
    .describe('of that file'),
  golden: text('the file of the golden image').optional().describe('programmed when the bitstream cannot be'),
  cable: text('a cable of openFPGALoader').optional().describe('a cable of openFPGALoader'),
  board: text('a board of openFPGALoader').optional().describe('a board of openFPGALoader'),
  flash: yesNo.default(false).describe('into flash memory, to stay'),
});

export const bitstream = defineStep({
  name: 'bitstream',
  title: 'Bitstream over JTAG',
  needs: [],
  schema,
  timeoutMs: () => 300_000,
  async run(context, { file, sha256, golden, cable, board, flash }) {
    const { bench, signal } = context;
    if (bench.isSimulated) throw new NotApplicable('a simulated card has no JTAG; its build id is checked by identify');
    if (file === undefined)
      throw new NotApplicable(
        'the plan names no file: the card keeps its bitstream, whose build id is checked by identify',
      );
    checkHash(context, file, sha256);
    const version = await bench.programmer?.version(signal);
    if (bench.programmer === undefined || version === undefined) {
      throw new NotApplicable(
        'openFPGALoader is not installed: the card keeps its bitstream, whose build id is checked by identify',
      );
    }
    context.measure('programmer', version, '');
    const options = { cable, board, flash };
    try {
      await bench.programmer.program({ ...options, file }, signal);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      if (golden === undefined) fail(`${why}; the plan names no golden image`);
      await bench.programmer.program({ ...options, file: golden }, signal).catch((second: unknown) => {
        fail(
          `${why}; the golden image cannot be programmed either: ${second instanceof Error ? second.message : String(second)}`,
        );
      });
      fail(`${why}; the golden image ${golden} was programmed instead`);
    }
    return `${file} programmed ${flash ? 'into flash memory' : 'until power is off'}`;
  },
});

function checkHash(context: StepContext, file: string, expected: string | undefined): void {
  let found: string;
  try {
    found = createHash('sha256').update(readFileSync(file)).digest('hex');
  } catch (error) {
    fail(`the bitstream cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  context.measure('SHA-256 of the bitstream', found, '');
  if (expected !== undefined && found !== expected)
    fail(`${file} is another bitstream: SHA-256 ${found}, the plan says ${expected}`);
}
