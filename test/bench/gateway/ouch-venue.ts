/** A venue of the bench that speaks OUCH 5.0 over SoupBinTCP: it accepts every order, and fills it at once where it is told to. */
import type { Stream, StreamHandler } from '../../../control/core/streams.js';
import { get16, get32, put16, put32, put64 } from '../../../control/protocols/big-endian.js';
import { ouch50Server } from '../../../control/protocols/ouch50/messages.js';
import { SoupServer, type SequencedLog } from '../../../control/protocols/soupbintcp/server.js';

/** Messages that are kept: what was sent long ago is not asked for again. */
const KEPT = 4096;
const MESSAGE_BYTES = 80;
const ENTER = 0x4f;
const REPLACE = 0x55;
const QUERY = 0x51;
const CANCEL = 0x58;
const MASS_CANCEL = 0x43;
const BUY = 0x42;
const AGENCY = 0x41;
const NO = 0x4e;
const LIVE = 0x4c;
const REMOVED = 0x52;
const TIMESTAMP = 34_200_000_000_000;
const TIME_BYTES = new Uint8Array(8);
put64(TIME_BYTES, 0, TIMESTAMP);
const SYMBOL = Buffer.from('S0      ');

export class OuchVenue implements SequencedLog {
  readonly session = 'BENCH';
  readonly isEnded = false;
  next = 1;
  /** Orders, replacements and whatever else came. */
  requests = 0;
  /** Of them, cancels of one order and of all; they are not answered. */
  cancels = 0;
  private readonly kept = Array.from({ length: KEPT }, () => new Uint8Array(MESSAGE_BYTES));
  private readonly lengths = new Int32Array(KEPT);
  private nextRef = 1;
  private reference = 1;

  constructor(private readonly options: { readonly fills: boolean; readonly nowMs: () => number }) {}

  get first(): number {
    return Math.max(1, this.next - KEPT);
  }

  read(sequenceNumber: number, into: { bytes: Uint8Array; start: number; end: number }): void {
    const at = sequenceNumber % KEPT;
    into.bytes = this.kept[at]!;
    into.start = 0;
    into.end = this.lengths[at]!;
  }

  /** One connection. What one piece of bytes brings is answered with one write. */
  accept(): StreamHandler {
    const { nowMs } = this.options;
    let socket: Stream | undefined;
    let pending = new Uint8Array(1 << 16);
    let filled = 0;
    const server = new SoupServer(
      {
        write: (bytes, start, end) => {
          if (filled + end - start > pending.length) {
            const larger = new Uint8Array(pending.length * 2);
            larger.set(pending);
            pending = larger;
          }
          pending.set(bytes.subarray(start, end), filled);
          filled += end - start;
        },
        close: () => socket?.end(),
        hasRoom: true,
      },
      {
        authenticate: () => this,
        onLogin: () => undefined,
        onUnsequenced: (bytes, start, end) => this.request(bytes, start, end),
        onLogout: () => undefined,
        onProtocolError: (text) => {
          throw new Error(text);
        },
      },
      nowMs(),
    );
    const flush = (): void => {
      server.resume(nowMs());
      server.onTime(nowMs());
      if (filled === 0) return;
      const end = filled;
      filled = 0;
      socket?.write(pending.subarray(0, end));
    };
    return {
      onOpen: (stream) => void (socket = stream),
      onData: (bytes) => {
        server.receive(bytes, nowMs());
        flush();
      },
      onDrain: () => undefined,
      onClose: () => undefined,
    };
  }

  /** Room for the next message; `said` ends it. */
  private room(type: number): Uint8Array {
    const bytes = this.kept[this.next % KEPT]!;
    bytes[0] = type;
    bytes.set(TIME_BYTES, 1);
    return bytes;
  }

  private said(end: number): void {
    put16(this.kept[this.next % KEPT]!, end, 0);
    this.lengths[this.next % KEPT] = end + 2;
    this.next++;
  }

  private request(bytes: Uint8Array, start: number, end: number): void {
    this.requests++;
    const type = bytes[start];
    if (type === ENTER) this.enter(bytes, start);
    else if (type === REPLACE) this.replace(bytes, start);
    else if (type === CANCEL || type === MASS_CANCEL) this.cancels++;
    else if (type === QUERY) {
      put32(this.room(ouch50Server.AccountQueryResponse.type), 9, this.nextRef);
      this.said(ouch50Server.AccountQueryResponse.bytes);
    } else
      throw new Error(`a message ${type} of ${end - start} bytes that the bench does not know, ${get16(bytes, start)}`);
  }

  /** By hand: what the venue takes for itself is in the orders a second of the bench. */
  private enter(bytes: Uint8Array, start: number): void {
    const orderRef = this.reference++;
    this.nextRef = get32(bytes, start + 1) + 1;
    const accepted = this.room(ouch50Server.OrderAccepted.type);
    // UserRefNum, side, quantity, symbol, price, time in force and display follow each other in both messages, as do capacity, iso and cross type.
    for (let i = 1; i < 28; i++) accepted[8 + i] = bytes[start + i]!;
    put64(accepted, 36, orderRef);
    for (let i = 28; i < 31; i++) accepted[16 + i] = bytes[start + i]!;
    accepted[47] = LIVE;
    for (let i = 31; i < 45; i++) accepted[17 + i] = bytes[start + i]!;
    this.said(ouch50Server.OrderAccepted.bytes);
    if (!this.options.fills) return;
    const executed = this.room(ouch50Server.OrderExecuted.type);
    for (let i = 1; i < 5; i++) executed[8 + i] = bytes[start + i]!;
    for (let i = 6; i < 10; i++) executed[7 + i] = bytes[start + i]!;
    for (let i = 18; i < 26; i++) executed[i - 1] = bytes[start + i]!;
    executed[25] = REMOVED;
    put64(executed, 26, orderRef);
    this.said(ouch50Server.OrderExecuted.bytes);
  }

  private replace(bytes: Uint8Array, start: number): void {
    this.nextRef = Math.max(this.nextRef, get32(bytes, start + 5) + 1);
    const replaced = this.room(ouch50Server.OrderReplaced.type);
    for (let i = 1; i < 9; i++) replaced[8 + i] = bytes[start + i]!;
    replaced[17] = BUY;
    for (let i = 9; i < 13; i++) replaced[9 + i] = bytes[start + i]!;
    replaced.set(SYMBOL, 22);
    for (let i = 13; i < 23; i++) replaced[17 + i] = bytes[start + i]!;
    put64(replaced, 40, this.reference++);
    replaced[48] = AGENCY;
    replaced[49] = bytes[start + 23]!;
    replaced[50] = NO;
    replaced[51] = LIVE;
    for (let i = 24; i < 38; i++) replaced[28 + i] = bytes[start + i]!;
    this.said(ouch50Server.OrderReplaced.bytes);
  }
}
