/** The card's counters, all of one cycle, read in one call. */
import type { FeedCounters } from '../control/core/feed.js';
import {
  CHANNEL_COUNTERS,
  LINE_COUNTERS,
  PORT_COUNTERS,
  REJECT_REASONS,
  SKEW_BINS,
} from '../control/core/generated/records.js';
import { CHANNEL, DEVICE, PORT, RING } from './generated/registers.js';

const COUNTER_BYTES = 8;

type Read = (addresses: readonly number[]) => Uint32Array;
type Write = (address: number, value: number) => void;

/** What `read` reads, of one cycle of the card: its copy of all counters, made now. Skew histograms are not in it and go on. */
export function ofOneCycle<Result>(write: Write, read: () => Result): Result {
  write(DEVICE.BASE + DEVICE.SNAPSHOT, 1);
  const result = read();
  write(DEVICE.BASE + DEVICE.SNAPSHOT, 0);
  return result;
}

/** Reads `ports` ports and the first `channels` channels. */
export function readCounters(read: Read, ports: number, channels: number): FeedCounters {
  const plan = new CounterPlan();
  const portAt = (port: number): number => plan.counters(PORT.BASE + port * PORT.STRIDE + PORT.COUNTERS, PORT_WORDS);
  const portPlaces = Array.from({ length: ports }, (_, port) => portAt(port));
  const channelPlaces = Array.from({ length: channels }, (_, channel) => {
    const base = CHANNEL.BASE + channel * CHANNEL.STRIDE;
    return {
      state: plan.word(base + CHANNEL.STATE),
      expected: plan.wide(base + CHANNEL.EXPECTED_LO),
      counters: plan.counters(base + CHANNEL.COUNTERS, CHANNEL_COUNTERS.length),
      skew: Array.from({ length: ports }, (_unused, port) =>
        plan.words(base + CHANNEL.SKEW_0 + port * (CHANNEL.SKEW_1 - CHANNEL.SKEW_0), SKEW_BINS),
      ),
      lines: Array.from({ length: ports }, (_unused, port) => ({
        counters: plan.counters(base + CHANNEL.LINE_COUNTERS + port * CHANNEL.LINE_STRIDE, LINE_COUNTERS.length),
        last: plan.wide(base + CHANNEL.LAST_0_LO + port * (CHANNEL.LAST_1_LO - CHANNEL.LAST_0_LO)),
      })),
    };
  });

  const words = read(plan.addresses);
  const wide = (place: number): number => words[place]! + words[place + 1]! * 2 ** 32;
  const group = <Name extends string>(names: readonly Name[], place: number): Record<Name, number> =>
    Object.fromEntries(names.map((name, index) => [name, wide(place + 2 * index)])) as Record<Name, number>;
  return {
    ports: portPlaces.map((place) => ({
      ...group(PORT_COUNTERS, place),
      rejected: group(REJECT_REASONS, place + 2 * PORT_COUNTERS.length),
    })),
    channels: channelPlaces.map(({ state, expected, counters, skew, lines }) => ({
      ...group(CHANNEL_COUNTERS, counters),
      expected:
        (words[state]! & CHANNEL.STATE_STARTED_MASK) === 0
          ? undefined
          : (BigInt(words[expected + 1]!) << 32n) | BigInt(words[expected]!),
      skew: skew.map((place) => [...words.subarray(place, place + SKEW_BINS)]),
      lines: lines.map(({ counters: place, last }) => {
        const line = group(LINE_COUNTERS, place);
        return { ...line, lastBeats: line.packets === 0 ? undefined : wide(last) };
      }),
    })),
  };
}

/** Records that the card dropped for want of credit. */
export function readDropped(read: Read): number {
  const words = read([RING.BASE + RING.DROPPED_LO, RING.BASE + RING.DROPPED_HI]);
  return words[0]! + words[1]! * 2 ** 32;
}

const PORT_WORDS = PORT_COUNTERS.length + REJECT_REASONS.length;

/** Addresses in the order of reading: LO before its HI, because reading LO latches HI. */
class CounterPlan {
  readonly addresses: number[] = [];

  word(address: number): number {
    return this.addresses.push(address) - 1;
  }

  words(address: number, count: number): number {
    const place = this.addresses.length;
    for (let index = 0; index < count; index++) this.word(address + 4 * index);
    return place;
  }

  wide(address: number): number {
    const place = this.word(address);
    this.word(address + 4);
    return place;
  }

  counters(address: number, count: number): number {
    const place = this.addresses.length;
    for (let index = 0; index < count; index++) this.wide(address + index * COUNTER_BYTES);
    return place;
  }
}
