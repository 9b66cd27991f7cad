/** A venue of the bench that speaks OUCH 5.0 over SoupBinTCP: it accepts every order, and fills it at once where it is told to. */
import type { Stream, StreamHandler } from '../../../control/core/streams.js';
import { get16, get32, get64, put16 } from '../../../control/protocols/big-endian.js';
import { ouch50Client, ouch50Server } from '../../../control/protocols/ouch50/messages.js';
import { getMessage, putMessage } from '../../../control/protocols/layout.js';
import { SoupServer, type SequencedLog } from '../../../control/protocols/soupbintcp/server.js';

/** Messages that are kept: what was sent long ago is not asked for again. */
const KEPT = 4096;
const MESSAGE_BYTES = 80;
const ENTER = 0x4f;
const REPLACE = 0x55;
const QUERY = 0x51;
const CANCEL = 0x58;
const MASS_CANCEL = 0x43;
const TIMESTAMP = 34_200_000_000_000;

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
  private reference = 1n;

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

  private say(put: (bytes: Uint8Array) => number): void {
    const at = this.next % KEPT;
    const bytes = this.kept[at]!;
    const end = put(bytes);
    put16(bytes, end, 0);
    this.lengths[at] = end + 2;
    this.next++;
  }

  private request(bytes: Uint8Array, start: number, end: number): void {
    this.requests++;
    const type = bytes[start];
    if (type === ENTER) this.enter(bytes, start);
    else if (type === REPLACE) this.replace(bytes, start);
    else if (type === CANCEL || type === MASS_CANCEL) this.cancels++;
    else if (type === QUERY) {
      this.say((into) =>
        putMessage(into, 0, ouch50Server.AccountQueryResponse, { timestamp: TIMESTAMP, nextUserRefNum: this.nextRef }),
      );
    } else
      throw new Error(`a message ${type} of ${end - start} bytes that the bench does not know, ${get16(bytes, start)}`);
  }

  private enter(bytes: Uint8Array, start: number): void {
    const fields = getMessage(bytes, start, ouch50Client.EnterOrder);
    const { userRefNum, quantity } = fields;
    const price = get64(bytes, start + 18);
    const orderRef = this.reference++;
    this.nextRef = userRefNum + 1;
    this.say((into) =>
      putMessage(into, 0, ouch50Server.OrderAccepted, { ...fields, timestamp: TIMESTAMP, orderRef, orderState: 'L' }),
    );
    if (!this.options.fills) return;
    this.say((into) =>
      putMessage(into, 0, ouch50Server.OrderExecuted, {
        timestamp: TIMESTAMP,
        userRefNum,
        quantity,
        price,
        liquidityFlag: 'R',
        matchNumber: orderRef,
      }),
    );
  }

  private replace(bytes: Uint8Array, start: number): void {
    const fields = getMessage(bytes, start, ouch50Client.ReplaceOrder);
    const { userRefNum, origUserRefNum, quantity, price, timeInForce, display, iso, clOrdId } = fields;
    this.nextRef = Math.max(this.nextRef, get32(bytes, start + 5) + 1);
    this.say((into) =>
      putMessage(into, 0, ouch50Server.OrderReplaced, {
        timestamp: TIMESTAMP,
        origUserRefNum,
        userRefNum,
        side: 'B',
        quantity,
        symbol: 'S0',
        price,
        timeInForce,
        display,
        orderRef: this.reference++,
        capacity: 'A',
        iso,
        crossType: 'N',
        orderState: 'L',
        clOrdId,
      }),
    );
  }
}
