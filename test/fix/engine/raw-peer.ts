/** A counterparty played by hand: frames as text with `|` for SOH, lengths and checksums filled in. */
import type { Stream, StreamEnd, StreamHandler } from '../../../control/core/streams.js';
import type { VirtualProcess } from '../../support/world/process.js';

const SOH = '\u0001';

export class RawPeer implements StreamHandler {
  stream: Stream | undefined;
  end: StreamEnd | undefined;
  private text = '';

  constructor(
    readonly process: VirtualProcess,
    remote: { readonly host: string; readonly port: number },
    localAddress?: string,
  ) {
    process.run(() =>
      process.streams.connect(
        { remote, timeoutMs: 5000, ...(localAddress === undefined ? {} : { localAddress }) },
        this,
      ),
    );
  }

  onOpen(stream: Stream): void {
    this.stream = stream;
  }

  onData(bytes: Uint8Array): void {
    this.text += Buffer.from(bytes).toString('latin1');
  }

  onDrain(): void {
    // Nothing waits.
  }

  onClose(end: StreamEnd): void {
    this.end = end;
  }

  /** MsgTypes that came, in order. */
  get types(): string[] {
    return [...this.received.matchAll(/\|35=([^|]+)\|/g)].map((match) => match[1]!);
  }

  get received(): string {
    return this.text.replaceAll(SOH, '|');
  }

  /** `35=A|98=0|108=30` from a desk to the venue; header fields that are given replace ours. */
  send(number: number, body: string, begin = 'FIX.4.4'): void {
    const fields = body.split('|');
    const has = (tag: string): boolean => fields.some((field) => field.startsWith(`${tag}=`));
    const time = new Date(this.process.clock.epochMs()).toISOString().replace(/[-Z]/g, '').replace('T', '-');
    const all = [
      fields[0],
      ...(has('49') ? [] : ['49=DESK']),
      ...(has('56') ? [] : ['56=VENUE']),
      `34=${number}`,
      `52=${time}`,
      ...fields.slice(1),
    ]
      .map((field) => field + SOH)
      .join('');
    const whole = `8=${begin}${SOH}9=${all.length}${SOH}${all}`;
    let sum = 0;
    for (const letter of whole) sum += letter.charCodeAt(0);
    this.sendText(`${whole}10=${String(sum % 256).padStart(3, '0')}${SOH}`);
  }

  sendText(text: string): void {
    this.process.run(() => this.stream?.write(Buffer.from(text, 'latin1')));
  }

  logOn(number = 1): void {
    this.send(number, '35=A|98=0|108=30');
  }
}
