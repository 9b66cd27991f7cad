/** A UDP socket behind a port of the simulated card, as the library wants it. */
import type { LineConfig } from '../control/core/feed.js';
import { UDP_LINE } from './abi.js';
import { parseMac } from './configure.js';
import { NicError } from './errors.js';

export interface NicUdpLine {
  readonly port: number;
  readonly bindAddress: string;
  /** 0 takes any. */
  readonly udpPort: number;
  /** Whose addresses the frame around each datagram carries. */
  readonly line: LineConfig;
  /** Of a million frames, so many get flipped bits and a bad FCS. */
  readonly faults?: { readonly seed: number; readonly corruptPpm: number };
  readonly multicastGroup?: string;
  /** Address of the interface on which to join the group. */
  readonly interface?: string;
}

export function packUdpLine(line: NicUdpLine): Buffer {
  const out = Buffer.alloc(UDP_LINE.BYTES);
  const text = (offset: number, value: string): void => {
    if (value.length >= UDP_LINE.TEXT_BYTES) throw new NicError('NIC_ARGUMENT', 'no such address', { found: value });
    out.write(value, offset, 'latin1');
  };
  const number = (offset: number, value: number, name: string): void => {
    if (!Number.isInteger(value) || value < 0 || value > 0xffffffff) {
      throw new NicError('NIC_ARGUMENT', `no such ${name}`, { where: 'listenUdp', found: value });
    }
    out.writeUInt32LE(value, offset);
  };
  number(UDP_LINE.SIZE, UDP_LINE.BYTES, 'size');
  number(UDP_LINE.PORT, line.port, 'port');
  text(UDP_LINE.BIND_ADDRESS, line.bindAddress);
  number(UDP_LINE.UDP_PORT, line.udpPort, 'UDP port');
  text(UDP_LINE.MULTICAST_GROUP, line.multicastGroup ?? '');
  text(UDP_LINE.INTERFACE_ADDRESS, line.interface ?? '');
  text(UDP_LINE.LINE_ADDRESS, line.line.ip);
  number(UDP_LINE.LINE_UDP_PORT, line.line.udpPort, 'UDP port of the line');
  if (line.line.mac !== undefined) {
    const mac = parseMac(line.line.mac, (what, found) => {
      throw new NicError('NIC_ARGUMENT', what, { where: 'listenUdp', found });
    });
    out.writeUIntBE(Number(mac), UDP_LINE.LINE_MAC, 6);
  }
  number(UDP_LINE.CORRUPT_PPM, line.faults?.corruptPpm ?? 0, 'corruption rate');
  number(UDP_LINE.CORRUPT_SEED, line.faults?.seed ?? 0, 'seed');
  return out;
}
