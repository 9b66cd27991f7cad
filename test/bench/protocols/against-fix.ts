/**
 * The same content in the binary protocols and in FIX: an order, a fill, and a new order on the feed. Decoding reads the same
 * values; the FIX messages are those of the suite `fix`, and a market data refresh of one entry.
 */
import { get32, put32, put64 } from '../../../control/protocols/big-endian.js';
import { FixEncoder } from '../../../control/protocols/fix/encoder.js';
import { FixFramer, type FrameHandler } from '../../../control/protocols/fix/framer.js';
import { FixMessage } from '../../../control/protocols/fix/message.js';
import { encodeAddOrder } from '../../../control/protocols/itch50/encoder.js';
import { ItchView } from '../../../control/protocols/itch50/view.js';
import { OrderBuffer } from '../../../control/protocols/ouch/order-memory.js';
import { putEnterOrder50 } from '../../../control/protocols/ouch50/orders.js';
import { putSoupHeader, SoupType } from '../../../control/protocols/soupbintcp/packets.js';
import { times } from '../fix/codec.js';
import { BEGIN_STRING, encodeNewOrder, encodeReport, TIME_MS } from '../fix/codec-messages.js';
import { readNewOrder, readReport, type ReadSum } from '../fix/codec-readers.js';
import type { BenchContext } from '../harness.js';
import { readBookFields } from './itch.js';
import { measured, order50 } from './orders.js';

const BATCH = 4096;
const EXECUTED_BYTES = 3 + 36;
const ENTER_BYTES = 50;
/** With the two bytes of its MoldUDP64 block. */
const ADD_BYTES = 2 + 36;

interface Pair {
  readonly name: string;
  readonly input: string;
  readonly binaryBytes: number;
  /** Where `encodeBinary` writes, where it cannot write elsewhere. */
  readonly buffer?: Uint8Array;
  readonly encodeBinary: (out: Uint8Array, at: number, i: number) => void;
  readonly decodeBinary: (bytes: Uint8Array, at: number) => number;
  readonly encodeFix: (encoder: FixEncoder, msgSeqNum: number, timeMs: number) => void;
  readonly readFix: (message: FixMessage, sum: ReadSum) => void;
}

export function compareWithFix(context: BenchContext): void {
  for (const pair of [order(), fill(), add()]) compare(context, pair);
  context.note(
    'against FIX: the same content; FIX is this project’s own codec (BodyLength and CheckSum checked), the binary side has no checksum of its own',
  );
}

function compare(context: BenchContext, pair: Pair): void {
  const { name, input, binaryBytes, encodeBinary, decodeBinary, encodeFix, readFix } = pair;
  const bytes = pair.buffer ?? new Uint8Array(BATCH * binaryBytes);
  const sum: ReadSum = { total: 0 };
  measured(context, {
    name: `${name}-encode`,
    input,
    run: () => {
      for (let i = 0; i < BATCH; i++) encodeBinary(bytes, i * binaryBytes, i);
    },
  });
  measured(context, {
    name: `${name}-decode`,
    input,
    run: () => {
      let total = 0;
      for (let i = 0; i < BATCH; i++) total = (total + decodeBinary(bytes, i * binaryBytes)) | 0;
      sum.total += total;
    },
  });
  const encoder = new FixEncoder({ beginString: BEGIN_STRING });
  encodeFix(encoder, 4711, TIME_MS);
  const fixBytes = encoder.length;
  const received = new Uint8Array(BATCH * fixBytes);
  for (let i = 0; i < BATCH; i++) {
    encodeFix(encoder, 1000 + i, TIME_MS);
    received.set(encoder.bytes.subarray(encoder.start, encoder.end), i * fixBytes);
  }
  measured(context, {
    name: `${name}-encode-fix`,
    input: `FIX, ${fixBytes} bytes`,
    peer: true,
    // A time that is computed here might have to be put on the heap on its way to the encoder.
    run: () => {
      for (let i = 0; i < BATCH; i++) encodeFix(encoder, 1000 + i, times[1 + (i & 63)] as number);
    },
  });
  const framer = new FixFramer({ maxMessageBytes: 65_536 });
  const message = new FixMessage();
  const handler: FrameHandler = {
    onMessage(from, start, end) {
      if (message.parse(from, start, end) !== 0) throw new Error('the sample cannot be parsed');
      readFix(message, sum);
      return true;
    },
    onGarbled: () => {
      throw new Error('the sample is garbled');
    },
  };
  measured(context, {
    name: `${name}-decode-fix`,
    input: `FIX, ${fixBytes} bytes`,
    peer: true,
    run: () => framer.push(received, handler),
  });
  const wire = (label: string, value: number, peer: boolean): void =>
    context.report({ name: label, unit: 'bytes', n: 1, p50: value, p99: value, p999: value, max: value, peer });
  wire(`${name}-wire`, binaryBytes, false);
  wire(`${name}-wire-fix`, fixBytes, true);
  if (sum.total === 0) throw new Error('protocols: nothing was read');
}

