/** Small plans drawn from a seed, each with its own mixture of everything that can happen to a line. */
import type { ChannelConfig, FeedConfig, LineConfig } from '../../control/core/feed.js';
import type { ChannelPlan, LinePlan, OddPlan, StreamPlan } from './plans.js';
import { channelConfig } from './plans.js';
import { TestRandom } from './random.js';

const FIRST_SEQUENCES = [1n, 1n, 14_760_001n, 2n ** 32n - 40n, 2n ** 53n - 40n, 2n ** 63n - 40n, 2n ** 64n - 200n];

function randomLine(random: TestRandom, window: number): LinePlan {
  const bad = random.pick([0, 0.01, 0.05, 0.2]);
  const silent: [number, number][] = [];
  if (random.chance(0.15)) {
    const from = random.pick([0, 0, 0.3]);
    silent.push([from, from + random.pick([0.1, 0.5, 1])]);
  }
  return {
    loss: random.pick([0, 0.01, 0.1, 0.3]),
    duplicate: random.pick([0, 0.02, 0.2]),
    reorder: random.pick([0, 0.05, 0.3]),
    badFcs: bad,
    delay: random.chance(0.3) ? random.pick([1, Math.max(0, window - 1), window, window + 1, 3 * window]) : 0,
    jitter: random.pick([0, 0, 3, window]),
    reorderBeats: random.range(1, 3 * window + 2),
    silent,
  };
}

function randomOdd(random: TestRandom): OddPlan {
  const rate = (...rates: number[]): number => (random.chance(0.5) ? 0 : random.pick(rates));
  return {
    emptyBlock: rate(0.02, 0.3),
    unknown: rate(0.02, 0.3),
    truncated: rate(0.01, 0.1),
    overlong: rate(0.01, 0.1),
    trailing: rate(0.01, 0.1),
    heartbeat: rate(0.1, 0.4),
    endOfSession: rate(0.02, 0.15),
    newSession: rate(0.02, 0.15),
    strayedSession: rate(0.003, 0.02),
    unsequenced: rate(0.02, 0.1),
    jump: rate(0.02, 0.2),
    strayedSequence: rate(0.02, 0.2),
    noise: rate(0.02, 0.1),
  };
}

function randomChannel(random: TestRandom, index: number, window: number): ChannelConfig {
  const base = channelConfig(index, window);
  let lines: readonly LineConfig[] = base.lines;
  const shape = random.next();
  if (shape < 0.1) lines = [base.lines[random.below(2)]!];
  else if (shape < 0.2) lines = [...lines, { port: random.below(2), ip: '10.1.2.3', udpPort: 5000 + index }];
  if (random.chance(0.2))
    lines = lines.map((line) => (line.ip.startsWith('233.5') ? { ...line, mac: macText(index) } : line));
  const filter = new Uint32Array(2048);
  for (let i = 0; i < filter.length; i++) filter[i] = random.u32();
  return {
    ...base,
    lines,
    start: random.chance(0.2) ? random.pick(FIRST_SEQUENCES) : 'first',
    ...(random.chance(0.2) && { session: 'S0' }),
    ...(random.chance(0.2) && { filter }),
  };
}

/** The group address 233.54.12.(111 + index) as an Ethernet address. */
function macText(index: number): string {
  return `01:00:5e:36:0c:${(111 + index).toString(16)}`;
}

/** A stream of some hundred messages. `odd` false: only what the lines do to well-formed packets. */
export function randomPlan(seed: number, messages = 400): StreamPlan {
  const random = new TestRandom(seed, 2);
  const window = random.pick([0, 1, 5, 20, 20, 100, 100, 1000, 1000, 2 ** 31 + 7]);
  const channelCount = random.pick([1, 1, 1, 2, 4]);
  const grid = random.pick([1, 1, 5, 20]);
  const sessions = Array.from({ length: random.pick([1, 2, 3, 12]) }, (_, i) =>
    `S${i}`.padEnd(10, i === 2 ? '\0' : ' '),
  );
  const configs = Array.from({ length: channelCount }, (_, i) => randomChannel(random, i, window));
  const largest = random.pick([1, 3, 10, 60]);
  const spacing = random.pick([0, 10, 60, 300, 300, 50_000]);
  const firstBeat = random.pick([0, 0, 2 ** 32 - 3000, 2 ** 47 - 3000, 2 ** 48 - 2 ** 33]);
  const channels = configs.map((config): ChannelPlan => ({
    messages: Math.ceil(random.range(messages >> 3, messages) / channelCount),
    firstSequence: random.pick(FIRST_SEQUENCES),
    sessions,
    burst: [1, random.pick([1, 5, 40, 300])],
    packet: [1, largest],
    spacing: [random.below(spacing + 1), spacing],
    samePackets: random.chance(0.7),
    lines: config.lines.map(() => randomLine(random, window)),
  }));
  const config: FeedConfig = {
    minFrameBytes: random.pick([60, 60, 14]),
    maxFrameBytes: random.pick([1518, 1518, 1518, 200]),
    channels: configs,
  };
  const framing = {
    vlan: random.pick([0, 0.3]),
    ipOptions: random.pick([0, 0.1]),
    udpChecksum: random.pick([0, 0.5, 1]),
    trailer: random.pick([0, 0.2]),
  };
  return { seed, config, grid, firstBeat, channels, odd: randomOdd(random), framing };
}
