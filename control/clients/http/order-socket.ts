/**
 * The gateway's order socket: commands of the dashboard's HTTP server, each answered once, when the journal has what it did. Bounded: connections, lines, commands that
 * wait for the journal, commands a second for each token.
 */
import { CrossfeedError } from '../../core/errors.js';
import type { Journal } from '../../core/journal.js';
import type { Logger } from '../../core/logging.js';
import {
  commandLineSchema,
  LONGEST_COMMAND_BYTES,
  ORDER_PROTOCOL,
  type CommandLine,
  type OrderMessage,
} from '../../core/order-api/protocol.js';
import type { LoginJson } from '../../core/order-api/operations-json.js';
import { LineSplitter } from '../../core/status/protocol.js';
import type { LocalConnection, LocalHandlers, LocalServer, LocalSockets } from '../../core/world-local-sockets.js';
import type { Clock } from '../../core/world.js';
import { factOf, resultOf } from './audit-facts.js';
import type { AuditTrail } from './audit-trail.js';
import { CommandProblem } from './command-problem.js';
import type { CommandReply, OrderCommands } from './commands.js';
import { whoIs } from './operator-commands.js';
import type { People } from './people.js';
import { RateBucket } from './rate.js';
import type { Principal, TokenBook } from './tokens.js';

export interface OrderSocketParts {
  readonly commands: OrderCommands;
  readonly tokens: TokenBook;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly log: Logger;
  /** Who may log in with a password; absent: nobody. */
  readonly people?: People;
  readonly audit?: AuditTrail;
  /** Commands a second for each token. */
  readonly perSecond?: number;
}

const CONNECTIONS_MAX = 8;
/** An asker that does not read is cut off. */
const PENDING_LIMIT_BYTES = 32 * 1024 * 1024;
const WAITING_MAX = 1024;
const PER_SECOND = 200;
/** Guesses of a token: all connections together. */
const UNKNOWN_PER_SECOND = 10;

export class OrderSocket {
  readonly counters = { commands: 0, refused: 0, failed: 0, unknownTokens: 0, limited: 0 };
  private server: LocalServer | undefined;
  private readonly open = new Set<LocalConnection>();
  private readonly buckets = new WeakMap<Principal, RateBucket>();
  private readonly guesses: RateBucket;
  /** Answers to what the journal has not taken yet. */
  private waiting: { readonly connection: LocalConnection; readonly line: string; readonly isReply: boolean }[] = [];

  constructor(private readonly parts: OrderSocketParts) {
    this.guesses = new RateBucket(parts.clock, UNKNOWN_PER_SECOND, UNKNOWN_PER_SECOND);
    parts.journal.onStateChange((state) => {
      if (state === 'open') this.flush();
    });
  }

  async listen(sockets: LocalSockets, path: string): Promise<void> {
    this.server = await sockets.listen(path, (connection) => this.accept(connection));
  }

  async close(): Promise<void> {
    await this.server?.close();
    this.server = undefined;
  }

  private accept(connection: LocalConnection): LocalHandlers {
    const { log } = this.parts;
    if (this.open.size >= CONNECTIONS_MAX) {
      log.warn('order socket: too many connections', { limit: CONNECTIONS_MAX });
      connection.close();
      return { onData: () => undefined, onClose: () => undefined };
    }
    this.open.add(connection);
    const splitter = new LineSplitter(LONGEST_COMMAND_BYTES);
    connection.write(lineOf({ type: 'hello', protocol: ORDER_PROTOCOL }));
    return {
      onData: (bytes) => {
        const lines = splitter.push(bytes);
        if (lines === undefined || !lines.every((line) => this.take(connection, line))) {
          log.warn('order socket: a line that makes no sense; connection closed');
          connection.close();
        }
        this.flush();
      },
      onClose: () => this.open.delete(connection),
    };
  }

  /** False when it is no command. */
  private take(connection: LocalConnection, line: string): boolean {
    if (connection.pendingBytes > PENDING_LIMIT_BYTES) return false;
    const command = parse(line);
    if (command === undefined) return false;
    this.counters.commands++;
    if (command.command.op === 'login') void this.login(connection, command, command.command.login);
    else if (command.command.op === 'explain') {
      const asked = command.command;
      void this.look(connection, command, (principal) => this.parts.commands.explain(principal, asked));
    } else if (command.command.op === 'quality') {
      void this.look(connection, command, (principal) => this.parts.commands.quality(principal));
    } else this.waiting.push({ connection, ...this.answer(command) });
    return true;
  }

  /** Passwords are checked on another thread: the answer comes when it comes, and has nothing to do with the journal. */
  private async login(connection: LocalConnection, command: CommandLine, { name, password }: LoginJson): Promise<void> {
    const { people } = this.parts;
    let message: OrderMessage;
    let outcome = 'done';
    try {
      if (people === undefined) throw new CommandProblem('LOGIN_REFUSED', 'Nobody logs in with a password here.');
      const { token, principal } = await people.login(name, password);
      message = { type: 'reply', id: command.id, status: 200, body: { token, who: whoIs(principal) } };
    } catch (error) {
      if (!(error instanceof CommandProblem)) this.parts.log.error('order socket: a login failed', { error });
      const problem = error instanceof CommandProblem ? error : new CommandProblem('INTERNAL', 'The login failed.');
      this.counters.refused++;
      outcome = problem.code;
      message = { type: 'problem', id: command.id, problem: problem.document };
    }
    this.note(command, outcome === 'done' ? name : '', outcome);
    if (this.open.has(connection)) connection.write(lineOf(message));
  }

