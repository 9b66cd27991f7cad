/**
 * A card's console over a byte port: one transaction at a time, each retried until it is answered or its attempts run out.
 *
 * Reads are simply repeated. Writes (and the self test and the counter snapshot) are repeated under the same tag, which the card does once and answers again,
 * as long as nothing else is asked in between. What cannot be known is said: UncertainWriteError.
 */
import type { Clock, Timers } from '../../../control/core/world.js';
import { ConsoleError, SerialDeviceError, UncertainWriteError } from '../errors.js';
import type { BytePort } from '../serial/byte-port.js';
import { AnswerReader } from './answer-reader.js';
import {
  DUMP_WORDS_MAX,
  ERROR,
  errorText,
  hex,
  requestLine,
  type Answer,
  type Command,
  type Damage,
} from './line-codec.js';
import { LineHolder } from './line-holder.js';
import { noStatistics, type ConsoleStatistics } from './statistics.js';

export interface ConsoleClientOptions {
  readonly port: BytePort;
  readonly world: { readonly clock: Clock; readonly timers: Timers };
  /** How often a request is sent before it is given up. */
  readonly attempts?: number;
  /** How long an answer may take beyond the time that its bytes take on the line. */
  readonly answerMs?: number;
  /** How long a device that went away is looked for. */
  readonly foundWithinMs?: number;
  /** The register that changes with every reset of the card; absent: resets between attempts go unseen. */
  readonly bootAddress?: number;
  /** The register that lets counters be read as they are again after a snapshot, when 0 is written to it; absent: a snapshot is of test counters only. */
  readonly liveAddress?: number;
}

export interface ConsoleIdentity {
  readonly protocolVersion: number;
  readonly magic: number;
  readonly buildId: number;
  readonly ports: number;
  readonly channels: number;
  readonly deviceVersion: number;
}

const ATTEMPTS = 12;
/** Of the first request: a line that carries nothing is found out sooner. */
const FIRST_ATTEMPTS = 3;
const ANSWER_MS = 250;
const FOUND_WITHIN_MS = 5000;
/** A self test takes its time on the card. */
const SELF_TEST_MS = 3000;
const BITS_A_BYTE = 10;
const ANSWER_FRAME_BYTES = 13;
const LINE_END = Buffer.from('\n');

type Outcome = Answer | 'damaged' | 'refused' | 'timeout' | 'lost' | 'aborted';

interface Request {
  readonly command: Command;
  readonly args: string;
  readonly answerWords: number;
  /** What it is, for messages: `read 0x000028`. */
  readonly what: string;
  readonly extraMs?: number;
  readonly attempts?: number;
  readonly signal?: AbortSignal | undefined;
}

interface Pending {
  readonly tag: number;
  readonly command: Command;
  readonly settle: (outcome: Outcome) => void;
}

