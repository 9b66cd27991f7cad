/** ITCH 5.0 and PITCH 2: the decoders of records, the views and the general codec, on the same bytes. */
import { RECORD_LAYOUTS, SLOT_BYTES } from '../../control/core/generated/records.js';
import { RecordRing } from '../../control/core/record-ring.js';
import { newSequence } from '../../control/market-data/arbiter/sequence.js';
import { ItchDecoder } from '../../control/market-data/records/itch50.js';
import { PitchDecoder } from '../../control/market-data/records/pitch2.js';
import { ItchView } from '../../control/protocols/itch50/view.js';
import { getPitch } from '../../control/protocols/pitch2/codec.js';
import { UnitPacket } from '../../control/protocols/pitch2/packet.js';
import { UNIT_HEADER_BYTES, UnitBlock, UnitFault } from '../../control/protocols/pitch2/unit.js';
import { PitchView } from '../../control/protocols/pitch2/view.js';
import { readBookFields } from '../bench/protocols/itch.js';
import { readPitchFields } from '../bench/protocols/pitch.js';
import { rule, type Digest, type FuzzTarget } from './target.js';

const ring = new RecordRing(new ArrayBuffer(4 * SLOT_BYTES), 0, 2);
const sequence = newSequence();

function digestRecord(digest: Digest, slots: number): void {
  digest.bytes(ring.u8, 0, slots * SLOT_BYTES);
  ring.u8.fill(0);
}

/** One good message of every type, with bytes that differ from place to place. */
function samples(protocol: 'itch50' | 'pitch2'): Uint8Array[] {
  return RECORD_LAYOUTS.filter((layout) => layout.protocol === protocol).map(({ type, length }) => {
    const message = Uint8Array.from({ length }, (_, i) => (i * 29 + type) & 0xff);
    message[protocol === 'itch50' ? 0 : 1] = type;
    if (protocol === 'pitch2') message[0] = length;
    return message;
  });
}

const itchDecoder = new ItchDecoder(undefined);
const itchView = new ItchView();

export const itch50: FuzzTarget = {
  name: 'itch50',
  seeds: samples('itch50'),
  run(bytes, start, end, digest) {
    const length = end - start;
    const slots = itchDecoder.slotsOf(bytes, start, length);
    digest.number(slots);
    if (slots === 0) return 'refused';
    const layout = RECORD_LAYOUTS.find(({ protocol, type }) => protocol === 'itch50' && type === bytes[start]);
    rule(layout?.length === length && layout.slots === slots, 'a message of another length than its type was taken');
    digest.flag(itchDecoder.isFiltered(bytes, start));
    ring.u8[0] = itchDecoder.recordTypeOf(bytes, start);
    itchDecoder.decode(ring, 0, bytes, start);
    digestRecord(digest, slots);
    itchView.bind(bytes);
    itchView.moveTo(start);
    rule(itchView.isKnownLength(length), 'the view does not know what the decoder knows');
    digest.number(readBookFields(itchView, length));
    return 'taken';
  },
};

/** Blocks of one to eight messages. */
function unitBlocks(): Uint8Array[] {
  const messages = samples('pitch2');
  return Array.from({ length: 64 }, (_, i) => {
    const chosen = Array.from({ length: 1 + (i % 8) }, (__, k) => messages[(i * 7 + k * 5) % messages.length]!);
    const bytes = Uint8Array.from([0, 0, chosen.length, 1, i + 1, 0, 0, 0, ...chosen.flatMap((each) => [...each])]);
    bytes[0] = bytes.length;
    bytes[1] = bytes.length >> 8;
    return bytes;
  });
}

const packet = new UnitPacket();
const block = new UnitBlock();
const pitchView = new PitchView();

export const pitch2: FuzzTarget = {
  name: 'pitch2',
  seeds: unitBlocks(),
  run(bytes, start, end, digest) {
    const length = end - start;
    digest.number(block.open(bytes, start, end));
    if (length < UNIT_HEADER_BYTES) return 'refused';
    packet.readHeader(bytes, start);
    digest.flag(packet.wellFormed);
    if (!packet.wellFormed) return 'refused';
    packet.scanBlocks(bytes, start, length);
    const { blocks, promised, truncated, overlong, trailingBytes } = packet;
    for (const value of [blocks, promised, packet.unit, packet.sequenceLo]) digest.number(value);
    for (const value of [truncated, overlong, trailingBytes, packet.sequenceOverflows]) digest.flag(value);
    rule(blocks <= promised && truncated === blocks < promised, 'the count of whole messages');
    rule(!overlong || truncated, 'overlong, and not truncated');
    const decoder = new PitchDecoder();
    let at = packet.firstBlock;
    for (let i = 0; i < blocks; i++) {
      const size = bytes[at]!;
      rule(size >= 2 && at + size <= end, 'a message runs past its block');
      digestMessage(decoder, bytes, at, size, digest);
      at += size;
    }
    const isWhole = block.open(bytes, start, end) === UnitFault.none;
    rule(!isWhole || !truncated, 'the strict reader takes what the lenient one finds cut off');
    return truncated ? 'refused' : 'taken';
  },
};

function digestMessage(decoder: PitchDecoder, bytes: Uint8Array, at: number, size: number, digest: Digest): void {
  const flags = decoder.flagsOf(sequence, bytes, at, size, 0);
  const slots = decoder.slotsOf(bytes, at, size);
  digest.number(flags);
  digest.number(slots);
  const message = getPitch(bytes, at);
  rule((message !== undefined) === slots > 0, 'the general codec and the decoder disagree on what is known');
  pitchView.bind(bytes);
  pitchView.moveTo(at);
  rule(pitchView.isKnownLength === slots > 0, 'the view and the decoder disagree on what is known');
  if (message === undefined) return;
  for (const value of Object.values(message.fields)) digest.any(value);
  digest.number(readPitchFields(pitchView));
  decoder.decode(ring, 0, bytes, at, size);
  digestRecord(digest, slots);
}
