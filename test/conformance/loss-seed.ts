/** One random stream through a card that drops what its host has no room for. */
import { FLAG, HEADER, LAP_OFFSET, RECORD } from '../../control/core/generated/records.js';
import { Nic } from '../../driver/nic.js';
import { SlotCollector } from '../support/compare.js';
import { expectByOracle } from '../support/check.js';
import { deviceName } from '../support/device.js';
import { randomPlan } from '../support/random-plan.js';
import { TestRandom } from '../support/random.js';
import { SlotLog } from '../support/slots.js';
import { allFrames } from '../support/streams.js';

/** Records without their lap words, pads left out. */
export function records(log: SlotLog): Uint8Array[] {
  const found: Uint8Array[] = [];
  for (let i = 0; i < log.length; i++) {
    const first = log.slot(i);
    if (first[HEADER.type] === RECORD.Pad) continue;
    first.fill(0, LAP_OFFSET);
    if ((first[HEADER.flags]! & FLAG.twoSlots) === 0) found.push(first);
    else {
      const second = log.slot(++i);
      second.fill(0, LAP_OFFSET);
      found.push(new Uint8Array([...first, ...second]));
    }
  }
  return found;
}

/** A card that does not wait for its host, and a host that looks into the ring now and then. */
export function runWithLoss(seed: number): {
  readonly log: SlotLog;
  readonly hostLost: number[];
  readonly expected: Uint8Array[];
} {
  const plan = randomPlan(seed);
  const frames = allFrames(plan);
  const random = new TestRandom(seed, 4);
  const nic = Nic.open(deviceName('ring-loss'), { slotsLog2: random.range(4, 7), ingressLog2: 20 });
  try {
    nic.configure(plan.config);
    const log = new SlotLog();
    const sink = new SlotCollector(log);
    const patience = random.pick([0.005, 0.03, 0.3]);
    const turn = (): void => {
      nic.step(random.range(1, 60));
      if (random.chance(patience)) nic.poll(sink, random.range(1, 40));
    };
    for (const { port, arrival, bytes, badFcs } of frames) {
      while (!nic.pushFrame(port, arrival, bytes, bytes.length, badFcs)) turn();
      turn();
    }
    nic.endOfInput();
    while (!nic.drained()) turn();
    return {
      log,
      hostLost: nic.counters().channels.map((channel) => channel.hostLost),
      expected: records(expectByOracle(plan.config, frames, 20).log),
    };
  } finally {
    nic.close();
  }
}
