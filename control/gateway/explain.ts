/**
 * Why an order went where it went, for the API: asked of a process of its own (`crossfeed route explain`), because reading recorded decisions and making them again
 * takes longer than a gateway may stand still.
 */
import { join } from 'node:path';
import { CrossfeedError } from '../core/errors.js';
import type { Explanation } from '../routing/decisions/explain.js';
import { OWN_COMMAND, runOwnCommand } from './own-command.js';

/** So many may be under way at once; more are refused. */
const UNDER_WAY_MAX = 2;
/** What the command says of an order without decisions, and of a directory without any (DECISION_UNKNOWN, DECISIONS_ABSENT). */
const NOT_RECORDED = /no decision is recorded for this order|no recorded decisions/;

/**
 * - `EXPLAIN_BUSY`: others are being explained; ask again
 * - `EXPLAIN_FAILED`: the process that explains failed
 */
export class ExplainError extends CrossfeedError {}

export class OrderExplainer {
  readonly #directory: string;
  readonly #arguments: readonly string[];
  #underWay = 0;

  /**
   * @param dataDirectory the gateway's: decisions are recorded under it
   * @param nodeArguments how this Node runs the command line
   */
  constructor(dataDirectory: string, nodeArguments: readonly string[] = OWN_COMMAND) {
    this.#directory = join(dataDirectory, 'decisions');
    this.#arguments = nodeArguments;
  }

  /** The decisions of an order, by OrderID or ClOrdID, oldest first; empty: none is recorded (yet: the record is up to 100 ms behind). Throws ExplainError. */
  async explain(order: string): Promise<readonly Explanation[]> {
    if (this.#underWay >= UNDER_WAY_MAX) {
      throw new ExplainError('EXPLAIN_BUSY', 'others are being explained', { expected: `${UNDER_WAY_MAX} at once` });
    }
    this.#underWay++;
    try {
      return await this.#ask(order);
    } finally {
      this.#underWay--;
    }
  }

  async #ask(order: string): Promise<Explanation[]> {
    const args = ['route', 'explain', '--json', '--dir', this.#directory, '--', order];
    const { output, complaint } = await runOwnCommand(this.#arguments, args);
    if (output !== undefined) {
      const lines = output.split('\n').filter((line) => line !== '');
      return lines.map((line) => JSON.parse(line) as Explanation);
    }
    if (NOT_RECORDED.test(complaint)) return [];
    throw new ExplainError('EXPLAIN_FAILED', 'the order could not be explained', { found: complaint });
  }
}