function order(): Pair {
  const orders = new OrderBuffer(BATCH * ENTER_BYTES);
  return {
    name: 'order',
    input: `OUCH 5.0 Enter Order in SoupBinTCP, ${ENTER_BYTES} bytes`,
    binaryBytes: ENTER_BYTES,
    buffer: orders.bytes,
    encodeBinary: (_out, at, i) => {
      order50.userRefNum = i;
      order50.quantity = 100 + i;
      putEnterOrder50(orders, at, order50);
    },
    decodeBinary: (bytes, at) =>
      (get32(bytes, at + 4) ^
        bytes[at + 8]! ^
        get32(bytes, at + 9) ^
        get32(bytes, at + 13) ^
        get32(bytes, at + 17) ^
        get32(bytes, at + 25) ^
        bytes[at + 29]! ^
        bytes[at + 31]! ^
        get32(bytes, at + 34) ^
        get32(bytes, at + 38) ^
        get32(bytes, at + 42)) |
      0,
    encodeFix: encodeNewOrder,
    readFix: readNewOrder,
  };
}

function fill(): Pair {
  return {
    name: 'fill',
    input: `OUCH 5.0 Order Executed in SoupBinTCP, ${EXECUTED_BYTES} bytes`,
    binaryBytes: EXECUTED_BYTES,
    encodeBinary: (out, at, i) => {
      const body = putSoupHeader(out, at, SoupType.sequencedData, EXECUTED_BYTES - 3);
      out[body] = 0x45;
      put64(out, body + 1, 34_200_000_000_000 + i);
      put32(out, body + 9, i);
      put32(out, body + 13, 300);
      put64(out, body + 17, 4_281_500);
      out[body + 25] = 0x41;
      put64(out, body + 26, 4711 + i);
      out[body + 34] = 0;
      out[body + 35] = 0;
    },
    decodeBinary: (bytes, at) =>
      (get32(bytes, at + 4) ^
        get32(bytes, at + 8) ^
        get32(bytes, at + 12) ^
        get32(bytes, at + 16) ^
        get32(bytes, at + 24) ^
        bytes[at + 28]! ^
        get32(bytes, at + 29) ^
        get32(bytes, at + 33)) |
      0,
    encodeFix: encodeReport,
    readFix: readReport,
  };
}

function add(): Pair {
  const view = new ItchView();
  const ids = Buffer.from('49=VENUE\x0156=CROSSFEED\x01', 'latin1');
  return {
    name: 'add',
    input: `ITCH 5.0 Add Order in a MoldUDP64 block, ${ADD_BYTES} bytes`,
    binaryBytes: ADD_BYTES,
    encodeBinary: (out, at, i) => {
      out[at] = 0;
      out[at + 1] = 36;
      encodeAddOrder(out, at + 2, 7, 0, 34_200_000_000_000, 0, 100 + i, 'B', 100, 'MSFT', 4_282_500);
    },
    decodeBinary: (bytes, at) => {
      view.bind(bytes);
      view.moveTo(at + 2);
      return readBookFields(view, 36);
    },
    encodeFix: (encoder, msgSeqNum, timeMs) => {
      encoder.begin('X');
      encoder.int(34, msgSeqNum);
      encoder.raw(ids);
      encoder.utcTimestamp(52, timeMs, 'milliseconds');
      encoder.int(268, 1);
      encoder.char(279, 0x30);
      encoder.char(269, 0x30);
      encoder.string(278, '000004711');
      encoder.string(55, 'MSFT');
      encoder.decimal(270, 4_282_500, 4);
      encoder.decimal(271, 100, 0);
      encoder.finish();
    },
    readFix: (message, sum) => {
      sum.total +=
        message.int(34) +
        message.char(279) +
        message.char(269) +
        message.decimal(270, 4) +
        message.decimal(271, 0) +
        message.find(278) +
        message.find(55);
    },
  };
}
