/** Frames as a pcap file with nanosecond times. */
import { realFiles, type Files } from '../../../control/core/world-files.js';

export interface CapturedFrame {
  readonly timeNs: number;
  /** What was kept of it, without FCS. */
  readonly bytes: Uint8Array;
  /** Its length on the wire. */
  readonly length: number;
}

const MAGIC_NANOSECONDS = 0xa1b23c4d;
const SNAP_BYTES = 65_535;
const ETHERNET = 1;
const NS = 1_000_000_000;

/** The file appears when it is whole. */
export function writePcap(path: string, frames: readonly CapturedFrame[], files: Files = realFiles): void {
  const file = files.openOutput(path);
  const header = Buffer.alloc(24);
  header.writeUInt32LE(MAGIC_NANOSECONDS, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(SNAP_BYTES, 16);
  header.writeUInt32LE(ETHERNET, 20);
  file.write(header);
  for (const { timeNs, bytes, length } of frames) {
    const packet = Buffer.alloc(16 + bytes.length);
    packet.writeUInt32LE(Math.floor(timeNs / NS), 0);
    packet.writeUInt32LE(Math.floor(timeNs % NS), 4);
    packet.writeUInt32LE(bytes.length, 8);
    packet.writeUInt32LE(length, 12);
    packet.set(bytes, 16);
    file.write(packet);
  }
  file.commit();
}
