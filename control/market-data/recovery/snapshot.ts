/** A picture of a market for a late joiner, message by message, and its way into books: as records without a sequence number. */
import { FLAG, HEADER } from '../../core/generated/records.js';
import type { RecordSink } from '../../core/record-ring.js';
import { newSequence } from '../arbiter/sequence.js';
import type { MessageDecoder } from '../records/decoder.js';
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

/**
 * Gives a picture to a sink as records, flagged `unsequenced`. Unknown messages are
 * counted and left out.
 */
export class SnapshotRecords {
  unknown = 0;
  private readonly writer = new RecordWriter(SLOTS_LOG2);
  private readonly sequence = newSequence();

  constructor(
    private readonly channel: number,
    private readonly decoder: MessageDecoder,
    private readonly sink: RecordSink,
  ) {}

  add(bytes: Uint8Array, at: number, length: number): void {
    const { writer, decoder } = this;
    const flags = decoder.flagsOf(this.sequence, bytes, at, length, FLAG.unsequenced);
    const slots = decoder.slotsOf(bytes, at, length);
    if (slots === 0) {
      this.unknown++;
      return;
    }
    if (writer.free < SLOTS_PER_RECORD) this.flush();
    const slot = writer.begin(slots, decoder.recordTypeOf(bytes, at), this.channel, flags);
    decoder.decode(writer.ring, slot, bytes, at, length);
    writer.ring.u32[(slot + HEADER.sequence) >> 2] = 0;
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
}
