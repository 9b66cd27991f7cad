/** pcapng: sections of either byte order, any number of interfaces, Enhanced, Simple and (obsolete) Packet Blocks. */
import type { InputFile } from '../../core/world-files.js';
import { LINKTYPE_ETHERNET, type Capture, type Warn } from './capture.js';
import { ChunkReader } from './chunk-reader.js';
import { CaptureError } from './errors.js';
import { FCS_BYTES } from './fcs.js';
import { PacketState } from './packet-state.js';

export const PCAPNG_MAGIC = 0x0a0d0d0a;

const SECTION_HEADER = PCAPNG_MAGIC;
const INTERFACE_DESCRIPTION = 1;
const OBSOLETE_PACKET = 2;
const SIMPLE_PACKET = 3;
const ENHANCED_PACKET = 6;
const BYTE_ORDER_MAGIC = 0x1a2b3c4d;

const OPTION_END = 0;
const OPTION_EPB_FLAGS = 2;
const OPTION_IF_TSRESOL = 9;
const OPTION_IF_FCSLEN = 13;
const OPTION_IF_TSOFFSET = 14;
/** In epb_flags: the link layer found a wrong CRC. */
const FLAG_CRC_ERROR = 1 << 24;

const BLOCK_OVERHEAD_BYTES = 12;
const BLOCK_BYTES_MAX = 64 << 20;

interface Interface {
  readonly linkType: number;
  readonly snapBytes: number;
  /** ns = offset + ticks × numerator / denominator. */
  readonly numerator: bigint;
  readonly denominator: bigint;
  readonly offsetNs: bigint;
  readonly fcsBytes: number;
}

export class PcapngCapture implements Capture {
  private readonly reader: ChunkReader;
  private readonly packet: PacketState;
  private littleEndian = true;
  private interfaces: Interface[] = [];
  private nextSkip = 0;

  constructor(
    private readonly file: InputFile,
    warn: Warn,
  ) {
    this.reader = new ChunkReader(file);
    this.packet = new PacketState(this.reader, warn);
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
    const { reader } = this;
    for (;;) {
      reader.skip(this.nextSkip);
      this.nextSkip = 0;
      if (!reader.ensure(1)) return false;
      reader.require(BLOCK_OVERHEAD_BYTES, 'a block header');
      const type = reader.view.getUint32(reader.at, this.littleEndian);
      if (type === SECTION_HEADER) this.takeByteOrder();
      const total = reader.view.getUint32(reader.at + 4, this.littleEndian);
      if (total < BLOCK_OVERHEAD_BYTES || total % 4 !== 0 || total > BLOCK_BYTES_MAX) {
        throw this.error('CAPTURE_BLOCK', 'no such block length', 4, total, 'a multiple of 4 from 12 to 64 MiB');
      }
      reader.require(total, 'a block');
      const trailer = reader.view.getUint32(reader.at + total - 4, this.littleEndian);
      if (trailer !== total) {
        throw this.error('CAPTURE_BLOCK', "a block's two lengths differ", total - 4, trailer, total);
      }
      this.nextSkip = total;
      if (this.takeBlock(type, reader.at + 8, reader.at + total - 4)) return true;
    }
  }

  close(): void {
    this.file.close();
  }

  /** Takes the block's body, `bytes[at]` up to `end`. True when it was a frame. */
  private takeBlock(type: number, at: number, end: number): boolean {
    switch (type) {
      case SECTION_HEADER: {
        const major = this.need(at, 16, end).getUint16(at + 4, this.littleEndian);
        if (major !== 1) throw this.error('CAPTURE_VERSION', 'no such pcapng version', 12, major, 1);
        this.interfaces = [];
        return false;
      }
      case INTERFACE_DESCRIPTION:
        this.interfaces.push(this.readInterface(at, end));
        return false;
      case ENHANCED_PACKET:
        return this.takeTimedPacket(at, end, this.need(at, 20, end).getUint32(at, this.littleEndian));
      case OBSOLETE_PACKET:
        return this.takeTimedPacket(at, end, this.need(at, 20, end).getUint16(at, this.littleEndian));
      case SIMPLE_PACKET:
        return this.takeSimplePacket(at, end);
      default:
        return false;
    }
  }

  private takeByteOrder(): void {
    const { reader } = this;
    const found = reader.view.getUint32(reader.at + 8, true);
    if (found === BYTE_ORDER_MAGIC) this.littleEndian = true;
    else if (reader.view.getUint32(reader.at + 8, false) === BYTE_ORDER_MAGIC) this.littleEndian = false;
    else throw this.error('CAPTURE_BYTE_ORDER', 'no byte-order magic', 8, hex(found), hex(BYTE_ORDER_MAGIC));
  }

