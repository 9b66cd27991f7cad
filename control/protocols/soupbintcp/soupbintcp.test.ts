import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SoupClient } from './client.js';
import { SoupFramer } from './framer.js';
import {
  putLoginAccepted,
  putLoginRequest,
  putSoupHeader,
  putSoupSignal,
  readLoginAccepted,
  readLoginRequest,
  SOUP_HEADER_BYTES,
  SoupType,
} from './packets.js';
import { SoupServer, type SequencedLog } from './server.js';

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

class Log implements SequencedLog {
  session = 'S1';
  isEnded = false;
  readonly messages: Uint8Array[] = [];
  get next(): number {
    return this.messages.length + 1;
  }
  add(message: string): void {
    this.messages.push(Buffer.from(message, 'latin1'));
  }
  read(sequenceNumber: number, into: { bytes: Uint8Array; start: number; end: number }): void {
    const bytes = this.messages[sequenceNumber - 1];
    if (bytes === undefined) throw new Error(`no message ${sequenceNumber}`);
    into.bytes = bytes;
    into.start = 0;
    into.end = bytes.length;
  }
}

/** A client and a server joined by two pipes, which the test empties in pieces of its choice. */
class Joined {
  nowMs = 0;
  hasRoom = true;
  readonly log = new Log();
  readonly got: string[] = [];
  readonly news: string[] = [];
  readonly client: SoupClient;
  server: SoupServer | undefined;
  private toServer: number[] = [];
  private toClient: number[] = [];

  constructor(password = 'secret') {
    this.client = new SoupClient(
      { username: 'user1', password },
      {
        onLogin: (session, next) => void this.news.push(`login ${session} ${next}`),
        onSequenced: (number, bytes, start, end) => {
          expect(number).toBe(this.got.length + 1);
          this.got.push(text(bytes.subarray(start, end)));
        },
        onRejected: (reason) => void this.news.push(`rejected ${reason}`),
        onEndOfSession: () => void this.news.push('end'),
        onProtocolError: (error) => void this.news.push(`client: ${error}`),
      },
    );
  }

  connect(): void {
    const hasRoom = (): boolean => this.hasRoom;
    this.toServer = [];
    this.toClient = [];
    this.server = new SoupServer(
      {
        write: (bytes, start, end) => void this.toClient.push(...bytes.subarray(start, end)),
        close: (reason) => void this.news.push(`server closes: ${reason}`),
        get hasRoom() {
          return hasRoom();
        },
      },
      {
        authenticate: (username, password, session) => {
          if (username !== 'user1' || password !== 'secret') return 'notAuthorized';
          return session === '' || session === this.log.session ? this.log : 'noSuchSession';
        },
        onLogin: () => undefined,
        onUnsequenced: (bytes, start, end) => void this.news.push(`in ${text(bytes.subarray(start, end))}`),
        onLogout: () => void this.news.push('logout'),
        onProtocolError: (error) => void this.news.push(`server: ${error}`),
      },
      this.nowMs,
    );
    this.client.connected(
      {
        write: (bytes, start, end) => void this.toServer.push(...bytes.subarray(start, end)),
        close: (reason) => void this.news.push(`client closes: ${reason}`),
      },
      this.nowMs,
    );
  }

  /** Moves bytes both ways until none are left. */
  exchange(piece = 1000): void {
    while (this.toServer.length + this.toClient.length > 0) {
      const up = Uint8Array.from(this.toServer.splice(0, piece));
      const down = Uint8Array.from(this.toClient.splice(0, piece));
      if (up.length > 0) this.server?.receive(up, this.nowMs);
      if (down.length > 0) this.client.receive(down, this.nowMs);
    }
  }

  cut(lostBytes: number): void {
    const arrived = this.toClient.slice(0, Math.max(0, this.toClient.length - lostBytes));
    this.client.receive(Uint8Array.from(arrived), this.nowMs);
    this.client.disconnected();
    this.server = undefined;
  }

  advance(ms: number): void {
    const until = this.nowMs + ms;
    for (;;) {
      const due = Math.min(this.client.deadlineMs, this.server?.deadlineMs ?? Infinity);
      if (due > until) break;
      this.nowMs = due;
      this.client.onTime(due);
      this.server?.onTime(due);
      this.exchange();
    }
    this.nowMs = until;
  }
}

describe('packets', () => {
  it('have the layout of the specification', () => {
    const out = new Uint8Array(64);
    const login = { username: 'user1', password: 'secret', session: 'ABC', sequenceNumber: 17 };
    expect(putLoginRequest(out, 0, login)).toBe(49);
    expect(text(out.subarray(0, 49))).toBe('\0\x2fLuser1 secret           ABC                  17');
    expect(readLoginRequest(out, SOUP_HEADER_BYTES, 49)).toEqual(login);
    expect(putLoginAccepted(out, 0, { session: 'ABC', sequenceNumber: 5 })).toBe(33);
    expect(text(out.subarray(0, 33))).toBe('\0\x1fA       ABC                   5');
    expect(readLoginAccepted(out, SOUP_HEADER_BYTES, 33)).toEqual({ session: 'ABC', sequenceNumber: 5 });
    expect(putSoupSignal(out, 0, SoupType.clientHeartbeat)).toBe(3);
    expect([...out.subarray(0, 3)]).toEqual([0, 1, 0x52]);
  });

  it('with numbers that cannot be read are refused', () => {
    const out = new Uint8Array(64);
    putLoginRequest(out, 0, { username: 'u', password: 'p', session: '', sequenceNumber: 1 });
    for (const bad of ['               1e3  ', '99999999999999999999', '-1                  ']) {
      out.set(Buffer.from(bad, 'latin1'), 29);
      expect(readLoginRequest(out, SOUP_HEADER_BYTES, 49)).toBeUndefined();
    }
    expect(readLoginRequest(out, SOUP_HEADER_BYTES, 48)).toBeUndefined();
  });
});

