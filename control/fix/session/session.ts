/**
 * One FIX session: what both sides of a connection agree on, and what survives it. Pure logic: connections, time and storage are given
 * to it, and it does nothing by itself. docs/fix-session.md is its specification.
 */
import type { FixEncoder } from '../../protocols/fix/encoder.js';
import type { GarbledReason } from '../../protocols/fix/framer.js';
import type { FixMessage } from '../../protocols/fix/message.js';
import { sessionId, type SessionConfig } from './config.js';
import { SessionCore, type SessionParts } from './core.js';
import { FixSessionError } from './errors.js';
import type { ReportedState, SessionCounters } from './events.js';
import type { SessionOutput } from './output.js';
import { states, type StateName } from './states.js';

export class FixSession {
  readonly id: string;
  private readonly core: SessionCore;
  private current: StateName = 'disconnected';

  constructor(
    readonly config: SessionConfig,
    parts: SessionParts,
  ) {
    this.id = sessionId(config);
    this.core = new SessionCore(this, config, parts);
  }

  get state(): ReportedState {
    return states[this.current].reported;
  }

  get isLoggedOn(): boolean {
    return states[this.current].isLoggedOn;
  }

  /** A connection is up, or being closed. */
  get isConnected(): boolean {
    return this.core.sender.output !== undefined;
  }

  get counters(): Readonly<SessionCounters> {
    return this.core.counters;
  }

  get store() {
    return this.core.store;
  }

  /** Messages that came early and wait for the gap before them. */
  get heldMessages(): number {
    return this.core.held.size;
  }

  /** Monotonic milliseconds of the next time that `onTime` has something to do; Infinity when there is none. */
  get deadlineMs(): number {
    return states[this.current].deadlineMs(this.core);
  }

  // The connection's side

  /** An initiator begins to connect. */
  connecting(): void {
    if (this.current === 'disconnected' || this.current === 'connectionLost') this.enter('connecting', 'connecting');
  }

  /** The connection stands: an initiator logs on, an acceptor waits for the Logon. */
  connected(output: SessionOutput): void {
    const { core } = this;
    core.tellPassedOver();
    core.forgetConnection();
    core.inbound.connected();
    core.replay.memory.connected(core.store.nextOutgoing);
    core.sender.output = output;
    core.isLosing = false;
    if (this.config.role === 'initiator') {
      this.enter(core.logons.begin(), core.reason);
      return;
    }
    core.stateDeadlineMs = core.nowMs() + this.config.logonTimeoutMs;
    this.enter('logonAwaited', 'connected');
  }

  /** A whole message with the right length and checksum. False when this connection is done with. */
  receive(message: FixMessage): boolean {
    const { core } = this;
    if (this.current === 'closing' || core.sender.output === undefined) return false;
    core.counters.messagesIn++;
    core.counters.bytesIn += message.end - message.start;
    this.enter(states[this.current].onMessage(core, message), core.reason);
    return states[this.current] !== states.closing;
  }

  /** Bytes that are no message: ignored, for a gap will show what they were. False when this connection is done with. */
  receiveGarbled(reason: GarbledReason): boolean {
    const { core } = this;
    core.counters.garbled++;
    // Whatever it was, it came: the line is not dead.
    core.liveness.received(core.nowMs());
    core.emit({ type: 'garbled', reason });
    if (this.current === 'logonAwaited' || this.current === 'logonSent') {
      this.enter(core.breach('the Logon is garbled'), core.reason);
    }
    return this.current !== 'closing';
  }

  /** The connection is gone, or could not be made. */
  disconnected(detail: string): void {
    const { core } = this;
    core.sender.output = undefined;
    core.forgetConnection();
    const isLost = states[this.current].isLoggedOn || (this.current === 'closing' && core.isLosing);
    if (isLost) core.counters.connectionsLost++;
    const wasConnected =
      this.current !== 'connecting' && this.current !== 'disconnected' && this.current !== 'connectionLost';
    if (isLost) core.wasLost = true;
    const reason = this.current === 'closing' ? core.reason : detail;
    this.enter(core.wasLost ? 'connectionLost' : 'disconnected', reason);
    if (wasConnected && this.config.resetOnDisconnect) core.resetNumbers('resetRequested');
  }

