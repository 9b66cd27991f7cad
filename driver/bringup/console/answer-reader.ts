/** Finds answers in the bytes of a line: noise between them is skipped, and a new start ends what was unfinished. */
import { parseAnswer, type Answer, type Damage } from './line-codec.js';

const LINE_MAX = 600;
const LF = 0x0a;
const CR = 0x0d;
const ANSWER = 0x3d;
const ERROR = 0x21;

export interface AnswerListener {
  onAnswer(answer: Answer): void;
  /** A line that began and is no answer. */
  onDamaged(damage: Damage): void;
}

export class AnswerReader {
  private readonly line = Buffer.alloc(LINE_MAX);
  /** 0: between lines. */
  private length = 0;
  /** Bytes that belong to no line. */
  strayBytes = 0;

  constructor(private readonly listener: AnswerListener) {}

  take(bytes: Uint8Array): void {
    for (const byte of bytes) this.takeByte(byte);
  }

  /** Forgets an unfinished line. */
  reset(): void {
    this.length = 0;
  }

  private takeByte(byte: number): void {
    if (byte === CR) return;
    if (byte === ANSWER || byte === ERROR) {
      if (this.length > 0) this.listener.onDamaged('length');
      this.line[0] = byte;
      this.length = 1;
      return;
    }
    if (this.length === 0) {
      if (byte !== LF) this.strayBytes += 1;
      return;
    }
    if (byte === LF) {
      const text = this.line.toString('latin1', 0, this.length);
      this.length = 0;
      const parsed = parseAnswer(text);
      if (typeof parsed === 'string') this.listener.onDamaged(parsed);
      else this.listener.onAnswer(parsed);
      return;
    }
    if (this.length === LINE_MAX) {
      this.length = 0;
      this.listener.onDamaged('length');
      return;
    }
    this.line[this.length++] = byte;
  }
}
