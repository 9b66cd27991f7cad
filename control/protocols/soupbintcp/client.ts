/**
 * The client's side of a SoupBinTCP 3.0 session: login, implicit sequence numbers, heartbeats, resume. Pure logic: bytes, time (in
 * monotonic milliseconds) and connections are given to it.
 */
import { SoupFramer, type SoupPacketHandler } from './framer.js';
import {
  LOGIN_REQUEST_BYTES,
  MAX_SOUP_PAYLOAD_BYTES,
  putLoginRequest,
  putSoupHeader,
  putSoupSignal,
  readLoginAccepted,
  SOUP_HEADER_BYTES,
  SoupReject,
  SoupType,
} from './packets.js';
import { soupTimers, type SoupTimers } from './timers.js';

export type SoupClientState = 'disconnected' | 'loginSent' | 'active' | 'loggedOut' | 'ended';

export interface SoupClientConfig {
  readonly username: string;
  readonly password: string;
  readonly timers?: SoupTimers;
}

/** The connection, as the client sees it. `close` leads to `disconnected` in a later turn. */
export interface SoupOutput {
  /** Copies the bytes. */
  write(bytes: Uint8Array, start: number, end: number): void;
  close(reason: string): void;
}

export interface SoupClientHandler {
  onLogin(session: string, nextSequenceNumber: number): void;
  /** A sequenced message; `sequenceNumber` is its own. */
  onSequenced(sequenceNumber: number, bytes: Uint8Array, start: number, end: number): void;
  /** Unsequenced data from the server (SoupBinTCP 4 and some 3.0 servers). */
  onUnsequenced?(bytes: Uint8Array, start: number, end: number): void;
  onDebug?(text: string): void;
  /** The server had nothing to send for a while: everything sequenced so far has come. */
  onHeartbeat?(): void;
  /** Login refused: `notAuthorized`, `noSuchSession` or what the server sent. The server closes the connection. */
  onRejected(reason: string): void;
  /** The session is over: nothing more will ever be sequenced in it. */
  onEndOfSession(): void;
  /** A packet that has no place here; the connection is closed. */
  onProtocolError(text: string): void;
}

export class SoupClient {
  state: SoupClientState = 'disconnected';
  /** Session that was joined last; blank before the first login. */
  session = '';
  /** Of the next sequenced message; a login asks for it. 0: from the next one on. */
  nextSequenceNumber = 1;

  private readonly framer = new SoupFramer();
  private readonly packets: SoupPacketHandler = {
    onPacket: (type, bytes, start, end) => this.packet(type, bytes, start, end),
    onCorrupt: () => this.breach('a packet of length 0'),
  };
  private readonly timers: SoupTimers;
  private readonly scratch = new Uint8Array(LOGIN_REQUEST_BYTES);
  private output: SoupOutput | undefined;
  private lastSentMs = 0;
  private lastReceivedMs = 0;
  private nowMs = 0;

  constructor(
    private readonly config: SoupClientConfig,
    private readonly handler: SoupClientHandler,
  ) {
    this.timers = config.timers ?? soupTimers;
  }

  /** Monotonic milliseconds of the next time to call `onTime`. */
  get deadlineMs(): number {
    switch (this.state) {
      case 'loginSent':
        return this.lastReceivedMs + this.timers.loginTimeoutMs;
      case 'active':
      case 'loggedOut':
        return Math.min(this.lastSentMs + this.timers.heartbeatMs, this.lastReceivedMs + this.timers.peerDeadMs);
      default:
        return Infinity;
    }
  }

  /** Logs in, where the last session was left off. */
  connected(output: SoupOutput, nowMs: number): void {
    this.framer.clear();
    this.output = output;
    this.nowMs = nowMs;
    this.lastReceivedMs = nowMs;
    this.state = 'loginSent';
    const { username, password } = this.config;
    const login = { username, password, session: this.session, sequenceNumber: this.nextSequenceNumber };
    this.send(this.scratch, 0, putLoginRequest(this.scratch, 0, login));
    // The password does not stay in memory longer than it must.
    this.scratch.fill(0);
  }

  disconnected(): void {
    this.output = undefined;
    this.framer.clear();
    if (this.state !== 'ended') this.state = 'disconnected';
  }

  receive(bytes: Uint8Array, nowMs: number): void {
    if (this.output === undefined) return;
    this.nowMs = nowMs;
    this.lastReceivedMs = nowMs;
    this.framer.push(bytes, this.packets);
  }

