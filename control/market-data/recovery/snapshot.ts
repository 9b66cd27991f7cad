/** Messages that do not come by the lines, and their way into books: a picture of a market for a late joiner, message by message, and what was lost. */
import { FIELD, FLAG, HEADER, RECORD } from '../../core/generated/records.js';
import type { RecordRing, RecordSink } from '../../core/record-ring.js';
import { HI, LO, newSequence } from '../arbiter/sequence.js';
import type { MessageDecoder } from '../records/decoder.js';
import { HOST_PORT } from '../records/emitter.js';
import { RecordWriter } from '../records/writer.js';

export interface SnapshotHandler {
  /** A picture begins: what came of one before is void. */
  onBegin(): void;
  /** A message of the feed's protocol, valid during the call. */
  onMessage(bytes: Uint8Array, at: number, length: number): void;
  /** The picture is whole, and holds everything before the live message with this number. */
  onComplete(nextSequence: number): void;
  /** The server says no, or the connection broke: what came is void, and the client tries again. */
  onFailed(reason: string): void;
}

const SLOTS_LOG2 = 10;
/** A record takes two slots and a padding one at most. */
const SLOTS_PER_RECORD = 3;
const TWO_32 = 4294967296;

/**
 * Turns messages that the host got by other ways than the lines into records of a channel, and gives them to a sink. Unknown messages are counted and
 * left out; so are those that the decoder's filter drops.
 */
export class HostRecords {
  unknown = 0;
  private readonly writer = new RecordWriter(SLOTS_LOG2);
  private readonly sequence = newSequence();
  /** Number behind the last message that had one: elsewhere the decoder's clock does not hold. */
  private next = -1;

  constructor(
    private readonly channel: number,
    private readonly decoder: MessageDecoder,
    private readonly sink: RecordSink,
  ) {}

  /** A message of a picture: without a sequence number, flagged `unsequenced`. */
  add(bytes: Uint8Array, at: number, length: number): void {
    this.write(0, bytes, at, length, FLAG.unsequenced);
  }

  /** A message of the stream, in its place. */
  message(sequence: number, bytes: Uint8Array, at: number, length: number): void {
    if (sequence !== this.next) this.decoder.onGap();
    this.next = sequence + 1;
    if (length > 0) this.write(sequence, bytes, at, length, HOST_PORT);
  }

  /** A record that says what is missing. */
  gap(first: number, last: number): void {
    const { writer } = this;
    if (writer.free < SLOTS_PER_RECORD) this.flush();
    const slot = writer.begin(1, RECORD.Gap, this.channel, 0);
    putNumber(writer.ring, slot + HEADER.sequence, first);
    putNumber(writer.ring, slot + FIELD.Gap.last, last);
  }

  /** Hands over what has piled up. */
  flush(): void {
    const { writer } = this;
    if (writer.pending === 0) return;
    const { first } = writer;
    const end = writer.batchEnd(writer.pending);
    this.sink.onRecords(writer.ring, first, end);
    writer.release(end);
  }

  private write(sequence: number, bytes: Uint8Array, at: number, length: number, ownFlags: number): void {
    const { writer, decoder } = this;
    this.sequence[LO] = sequence;
    this.sequence[HI] = sequence / TWO_32;
    const flags = decoder.flagsOf(this.sequence, bytes, at, length, ownFlags);
    const slots = decoder.slotsOf(bytes, at, length);
    if (slots === 0) {
      this.unknown++;
      return;
    }
    if (decoder.isFiltered(bytes, at)) return;
    if (writer.free < SLOTS_PER_RECORD) this.flush();
    const slot = writer.begin(slots, decoder.recordTypeOf(bytes, at), this.channel, flags);
    decoder.decode(writer.ring, slot, bytes, at, length);
    putNumber(writer.ring, slot + HEADER.sequence, sequence);
  }
}

function putNumber({ u32 }: RecordRing, byteOffset: number, value: number): void {
  u32[byteOffset >> 2] = value;
  u32[(byteOffset + 4) >> 2] = value / TWO_32;
}
