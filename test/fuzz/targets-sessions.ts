/** MoldUDP64, SoupBinTCP, GLIMPSE and gap requests: packets and streams, which come in any pieces. */
import { PitchSession } from '../../control/market-data/recovery/pitch-session.js';
import { GLIMPSE_END_BYTES, putGlimpseEnd, readGlimpseEnd } from '../../control/protocols/glimpse/end.js';
import { MOLD_HEADER_BYTES, MoldPacket } from '../../control/protocols/moldudp64/packet.js';
import { MOLD_REQUEST_BYTES, putMoldRequest, readMoldRequest } from '../../control/protocols/moldudp64/request.js';
import { putPitch } from '../../control/protocols/pitch2/codec.js';
import { pitchRecovery } from '../../control/protocols/pitch2/messages.js';
import { SoupClient } from '../../control/protocols/soupbintcp/client.js';
import {
  putLoginAccepted,
  putLoginRejected,
  putLoginRequest,
  putSoupHeader,
  putSoupSignal,
  readLoginAccepted,
  readLoginRequest,
  SoupReject,
  SoupType,
} from '../../control/protocols/soupbintcp/packets.js';
import { moldPacket } from '../../control/market-data/software/test-rig.js';
import { deleteMessage, timeMessage, unitBlock } from '../../control/market-data/software/pitch-rig.js';
import { Digest, rule, type FuzzTarget } from './target.js';
import type { Dice } from './mutate.js';

const mold = new MoldPacket();

export const moldudp64: FuzzTarget = {
  name: 'moldudp64',
  seeds: [
    ...Array.from({ length: 12 }, (_, i) => moldPacket(100 + i, i)),
    moldPacket(7, [new Uint8Array(0), new Uint8Array(3), new Uint8Array(70)]),
    moldPacket(2 ** 31, 'heartbeat'),
    moldPacket(2n ** 64n - 9n, 3),
    moldPacket(9, 'end'),
    built(MOLD_REQUEST_BYTES, (out) => putMoldRequest(out, 0, Buffer.from('SESSION001'), 14_760_001, 7)),
  ],
  run(bytes, start, end, digest) {
    const request = readMoldRequest(bytes.subarray(start, end));
    if (request !== undefined) digest.text(`${request.session}${request.sequence}/${request.count}`);
    if (end - start < MOLD_HEADER_BYTES) return 'refused';
    mold.readHeader(bytes, start);
    mold.scanBlocks(bytes, start, end - start);
    const { blocks, emptyBlocks, promised, truncated, overlong, trailingBytes } = mold;
    for (const value of [mold.session0, mold.session1, mold.session2, mold.sequenceHi, mold.sequenceLo, blocks]) {
      digest.number(value);
    }
    for (const value of [truncated, overlong, trailingBytes, mold.sequenceOverflows, mold.endOfSession]) {
      digest.flag(value);
    }
    rule(blocks <= promised && truncated === blocks < promised, 'the count of whole blocks');
    let at = mold.firstBlock;
    let empty = 0;
    for (let i = 0; i < blocks; i++) {
      const size = (bytes[at]! << 8) | bytes[at + 1]!;
      if (size === 0) empty++;
      at += 2 + size;
      rule(at <= end, 'a block runs past the packet');
    }
    rule(empty === emptyBlocks, 'the count of empty blocks');
    rule(trailingBytes === (!truncated && at < end), 'bytes behind the last block');
    return truncated ? 'refused' : 'taken';
  },
};

function built(size: number, put: (out: Uint8Array) => number): Uint8Array {
  const out = new Uint8Array(size);
  return out.slice(0, put(out));
}

function soupData(type: number, payload: number): Uint8Array {
  return built(payload + 3, (out) => putSoupHeader(out, 0, type, payload) + payload);
}

/** Calls `take` with the bytes in pieces of random sizes: the same pieces for the same dice. */
function inPieces(bytes: Uint8Array, start: number, end: number, dice: Dice, take: (piece: Uint8Array) => void): void {
  for (let at = start; at < end;) {
    const to = Math.min(end, at + 1 + dice.below(dice.below(3) === 0 ? 4 : 100));
    take(bytes.subarray(at, to));
    at = to;
  }
}

const login = { username: 'user', password: 'secret', session: 'SESSION001', sequenceNumber: 1 };
const accepted = built(64, (out) => putLoginAccepted(out, 0, { session: 'SESSION001', sequenceNumber: 1 }));
const silent = { write: () => undefined, close: () => undefined };

let soupDigest = new Digest();
let soupNext = 1;
let soupBreaches = 0;
/** One for all: what it remembers of a connection must be gone with it. */
const client = new SoupClient(login, {
  onLogin: (joined, sequence) => {
    soupDigest.text(joined);
    soupNext = sequence;
  },
  onSequenced: (sequence, from, at, to) => {
    rule(sequence === soupNext++, 'sequence numbers follow each other');
    soupDigest.bytes(from, at, to);
  },
  onUnsequenced: (from, at, to) => soupDigest.bytes(from, at, to),
  onDebug: (text) => soupDigest.text(text),
  onHeartbeat: () => soupDigest.number(1),
  onRejected: (reason) => soupDigest.text(reason),
  onEndOfSession: () => soupDigest.number(2),
  onProtocolError: () => {
    soupBreaches++;
  },
});