  /** Does what is due. Calling it early is harmless. */
  onTime(): void {
    const { core } = this;
    this.enter(states[this.current].onTime(core, core.nowMs()), core.reason);
  }

  /** Goes on with an answer to a ResendRequest; false when none is under way. For when the output has room again, turn by turn. */
  resumeReplay(): boolean {
    return this.core.sender.output !== undefined && this.core.replay.run();
  }

  get isReplaying(): boolean {
    return this.core.replay.isRunning;
  }

  // The application's side

  /** Begins an application message: its header is written, the caller adds the body, then calls `send`. Throws FixSessionError. */
  begin(msgType: string): FixEncoder {
    if (!this.isLoggedOn && this.config.sendWhenLoggedOff === 'refuse') {
      throw new FixSessionError('FIX_NOT_LOGGED_ON', 'cannot send', {
        where: this.id,
        found: this.state,
        expected: 'Active',
      });
    }
    return this.core.sender.begin(msgType);
  }

  /**
   * Gives the begun message its number, stores it, and sends it when logged on; otherwise the counterparty asks for it after its
   * next logon. Returns its MsgSeqNum. Throws FixSessionError, or JournalError when nothing more can be stored.
   */
  send(): number {
    return this.core.sender.sendApplication(this.isLoggedOn);
  }

  /** Ends the session in order; `text` goes into the Logout. */
  logout(text = ''): void {
    const { core } = this;
    if (this.isLoggedOn) {
      // Its answer tells whether everything arrived: a Logout alone, which may have crossed ours, does not.
      if (core.sender.lastApplication > core.confirmed) core.liveness.testRequest(core.nowMs());
      this.enter(core.logOut(text), core.reason);
    } else if (this.current === 'logonSent' || this.current === 'logonAwaited')
      this.disconnect('logged out before logon');
    if (this.current === 'connectionLost') {
      core.wasLost = false;
      this.enter('disconnected', 'logged out');
    }
  }

  /** Cuts the connection at once, without a Logout: for emergencies. */
  disconnect(reason: string): void {
    const { core } = this;
    if (core.sender.output === undefined || this.current === 'closing') return;
    this.enter(core.close('now', reason), reason);
  }

  /** Sets both numbers, as agreed with the counterparty. Only while not connected. */
  setNumbers(nextOutgoing: number, nextIncoming: number): void {
    const { core } = this;
    if (this.isConnected || !isNumber(nextOutgoing) || !isNumber(nextIncoming)) {
      throw new FixSessionError('FIX_NUMBERS', 'sequence numbers cannot be set', {
        where: this.id,
        found: this.isConnected ? this.state : `${nextOutgoing}, ${nextIncoming}`,
        expected: this.isConnected ? 'Disconnected' : 'two numbers from 1 up',
      });
    }
    core.sender.unsent.dropFrom(nextOutgoing);
    core.store.setNumbers('operator', nextOutgoing, nextIncoming);
    core.emit({ type: 'numbers', reason: 'operator', nextOutgoing, nextIncoming });
  }

  /** Both numbers to 1: while not connected by itself, while logged on by a Logon with ResetSeqNumFlag. */
  reset(reason: 'operator' | 'schedule' = 'operator'): void {
    const { core } = this;
    if (!this.isConnected) {
      core.resetNumbers(reason);
      return;
    }
    if (!this.isLoggedOn || core.version < 41) {
      throw new FixSessionError('FIX_NUMBERS', 'sequence numbers cannot be reset now', {
        where: this.id,
        found: this.state,
      });
    }
    this.enter(core.logons.beginReset(), core.reason);
  }

  private enter(next: StateName, reason: string): void {
    const before = this.current;
    if (next === before) return;
    const { core } = this;
    this.current = next;
    const from = states[before];
    const to = states[next];
    if (from.reported !== to.reported) core.emit({ type: 'state', from: from.reported, to: to.reported, reason });
    if (from.isLoggedOn && !to.isLoggedOn) core.application.onLogout(this, reason);
    if (!from.isLoggedOn && to.isLoggedOn) this.loggedOn();
  }

  private loggedOn(): void {
    const { core } = this;
    core.wasLost = false;
    core.application.onLogon(this);
    // Nothing was lost after all.
    if (this.current === 'recovering' && !core.gap.isOpen) this.enter('active', 'nothing is missing');
  }
}

function isNumber(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 1;
}
