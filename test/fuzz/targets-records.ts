/** The record kernel: whatever a block of messages holds, it writes what the decoders write message by message. */
import { RECORD_LAYOUTS } from '../../control/core/generated/records.js';
import { bothWays, decoderOf } from '../../control/market-data/records/kernel/testing.js';
import { rule, type FuzzTarget } from './target.js';

type Protocol = 'itch50' | 'pitch2';

/** It begins a session anew, which the two ways are told in different places. */
const UNIT_CLEAR = 0x97;
/** More do not fit the ring, with two slots each. */
const MESSAGES_MAX = 60;
/** Bytes that frame a message of MoldUDP64. */
const PREFIX_BYTES = { itch50: 2, pitch2: 0 } as const;

/** Blocks of one to eight messages of all types, with bytes that differ from place to place. */
function blocks(protocol: Protocol): Uint8Array[] {
  const layouts = RECORD_LAYOUTS.filter((layout) => layout.protocol === protocol && layout.type !== UNIT_CLEAR);
  const messages = layouts.map(({ type, length }) => {
    const message = Array.from({ length }, (_, i) => (i * 29 + type) & 0xff);
    message[protocol === 'itch50' ? 0 : 1] = type;
    if (protocol === 'pitch2') message[0] = length;
    return protocol === 'itch50' ? [length >> 8, length & 0xff, ...message] : message;
  });
  return Array.from({ length: 64 }, (_, i) =>
    Uint8Array.from(
      Array.from({ length: 1 + (i % 8) }, (__, k) => messages[(i * 7 + k * 5) % messages.length]!).flat(),
    ),
  );
}

function target(protocol: Protocol): FuzzTarget {
  const ways = bothWays(protocol, [decoderOf(protocol), decoderOf(protocol)]);
  const prefix = PREFIX_BYTES[protocol];
  return {
    name: `${protocol}-records`,
    seeds: blocks(protocol),
    run(bytes, start, end, digest) {
      let count = 0;
      let at = start;
      while (count < MESSAGES_MAX) {
        const room = end - at - prefix;
        if (room < (protocol === 'itch50' ? 0 : 2)) break;
        const length = protocol === 'itch50' ? (bytes[at]! << 8) | bytes[at + 1]! : bytes[at]!;
        if (length > room || (protocol === 'pitch2' && (length < 2 || bytes[at + 1] === UNIT_CLEAR))) break;
        at += prefix + length;
        count++;
      }
      digest.number(count);
      if (count === 0) return 'refused';
      ways.take(bytes, start, at, count);
      const [found, expected] = [ways.byKernel.writer.ring.u8, ways.one.writer.ring.u8];
      rule(Buffer.compare(found, expected) === 0, 'the kernel and the decoder write different records');
      for (const name of ['delivered', 'unknown', 'empty'] as const) {
        rule(ways.byKernel.emitter.counter(name) === ways.one.emitter.counter(name), `they count ${name} differently`);
      }
      return at === end ? 'taken' : 'refused';
    },
  };
}

export const itch50Records = target('itch50');
export const pitch2Records = target('pitch2');