  private readInterface(at: number, end: number): Interface {
    const { littleEndian } = this;
    const view = this.need(at, 8, end);
    let resolution = 6;
    let offsetNs = 0n;
    let fcsBytes = 0;
    this.eachOption(at + 8, end, (code, value, length) => {
      if (code === OPTION_IF_TSRESOL && length >= 1) resolution = view.getUint8(value);
      if (code === OPTION_IF_TSOFFSET && length >= 8) {
        offsetNs = view.getBigInt64(value, littleEndian) * 1_000_000_000n;
      }
      if (code === OPTION_IF_FCSLEN && length >= 1 && view.getUint8(value) === FCS_BYTES) fcsBytes = FCS_BYTES;
    });
    const exponent = BigInt(resolution & 0x7f);
    return {
      linkType: view.getUint16(at, littleEndian),
      snapBytes: view.getUint32(at + 4, littleEndian),
      numerator: 1_000_000_000n,
      denominator: (resolution & 0x80) === 0 ? 10n ** exponent : 2n ** exponent,
      offsetNs,
      fcsBytes,
    };
  }

  private takeTimedPacket(at: number, end: number, interfaceId: number): boolean {
    const { packet, littleEndian } = this;
    const { view } = this.reader;
    const from = this.interfaceOf(interfaceId);
    const ticks = (BigInt(view.getUint32(at + 4, littleEndian)) << 32n) | BigInt(view.getUint32(at + 8, littleEndian));
    const captured = view.getUint32(at + 12, littleEndian);
    const original = view.getUint32(at + 16, littleEndian);
    packet.checkLength(captured, this.reader.offset + 20);
    this.need(at + 20, captured, end);
    packet.timeNs = from.offsetNs + (ticks * from.numerator) / from.denominator;
    let { fcsBytes } = from;
    let crcError = false;
    this.eachOption(at + 20 + Math.ceil(captured / 4) * 4, end, (code, value, length) => {
      if (code !== OPTION_EPB_FLAGS || length < 4) return;
      const flags = view.getUint32(value, littleEndian);
      crcError = (flags & FLAG_CRC_ERROR) !== 0;
      if (((flags >>> 5) & 15) === FCS_BYTES) fcsBytes = FCS_BYTES;
    });
    return packet.take(at + 20, captured, original, fcsBytes, crcError);
  }

  /** A packet without a time of its own: it has the previous one's. */
  private takeSimplePacket(at: number, end: number): boolean {
    const original = this.need(at, 4, end).getUint32(at, this.littleEndian);
    const from = this.interfaceOf(0);
    const room = end - at - 4;
    const snapped = from.snapBytes === 0 ? original : Math.min(original, from.snapBytes);
    if (snapped > room) {
      throw this.error('CAPTURE_BLOCK', 'a packet is longer than its block', 8, `${snapped} bytes`, `at most ${room}`);
    }
    this.packet.checkLength(snapped, this.reader.offset + 8);
    return this.packet.take(at + 4, snapped, original, from.fcsBytes, false);
  }

  private interfaceOf(id: number): Interface {
    const found = this.interfaces[id];
    if (found === undefined) {
      const expected = `0 to ${this.interfaces.length - 1}`;
      throw this.error('CAPTURE_INTERFACE', 'a packet of an interface that is not described', 8, id, expected);
    }
    if (found.linkType !== LINKTYPE_ETHERNET) {
      const expected = `${LINKTYPE_ETHERNET} (Ethernet)`;
      throw this.error(
        'CAPTURE_LINK_TYPE',
        'only Ethernet captures can be read',
        8,
        `link type ${found.linkType}`,
        expected,
      );
    }
    return found;
  }

  private eachOption(from: number, end: number, visit: (code: number, value: number, length: number) => void): void {
    const { view } = this.reader;
    for (let at = from; at + 4 <= end;) {
      const code = view.getUint16(at, this.littleEndian);
      const length = view.getUint16(at + 2, this.littleEndian);
      if (code === OPTION_END) return;
      if (at + 4 + length > end) {
        const offset = at - this.reader.at;
        throw this.error('CAPTURE_OPTION', 'an option is longer than its block', offset, length, end - at - 4);
      }
      visit(code, at + 4, length);
      at += 4 + Math.ceil(length / 4) * 4;
    }
  }

  /** The view, when the block holds `count` bytes from `at` on. */
  private need(at: number, count: number, end: number): DataView {
    if (at + count > end) {
      const offset = at - this.reader.at;
      throw this.error('CAPTURE_BLOCK', 'a block is too short', offset, `${end - at} bytes`, `${count}`);
    }
    return this.reader.view;
  }

  /** An error `offset` bytes into the current block. */
  private error(
    code: `CAPTURE_${string}`,
    message: string,
    offset: number,
    found: string | number,
    expected: string | number,
  ): CaptureError {
    return new CaptureError(code, message, this.file.path, this.reader.offset + offset, { found, expected });
  }
}

function hex(value: number): string {
  return `0x${value.toString(16).padStart(8, '0')}`;
}
