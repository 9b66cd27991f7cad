/**
 * What the execution of the recorded orders was worth, for the API: what `crossfeed quality report` says, which is asked in a process of its own. Whoever asks while it is on its
 * way, or shortly after, gets the same answer: a page that looks again and again costs one report in a while.
 */
import { join } from 'node:path';
import { CrossfeedError } from '../core/errors.js';
import { qualityViewSchema, type QualityView } from '../core/order-api/quality-json.js';
import type { Clock } from '../core/world.js';
import { OWN_COMMAND, runOwnCommand } from './own-command.js';

/** At most one report in this time, and no more than a tenth of the time is spent on reports. */
const LEAST_MS = 10_000;
const REST = 9;
const NOTHING_RECORDED = /no recorded decisions/;
const NOTHING: QualityView = {
  all: null,
  clients: [],
  venues: [],
  strategies: [],
  comparison: null,
  fillsWithoutDecision: 0,
};

/** - `QUALITY_FAILED`: the process that reads the decisions failed */
export class QualityError extends CrossfeedError {}

export class QualityReports {
  readonly #directory: string;
  #asked: Promise<QualityView> | undefined;
  #goodUntilMs = -Infinity;

  /** @param dataDirectory the gateway's: decisions are recorded under it */
  constructor(
    dataDirectory: string,
    private readonly clock: Pick<Clock, 'monotonicNs'>,
    private readonly command: readonly string[] = OWN_COMMAND,
  ) {
    this.#directory = join(dataDirectory, 'decisions');
  }

  /** Rejects with QualityError. */
  newest(): Promise<QualityView> {
    if (this.#asked !== undefined && this.#nowMs() < this.#goodUntilMs) return this.#asked;
    const beganMs = this.#nowMs();
    // Nobody asks twice while it is on its way.
    this.#goodUntilMs = Infinity;
    this.#asked = this.#ask().finally(() => {
      const tookMs = this.#nowMs() - beganMs;
      this.#goodUntilMs = this.#nowMs() + Math.max(LEAST_MS, tookMs * REST);
    });
    return this.#asked;
  }

  #nowMs(): number {
    return this.clock.monotonicNs() / 1e6;
  }

  async #ask(): Promise<QualityView> {
    const { output, complaint } = await runOwnCommand(this.command, [
      'quality',
      'report',
      '--json',
      '--no-orders',
      '--dir',
      this.#directory,
    ]);
    if (output !== undefined) return qualityViewSchema.parse(JSON.parse(output));
    if (NOTHING_RECORDED.test(complaint)) return NOTHING;
    throw new QualityError('QUALITY_FAILED', 'the recorded decisions could not be read', { found: complaint });
  }
}
