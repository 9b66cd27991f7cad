/**
 * A card's console as docs/console-protocol.md describes it: bytes in, bytes out. Written from that text and not from the RTL, so that client and card
 * each have somebody else's reading to be tested against.
 */
import { crc32 } from 'node:zlib';

/** What is behind the console. A bus error is thrown as BusFault. */
export interface CardBus {
  read(address: number): number;
  write(address: number, value: number): void;
  identity(): readonly number[];
  selfTest(): readonly [failed: number, ran: number];
  snapshot(): void;
  links(): readonly number[];
}

export class BusFault extends Error {
  constructor(readonly code: 0x04 | 0x05) {
    super(`bus fault ${code}`);
  }
}

const ARGUMENT_DIGITS: Readonly<Record<string, number>> = { R: 6, W: 14, D: 8, I: 0, T: 0, C: 0, L: 0 };
const LINE_MAX = 40;
const DUMP_MAX = 64;

export class ConsoleModel {
  private line = '';
  private inLine = false;
  private remembered: { readonly tag: string; readonly crc: string; readonly answer: string } | undefined;
  /** Lines by what became of them, as the card counts them. */
  readonly counts = { good: 0, crc: 0, form: 0, long: 0, unfinished: 0, repeated: 0 };

  constructor(
    private readonly bus: CardBus,
    private readonly send: (text: string) => void,
  ) {}

  take(bytes: Uint8Array): void {
    for (const byte of bytes) this.takeByte(String.fromCharCode(byte));
  }

  /** The card's line timer ran out. */
  lineTimeout(): void {
    if (!this.inLine) return;
    this.inLine = false;
    this.counts.unfinished += 1;
    this.refuse('FF', '07');
  }

  /** What a reset forgets. */
  reset(): void {
    this.inLine = false;
    this.remembered = undefined;
  }

  private takeByte(char: string): void {
    if (char === '\r') return;
    if (char === ':') {
      this.line = '';
      this.inLine = true;
      return;
    }
    if (!this.inLine) return;
    if (char === '\n') {
      this.inLine = false;
      this.finish(this.line);
    } else if (this.line.length < LINE_MAX) {
      this.line += char;
    } else {
      this.inLine = false;
      this.counts.long += 1;
      this.refuse(tagOf(this.line), '06');
    }
  }

  private finish(line: string): void {
    const tag = tagOf(line);
    const crc = line.slice(-8);
    if (line.length < 11 || !/^[0-9A-F]{2}/.test(line) || !/^[0-9A-F]{8}$/.test(crc)) {
      this.counts.form += 1;
      this.refuse(tag, '02');
      return;
    }
    if (parseInt(crc, 16) !== crc32(line.slice(0, -8))) {
      this.counts.crc += 1;
      this.refuse(tag, '01');
      return;
    }
    const command = line.charAt(2);
    const args = line.slice(3, -8);
    const digits = ARGUMENT_DIGITS[command];
    const words = command === 'D' ? parseInt(args.slice(6), 16) : 1;
    if (digits === undefined || args.length !== digits || !/^[0-9A-F]*$/.test(args) || words < 1 || words > DUMP_MAX) {
      this.counts.form += 1;
      this.refuse(tag, digits === undefined ? '03' : '02');
      return;
    }
    this.counts.good += 1;
    this.execute(tag, command, args, crc);
  }

  private execute(tag: string, command: string, args: string, crc: string): void {
    const isOnce = command === 'W' || command === 'T' || command === 'C';
    if (isOnce && this.remembered?.tag === tag && this.remembered.crc === crc) {
      this.counts.repeated += 1;
      this.send(this.remembered.answer);
      return;
    }
    let answer: string;
    try {
      answer = framed('=', `${tag}${command}${this.perform(command, args)}`);
    } catch (error) {
      if (!(error instanceof BusFault)) throw error;
      answer = framed('!', `${tag}${error.code.toString(16).padStart(2, '0')}`);
    }
    if (isOnce) this.remembered = { tag, crc, answer };
    else if (this.remembered?.tag !== tag) this.remembered = undefined;
    this.send(answer);
  }

  private perform(command: string, args: string): string {
    const address = parseInt(args.slice(0, 6), 16);
    switch (command) {
      case 'R':
        return word(this.bus.read(address));
      case 'W':
        this.bus.write(address, parseInt(args.slice(6), 16));
        return '';
      case 'D': {
        const count = parseInt(args.slice(6), 16);
        const words = Array.from({ length: count }, (_, i) => word(this.bus.read(address + 4 * i)));
        return args.slice(6) + words.join('');
      }
      case 'I':
        return this.bus.identity().map(word).join('');
      case 'T':
        return this.bus.selfTest().map(word).join('');
      case 'C':
        this.bus.snapshot();
        return '';
      default:
        return this.bus.links().map(word).join('');
    }
  }

  private refuse(tag: string, code: string): void {
    this.send(framed('!', tag + code));
  }
}

/** FF where the digits are none. */
function tagOf(line: string): string {
  return /^[0-9A-F]{2}/.test(line) ? line.slice(0, 2) : 'FF';
}

function word(value: number): string {
  return (value >>> 0).toString(16).toUpperCase().padStart(8, '0');
}

function framed(start: string, body: string): string {
  return `${start}${body}${word(crc32(body))}\n`;
}