  /** Nothing is done by it: the answer need not wait for the journal. */
  private async look(
    connection: LocalConnection,
    { id, token }: CommandLine,
    ask: (principal: Principal) => Promise<CommandReply>,
  ): Promise<void> {
    let message: OrderMessage;
    try {
      const { status, body } = await ask(this.principal(token));
      message = { type: 'reply', id, status, body };
    } catch (error) {
      if (!(error instanceof CommandProblem)) this.parts.log.error('order socket: a question failed', { error });
      const problem = error instanceof CommandProblem ? error : new CommandProblem('INTERNAL', 'It failed.');
      this.counters.refused++;
      message = { type: 'problem', id, problem: problem.document };
    }
    if (this.open.has(connection)) connection.write(lineOf(message));
  }

  private note({ command, from = '' }: CommandLine, by: string, outcome: string, result = ''): void {
    const fact = this.parts.audit === undefined ? undefined : factOf(command);
    if (fact === undefined) return;
    const detail = result === '' ? fact.detail : `${fact.detail}: ${result}`;
    this.parts.audit?.append({ by, from, op: command.op, ...fact, detail, outcome });
  }

  /** Whatever a command throws, or answers with, is answered for: the gateway goes on. */
  private answer(command: CommandLine): { readonly line: string; readonly isReply: boolean } {
    try {
      const message = this.run(command);
      // Written out here, so that what cannot be written out is a fault of this command, and no other's.
      return { line: lineOf(message), isReply: message.type === 'reply' };
    } catch (error) {
      this.counters.failed++;
      const { message = String(error), stack = '' } = error instanceof Error ? error : {};
      this.parts.log.error('order socket: a command failed', { op: command.command.op, error: message, stack });
      const { document } = new CommandProblem(
        'INTERNAL',
        'The command failed; it may have been done. The log has more.',
      );
      return { line: lineOf({ type: 'problem', id: command.id, problem: document }), isReply: false };
    }
  }

  private run(line: CommandLine): OrderMessage {
    const { id, token, command } = line;
    const { commands, log, people } = this.parts;
    let by = '';
    try {
      const principal = this.principal(token);
      by = principal.name;
      if (command.op === 'logout') people?.logout(token);
      const { status, body } =
        command.op === 'logout' ? { status: 200, body: { done: true } } : commands.run(principal, command);
      this.note(line, by, 'done', resultOf(command, body));
      return { type: 'reply', id, status, body };
    } catch (error) {
      if (error instanceof CommandProblem) {
        this.counters.refused++;
        // Guesses and floods are counted, not written down one by one.
        if (by !== '') this.note(line, by, error.document.code);
        return { type: 'problem', id, problem: error.document };
      }
      if (!(error instanceof CrossfeedError && error.code.startsWith('JOURNAL_'))) throw error;
      log.error('order socket: a command failed', { op: command.op, code: error.code, error: error.message });
      const problem = new CommandProblem(
        'JOURNAL_NOT_OPEN',
        'The command could not be written down; nothing was done.',
      );
      return { type: 'problem', id, problem: { ...problem.document, cause: error.code } };
    }
  }

  private principal(token: string): Principal {
    const { tokens, people, journal, clock, perSecond = PER_SECOND } = this.parts;
    const principal = tokens.find(token) ?? people?.find(token);
    if (principal === undefined) {
      this.counters.unknownTokens++;
      if (!this.guesses.take()) throw new CommandProblem('RATE_LIMITED', 'Too many tokens that nobody has.');
      throw new CommandProblem('TOKEN_UNKNOWN', 'Send Authorization: Bearer, with a token that this gateway gave out.');
    }
    let bucket = this.buckets.get(principal);
    if (bucket === undefined) this.buckets.set(principal, (bucket = new RateBucket(clock, perSecond, perSecond)));
    if (!bucket.take()) {
      this.counters.limited++;
      throw new CommandProblem('RATE_LIMITED', `At most ${perSecond} commands a second.`);
    }
    if (journal.state !== 'open' || this.waiting.length >= WAITING_MAX) {
      throw new CommandProblem('JOURNAL_NOT_OPEN', `The journal is ${journal.state}; nothing was done.`);
    }
    return principal;
  }

  /** Commits what the commands did, then says so. What cannot be committed waits. */
  private flush(): void {
    const { journal } = this.parts;
    if (this.waiting.length === 0) return;
    // A refusal needs no journal, but keeps its place behind what came before it.
    if (!journal.commit() && this.waiting.some(({ isReply }) => isReply)) return;
    for (const { connection, line } of this.waiting.splice(0)) if (this.open.has(connection)) connection.write(line);
  }
}

function lineOf(message: OrderMessage): string {
  return `${JSON.stringify(message)}\n`;
}

function parse(line: string): CommandLine | undefined {
  try {
    const result = commandLineSchema.safeParse(JSON.parse(line));
    return result.success ? result.data : undefined;
  } catch {
    return undefined;
  }
}
