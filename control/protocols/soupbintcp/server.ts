/**
 * The server's side of one SoupBinTCP 3.0 connection: login, the sequenced stream from any number on, heartbeats. The stream itself
 * is a log that outlives connections and may have several readers. Pure logic, like the client.
 */
import { SoupFramer, type SoupPacketHandler } from './framer.js';
import {
  LOGIN_ACCEPTED_BYTES,
  putLoginAccepted,
  putLoginRejected,
  putSoupHeader,
  putSoupSignal,
  readLoginRequest,
  SOUP_HEADER_BYTES,
  SoupReject,
  SoupType,
} from './packets.js';
import type { SoupOutput } from './client.js';
import { soupTimers, type SoupTimers } from './timers.js';

/** The messages of one session, numbered from 1. */
export interface SequencedLog {
  readonly session: string;
  /** Number of the oldest message that is still there; absent: 1. A login that asks for an older one is refused. */
  readonly first?: number;
  /** Number of the next message that will be added. */
  readonly next: number;
  readonly isEnded: boolean;
  /** Finds a message; the bytes are valid until the next call. */
  read(sequenceNumber: number, into: { bytes: Uint8Array; start: number; end: number }): void;
}

export interface SoupServerOutput extends SoupOutput {
  /** False: enough is queued; `resume` when it has gone. */
  readonly hasRoom: boolean;
}

export interface SoupServerHandler {
  /** Who may log in: the log of the session, or why not. */
  authenticate(username: string, password: string, session: string): SequencedLog | 'notAuthorized' | 'noSuchSession';
  onLogin(username: string, sequenceNumber: number): void;
  onUnsequenced(bytes: Uint8Array, start: number, end: number): void;
  onLogout(): void;
  onDebug?(text: string): void;
  onProtocolError(text: string): void;
}

/** How many messages one call sends before the rest of the program has its turn. */
const MESSAGES_PER_PIECE = 512;

export class SoupServer {
  state: 'awaitingLogin' | 'active' | 'ended' | 'closed' = 'awaitingLogin';
  /** Number of the next message to send on this connection. */
  nextToSend = 1;

  private readonly framer = new SoupFramer();
  private readonly packets: SoupPacketHandler = {
    onPacket: (type, bytes, start, end) => this.packet(type, bytes, start, end),
    onCorrupt: () => this.breach('a packet of length 0'),
  };
  private readonly scratch = new Uint8Array(LOGIN_ACCEPTED_BYTES);
  private readonly message = { bytes: new Uint8Array(0), start: 0, end: 0 };
  private log: SequencedLog | undefined;
  private lastSentMs: number;
  private lastReceivedMs: number;
  private nowMs: number;

  constructor(
    private readonly output: SoupServerOutput,
    private readonly handler: SoupServerHandler,
    nowMs: number,
    private readonly timers: SoupTimers = soupTimers,
  ) {
    this.nowMs = nowMs;
    this.lastSentMs = nowMs;
    this.lastReceivedMs = nowMs;
  }

  get deadlineMs(): number {
    if (this.state === 'closed') return Infinity;
    if (this.state === 'awaitingLogin') return this.lastReceivedMs + this.timers.loginTimeoutMs;
    return Math.min(this.lastSentMs + this.timers.heartbeatMs, this.lastReceivedMs + this.timers.peerDeadMs);
  }

  receive(bytes: Uint8Array, nowMs: number): void {
    if (this.state === 'closed') return;
    this.nowMs = nowMs;
    // A login that is dripped in byte by byte is still late.
    if (this.state !== 'awaitingLogin') this.lastReceivedMs = nowMs;
    this.framer.push(bytes, this.packets);
  }

  onTime(nowMs: number): void {
    if (nowMs < this.deadlineMs) return;
    this.nowMs = nowMs;
    if (this.state === 'awaitingLogin') this.close('no login came');
    else if (nowMs >= this.lastReceivedMs + this.timers.peerDeadMs) this.close('nothing was heard from the client');
    else this.signal(SoupType.serverHeartbeat);
  }

