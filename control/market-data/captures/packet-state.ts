/** What the packets of pcap and pcapng have in common: their place in the buffer, truncation, and an FCS that was kept. */
import type { Warn } from './capture.js';
import { MAX_CAPTURED_BYTES } from './capture.js';
import type { ChunkReader } from './chunk-reader.js';
import { CaptureError } from './errors.js';
import { FCS_BYTES, hasGoodFcs } from './fcs.js';

export class PacketState {
  at = 0;
  length = 0;
  badFcs = false;
  timeNs = 0n;
  private warnedTruncated = false;
  private warnedEmpty = false;

  constructor(
    private readonly reader: ChunkReader,
    private readonly warn: Warn,
  ) {}

  /** Refuses a packet length that no capture program writes, before any memory is taken for it. */
  checkLength(captured: number, offset: number): void {
    if (captured <= MAX_CAPTURED_BYTES) return;
    throw new CaptureError('CAPTURE_LENGTH', 'no such packet length', this.reader.file.path, offset, {
      found: `${captured} bytes`,
      expected: `at most ${MAX_CAPTURED_BYTES}`,
    });
  }

  /**
   * Takes the packet of `captured` bytes at `at`, of which the wire had `original`. Returns false for one that holds nothing, which
   * is left out.
   */
  take(at: number, captured: number, original: number, fcsBytes: number, crcError: boolean): boolean {
    this.at = at;
    this.length = captured;
    this.badFcs = crcError;
    if (captured < original) {
      this.badFcs = true;
      this.warnOnce('truncated');
    } else if (fcsBytes === FCS_BYTES) {
      this.badFcs = crcError || !hasGoodFcs(this.reader.bytes, at, captured);
      this.length = Math.max(captured - FCS_BYTES, 0);
    }
    if (this.length > 0) return true;
    this.warnOnce('empty');
    return false;
  }

  private warnOnce(trouble: 'truncated' | 'empty'): void {
    const where = `${this.reader.file.path}: offset ${this.reader.offset}`;
    if (trouble === 'truncated' && !this.warnedTruncated) {
      this.warnedTruncated = true;
      this.warn(`${where}: packets were cut to the snapshot length when they were captured; they count as bad frames`);
    } else if (trouble === 'empty' && !this.warnedEmpty) {
      this.warnedEmpty = true;
      this.warn(`${where}: packets without a single byte are left out`);
    }
  }
}
