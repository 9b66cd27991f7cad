/** The codec: what it costs to decode, to decode and validate, and to encode an order and an execution report; jspurefix beside it. */
import { dictionary } from '../../../control/protocols/fix/dictionary.js';
import { FixEncoder } from '../../../control/protocols/fix/encoder.js';
import { FixFramer, type FrameHandler } from '../../../control/protocols/fix/framer.js';
import { FixMessage } from '../../../control/protocols/fix/message.js';
import { strictValidation, Validator } from '../../../control/protocols/fix/validator.js';
import type { BenchContext } from '../harness.js';
import {
  BEGIN_STRING,
  encodeNewOrder,
  encodeReport,
  NEW_ORDER_BYTES,
  REPORT_BYTES,
  TIME_MS,
} from './codec-messages.js';
import { runPeer, type PeerWork } from './codec-peer.js';
import { readNewOrder, readReport, type ReadSum } from './codec-readers.js';

const BATCH = 256;
const BATCHES = 2000;
const WARM_UP = 400;

interface Sample {
  readonly name: string;
  readonly input: string;
  readonly bytes: number;
  readonly encode: (encoder: FixEncoder, msgSeqNum: number, timeMs: number) => void;
  readonly read: (message: FixMessage, sum: ReadSum) => void;
  readonly goals: { readonly decode: number; readonly validate: number; readonly encode: number };
}

export const samples: readonly Sample[] = [
  {
    name: 'new-order',
    input: `NewOrderSingle, ${NEW_ORDER_BYTES} bytes`,
    bytes: NEW_ORDER_BYTES,
    encode: encodeNewOrder,
    read: readNewOrder,
    goals: { decode: 350, validate: 900, encode: 400 },
  },
  {
    name: 'report',
    input: `ExecutionReport, ${REPORT_BYTES} bytes`,
    bytes: REPORT_BYTES,
    encode: encodeReport,
    read: readReport,
    goals: { decode: 550, validate: 1300, encode: 600 },
  },
];

export async function run(context: BenchContext): Promise<void> {
  context.note(
    'decode: BodyLength and CheckSum checked, all fields indexed, the fields read that an order handler reads; a receive buffer of many messages, each with a number and a price of its own',
  );
  for (const sample of samples) ours(context, sample);
  context.note(
    'jspurefix: its parser with a view of each message, and the same fields read from the view; its transmitter without a socket',
  );
  await runPeer(context, samples.map(peerWork));
}

/** What a socket would bring: BATCH messages one behind the other, numbered. */
export function stream({ encode, bytes }: Sample): Uint8Array {
  const encoder = new FixEncoder({ beginString: BEGIN_STRING });
  const all = new Uint8Array(BATCH * bytes);
  for (let i = 0; i < BATCH; i++) {
    encode(encoder, 4711 + i, TIME_MS + i);
    if (encoder.length !== bytes) throw new Error(`the sample has ${encoder.length} bytes, expected ${bytes}`);
    all.set(encoder.bytes.subarray(encoder.start, encoder.end), i * bytes);
  }
  return all;
}

function peerWork(sample: Sample): PeerWork {
  const received = stream(sample);
  const message = new FixMessage();
  const sum: ReadSum = { total: 0 };
  for (let i = 0; i < BATCH; i++) {
    message.parse(received, i * sample.bytes, (i + 1) * sample.bytes);
    sample.read(message, sum);
  }
  const { name, input } = sample;
  const encoded = received.slice(0, sample.bytes);
  return { name, input, batch: BATCH, received, total: sum.total, encoded, timeMs: TIME_MS };
}

/**
 * Times that are on the heap already, which the text among them sees to: one that is computed may have to be put there by whoever calls the
 * encoder, once a message, and that would be counted as the encoder's.
 */
export const times: readonly unknown[] = ['', ...Array.from({ length: 64 }, (_, i) => TIME_MS + 12 * i)];

function ours({ time, report, allocated }: BenchContext, sample: Sample): void {
  const { name, input, goals } = sample;
  const received = stream(sample);
  const framer = new FixFramer({ maxMessageBytes: 65_536 });
  const message = new FixMessage();
  const sum: ReadSum = { total: 0 };
  const fix44 = dictionary('FIX44');
  const validator = new Validator(fix44, fix44, strictValidation);
  const garbled = (): boolean => {
    throw new Error('the sample is garbled');
  };
  const decoding: FrameHandler = {
    onMessage(bytes, start, end) {
      if (message.parse(bytes, start, end) !== 0) throw new Error('the sample cannot be parsed');
      sample.read(message, sum);
      return true;
    },
    onGarbled: garbled,
  };
  const validating: FrameHandler = {
    onMessage(bytes, start, end) {
      if (message.parse(bytes, start, end) !== 0) throw new Error('the sample cannot be parsed');
      if (validator.validate(message) !== 0) throw new Error(`the sample is not valid: ${validator.text}`);
      sample.read(message, sum);
      return true;
    },
    onGarbled: garbled,
  };
  const common = { input, batch: BATCH, batches: BATCHES, warmUp: WARM_UP };
  const decode = (): void => framer.push(received, decoding);
  const validate = (): void => framer.push(received, validating);
  time({ ...common, name: `decode-${name}`, goal: { atMost: goals.decode }, run: decode });
  time({ ...common, name: `decode-validate-${name}`, goal: { atMost: goals.validate }, run: validate });
  const encoder = new FixEncoder({ beginString: BEGIN_STRING });
  let number = 0;
  const encode = (index: number): void => {
    const timeMs = times[1 + (index & 63)] as number;
    for (let i = 0; i < BATCH; i++) sample.encode(encoder, 1000 + (number++ % 9000), timeMs);
  };
  time({ ...common, name: `encode-${name}`, goal: { atMost: goals.encode }, run: encode });
  for (const [what, work] of [
    ['decode', decode],
    ['decode-validate', validate],
    ['encode', encode],
  ] as const) {
    const calls = 200;
    const bytes = allocated(work, calls) / BATCH;
    const figures = { n: calls * BATCH, p50: bytes, p99: bytes, p999: bytes, max: bytes };
    report({ name: `${what}-${name}-allocated`, unit: 'bytes', ...figures, input, goal: { atMost: 1 } });
  }
  if (!(sum.total > 0)) throw new Error('fix: nothing was read');
}
