/**
 * A FIX client that shares nothing with Crossfeed: framing, numbers, resends and what it was told are its own. It outlives the gateway that it talks to, so its memory is
 * its store.
 */
import type { Stream } from '../../control/core/streams.js';
import type { TradingWorld } from '../../control/core/world.js';

const SOH = '\u0001';
/** Messages that came before their turn. */
const HELD_MAX = 10_000;
const RETRY_MS = 15;
const CONNECT_MS = 5000;
/** Whoever took the Logon may have lost its power: then nobody ever answers, and nobody resets. */
const LOGON_MS = 5000;
const ADMIN = new Set(['0', '1', '2', '3', '4', '5', 'A']);

export class FixFields {
  readonly all: readonly (readonly [tag: number, value: string])[];

  constructor(text: string) {
    this.all = text
      .split(SOH)
      .slice(0, -1)
      .map((field) => {
        const equals = field.indexOf('=');
        return [Number(field.slice(0, equals)), field.slice(equals + 1)] as const;
      });
  }

  /** The first one of this tag; '' when there is none. */
  get(tag: number): string {
    return this.all.find(([each]) => each === tag)?.[1] ?? '';
  }

  number(tag: number): number {
    return Number(this.get(tag));
  }

  get type(): string {
    return this.get(35);
  }

  get isRepeated(): boolean {
    return this.get(43) === 'Y' || this.get(97) === 'Y';
  }
}

/** Where a client lives: on this machine, or in the simulated world. */
export type ClientWorld = Pick<TradingWorld, 'clock' | 'streams' | 'timers'>;

export interface FixClientOptions {
  readonly world: ClientWorld;
  readonly host: string;
  readonly port: number;
  readonly beginString: string;
  readonly sender: string;
  readonly target: string;
  /** Fields of the Logon behind 98 and 108: `554=secret|`. */
  readonly logon?: string;
  /** Numbers begin at 1 with every connection, and nothing is asked for again. */
  readonly forgets?: boolean;
  /** An application message, each number once. */
  readonly onMessage: (message: FixFields) => void;
  readonly onLogon?: () => void;
}

interface Sent {
  readonly type: string;
  readonly body: string;
  readonly time: string;
}

export class FixClient {
  isLoggedOn = false;
  /** What the other side did against the protocol. */
  readonly faults: string[] = [];
  readonly counts = { connections: 0, logons: 0, resendsAsked: 0, resendsAnswered: 0, messagesIn: 0 };
  private nextOut = 1;
  private nextIn = 1;
  private askedTo = 0;
  private readonly sent = new Map<number, Sent>();
  private readonly held = new Map<number, FixFields>();
  private readonly tests = new Map<string, () => void>();
  private stream: Stream | undefined;
  /** Of the connection in hand: what an older one still says does not count. */
  private connection = 0;
  private input = '';
  private isWanted = false;
  private testNumber = 0;

  constructor(private readonly options: FixClientOptions) {}

  /** Connects, again and again, until `stop`. */
  start(): void {
    this.isWanted = true;
    this.open();
  }

  stop(): void {
    this.isWanted = false;
    this.stream?.destroy();
  }

  /** False: it leaves what comes unread, until it is told to read again, or has another connection. */
  read(on: boolean): void {
    if (on) this.stream?.resume();
    else this.stream?.pause();
  }

  /** Sends an application message; it is sent again whenever it is asked for. `body` is `11=A|55=B|`. */
  send(type: string, body: string): void {
    const number = this.take();
    const time = this.now();
    this.sent.set(number, { type, body, time });
    this.put(number, type, body, '');
  }

  /** Resolves when everything that was sent before has been answered as far as the session goes; false: the connection broke before. */
  async drained(ms: number): Promise<boolean> {
    const id = `T${++this.testNumber}`;
    if (!this.isLoggedOn) return false;
    this.put(this.take(), '1', `112=${id}|`, '');
    return new Promise((resolve) => {
      const timer = this.options.world.timers.after(ms, () => resolve(false));
      this.tests.set(id, () => {
        timer.cancel();
        resolve(true);
      });
    });
  }

  /** UTCTimestamp of this moment. */
  now(): string {
    return utcTimestamp(this.options.world.clock.epochMs());
  }

  private take(): number {
    return this.nextOut++;
  }

  private open(): void {
    const { world, host, port, logon = '', forgets = false } = this.options;
    const connection = ++this.connection;
    this.input = '';
    this.askedTo = 0;
    this.held.clear();
    if (forgets) this.nextIn = this.nextOut = 1;
    world.streams.connect(
      { remote: { host, port }, timeoutMs: CONNECT_MS },
      {
        onOpen: (stream) => {
          this.stream = stream;
          this.counts.connections++;
          this.put(this.take(), 'A', `98=0|108=5|${forgets ? '141=Y|' : ''}${logon}`, '');
          const { logons } = this.counts;
          world.timers.after(LOGON_MS, () => {
            if (connection === this.connection && this.counts.logons === logons) stream.destroy();
          });
        },
        onData: (bytes) => {
          if (connection === this.connection) this.takeIn(Buffer.from(bytes).toString('latin1'));
        },
        onDrain: () => undefined,
        onClose: () => {
          this.isLoggedOn = false;
          if (connection !== this.connection) return;
          this.stream = undefined;
          if (this.isWanted) world.timers.after(RETRY_MS, () => this.isWanted && this.open());
        },
      },
    );
  }

