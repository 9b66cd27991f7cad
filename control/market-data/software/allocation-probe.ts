/**
 * For the allocation test: runs packets through the engine in a process of its own, where modules are what they are in production,
 * and prints how much the heap grows per message. Needs `--expose-gc`.
 */
import { MESSAGE_LENGTHS } from '../../protocols/itch50/messages.js';
import { FrameWrapper } from '../frames/wrap.js';
import { SoftwareEngine } from './engine.js';
import { moldPacket, rigConfig } from './test-rig.js';

const MESSAGES_PER_PACKET = 24;
const PACKETS_PER_RUN = 1000;
const WARM_UP_RUNS = 40;
const RUNS = 21;

const engine = new SoftwareEngine(rigConfig());
const wrappers = [0, 1].map((port) => new FrameWrapper({ ip: `233.0.0.${port}`, udpPort: 26400 }));
const types = 'AADEFXUPCQISRHYLVWKJhNO';
const messages = Array.from({ length: MESSAGES_PER_PACKET }, (_, i) => {
  const type = types.charCodeAt(i % types.length);
  const message = new Uint8Array(MESSAGE_LENGTHS[type]!).fill(0xe5);
  message[0] = type;
  return message;
});
const payload = moldPacket(1, messages);
const view = new DataView(payload.buffer);
const frame = new Uint8Array(1518);
const sink = {
  slots: 0,
  onRecords: (_: unknown, first: number, end: number) => void (sink.slots += (end - first) >>> 0),
};
// Numbers that do not fit 31 bits: sequences, times and references from the start.
let sequence = 0x9000_0000;
let arrival = 2 ** 40;

const packet = (port: number): void => {
  const length = wrappers[port]!.wrap(frame, payload, payload.length);
  arrival += 150;
  while (!engine.pushFrame(port, arrival, frame, length, false)) engine.poll(sink, 4096);
};
const run = (): void => {
  for (let i = 0; i < PACKETS_PER_RUN; i++) {
    view.setUint32(10, 7);
    view.setUint32(14, sequence);
    // Of twenty packets port 0 misses one, port 1 another, and both a third: held messages, fills and gaps.
    if (i % 20 !== 5 && i % 20 !== 15) packet(0);
    if (i % 20 !== 10 && i % 20 !== 15) packet(1);
    sequence += MESSAGES_PER_PACKET;
  }
  while (engine.poll(sink, 4096) > 0);
};

for (let i = 0; i < WARM_UP_RUNS; i++) run();
const growth: number[] = [];
for (let i = 0; i < RUNS; i++) {
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  run();
  growth.push(process.memoryUsage().heapUsed - before);
}
growth.sort((a, b) => a - b);
const copies = 2 * PACKETS_PER_RUN * MESSAGES_PER_PACKET * 0.9;
// The last gap of the last run is still open.
const { gaps, gapMessages } = engine.counters().channels[0]!;
process.stdout.write(
  JSON.stringify({
    bytesPerMessage: growth[RUNS >> 1]! / copies,
    slots: sink.slots,
    gaps: Math.round(gaps / (WARM_UP_RUNS + RUNS)),
    gapMessages: Math.round(gapMessages / (WARM_UP_RUNS + RUNS)),
  }),
);