export const soupbintcp: FuzzTarget = {
  name: 'soupbintcp',
  seeds: [
    accepted,
    built(64, (out) => putLoginRejected(out, 0, SoupReject.noSuchSession)),
    built(64, (out) => putLoginRequest(out, 0, login)),
    built(8, (out) => putSoupSignal(out, 0, SoupType.serverHeartbeat)),
    concat(accepted, soupData(SoupType.sequencedData, 30), soupData(SoupType.sequencedData, 0)),
    concat(accepted, soupData(SoupType.debug, 12), soupData(SoupType.unsequencedData, 5)),
    concat(accepted, soupData(SoupType.endOfSession, 0)),
  ],
  run(bytes, start, end, digest, dice) {
    readBodies(bytes, start, end, digest);
    soupDigest = digest;
    soupNext = 1;
    soupBreaches = 0;
    client.session = '';
    client.nextSequenceNumber = 1;
    client.connected(silent, 0);
    inPieces(bytes, start, end, dice, (piece) => client.receive(piece, 1));
    client.disconnected();
    digest.text(client.state);
    digest.number(soupBreaches);
    return soupBreaches > 0 ? 'refused' : 'taken';
  },
};

function readBodies(bytes: Uint8Array, start: number, end: number, digest: Digest): void {
  const from = Math.min(end, start + 3);
  digest.text(JSON.stringify([readLoginAccepted(bytes, from, end) ?? 0, readLoginRequest(bytes, from, end) ?? 0]));
}

function concat(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

export const glimpse: FuzzTarget = {
  name: 'glimpse',
  seeds: [
    ...[0, 1, 14_760_001, Number.MAX_SAFE_INTEGER].map((sequence) =>
      built(GLIMPSE_END_BYTES, (out) => putGlimpseEnd(out, 0, sequence)),
    ),
    Uint8Array.from(Buffer.from('G00000000000014760001')),
    Uint8Array.from(Buffer.from('G99999999999999999999')),
    Uint8Array.from(Buffer.from('G123                 ')),
  ],
  run(bytes, start, end, digest) {
    const sequence = readGlimpseEnd(bytes, start, end - start);
    digest.text(String(sequence));
    if (sequence === undefined) return 'refused';
    rule(end - start === GLIMPSE_END_BYTES && Number.isSafeInteger(sequence) && sequence >= 0, 'no such number');
    return 'taken';
  },
};

function reply(put: (out: Uint8Array) => number): Uint8Array {
  return unitBlock(0, [built(64, put)], 0);
}

const session = new PitchSession(
  { sessionSubId: '0001', username: 'FIRM', password: 'secret' },
  {
    onLogin: () => seen?.number(3),
    onRefused: (status) => seen?.text(status),
    onReply: (name, fields) => {
      seen?.text(name);
      for (const value of Object.values(fields)) seen?.any(value);
    },
    onFeedMessage: (bytes, at, length) => seen?.bytes(bytes, at, at + length),
    onBreach: () => {
      breaches++;
    },
  },
);
let seen: Digest | undefined;
let breaches = 0;

export const gapRequest: FuzzTarget = {
  name: 'gap-request',
  seeds: [
    reply((out) => putPitch(out, 0, pitchRecovery.LoginResponse, { status: 'A' })),
    reply((out) => putPitch(out, 0, pitchRecovery.GapResponse, { unit: 1, sequence: 1, count: 2, status: 'A' })),
    reply((out) => putPitch(out, 0, pitchRecovery.GapRequest, { unit: 1, sequence: 1, count: 2 })),
    reply((out) => putPitch(out, 0, pitchRecovery.SpinImageAvailable, { sequence: 9 })),
    reply((out) => putPitch(out, 0, pitchRecovery.SpinResponse, { sequence: 9, orderCount: 3, status: 'A' })),
    reply((out) => putPitch(out, 0, pitchRecovery.SpinFinished, { sequence: 9 })),
    unitBlock(0, []),
    concat(
      reply((out) => putPitch(out, 0, pitchRecovery.LoginResponse, { status: 'A' })),
      unitBlock(0, []),
      unitBlock(0, [timeMessage(5), deleteMessage(9)]),
      reply((out) => putPitch(out, 0, pitchRecovery.SpinFinished, { sequence: 9 })),
    ),
  ],
  run(bytes, start, end, digest, dice) {
    seen = digest;
    breaches = 0;
    session.connected(silent, 0);
    inPieces(bytes, start, end, dice, (piece) => session.receive(piece, 1));
    digest.flag(session.isLoggedIn);
    session.disconnected();
    rule(breaches <= 1, 'it goes on after a breach');
    return breaches > 0 ? 'refused' : 'taken';
  },
};