describe('the framer', () => {
  it('gives the same packets however the stream is cut', () => {
    const packet = fc.record({ type: fc.integer({ min: 1, max: 255 }), payload: fc.uint8Array({ maxLength: 40 }) });
    const property = fc.property(fc.array(packet), fc.array(fc.integer({ min: 1, max: 30 })), (packets, cuts) => {
      const stream: number[] = [];
      for (const { type, payload } of packets) {
        const header = new Uint8Array(SOUP_HEADER_BYTES);
        putSoupHeader(header, 0, type, payload.length);
        stream.push(...header, ...payload);
      }
      const framer = new SoupFramer();
      const got: { type: number; payload: Uint8Array }[] = [];
      let at = 0;
      for (let i = 0; at < stream.length; i++) {
        const end = at + (cuts.length === 0 ? stream.length : (cuts[i % cuts.length] as number));
        framer.push(Uint8Array.from(stream.slice(at, end)), {
          onPacket: (type, bytes, start, last) => got.push({ type, payload: bytes.slice(start, last) }) > 0,
          onCorrupt: () => expect.unreachable(),
        });
        at = end;
      }
      expect(got).toEqual(packets);
      expect(framer.bufferedBytes).toBe(0);
    });
    fc.assert(property);
  });

  it('stops at a packet of length 0', () => {
    const framer = new SoupFramer();
    let corrupt = 0;
    const handler = { onPacket: () => true, onCorrupt: () => void (corrupt += 1) };
    framer.push(Uint8Array.of(0, 1, 0x48, 0), handler);
    framer.push(Uint8Array.of(0), handler);
    framer.push(Uint8Array.of(0, 1, 0x48), handler);
    expect(corrupt).toBe(1);
  });
});

describe('client and server', () => {
  it('log in, exchange, and log out', () => {
    const t = new Joined();
    t.log.add('one');
    t.connect();
    t.exchange();
    t.client.sendUnsequenced(Buffer.from('order'), 0, 5, t.nowMs);
    t.log.add('two');
    t.server?.resume(t.nowMs);
    t.exchange();
    t.client.logout(t.nowMs);
    t.exchange();
    expect(t.got).toEqual(['one', 'two']);
    expect(t.news).toEqual(['login S1 1', 'in order', 'logout', 'server closes: the client logged out']);
  });

  it('lose and double no message, wherever the connection is cut', () => {
    const property = fc.property(
      fc.array(fc.tuple(fc.nat(5), fc.nat(40), fc.integer({ min: 1, max: 50 })), { minLength: 1, maxLength: 20 }),
      (rounds) => {
        const t = new Joined();
        let added = 0;
        for (const [messages, lostBytes, piece] of rounds) {
          t.connect();
          t.exchange(piece);
          for (let i = 0; i < messages; i++) t.log.add(`message ${added++}`);
          t.server?.resume(t.nowMs);
          t.cut(lostBytes);
        }
        t.connect();
        t.exchange();
        expect(t.got).toEqual(Array.from({ length: added }, (_, i) => `message ${i}`));
      },
    );
    fc.assert(property);
  });

  it('keep an idle connection alive with heartbeats', () => {
    const t = new Joined();
    t.connect();
    t.exchange();
    t.advance(60_000);
    expect(t.client.state).toBe('active');
    expect(t.server?.state).toBe('active');
  });

  it('give up a side that falls silent', () => {
    const t = new Joined();
    t.connect();
    t.exchange();
    t.server = undefined;
    t.advance(15_000);
    expect(t.news.at(-1)).toBe('client closes: nothing was heard from the server');
  });

  it('refuse a wrong password, a session that is over, and a number that is not there yet', () => {
    const wrong = new Joined('guess');
    wrong.connect();
    wrong.exchange();
    expect(wrong.news).toContain('rejected notAuthorized');

    const old = new Joined();
    old.client.session = 'OLD';
    old.connect();
    old.exchange();
    expect(old.news).toContain('rejected noSuchSession');

    const early = new Joined();
    early.client.nextSequenceNumber = 9;
    early.connect();
    early.exchange();
    expect(early.news).toContain('rejected noSuchSession');
  });

  it('end the session', () => {
    const t = new Joined();
    t.log.add('last');
    t.log.isEnded = true;
    t.connect();
    t.exchange();
    expect(t.got).toEqual(['last']);
    expect(t.news).toContain('end');
    expect(t.client.state).toBe('ended');
  });

  it('send a long history in pieces, waiting for room', () => {
    const t = new Joined();
    for (let i = 0; i < 2000; i++) t.log.add(`message ${i}`);
    t.connect();
    t.exchange();
    expect(t.got).toHaveLength(512);
    t.hasRoom = false;
    expect(t.server?.resume(t.nowMs)).toBe(true);
    t.hasRoom = true;
    while (t.server?.resume(t.nowMs) === true) t.exchange();
    t.exchange();
    expect(t.got).toHaveLength(2000);
  });

  it('close on a packet that has no place', () => {
    const t = new Joined();
    t.connect();
    t.server?.receive(Uint8Array.of(0, 1, SoupType.unsequencedData), 0);
    expect(t.news).toEqual(['server: a packet before login', 'server closes: a packet before login']);
    expect(t.server?.state).toBe('closed');
  });

  it('take the noise of a broken peer without harm', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (noise) => {
        const t = new Joined();
        t.connect();
        t.exchange();
        t.client.receive(noise, 1);
        t.server?.receive(noise, 1);
        t.connect();
        t.server?.receive(noise, 1);
        t.client.receive(noise, 1);
      }),
    );
  });
});
