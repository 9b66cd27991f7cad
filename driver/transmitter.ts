/** Frames from the host to the card's ports, through a ring of slots in shared memory; and what became of them. */
import { TX } from './abi.js';
import { NicError } from './errors.js';
import { TRANSMIT } from './generated/registers.js';

export interface TransmitOptions {
  /** The card puts in the checksum of the IPv4 header (20 bytes, right behind an untagged Ethernet header). */
  readonly insertIpv4Checksum?: boolean;
  /** And that of UDP behind it. */
  readonly insertUdpChecksum?: boolean;
  /** Comes back with the frame's fate; below 2^32. */
  readonly cookie?: number;
}

export interface TransmittedFrame {
  /** `stopped`: the kill switch was on, it was not sent and will not be; `refused`: not what a checksum was wanted for; `failed`: the card could not read it. */
  readonly fate: 'sent' | 'stopped' | 'refused' | 'failed';
  readonly cookie: number;
  /** When its first 8 bytes were handed to the MAC, beats; 0 when it was not sent. */
  readonly egressBeats: number;
}

const FATES: Readonly<Record<number, TransmittedFrame['fate']>> = {
  [TX.SENT]: 'sent',
  [TX.STOPPED]: 'stopped',
  [TX.REFUSED]: 'refused',
};
const MIN_BYTES = 60;

export class Transmitter {
  private head = 0;
  private tail = 0;
  private readonly words: Int32Array;

  /**
   * @param memory the slots, CF_REGION_TRANSMIT
   * @param bus what the card calls them
   */
  constructor(
    private readonly where: string,
    private readonly memory: Buffer,
    private readonly bus: bigint,
    private readonly write: (addresses: readonly number[], values: readonly number[]) => void,
  ) {
    this.words = new Int32Array(memory.buffer, memory.byteOffset, memory.length / 4);
  }

  /** Switches the card's transmit ring on, empty. */
  enable(): void {
    const at = TRANSMIT.BASE;
    this.head = this.tail = 0;
    for (let slot = 0; slot < TX.SLOTS; slot++) Atomics.store(this.words, (slot * TX.SLOT_BYTES + TX.DONE) / 4, 0);
    this.write(
      [
        at + TRANSMIT.CONTROL,
        at + TRANSMIT.BASE_LO,
        at + TRANSMIT.BASE_HI,
        at + TRANSMIT.SIZE_LOG2,
        at + TRANSMIT.CONTROL,
      ],
      [0, Number(this.bus & 0xffffffffn), Number(this.bus >> 32n), TX.SLOTS_LOG2, TRANSMIT.CONTROL_ENABLE_MASK],
    );
  }

  /** Kill switch: no frame of any source begins any more, at the next frame's border; or takes that back. */
  stop(isStopped: boolean): void {
    const control = TRANSMIT.CONTROL_ENABLE_MASK | (isStopped ? TRANSMIT.CONTROL_STOP_MASK : 0);
    this.write([TRANSMIT.BASE + TRANSMIT.CONTROL], [control]);
  }

  /**
   * Limits the rate of port 0 or 1: a share of the line (1: all of it; 0: no limit), and how many beats it may be ahead.
   * FCS, preamble and gap count as 24 bytes.
   */
  limit(port: 0 | 1, share: number, burstBeats: number): void {
    const interval = share === 0 ? 0 : Math.round(65_536 / share);
    if (!(share >= 0 && share <= 1 && interval < 2 ** 32)) {
      throw new NicError('NIC_CONFIGURATION', 'no such rate', { where: this.where, found: share, expected: '0 to 1' });
    }
    const at = TRANSMIT.BASE + port * (TRANSMIT.INTERVAL_1 - TRANSMIT.INTERVAL_0);
    this.write([at + TRANSMIT.INTERVAL_0, at + TRANSMIT.BURST_0], [interval, burstBeats]);
  }

  /** Hands over a frame (Ethernet without FCS, 60 to 1984 bytes). False: every slot is taken, `reap` first. */
  send(port: number, frame: Uint8Array, options: TransmitOptions = {}): boolean {
    if (frame.length < MIN_BYTES || frame.length > TX.MAX_BYTES) {
      throw new NicError('NIC_CONFIGURATION', 'no frame of such a length can be sent', {
        where: this.where,
        found: frame.length,
        expected: `${MIN_BYTES} to ${TX.MAX_BYTES}`,
      });
    }
    if ((this.tail - this.head) >>> 0 === TX.SLOTS) return false;
    const slot = (this.tail % TX.SLOTS) * TX.SLOT_BYTES;
    const { memory, words } = this;
    memory.set(frame, slot + TX.FRAME);
    words[slot / 4] = frame.length;
    words[slot / 4 + 1] =
      port |
      (options.insertIpv4Checksum === true ? TX.INSERT_IPV4 : 0) |
      (options.insertUdpChecksum === true ? TX.INSERT_UDP : 0);
    words[slot / 4 + 2] = options.cookie ?? 0;
    words[slot / 4 + 3] = 0;
    this.tail = (this.tail + 1) >>> 0;
    this.write([TRANSMIT.BASE + TRANSMIT.TAIL], [this.tail]);
    return true;
  }

  /** The next frame's fate, in the order of sending; undefined: not known yet. */
  reap(): TransmittedFrame | undefined {
    const slot = (this.head % TX.SLOTS) * TX.SLOT_BYTES;
    const { words } = this;
    if (this.head === this.tail || Atomics.load(words, (slot + TX.DONE) / 4) >>> 0 !== (this.head + 1) >>> 0) {
      return undefined;
    }
    this.head = (this.head + 1) >>> 0;
    const at = slot / 4;
    return {
      fate: FATES[words[at]!] ?? 'failed',
      cookie: words[at + 2]! >>> 0,
      egressBeats: (words[at + 4]! >>> 0) + (words[at + 5]! >>> 0) * 2 ** 32,
    };
  }
}
