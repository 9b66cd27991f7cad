/** The process that codec-allocation.test.ts measures: prints how many bytes decoding, validating and encoding left on the heap. */
import { PerformanceObserver } from 'node:perf_hooks';
import { dictionary } from '../../../control/protocols/fix/dictionary.js';
import { FixEncoder } from '../../../control/protocols/fix/encoder.js';
import { FixFramer } from '../../../control/protocols/fix/framer.js';
import { FixMessage } from '../../../control/protocols/fix/message.js';
import { Validator } from '../../../control/protocols/fix/validator.js';
import { samples, stream, times } from './codec.js';
import { BEGIN_STRING } from './codec-messages.js';

const ROUNDS = 2000;

const fix44 = dictionary('FIX44');
const validator = new Validator(fix44, fix44);
const encoder = new FixEncoder({ beginString: BEGIN_STRING });
const sum = { total: 0 };
let invalid = 0;
let messages = 0;

const streams = samples.map((sample) => {
  // As a session has them: with another receive buffer each time, views of it would be made each time.
  const framer = new FixFramer({ maxMessageBytes: 65_536 });
  const message = new FixMessage();
  const handler = {
    onMessage(bytes: Uint8Array, start: number, end: number): boolean {
      if (message.parse(bytes, start, end) !== 0 || validator.validate(message) !== 0) invalid++;
      sample.read(message, sum);
      messages++;
      return true;
    },
    onGarbled: (): boolean => invalid++ < 0,
  };
  return { framer, handler, sample, bytes: stream(sample) };
});

function decodeRound(): void {
  for (const { framer, bytes, handler } of streams) framer.push(bytes, handler);
}

function encodeRound(): void {
  for (const { sample } of streams) {
    for (let i = 0; i < 256; i++) sample.encode(encoder, 1000 + i, times[1 + (i & 63)] as number);
  }
}

/** When each collection began. They are reported in order, some turns of the event loop later. */
const begun: number[] = [];
const observer = new PerformanceObserver((list) => begun.push(...list.getEntries().map((entry) => entry.startTime)));
observer.observe({ entryTypes: ['gc'] });

async function measure(round: () => void): Promise<{ bytes: number; collections: number }> {
  for (let i = 0; i < ROUNDS; i++) round();
  globalThis.gc!();
  const start = performance.now();
  const before = process.memoryUsage().heapUsed;
  for (let i = 0; i < ROUNDS; i++) round();
  const bytes = process.memoryUsage().heapUsed - before;
  const end = performance.now();
  // Once one of our own has been reported, so have all before it.
  globalThis.gc!();
  while (!begun.some((time) => time >= end)) await new Promise((resolve) => setImmediate(resolve));
  return { bytes, collections: begun.filter((time) => time >= start && time < end).length };
}

const decoded = await measure(decodeRound);
const encoded = await measure(encodeRound);
const each = ROUNDS * 512;
process.stdout.write(JSON.stringify({ decoded, encoded, each, messages, invalid, total: sum.total }));
