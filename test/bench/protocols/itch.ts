/** ITCH 5.0 from bytes: all book fields of every message, by the view; behind MoldUDP64 and arbitration, by records, as the software engine does it. */
import { ADMIT, ChannelArbiter } from '../../../control/market-data/arbiter/channel-arbiter.js';
import { HI, LO, newSequence } from '../../../control/market-data/arbiter/sequence.js';
import { ChannelEmitter } from '../../../control/market-data/records/emitter.js';
import { ItchDecoder } from '../../../control/market-data/records/itch50.js';
import type { ItchView } from '../../../control/protocols/itch50/view.js';
import { MOLD_HEADER_BYTES, MoldPacket } from '../../../control/protocols/moldudp64/packet.js';
import { MoldPacketiser } from '../../../control/protocols/moldudp64/packetiser.js';
import { readItch, writer } from './records.js';

/** Decodes every message of a BinaryFILE between two places; returns what was read, mixed together. */
export function decodeItchFile(view: ItchView, bytes: Uint8Array, start: number, end: number): number {
  let sum = 0;
  let at = start;
  while (at < end) {
    const length = (bytes[at]! << 8) | bytes[at + 1]!;
    view.moveTo(at + 2);
    sum = (sum + readBookFields(view, length)) | 0;
    at += 2 + length;
  }
  return sum;
}

/** Shortest message about an order. */
const ORDER_BYTES = 19;

/**
 * Reads every field that a book needs of the message that the view is on. What most messages have is read in one place, and the
 * rest in one function for each kind, as a book has them: there are bounds to what the compiler inlines.
 */
export function readBookFields(view: ItchView, length: number): number {
  if (!view.isKnownLength(length)) return length;
  if (length < ORDER_BYTES) return view.timestampLo ^ view.eventCode;
  const common = view.stockLocate ^ view.timestampHi ^ view.timestampLo ^ view.orderRefHi ^ view.orderRefLo;
  switch (view.type) {
    case 0x41:
      return common ^ readAdd(view);
    case 0x44:
      return common;
    case 0x55:
      return common ^ readReplace(view);
    case 0x45:
      return common ^ readExecution(view);
    case 0x58:
      return common ^ readCancel(view);
    default:
      return readRare(view, common);
  }
}

function readRare(view: ItchView, common: number): number {
  switch (view.type) {
    case 0x46:
    case 0x50:
      return common ^ readAdd(view);
    case 0x43:
      return common ^ readExecution(view) ^ view.printable ^ view.price;
    case 0x51:
      return common ^ readCross(view);
    case 0x52:
    case 0x48:
    case 0x68:
      return common ^ readSubject(view);
    default:
      return common;
  }
}

function readAdd(view: ItchView): number {
  return view.orderRefHi ^ view.orderRefLo ^ view.side ^ view.shares ^ view.stockLo ^ view.stockHi ^ view.price;
}

function readReplace(view: ItchView): number {
  return view.orderRefHi ^ view.orderRefLo ^ view.newOrderRefHi ^ view.newOrderRefLo ^ view.newShares ^ view.newPrice;
}

function readExecution(view: ItchView): number {
  return view.orderRefHi ^ view.orderRefLo ^ view.executedShares ^ view.matchNumberHi ^ view.matchNumberLo;
}

function readCancel(view: ItchView): number {
  return view.executedShares;
}

function readCross(view: ItchView): number {
  return view.crossShares ^ view.crossStockLo ^ view.crossStockHi ^ view.crossPrice ^ view.crossType;
}

function readSubject(view: ItchView): number {
  return view.subjectLo ^ view.subjectHi ^ view.state;
}

/** The file's messages in MoldUDP64 packets of up to 1,400 bytes, one behind the other. */
export class MoldStream {
  readonly packets: readonly Uint8Array[];

  constructor(itch: Uint8Array, messages: number) {
    const all = new Uint8Array(itch.length + Math.ceil(itch.length / 1000) * 20 + 2000);
    const packets: Uint8Array[] = [];
    let end = 0;
    const packetiser = new MoldPacketiser({
      session: 'BENCH00001',
      onPacket: (bytes, length) => {
        const packet = all.subarray(end, end + length);
        for (let i = 0; i < length; i++) packet[i] = bytes[i]!;
        packets.push(packet);
        end += length;
      },
    });
    let at = 0;
    for (let i = 0; i < messages; i++) {
      const length = (itch[at]! << 8) | itch[at + 1]!;
      packetiser.append(itch, at + 2, length);
      at += 2 + length;
    }
    packetiser.flush();
    this.packets = packets;
  }
}

/** What the software path does with a datagram: header, arbitration, records of what goes up, and all book fields read from them. */
export class MoldReader {
  private readonly now = new Float64Array(2);
  private readonly packet = new MoldPacket();
  private readonly sequence = newSequence();
  private readonly emitter = new ChannelEmitter(writer, 0, 2, new ItchDecoder(undefined));
  private readonly arbiter = new ChannelArbiter({ windowBeats: 1000 }, this.emitter, this.now, new Float64Array(1), 0);

  get messages(): number {
    return this.emitter.counter('delivered');
  }

  /** One datagram. */
  take(bytes: Uint8Array, port: number): void {
    const { packet, arbiter, sequence, emitter, now } = this;
    packet.readHeader(bytes, 0);
    sequence[LO] = packet.sequenceLo;
    sequence[HI] = packet.sequenceHi;
    const { promised } = packet;
    if (
      arbiter.isNext(sequence, packet.session0, packet.session1, packet.session2) &&
      emitter.onPacket(sequence, bytes, MOLD_HEADER_BYTES, bytes.length, promised, port, now, 1)
    ) {
      arbiter.passed(promised, port);
      readItch();
      return;
    }
    packet.scanBlocks(bytes, 0, bytes.length);
    arbiter.beginPacket(sequence, packet.session0, packet.session1, packet.session2);
    const { blocks } = packet;
    const admission = arbiter.admit(sequence, blocks, port);
    if (admission === ADMIT.none) return;
    if (admission === ADMIT.each) throw new Error('protocols: the stream has no gap');
    emitter.onMessages(sequence, bytes, packet.firstBlock, packet.blocksEnd, blocks, 2, port, now, 1);
    readItch();
  }
}
