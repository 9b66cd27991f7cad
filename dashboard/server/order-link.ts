/** The dashboard's end of the gateway's order socket: commands, each answered once or given up; it connects again after a loss. */
import {
  LONGEST_COMMAND_BYTES,
  LONGEST_REPLY_BYTES,
  orderMessageSchema,
  type CommandLine,
  type OrderCommand,
  type OrderMessage,
} from '../../control/core/order-api/protocol.js';
import { LineSplitter } from '../../control/core/status/protocol.js';
import type { Timer, World } from '../../control/core/world.js';
import type { LocalConnection, LocalSockets } from '../../control/core/world-local-sockets.js';
import { ProblemError, RelayedProblem } from './problems.js';

const RETRY_MS = [50, 100, 200, 500, 1000] as const;
const ANSWER_MS = 5000;
/** What is read in a process of its own takes as long as that takes. */
const SLOW_MS = 30_000;
const SLOW: ReadonlySet<OrderCommand['op']> = new Set(['explain', 'quality']);
const COMMANDS_MAX = 256;

export interface CommandReply {
  readonly status: number;
  readonly body: unknown;
}

interface Waiting {
  readonly resolve: (reply: CommandReply) => void;
  readonly reject: (error: Error) => void;
  readonly timer: Timer;
}

export class OrderLink {
  private connection: LocalConnection | undefined;
  private retries = 0;
  private retry: Timer | undefined;
  private stopped = false;
  private nextId = 1;
  private readonly waiting = new Map<number, Waiting>();

  constructor(
    private readonly options: { readonly world: World; readonly sockets: LocalSockets; readonly path: string },
  ) {}

  start(): void {
    void this.connect();
  }

  stop(): void {
    this.stopped = true;
    this.retry?.cancel();
    this.connection?.close();
    this.giveUpAll('the dashboard is stopping');
  }

  get isConnected(): boolean {
    return this.connection !== undefined;
  }

  /** Rejects with RelayedProblem for what the gateway refuses, and with ProblemError when there is no answer: then the command may have been done. */
  command(token: string, command: OrderCommand, from = ''): Promise<CommandReply> {
    const { connection } = this;
    if (connection === undefined) {
      return Promise.reject(
        new ProblemError(
          'GATEWAY_DISCONNECTED',
          'The gateway takes no orders now; nothing was done. The dashboard keeps trying.',
        ),
      );
    }
    if (this.waiting.size >= COMMANDS_MAX) {
      return Promise.reject(
        new ProblemError('TOO_MANY_COMMANDS', `${COMMANDS_MAX} commands wait for the gateway; nothing was done.`),
      );
    }
    const id = this.nextId++;
    const message: CommandLine = { type: 'command', id, token, from, command };
    const line = JSON.stringify(message);
    if (line.length >= LONGEST_COMMAND_BYTES) {
      return Promise.reject(new ProblemError('BODY_TOO_LARGE', `At most ${LONGEST_COMMAND_BYTES} bytes a command.`));
    }
    const answerMs = SLOW.has(command.op) ? SLOW_MS : ANSWER_MS;
    return new Promise((resolve, reject) => {
      const timer = this.options.world.timers.after(answerMs, () => {
        this.waiting.delete(id);
        reject(new ProblemError('GATEWAY_TIMEOUT', `No answer within ${answerMs} ms. ${MAY_BE_DONE}`));
      });
      this.waiting.set(id, { resolve, reject, timer });
      connection.write(`${line}\n`);
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
    const splitter = new LineSplitter(LONGEST_REPLY_BYTES);
    if (this.stopped) connection.close();
    return {
      onData: (bytes) => {
        const lines = splitter.push(bytes);
        if (lines === undefined || !lines.every((line) => this.take(connection, line))) connection.close();
      },
      onClose: () => {
        if (this.connection === connection) this.connection = undefined;
        this.giveUpAll('the connection to the gateway was lost');
        this.tryAgain();
      },
    };
  }

  private take(connection: LocalConnection, line: string): boolean {
    const message = parse(line);
    if (message === undefined) return false;
    if (message.type === 'hello') {
      this.connection = connection;
      this.retries = 0;
      return true;
    }
    const waiting = this.settle(message.id);
    if (message.type === 'reply') waiting?.resolve({ status: message.status, body: message.body });
    else waiting?.reject(new RelayedProblem(message.problem));
    return true;
  }

  private settle(id: number): Waiting | undefined {
    const waiting = this.waiting.get(id);
    waiting?.timer.cancel();
    this.waiting.delete(id);
    return waiting;
  }

  private giveUpAll(why: string): void {
    for (const id of [...this.waiting.keys()]) {
      this.settle(id)?.reject(new ProblemError('GATEWAY_TIMEOUT', `No answer: ${why}. ${MAY_BE_DONE}`));
    }
  }

  private tryAgain(): void {
    if (this.stopped) return;
    const delay = RETRY_MS[Math.min(this.retries, RETRY_MS.length - 1)]!;
    this.retries += 1;
    this.retry = this.options.world.timers.after(delay, () => void this.connect());
  }
}

const MAY_BE_DONE = 'It may have been done: look before you repeat it. A ClOrdID is taken once only.';

function parse(line: string): OrderMessage | undefined {
  try {
    const result = orderMessageSchema.safeParse(JSON.parse(line));
    return result.success ? result.data : undefined;
  } catch {
    return undefined;
  }
}
