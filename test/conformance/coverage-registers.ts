/** For the coverage of the RTL: the host reads every register and counter of every block. `npx tsx test/conformance/coverage-registers.ts` */
import { REGISTER_BLOCKS, type BlockEntry } from '../../driver/generated/register-map.js';
import { Nic } from '../../driver/nic.js';
import { deviceName } from '../support/device.js';

/** More than any card has of a block; what is not there reads as something, too. */
const INSTANCES_MAX = 4;

function offsetsOf({ registers, counters }: BlockEntry): number[] {
  const words = counters.flatMap(({ offset, stride = 0, names }) =>
    [0, 1].flatMap((part) => names.flatMap((_, n) => [0, 4].map((half) => offset + part * stride + 8 * n + half))),
  );
  return [...registers.map(({ offset }) => offset), ...words];
}

const nic = Nic.open(deviceName('registers'), {});
let read = 0;
for (const block of REGISTER_BLOCKS) {
  const instances = block.count === undefined ? 1 : INSTANCES_MAX;
  for (let i = 0; i < instances; i++) {
    for (const offset of offsetsOf(block)) {
      nic.readRegister(block.base + i * block.stride + offset);
      read++;
    }
  }
}
nic.close();
console.log(`${read} reads`);
