/**
 * The dashboard's end of the gateway's local socket. It keeps the newest picture, knows how old that is, and connects again after a loss.
 */
import type { World } from '../../control/core/world.js';
import type { Timer } from '../../control/core/world.js';
import type { LocalConnection, LocalSockets } from '../../control/core/world-local-sockets.js';
import {
  gatewayMessageSchema,
  LineSplitter,
  LONGEST_LINE_BYTES,
  SILENCE_MS,
  type GatewayMessage,
  type GatewayQuery,
  type StatusUpdate,
} from '../../control/core/status/protocol.js';
import type { LinkState } from '../../control/core/status/page.js';
import { RowTable } from '../../control/core/status/rows.js';
import type { BookDepth, GatewayStatus } from '../../control/core/status/schema.js';
import { problemFrom, ProblemError } from './problems.js';

const RETRY_MS = [50, 100, 200, 500, 1000] as const;
const ANSWER_MS = 2000;
const QUESTIONS_MAX = 256;

interface Question {
  readonly resolve: (book: BookDepth) => void;
  readonly reject: (error: Error) => void;
  readonly timer: Timer;
}

export interface GatewayLinkOptions {
  readonly world: World;
  readonly sockets: LocalSockets;
  readonly path: string;
}

export class GatewayLink {
  /** The newest rows. A new gateway brings a new table. */
  table = new RowTable();
  /** Counts tables, so that a page can tell that its rows are of another one. */
  epoch = 0;
  status: GatewayStatus | null = null;
  /** Counts statuses. */
  statusVersion = 0;
  /** After each update. */
  onUpdate: () => void = () => undefined;
  /** The table of a connection that has not brought an update yet: until then the old one is shown, as history. */
  private next: RowTable | undefined;
  private connection: LocalConnection | undefined;
  private lastHeardNs: number | undefined;
  private retries = 0;
  private retry: Timer | undefined;
  private stopped = false;
  private nextId = 1;
  private readonly questions = new Map<number, Question>();

  constructor(private readonly options: GatewayLinkOptions) {}

  start(): void {
    void this.connect();
  }

  stop(): void {
    this.stopped = true;
    this.retry?.cancel();
    this.connection?.close();
    this.refuseAll('the dashboard is stopping');
  }

  /** Milliseconds since the last update. */
  get ageMs(): number | null {
    if (this.lastHeardNs === undefined) return null;
    return Math.max(0, (this.options.world.clock.monotonicNs() - this.lastHeardNs) / 1e6);
  }

  get state(): LinkState {
    if (this.connection === undefined || this.lastHeardNs === undefined) return 'disconnected';
    return (this.ageMs ?? Infinity) > SILENCE_MS ? 'silent' : 'live';
  }

  /** The status, when it is known to be of now; otherwise the problem to answer with. */
  requireLive(): GatewayStatus {
    const { state, status } = this;
    if (state === 'disconnected' || status === null) {
      throw new ProblemError(
        'GATEWAY_DISCONNECTED',
        'The dashboard has no connection to the gateway; it keeps trying.',
      );
    }
    if (state === 'silent') {
      throw new ProblemError('GATEWAY_SILENT', `The gateway was last heard ${Math.round(this.ageMs ?? 0)} ms ago.`);
    }
    return status;
  }

  /** Asks for a book with its depth. */
  book(symbol: string, depth: number): Promise<BookDepth> {
    this.requireLive();
    if (this.questions.size >= QUESTIONS_MAX) {
      return Promise.reject(new ProblemError('GATEWAY_TIMEOUT', 'Too many questions wait for the gateway.'));
    }
    const id = this.nextId++;
    const query: GatewayQuery = { type: 'query', id, query: 'book', symbol, depth };
    return new Promise((resolve, reject) => {
      const timer = this.options.world.timers.after(ANSWER_MS, () => {
        this.questions.delete(id);
        reject(new ProblemError('GATEWAY_TIMEOUT', `The gateway gave no answer within ${ANSWER_MS} ms.`));
      });
      this.questions.set(id, { resolve, reject, timer });
      this.connection?.write(`${JSON.stringify(query)}\n`);
    });
  }

  private async connect(): Promise<void> {
    const { sockets, path } = this.options;
    try {
      await sockets.connect(path, (connection) => this.opened(connection));
    } catch {
      this.tryAgain();
    }
  }

  private opened(connection: LocalConnection): ReturnType<Parameters<LocalSockets['connect']>[1]> {
    const splitter = new LineSplitter(LONGEST_LINE_BYTES);
    if (this.stopped) connection.close();
    return {
      onData: (bytes) => {
        const lines = splitter.push(bytes);
        if (lines === undefined || !lines.every((line) => this.take(connection, line))) connection.close();
      },
      onClose: () => {
        if (this.connection === connection) this.connection = undefined;
        this.refuseAll('the connection to the gateway was lost');
        this.tryAgain();
      },
    };
  }

  /** False when the line makes no sense, which ends the connection: nothing is shown that was not understood. */
  private take(connection: LocalConnection, line: string): boolean {
    const message = parse(line);
    if (message === undefined) return false;
    switch (message.type) {
      case 'hello':
        this.connection = connection;
        this.lastHeardNs = undefined;
        this.next = new RowTable();
        this.retries = 0;
        return true;
      case 'update':
        return this.update(message);
      case 'answer':
        this.settle(message.id)?.resolve(message.book);
        return true;
      case 'problem':
        this.settle(message.id)?.reject(problemFrom(message.problem));
        return true;
    }
  }

  private update(update: StatusUpdate): boolean {
    if (this.next !== undefined) {
      this.table = this.next;
      this.next = undefined;
      this.epoch += 1;
    }
    if (!this.table.apply(update.rows)) return false;
    if (update.status !== null) {
      this.status = update.status;
      this.statusVersion += 1;
    }
    // What sat in a buffer while one of us was stopped is as old as its content, not as its arrival.
    const { clock } = this.options.world;
    const delayMs = Math.max(0, clock.epochMs() - update.atEpochMs);
    this.lastHeardNs = clock.monotonicNs() - delayMs * 1e6;
    this.onUpdate();
    return true;
  }

  private settle(id: number): Question | undefined {
    const question = this.questions.get(id);
    question?.timer.cancel();
    this.questions.delete(id);
    return question;
  }

  private refuseAll(why: string): void {
    for (const id of [...this.questions.keys()]) {
      this.settle(id)?.reject(new ProblemError('GATEWAY_DISCONNECTED', `No answer: ${why}.`));
    }
  }

  private tryAgain(): void {
    if (this.stopped) return;
    const delay = RETRY_MS[Math.min(this.retries, RETRY_MS.length - 1)]!;
    this.retries += 1;
    this.retry = this.options.world.timers.after(delay, () => void this.connect());
  }
}

function parse(line: string): GatewayMessage | undefined {
  try {
    const result = gatewayMessageSchema.safeParse(JSON.parse(line));
    return result.success ? result.data : undefined;
  } catch {
    return undefined;
  }
}
