/** What the bench's client sends: FIX 4.4 frames in a buffer that is written again with each call. */
import { OrdType, Side } from '../../../control/core/venue.js';
import { realTradingWorld } from '../../../control/core/world-trading.js';
import { FixEncoder } from '../../../control/protocols/fix/encoder.js';
import { ASK, BID, CLIENT, SYMBOLS } from './order-path.js';

export class ClientFrames {
  private readonly encoder = new FixEncoder({ beginString: 'FIX.4.4' });
  private next = 1;
  private entered = 0;

  logon(): Uint8Array {
    this.header('A');
    this.encoder.int(98, 0);
    this.encoder.int(108, 60);
    return this.finished();
  }

  /** To buy or sell some of the next symbol at a price that the market takes at once. */
  order(): Uint8Array {
    const { encoder } = this;
    const number = this.entered++;
    this.header('D');
    encoder.string(11, `ORD-${1e9 + number}`);
    encoder.string(1, 'DESK-042');
    encoder.char(21, 0x31);
    encoder.string(55, `S${number % SYMBOLS}`);
    encoder.char(54, number % 2 === 0 ? Side.buy : Side.sell);
    encoder.utcTimestamp(60, realTradingWorld.clock.epochMs(), 'milliseconds');
    // The same order does not come again for ten thousand orders.
    encoder.decimal(38, 1 + (Math.floor(number / SYMBOLS) % 100), 0);
    encoder.char(40, OrdType.limit);
    encoder.decimal(44, number % 2 === 0 ? ASK : BID, 4);
    encoder.char(59, 0x30);
    return this.finished();
  }

  /** An order that is for nobody: its number is given to the next one too. */
  unsent(): Uint8Array {
    const bytes = this.order();
    this.next--;
    return bytes;
  }

  /** As many as one read of a socket may bring. */
  orders(count: number): Uint8Array {
    return Buffer.concat(Array.from({ length: count }, () => Buffer.from(this.order())));
  }

  private header(msgType: string): void {
    const { encoder } = this;
    encoder.begin(msgType);
    encoder.int(34, this.next++);
    encoder.string(49, CLIENT);
    encoder.utcTimestamp(52, realTradingWorld.clock.epochMs(), 'milliseconds');
    encoder.string(56, 'CROSSFEED');
  }

  private finished(): Uint8Array {
    const { encoder } = this;
    encoder.finish();
    return encoder.bytes.subarray(encoder.start, encoder.end);
  }
}