  private put(number: number, type: string, body: string, extra: string): void {
    const { beginString, sender, target } = this.options;
    const fields = `35=${type}|49=${sender}|56=${target}|34=${number}|52=${this.now()}|${extra}${body}`.replaceAll(
      '|',
      SOH,
    );
    const whole = `8=${beginString}${SOH}9=${fields.length}${SOH}${fields}`;
    let sum = 0;
    for (let i = 0; i < whole.length; i++) sum += whole.charCodeAt(i);
    this.stream?.write(Buffer.from(`${whole}10=${String(sum % 256).padStart(3, '0')}${SOH}`, 'latin1'));
  }

  private takeIn(text: string): void {
    this.input += text;
    for (;;) {
      const bodyAt = this.input.indexOf(SOH, this.input.indexOf(`${SOH}9=`) + 1) + 1;
      if (bodyAt <= 0 || !this.input.includes(`${SOH}9=`)) return;
      const length = Number(this.input.slice(this.input.indexOf(`${SOH}9=`) + 3, bodyAt - 1));
      const end = bodyAt + length + '10=000'.length + 1;
      if (this.input.length < end) return;
      const message = new FixFields(this.input.slice(0, end));
      this.input = this.input.slice(end);
      this.receive(message);
    }
  }

  private receive(message: FixFields): void {
    const number = message.number(34);
    const { type } = message;
    if (type === 'A') {
      this.counts.logons++;
      this.isLoggedOn = true;
    }
    // A request to repeat is answered whatever its number: both sides may be asking.
    if (type === '2') this.repeat(message.number(7), message.number(16));
    if (type === '4' && message.get(123) !== 'Y') {
      this.nextIn = Math.max(this.nextIn, message.number(36));
      return;
    }
    if (number > this.nextIn) {
      if (this.held.size < HELD_MAX) this.held.set(number, message);
      this.ask(number);
    } else if (number < this.nextIn) {
      if (message.get(43) !== 'Y')
        this.faults.push(`MsgSeqNum ${number} came again without PossDup, ${this.nextIn} was due`);
    } else {
      this.act(message);
      for (let next = this.held.get(this.nextIn); next !== undefined; next = this.held.get(this.nextIn)) {
        this.held.delete(this.nextIn);
        this.act(next);
      }
    }
    if (type === 'A') this.options.onLogon?.();
  }

  /** The message whose turn it is. */
  private act(message: FixFields): void {
    const { type } = message;
    this.counts.messagesIn++;
    if (type === '4') {
      this.nextIn = Math.max(this.nextIn + 1, message.number(36));
      for (const number of [...this.held.keys()]) if (number < this.nextIn) this.held.delete(number);
      return;
    }
    this.nextIn++;
    if (!ADMIN.has(type)) this.options.onMessage(message);
    else if (type === '1') this.put(this.take(), '0', `112=${message.get(112)}|`, '');
    else if (type === '0') {
      this.tests.get(message.get(112))?.();
      this.tests.delete(message.get(112));
    } else if (type === '3') this.faults.push(`rejected: ${message.get(58)} (message ${message.get(45)})`);
    else if (type === '5') this.faults.push(`logged out: ${message.get(58)}`);
  }

  private ask(number: number): void {
    if (this.askedTo >= this.nextIn) return;
    this.askedTo = number - 1;
    this.counts.resendsAsked++;
    this.put(this.take(), '2', `7=${this.nextIn}|16=${number - 1}|`, '');
  }

  private repeat(first: number, end: number): void {
    this.counts.resendsAnswered++;
    const last = end === 0 ? this.nextOut - 1 : Math.min(end, this.nextOut - 1);
    for (let number = first; number <= last; number++) {
      const sent = this.sent.get(number);
      if (sent !== undefined) {
        this.put(number, sent.type, sent.body, `43=Y|122=${sent.time}|`);
        continue;
      }
      let next = number + 1;
      while (next <= last && !this.sent.has(next)) next++;
      this.put(number, '4', `123=Y|36=${next}|`, `43=Y|122=${this.now()}|`);
      number = next - 1;
    }
  }
}

/** UTCTimestamp with milliseconds. */
export function utcTimestamp(epochMs: number): string {
  return new Date(epochMs).toISOString().replaceAll('-', '').replace('T', '-').replace('Z', '');
}