  onTime(nowMs: number): void {
    if (this.output === undefined || nowMs < this.deadlineMs) return;
    this.nowMs = nowMs;
    if (this.state === 'loginSent') {
      this.close('login timed out');
    } else if (nowMs >= this.lastReceivedMs + this.timers.peerDeadMs) {
      this.close('nothing was heard from the server');
    } else if (this.state !== 'ended') {
      this.send(this.scratch, 0, putSoupSignal(this.scratch, 0, SoupType.clientHeartbeat));
    }
  }

  /** Sends an unsequenced message. It may be lost with the connection: the application must make a second sending safe. False when not logged in. */
  sendUnsequenced(payload: Uint8Array, start: number, end: number, nowMs: number): boolean {
    if (this.state !== 'active' || end - start > MAX_SOUP_PAYLOAD_BYTES) return false;
    this.nowMs = nowMs;
    putSoupHeader(this.scratch, 0, SoupType.unsequencedData, end - start);
    this.send(this.scratch, 0, SOUP_HEADER_BYTES);
    this.output?.write(payload, start, end);
    return true;
  }

  /** Sends bytes that are whole packets already (an encoder that writes its own headers). False when not logged in. */
  sendPackets(packets: Uint8Array, start: number, end: number, nowMs: number): boolean {
    if (this.state !== 'active') return false;
    this.nowMs = nowMs;
    this.send(packets, start, end);
    return true;
  }

  logout(nowMs: number): void {
    if (this.output === undefined) return;
    this.nowMs = nowMs;
    if (this.state === 'active') {
      this.send(this.scratch, 0, putSoupSignal(this.scratch, 0, SoupType.logoutRequest));
      this.state = 'loggedOut';
    } else {
      this.close('logged out before login');
    }
  }

  private packet(type: number, bytes: Uint8Array, start: number, end: number): boolean {
    switch (type) {
      case SoupType.sequencedData:
        if (!this.isLoggedIn()) return this.breach('sequenced data before login');
        this.handler.onSequenced(this.nextSequenceNumber++, bytes, start, end);
        return this.output !== undefined;
      case SoupType.serverHeartbeat:
        this.handler.onHeartbeat?.();
        return this.output !== undefined;
      case SoupType.loginAccepted:
        return this.accepted(bytes, start, end);
      case SoupType.loginRejected:
        this.handler.onRejected(rejectText(end > start ? (bytes[start] as number) : 0));
        this.close('login rejected');
        return false;
      case SoupType.unsequencedData:
        if (!this.isLoggedIn()) return this.breach('unsequenced data before login');
        this.handler.onUnsequenced?.(bytes, start, end);
        return this.output !== undefined;
      case SoupType.debug:
        this.handler.onDebug?.(String.fromCharCode(...bytes.subarray(start, Math.min(end, start + 1024))));
        return true;
      case SoupType.endOfSession:
        this.state = 'ended';
        this.handler.onEndOfSession();
        return true;
      default:
        return this.breach(`a packet of type 0x${type.toString(16)}`);
    }
  }

  private isLoggedIn(): boolean {
    return this.state === 'active' || this.state === 'loggedOut';
  }

  private accepted(bytes: Uint8Array, start: number, end: number): boolean {
    if (this.state !== 'loginSent') return this.breach('a second Login Accepted');
    const accepted = readLoginAccepted(bytes, start, end);
    if (accepted === undefined) return this.breach('a Login Accepted that cannot be read');
    const asked = this.nextSequenceNumber;
    const isSame = this.session === '' || this.session === accepted.session;
    // The same session must go on where we left it: a jump would be a silent gap.
    if (isSame && asked !== 0 && accepted.sequenceNumber !== asked) {
      return this.breach(`sequence number ${accepted.sequenceNumber}, asked for ${asked}`);
    }
    this.session = accepted.session;
    this.nextSequenceNumber = accepted.sequenceNumber;
    this.state = 'active';
    this.handler.onLogin(accepted.session, accepted.sequenceNumber);
    return this.output !== undefined;
  }

  private breach(text: string): false {
    this.handler.onProtocolError(text);
    this.close(text);
    return false;
  }

  private close(reason: string): void {
    this.output?.close(reason);
    this.output = undefined;
    if (this.state !== 'ended') this.state = 'disconnected';
  }

  private send(bytes: Uint8Array, start: number, end: number): void {
    this.lastSentMs = this.nowMs;
    this.output?.write(bytes, start, end);
  }
}

function rejectText(reason: number): string {
  if (reason === SoupReject.notAuthorized) return 'notAuthorized';
  return reason === SoupReject.noSuchSession ? 'noSuchSession' : `reason 0x${reason.toString(16)}`;
}
