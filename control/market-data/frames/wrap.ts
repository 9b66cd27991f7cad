/** Puts a UDP payload into the Ethernet/IPv4/UDP frame that the line's exchange would have sent. */
import { multicastMac, parseIpv4, parseMac } from './addresses.js';
import { addWords, fold } from './checksum.js';
import { FeedConfigError } from './errors.js';

export interface FrameAddress {
  /** Destination address, dotted quad. */
  readonly ip: string;
  readonly udpPort: number;
  /** Destination MAC; absent: the group's, or for a unicast address a locally administered one. */
  readonly mac?: string;
  /** Source; absent: 10.0.0.1, port 26400. */
  readonly sourceIp?: string;
  readonly sourcePort?: number;
}

/** Bytes in front of the payload. */
export const WRAP_HEADER_BYTES = 42;
const MIN_FRAME_BYTES = 60;
const MAX_PAYLOAD_BYTES = 65535 - 28;

/**
 * A template of the headers. `wrap` fills in lengths and checksums and returns the frame's length; short frames are
 * padded with zeros to 60 bytes, as a MAC does.
 */
export class FrameWrapper {
  private readonly header = new Uint8Array(WRAP_HEADER_BYTES);
  private identification = 0;

  constructor(address: FrameAddress) {
    const { header } = this;
    const ip = parseIpv4(address.ip);
    const source = parseIpv4(address.sourceIp ?? '10.0.0.1');
    const mac = address.mac === undefined ? multicastMac(ip) : parseMac(address.mac);
    header.set(mac ?? [0x02, 0, 0, 0, 0, 0x02], 0);
    header.set([0x02, 0, 0, 0, 0, 0x01], 6);
    header.set([0x08, 0x00, 0x45, 0x00], 12);
    header.set([0x40, 0x00, 64, 17], 20);
    for (let i = 0; i < 4; i++) {
      header[26 + i] = (source >>> (24 - 8 * i)) & 255;
      header[30 + i] = (ip >>> (24 - 8 * i)) & 255;
    }
    setWord(header, 34, address.sourcePort ?? 26400);
    setWord(header, 36, address.udpPort);
  }

  /** Writes the frame around `length` bytes of `payload` to the start of `frame`. */
  wrap(frame: Uint8Array, payload: Uint8Array, length: number): number {
    const bytes = Math.max(WRAP_HEADER_BYTES + length, MIN_FRAME_BYTES);
    if (length > MAX_PAYLOAD_BYTES || bytes > frame.length) {
      throw new FeedConfigError('FEED_PAYLOAD', `a payload of ${length} bytes does not fit a frame of ${frame.length}`);
    }
    frame.set(this.header, 0);
    for (let i = 0; i < length; i++) frame[WRAP_HEADER_BYTES + i] = payload[i]!;
    frame.fill(0, WRAP_HEADER_BYTES + length, bytes);

    setWord(frame, 16, 28 + length);
    setWord(frame, 18, this.identification);
    this.identification = (this.identification + 1) & 0xffff;
    setWord(frame, 24, 0xffff - fold(addWords(0, frame, 14, 20)));

    const udpBytes = 8 + length;
    setWord(frame, 38, udpBytes);
    setWord(frame, 40, 0);
    const pseudo = addWords(17 + udpBytes, frame, 26, 8);
    const checksum = 0xffff - fold(addWords(pseudo, frame, 34, udpBytes));
    // A checksum of 0 would mean that there is none; all ones is its equal.
    setWord(frame, 40, checksum === 0 ? 0xffff : checksum);
    return bytes;
  }
}

function setWord(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >> 8;
  bytes[at + 1] = value & 255;
}
