/** The engine with the record kernel, and the same without it: a filter that lets everything pass has each message looked at alone. */
import { describe, expect, it } from 'vitest';
import { RECORD_LAYOUTS } from '../../core/generated/records.js';
import { SeededRandom } from '../../core/random.js';
import { moldPacket, rigConfig, TestRig } from './test-rig.js';

const LAYOUTS = RECORD_LAYOUTS.filter(({ protocol }) => protocol === 'itch50');
const ORDERS = LAYOUTS.filter(({ type }) => [0x41, 0x44, 0x45, 0x55, 0x58].includes(type));
const SESSION = 'SESSION001';

function message(random: SeededRandom): Uint8Array {
  const layouts = random.below(60) === 0 ? LAYOUTS : ORDERS;
  const { type, length } = layouts[random.below(layouts.length)]!;
  const bytes = Uint8Array.from({ length: random.below(300) === 0 ? length + 1 : length }, () => random.below(256));
  bytes[0] = type;
  return random.below(400) === 0 ? new Uint8Array(0) : bytes;
}

/** Two lines that lose, cut off and repeat packets, and say that there is more to come. */
function* packets(seed: number): Generator<{ port: number; bytes: Uint8Array }> {
  const random = new SeededRandom(seed);
  let sequence = 0xffff_ff00;
  for (let i = 0; i < 150; i++) {
    const messages = Array.from({ length: random.below(12) }, () => message(random));
    const packet = moldPacket(sequence, messages.length === 0 ? 'heartbeat' : messages, SESSION);
    for (const port of [0, 1]) {
      if (random.below(12) === 0) continue;
      const end = random.below(25) === 0 ? packet.length - random.below(packet.length - 20 || 1) : packet.length;
      const more = random.below(25) === 0 ? 3 : 0;
      const bytes = new Uint8Array(end + more);
      bytes.set(packet.subarray(0, end));
      yield { port, bytes };
    }
    sequence += messages.length;
  }
}

describe('whole packets by the kernel', () => {
  it.each([1, 2, 3, 4])('give the records and the counters of messages that are taken one by one (seed %i)', (seed) => {
    const rigs = [new TestRig(rigConfig({})), new TestRig(rigConfig({ filter: new Uint32Array(2048).fill(~0) }))];
    const [records, others] = rigs.map((rig) => {
      const told: string[] = [];
      const note = rig.onRecords.bind(rig);
      rig.onRecords = (ring, first, end) => {
        note(ring, first, end);
        for (let slot = first; slot !== end; slot = (slot + 1) >>> 0) {
          const at = (slot & ring.mask) * 64;
          told.push(Buffer.from(ring.u8.subarray(at, at + 64)).toString('hex'));
        }
      };
      let arrival = 1000;
      for (const { port, bytes } of packets(seed)) rig.payload(port, (arrival += 40), bytes);
      rig.finish();
      return told;
    });
    expect(records!.length).toBeGreaterThan(400);
    expect(records).toEqual(others);
    const [counters, otherCounters] = rigs.map(({ engine }) => engine.counters());
    expect(counters).toEqual(otherCounters);
  });
});