  /** Sends what the log has and this connection has not. True when there is more than one piece, or no room: call again. */
  resume(nowMs: number): boolean {
    const { log, message, output } = this;
    if (log === undefined || this.state !== 'active') return false;
    this.nowMs = nowMs;
    for (let left = MESSAGES_PER_PIECE; this.nextToSend < log.next; left--) {
      if (left === 0 || !output.hasRoom) return true;
      if (this.nextToSend < (log.first ?? 1)) {
        this.close('the client is too slow: what comes next for it is gone');
        return false;
      }
      log.read(this.nextToSend, message);
      putSoupHeader(this.scratch, 0, SoupType.sequencedData, message.end - message.start);
      this.send(this.scratch, 0, SOUP_HEADER_BYTES);
      output.write(message.bytes, message.start, message.end);
      this.nextToSend++;
    }
    if (log.isEnded) {
      this.signal(SoupType.endOfSession);
      this.state = 'ended';
    }
    return false;
  }

  close(reason: string): void {
    if (this.state === 'closed') return;
    this.state = 'closed';
    this.output.close(reason);
  }

  private packet(type: number, bytes: Uint8Array, start: number, end: number): boolean {
    if (this.state === 'awaitingLogin' && type !== SoupType.loginRequest && type !== SoupType.debug) {
      return this.breach('a packet before login');
    }
    switch (type) {
      case SoupType.unsequencedData:
        this.handler.onUnsequenced(bytes, start, end);
        return this.isOpen();
      case SoupType.clientHeartbeat:
        return true;
      case SoupType.loginRequest:
        return this.login(bytes, start, end);
      case SoupType.logoutRequest:
        this.handler.onLogout();
        this.close('the client logged out');
        return false;
      case SoupType.debug:
        this.handler.onDebug?.(String.fromCharCode(...bytes.subarray(start, Math.min(end, start + 1024))));
        return true;
      default:
        return this.breach(`a packet of type 0x${type.toString(16)}`);
    }
  }

  private isOpen(): boolean {
    return this.state !== 'closed';
  }

  private login(bytes: Uint8Array, start: number, end: number): boolean {
    if (this.state !== 'awaitingLogin') return this.breach('a second login');
    const login = readLoginRequest(bytes, start, end);
    if (login === undefined) return this.breach('a login request that cannot be read');
    const log = this.handler.authenticate(login.username, login.password, login.session);
    if (typeof log === 'string' || !reaches(log, login.sequenceNumber)) {
      const reason = log === 'notAuthorized' ? SoupReject.notAuthorized : SoupReject.noSuchSession;
      this.send(this.scratch, 0, putLoginRejected(this.scratch, 0, reason));
      this.close('login rejected');
      return false;
    }
    this.log = log;
    this.nextToSend = login.sequenceNumber === 0 ? log.next : login.sequenceNumber;
    this.lastReceivedMs = this.nowMs;
    const accepted = { session: log.session, sequenceNumber: this.nextToSend };
    this.send(this.scratch, 0, putLoginAccepted(this.scratch, 0, accepted));
    this.state = 'active';
    this.handler.onLogin(login.username, this.nextToSend);
    this.resume(this.nowMs);
    return this.isOpen();
  }

  private breach(text: string): false {
    this.handler.onProtocolError(text);
    this.close(text);
    return false;
  }

  private signal(type: number): void {
    this.send(this.scratch, 0, putSoupSignal(this.scratch, 0, type));
  }

  private send(bytes: Uint8Array, start: number, end: number): void {
    this.lastSentMs = this.nowMs;
    this.output.write(bytes, start, end);
  }
}

function reaches({ first = 1, next }: SequencedLog, sequenceNumber: number): boolean {
  return sequenceNumber === 0 || (sequenceNumber >= first && sequenceNumber <= next);
}
