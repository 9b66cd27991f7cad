/** For tests: what comes of a block of messages by the record kernel, and message by message by the decoders. */
import { advance, newSequence, setSequence } from '../../arbiter/sequence.js';
import type { MessageDecoder } from '../decoder.js';
import { ChannelEmitter } from '../emitter.js';
import { ItchDecoder } from '../itch50.js';
import { PitchDecoder } from '../pitch2.js';
import { RecordWriter } from '../writer.js';

const CHANNEL = 5;
const PORT = 1;
const SLOTS_LOG2 = 7;

export function decoderOf(protocol: 'itch50' | 'pitch2'): MessageDecoder {
  return protocol === 'itch50' ? new ItchDecoder(undefined) : new PitchDecoder();
}

/** @param decoders one for the kernel's way, one for the other */
export function bothWays(protocol: 'itch50' | 'pitch2', decoders: readonly MessageDecoder[]) {
  const prefix = protocol === 'itch50' ? 2 : 0;
  const [byKernel, one] = decoders.map((decoder) => {
    const writer = new RecordWriter(SLOTS_LOG2);
    return { writer, emitter: new ChannelEmitter(writer, CHANNEL, 2, decoder), sequence: newSequence() };
  });
  if (byKernel === undefined || one === undefined) throw new Error('two decoders');
  const now = Float64Array.of(0, 2 ** 47 + 0x89ab_cdef);
  for (const each of [byKernel, one]) setSequence(each.sequence, 0x1_ffff_ffe0n);
  return {
    byKernel,
    one,
    /** `count` whole messages; afterwards both rings are free, and hold the same bytes. */
    take(bytes: Uint8Array, at: number, end: number, count: number): void {
      byKernel.emitter.onMessages(byKernel.sequence, bytes, at, end, count, prefix, PORT, now, 1);
      let from = at;
      for (let i = 0; i < count; i++) {
        const length = prefix === 2 ? (bytes[from]! << 8) | bytes[from + 1]! : bytes[from]!;
        one.emitter.onMessage(one.sequence, bytes, from + prefix, length, PORT, now, 1);
        advance(one.sequence, 1);
        from += prefix + length;
      }
      for (const each of [byKernel, one]) each.writer.release((each.writer.first + each.writer.pending) >>> 0);
    },
  };
}
