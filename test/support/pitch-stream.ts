/** Random streams of PITCH 2 units over two lines, with everything that can happen to a block and to a line. */
import type { ChannelConfig, FeedConfig } from '../../control/core/feed.js';
import { RECORD_LAYOUTS } from '../../control/core/generated/records.js';
import { FrameBuilder } from './frames.js';
import type { Frame } from './frames.js';
import { windowNs } from './plans.js';
import { TestRandom } from './random.js';
import { addressOf } from './streams.js';

const HEADER_BYTES = 8;
const TIME = 0x20;
const UNIT_CLEAR = 0x97;
const LAYOUTS = RECORD_LAYOUTS.filter(({ protocol }) => protocol === 'pitch2');

export interface PitchStream {
  readonly config: FeedConfig;
  readonly frames: readonly Frame[];
}

function message(random: TestRandom): Uint8Array {
  const kind = random.next();
  let type: number;
  let length: number;
  if (kind < 0.1) {
    type = random.pick([TIME, TIME, UNIT_CLEAR, 0x9a, 0x00, 0xff]);
    length = random.pick([6, 6, 6, 6, 2, 5, 9]);
  } else {
    const layout = random.pick(LAYOUTS);
    type = layout.type === UNIT_CLEAR ? TIME : layout.type;
    length = random.pick([
      layout.length,
      layout.length,
      layout.length,
      layout.atLeast,
      layout.length - 1,
      layout.length + 3,
      70,
    ]);
  }
  const bytes = new Uint8Array(Math.max(2, length));
  random.fill(bytes, 0, bytes.length);
  bytes[0] = bytes.length;
  bytes[1] = type;
  return bytes;
}

export function pitchStream(seed: number, mode: ChannelConfig['mode'] = 'verified', blocks = 150): PitchStream {
  const random = new TestRandom(seed, 7);
  const window = random.pick([0, 5, 20, 100, 100, 1000]);
  const shared = random.chance(0.5);
  const units = [random.below(256), random.below(256)].slice(0, random.range(1, 2));
  const channels = [...new Set(units)].map((unit, index): ChannelConfig => ({
    protocol: 'pitch2',
    mode,
    windowNs: windowNs(window),
    start: random.chance(0.3) ? 1n : 'first',
    lines: [0, 1].map((port) => ({
      port,
      ip: `233.1.${port}.${shared ? 9 : index}`,
      udpPort: 30501,
      unit,
    })),
  }));
  const config: FeedConfig = { minFrameBytes: random.pick([60, 14]), maxFrameBytes: 1518, channels };
  const builder = new FrameBuilder();
  const frames: Frame[] = [];
  const loss = [random.pick([0, 0.05, 0.3]), random.pick([0, 0.05, 0.3])];
  const bad = [random.pick([0, 0.05, 0.2]), random.pick([0, 0.05, 0.2])];
  const late = random.pick([0, 1, window, 3 * window]);
  const next = channels.map(() => random.pick([1, 1, 1000, 0xffffff00]));
  const odd = random.pick([0, 0.05, 0.2]);
  let time = 0;
  for (let i = 0; i < blocks; i++) {
    time += random.below(random.pick([2, 60, 400]));
    const which = random.below(channels.length);
    const channel = channels[which]!;
    const unit = random.chance(odd / 4) ? random.below(256) : channel.lines[0]!.unit!;
    if (random.chance(0.03)) next[which] = random.pick([1, 1, next[which]! + 2, next[which]! + 300]) % 2 ** 32;
    const messages = random.chance(0.1) ? [] : Array.from({ length: random.range(1, 8) }, () => message(random));
    const clears = messages.some((each) => each[1] === UNIT_CLEAR) && random.chance(0.7);
    if (clears) next[which] = random.pick([1, 1, 5, next[which]!]);
    const sequence = random.chance(odd / 4) ? 0 : next[which]!;
    const body = messages.flatMap((each) => [...each]);
    if (random.chance(odd)) body.push(...random.pick([[1, 0x20], [0], [9], [7, 7, 7], [40, 0x21, 3]]));
    const promised = messages.length + (random.chance(odd) ? random.range(1, 3) : 0);
    const declared = HEADER_BYTES + body.length + (random.chance(odd) ? random.pick([-200, -9, -3, -1, 1, 30]) : 0);
    const block = Uint8Array.from([
      Math.max(0, declared) & 255,
      Math.max(0, declared) >> 8,
      promised,
      unit,
      sequence & 255,
      (sequence >>> 8) & 255,
      (sequence >>> 16) & 255,
      sequence >>> 24,
      ...body,
    ]).subarray(0, random.chance(odd / 3) ? random.below(12) : undefined);
    for (const line of [0, 1]) {
      if (random.chance(loss[line]!)) continue;
      const { port } = channel.lines[line]!;
      const start = builder.begin(addressOf(channel.lines[line]!), {
        udpChecksum: random.chance(0.5),
        ...(random.chance(0.1) && { vlan: 5 }),
        ...(random.chance(0.1) && { ipOptions: 4 * random.range(1, 10) }),
      });
      builder.bytes.set(block, start);
      const length = builder.finish(block.length);
      const copies = random.chance(0.05) ? 2 : 1;
      for (let copy = 0; copy < copies; copy++) {
        const badFcs = random.chance(bad[line]!);
        const bytes = builder.bytes.slice(0, length);
        if (badFcs) bytes[random.below(length)]! ^= 1 << random.below(8);
        frames.push({ port, arrival: time + random.below(late + 1) + copy * random.below(300), bytes, badFcs });
      }
    }
    if (sequence !== 0) next[which] = (next[which]! + messages.length) % 2 ** 32;
  }
  // A stable sort: what one line has sent at one time stays in its order.
  frames.sort((a, b) => a.arrival - b.arrival);
  return { config, frames };
}
