/** pcap: micro- or nanosecond times, either byte order. */
import type { InputFile } from '../../core/world-files.js';
import { LINKTYPE_ETHERNET, type Capture, type Warn } from './capture.js';
import { ChunkReader } from './chunk-reader.js';
import { CaptureError } from './errors.js';
import { FCS_BYTES } from './fcs.js';
import { PacketState } from './packet-state.js';

const HEADER_BYTES = 24;
const PACKET_HEADER_BYTES = 16;
const MAGIC_MICROSECONDS = 0xa1b2c3d4;
const MAGIC_NANOSECONDS = 0xa1b23c4d;

/** True for the first four bytes of a pcap file, read in little-endian order. */
export function isPcap(magic: number): boolean {
  return [MAGIC_MICROSECONDS, MAGIC_NANOSECONDS, 0xd4c3b2a1, 0x4d3cb2a1].includes(magic);
}

export class PcapCapture implements Capture {
  private readonly reader: ChunkReader;
  private readonly packet: PacketState;
  private readonly littleEndian: boolean;
  private readonly nsPerUnit: number;
  private readonly fcsBytes: number;
  private nextSkip = 0;

  constructor(
    private readonly file: InputFile,
    warn: Warn,
  ) {
    this.reader = new ChunkReader(file);
    this.packet = new PacketState(this.reader, warn);
    this.reader.require(HEADER_BYTES, 'the pcap header');
    const { view, at } = this.reader;
    const magic = view.getUint32(at, true);
    this.littleEndian = magic === MAGIC_MICROSECONDS || magic === MAGIC_NANOSECONDS;
    this.nsPerUnit = view.getUint32(at, this.littleEndian) === MAGIC_NANOSECONDS ? 1 : 1000;
    const major = view.getUint16(at + 4, this.littleEndian);
    if (major !== 2) {
      throw new CaptureError('CAPTURE_VERSION', 'no such pcap version', file.path, 4, { found: major, expected: 2 });
    }
    const link = view.getUint32(at + 20, this.littleEndian);
    if ((link & 0xffff) !== LINKTYPE_ETHERNET) {
      throw new CaptureError('CAPTURE_LINK_TYPE', 'only Ethernet captures can be read', file.path, 20, {
        found: `link type ${link & 0xffff}`,
        expected: `${LINKTYPE_ETHERNET} (Ethernet)`,
      });
    }
    // The upper bits may say that packets end in their FCS, and how many 16-bit words it has.
    this.fcsBytes = (link & 0x04000000) !== 0 && (link >>> 28) * 2 === FCS_BYTES ? FCS_BYTES : 0;
    this.nextSkip = HEADER_BYTES;
  }

  get path(): string {
    return this.file.path;
  }
  get size(): number {
    return this.file.size;
  }
  get bytesRead(): number {
    return this.reader.offset;
  }
  get bytes(): Uint8Array {
    return this.reader.bytes;
  }
  get at(): number {
    return this.packet.at;
  }
  get length(): number {
    return this.packet.length;
  }
  get badFcs(): boolean {
    return this.packet.badFcs;
  }
  get timeNs(): bigint {
    return this.packet.timeNs;
  }

  next(): boolean {
    const { reader, packet, littleEndian } = this;
    for (;;) {
      reader.skip(this.nextSkip);
      this.nextSkip = 0;
      if (!reader.ensure(1)) return false;
      reader.require(PACKET_HEADER_BYTES, 'a packet header');
      const seconds = reader.view.getUint32(reader.at, littleEndian);
      const fraction = reader.view.getUint32(reader.at + 4, littleEndian);
      const captured = reader.view.getUint32(reader.at + 8, littleEndian);
      const original = reader.view.getUint32(reader.at + 12, littleEndian);
      packet.checkLength(captured, reader.offset + 8);
      reader.require(PACKET_HEADER_BYTES + captured, 'a packet');
      packet.timeNs = BigInt(seconds) * 1_000_000_000n + BigInt(fraction * this.nsPerUnit);
      this.nextSkip = PACKET_HEADER_BYTES + captured;
      if (packet.take(reader.at + PACKET_HEADER_BYTES, captured, original, this.fcsBytes, false)) return true;
    }
  }

  close(): void {
    this.file.close();
  }
}
