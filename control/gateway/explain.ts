/**
 * Why an order went where it went, for the API: asked of a process of its own (`crossfeed route explain`), because reading recorded decisions and making them again
 * takes longer than a gateway may stand still.
 */
import { execFile } from 'node:child_process';
import { extname, join } from 'node:path';
import { CrossfeedError } from '../core/errors.js';
import type { Explanation } from '../routing/decisions/explain.js';

/** So many may be under way at once; more are refused. */
const UNDER_WAY_MAX = 2;
/** The same in the sources and in what is built from them. */
const CLI = join(import.meta.dirname, '..', `cli${extname(import.meta.filename)}`);
/** What the command says of an order without decisions, and of a directory without any (DECISION_UNKNOWN, DECISIONS_ABSENT). */
const NOT_RECORDED = /no decision is recorded for this order|no recorded decisions/;
const WITHIN_MS = 30_000;
const BYTES_MAX = 16 * 1024 * 1024;

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
  constructor(dataDirectory: string, nodeArguments: readonly string[] = [...process.execArgv, CLI]) {
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

  #ask(order: string): Promise<Explanation[]> {
    const args = [...this.#arguments, 'route', 'explain', '--json', '--dir', this.#directory, '--', order];
    return new Promise((resolve, reject) => {
      execFile(process.execPath, args, { timeout: WITHIN_MS, maxBuffer: BYTES_MAX }, (error, stdout, stderr) => {
        if (error === null) {
          const lines = stdout.split('\n').filter((line) => line !== '');
          resolve(lines.map((line) => JSON.parse(line) as Explanation));
        } else if (NOT_RECORDED.test(stderr)) resolve([]);
        else
          reject(
            new ExplainError('EXPLAIN_FAILED', 'the order could not be explained', { found: stderr.slice(0, 500) }),
          );
      });
    });
  }
}
