/**
 * Splits what an acceptor sent into messages, by its own rules and not by Crossfeed's codec, so that a fault of the codec cannot
 * hide here: a message must have the right BodyLength and CheckSum to count as one.
 */
import { soh } from './definition.js';
import { checkSumOf } from './fill-in.js';

const start = new RegExp(`^8=[^${soh}]+${soh}9=(\\d{1,6})${soh}`);
const end = new RegExp(`^10=\\d{3}${soh}$`);

export type Received =
  | { readonly kind: 'message'; readonly text: string }
  /** Bytes that are no message. */
  | { readonly kind: 'garbage'; readonly text: string; readonly why: string }
  /** A reset loses what was under way, and many a tester takes it for an error: an acceptor closes in order. */
  | { readonly kind: 'closed'; readonly inOrder: boolean; readonly detail: string };

export class Inbox {
  private bytes = '';
  private closed: Extract<Received, { kind: 'closed' }> | undefined;

  /** Called after every push and at the close. */
  onChange: () => void = () => undefined;

  push(bytes: Uint8Array): void {
    this.bytes += Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
    this.onChange();
  }

  close(inOrder: boolean, detail: string): void {
    this.closed ??= { kind: 'closed', inOrder, detail };
    this.onChange();
  }

  /** The next thing that came, or undefined when there is nothing whole yet. */
  take(): Received | undefined {
    const head = start.exec(this.bytes);
    if (head) {
      const trailerAt = head[0].length + Number(head[1]);
      const length = trailerAt + 7;
      if (this.bytes.length >= length) return this.cut(length, faultOf(this.bytes.slice(0, length), trailerAt));
    } else if (this.bytes.length > 40) {
      return this.cut(this.bytes.length, 'it does not begin with 8= and 9=');
    }
    if (this.closed === undefined) return undefined;
    if (this.bytes !== '')
      return this.cut(this.bytes.length, `the connection closed in the middle (${this.closed.detail})`);
    return this.closed;
  }

  private cut(length: number, fault: string | undefined): Received {
    const text = this.bytes.slice(0, length);
    this.bytes = this.bytes.slice(length);
    return fault === undefined ? { kind: 'message', text } : { kind: 'garbage', text, why: fault };
  }
}

function faultOf(text: string, trailerAt: number): string | undefined {
  const trailer = text.slice(trailerAt);
  if (text[trailerAt - 1] !== soh || !end.test(trailer)) return 'BodyLength does not lead to 10=';
  const right = checkSumOf(text.slice(0, trailerAt));
  return trailer.slice(3, 6) === right ? undefined : `CheckSum should be ${right}`;
}