export class ConsoleClient {
  readonly statistics: ConsoleStatistics = noStatistics();
  private readonly reader: AnswerReader;
  private readonly line: LineHolder;
  private readonly attempts: number;
  private tag = 0;
  private boot: number | undefined;
  private pending: Pending | undefined;
  private tail: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: ConsoleClientOptions) {
    this.attempts = options.attempts ?? ATTEMPTS;
    this.reader = new AnswerReader({
      onAnswer: (answer) => this.onAnswer(answer),
      onDamaged: (damage) => this.onDamaged(damage),
    });
    const { statistics } = this;
    this.line = new LineHolder(options.port, options.world, options.foundWithinMs ?? FOUND_WITHIN_MS, {
      onBytes: (bytes) => {
        statistics.bytesReceived += bytes.length;
        this.reader.take(bytes);
        statistics.strayBytes = this.reader.strayBytes;
      },
      onLost: () => {
        statistics.lost += 1;
        this.reader.reset();
        this.pending?.settle('lost');
      },
      onFound: () => (statistics.found += 1),
    });
  }

  get name(): string {
    return this.options.port.name;
  }

  /** True while the device is away. */
  get isLost(): boolean {
    return this.line.isLost;
  }

  /**
   * Opens the device and gets in step with the card: what was half sent is ended, and a snapshot takes the place of the last write that the card
   * remembers, which may be another program's with a tag of ours. Rejects with SerialDeviceError or ConsoleError.
   */
  async open(signal?: AbortSignal): Promise<void> {
    await this.line.open();
    this.line.send(LINE_END);
    await this.transact({
      command: 'C',
      args: '',
      answerWords: 0,
      what: 'counter snapshot',
      attempts: FIRST_ATTEMPTS,
      signal,
    });
    if (this.options.liveAddress !== undefined) await this.write(this.options.liveAddress, 0, signal);
    await this.rememberBoot(signal);
  }

  /** A write that is sent again is compared with the resets of the card up to now. */
  async rememberBoot(signal?: AbortSignal): Promise<void> {
    if (this.options.bootAddress !== undefined) this.boot = await this.read(this.options.bootAddress, signal);
  }

  async close(): Promise<void> {
    await this.line.close();
    this.pending?.settle('aborted');
  }

  async read(address: number, signal?: AbortSignal): Promise<number> {
    const what = `read ${addressText(address)}`;
    const words = await this.transact({ command: 'R', args: hex(address, 6), answerWords: 1, what, signal });
    return words[0]!;
  }

  /** Once, or not at all: a rejection with UncertainWriteError says that it may have been done. */
  async write(address: number, value: number, signal?: AbortSignal): Promise<void> {
    const what = `write ${addressText(address)}`;
    await this.transact({ command: 'W', args: hex(address, 6) + hex(value, 8), answerWords: 0, what, signal });
  }

  /** Words from consecutive addresses, read one after the other. @param count 1 to 64 */
  dump(address: number, count: number, signal?: AbortSignal): Promise<readonly number[]> {
    if (!(count >= 1 && count <= DUMP_WORDS_MAX)) {
      throw new ConsoleError('CONSOLE_ARGUMENT', 'no such number of words', {
        found: count,
        expected: `1 to ${DUMP_WORDS_MAX}`,
      });
    }
    const what = `dump ${addressText(address)}`;
    return this.transact({ command: 'D', args: hex(address, 6) + hex(count, 2), answerWords: count, what, signal });
  }

  async identity(signal?: AbortSignal): Promise<ConsoleIdentity> {
    const words = await this.transact({ command: 'I', args: '', answerWords: 6, what: 'identity', signal });
    const [protocolVersion, magic, buildId, ports, channels, deviceVersion] = words as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    return { protocolVersion, magic, buildId, ports, channels, deviceVersion };
  }

  /** A bit for each test: `failed` of those that `ran`. */
  async selfTest(signal?: AbortSignal): Promise<{ readonly failed: number; readonly ran: number }> {
    const words = await this.transact({
      command: 'T',
      args: '',
      answerWords: 2,
      what: 'self test',
      extraMs: SELF_TEST_MS,
      signal,
    });
    return { failed: words[0]!, ran: words[1]! };
  }

  /** All counters at one instant; they are read so until the next, or until 0 is written to `device.SNAPSHOT`. Older cards: test counters alone. */
  async snapshot(signal?: AbortSignal): Promise<void> {
    await this.transact({ command: 'C', args: '', answerWords: 0, what: 'counter snapshot', signal });
  }

  /** One word for each port. */
  links(signal?: AbortSignal): Promise<readonly number[]> {
    return this.transact({ command: 'L', args: '', answerWords: 2, what: 'link state', signal });
  }

  private transact(request: Request): Promise<readonly number[]> {
    const result = this.tail.then(() => this.run(request));
    this.tail = result.catch(() => undefined);
    return result;
  }

  private async run(request: Request): Promise<readonly number[]> {
    const { statistics } = this;
    const startNs = this.options.world.clock.monotonicNs();
    statistics.transactions += 1;
    const tag = this.newTag();
    const bytes = Buffer.from(requestLine(tag, request.command, request.args), 'latin1');
    let last: Outcome = 'timeout';
    let sent = 0;
    const attempts = Math.min(this.attempts, request.attempts ?? this.attempts);
    while (sent < attempts) {
      if (request.signal?.aborted === true) throw this.failure(request, sent, 'aborted');
      try {
        await this.line.opened(request.signal);
      } catch (error) {
        throw sent === 0 ? error : this.failure(request, sent, 'lost', error);
      }
      sent += 1;
      if (sent > 1) statistics.retries += 1;
      last = await this.attempt(tag, request, bytes);
      if (typeof last === 'string') {
        if (last === 'timeout') statistics.timeouts += 1;
        if (last === 'aborted') break;
        continue;
      }
      statistics.completed += 1;
      statistics.slowestMs = Math.max(statistics.slowestMs, (this.options.world.clock.monotonicNs() - startNs) / 1e6);
      if (last.kind === 'error') throw this.refusal(request, last.code);
      if (last.command === 'W' && sent > 1) await this.sameBoot(request);
      return last.words;
    }
    throw this.failure(request, sent, last);
  }

  private attempt(tag: number, request: Request, bytes: Uint8Array): Promise<Outcome> {
    const { timers } = this.options.world;
    const lineBytes = bytes.length + ANSWER_FRAME_BYTES + 8 * request.answerWords;
    const lineMs = (lineBytes * BITS_A_BYTE * 1000) / this.options.port.baud;
    const waitMs = (this.options.answerMs ?? ANSWER_MS) + (request.extraMs ?? 0) + 1.5 * lineMs;
    return new Promise((resolve) => {
      const settle = (outcome: Outcome): void => {
        timer.cancel();
        request.signal?.removeEventListener('abort', abort);
        this.pending = undefined;
        resolve(outcome);
      };
      const abort = (): void => settle('aborted');
      const timer = timers.after(waitMs, () => settle('timeout'));
      request.signal?.addEventListener('abort', abort);
      this.pending = { tag, command: request.command, settle };
      this.statistics.bytesSent += bytes.length;
      this.line.send(bytes);
    });
  }

  private onAnswer(answer: Answer): void {
    const { pending, statistics } = this;
    if (answer.kind === 'error' && isAboutTheLine(answer.code)) {
      // The tag of a damaged line is a hint only.
      if (answer.code === ERROR.BAD_CRC) statistics.requestsChanged += 1;
      else statistics.requestsCut += 1;
      pending?.settle('refused');
      return;
    }
    const isMine = answer.tag === pending?.tag && (answer.kind === 'error' || answer.command === pending.command);
    if (isMine) pending.settle(answer);
    else statistics.staleAnswers += 1;
  }

  private onDamaged(damage: Damage): void {
    if (damage === 'length') this.statistics.answersCut += 1;
    else this.statistics.answersChanged += 1;
    this.pending?.settle('damaged');
  }

  private newTag(): number {
    this.tag = (this.tag + 1) & 0xff;
    return this.tag;
  }

  /** A card that was reset between two attempts has forgotten the first, and did the write twice or lost it. */
  private async sameBoot(request: Request): Promise<void> {
    const { bootAddress } = this.options;
    if (bootAddress === undefined || this.boot === undefined) return;
    const uncertain = (text: string, cause?: unknown): UncertainWriteError => {
      this.statistics.uncertainWrites += 1;
      return new UncertainWriteError('CONSOLE_UNCERTAIN', `${request.what}: ${text}`, { where: this.name, cause });
    };
    const what = `boot count after ${request.what}`;
    const words = await this.run({
      command: 'R',
      args: hex(bootAddress, 6),
      answerWords: 1,
      what,
      signal: request.signal,
    }).catch((cause: unknown) => {
      throw uncertain('whether the card was reset between two attempts cannot be known', cause);
    });
    if (words[0] === this.boot) return;
    this.boot = words[0];
    this.statistics.resets += 1;
    throw uncertain('the card was reset between two attempts');
  }

  private refusal(request: Request, code: number): ConsoleError {
    if (request.command === 'W' && code === ERROR.BUS_TIMEOUT) {
      this.statistics.uncertainWrites += 1;
      const text = `${request.what} may or may not have been done: ${errorText(code)}`;
      return new UncertainWriteError('CONSOLE_UNCERTAIN', text, { where: this.name });
    }
    const isBus = code === ERROR.BUS_ERROR || code === ERROR.BUS_TIMEOUT;
    return new ConsoleError(isBus ? 'CONSOLE_BUS' : 'CONSOLE_REFUSED', `${request.what}: ${errorText(code)}`, {
      where: this.name,
    });
  }

  private failure(request: Request, sent: number, last: Outcome, cause?: unknown): Error {
    const { name } = this;
    const times = `${sent} ${sent === 1 ? 'attempt' : 'attempts'}`;
    if (request.command === 'W' && sent > 0) {
      this.statistics.uncertainWrites += 1;
      const text = `${request.what} may or may not have been done: no answer to ${times}`;
      return new UncertainWriteError('CONSOLE_UNCERTAIN', text, { where: name, cause });
    }
    if (cause instanceof SerialDeviceError) return cause;
    if (last === 'aborted') return new ConsoleError('CONSOLE_ABORTED', `${request.what} was given up`, { where: name });
    return new ConsoleError('CONSOLE_NO_ANSWER', `${request.what}: no good answer to ${times}`, {
      where: name,
      found: this.lineState(),
    });
  }

  /** In words: what came back, if anything. */
  private lineState(): string {
    const { bytesReceived, answersChanged, answersCut, timeouts } = this.statistics;
    if (bytesReceived === 0) return 'not one byte came back';
    return `${bytesReceived} bytes came back, ${answersChanged + answersCut} answers damaged, ${timeouts} attempts without any`;
  }
}

function isAboutTheLine(code: number): boolean {
  return code !== ERROR.BUS_ERROR && code !== ERROR.BUS_TIMEOUT && code !== ERROR.UNKNOWN_COMMAND;
}

function addressText(address: number): string {
  return `0x${hex(address, 6)}`;
}
