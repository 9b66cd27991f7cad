/** A session under test: its clock in hand, its output as text, its counterparty played by the test. SOH is written `|`. */
import type { Clock } from '../../core/world.js';
import { FixMessage } from '../../protocols/fix/message.js';
import { MemorySessionStore } from '../store/memory-store.js';
import type { FixApplication } from './application.js';
import { sessionDefaults, type SessionConfig } from './config.js';
import type { SessionEvent } from './events.js';
import { FixSession } from './session.js';

const SOH = '\u0001';
const START_EPOCH_MS = Date.UTC(2026, 10, 23, 14, 30, 0);

export class TestClock implements Clock {
  nowMs = 0;
  monotonicNs(): number {
    return this.nowMs * 1e6;
  }
  epochMs(): number {
    return START_EPOCH_MS + this.nowMs;
  }
}

export const testConfig: SessionConfig = {
  ...sessionDefaults,
  role: 'acceptor',
  beginString: 'FIX.4.4',
  senderCompId: 'US',
  targetCompId: 'THEM',
};

export class TestSession {
  readonly clock: TestClock;
  readonly store: MemorySessionStore;
  readonly events: SessionEvent[] = [];
  /** Reported states in order. */
  readonly states: string[] = [];
  /** What the application was told: `logon`, `logout: why`, `message 3 D`, `outgoing 2-4 stale`. */
  readonly told: string[] = [];
  readonly session: FixSession;
  hasRoom = true;
  /** The last time in which nothing was read. */
  unread: { readonly fromEpochMs: number; readonly toEpochMs: number } | undefined;
  closed: string | undefined;
  private sent: string[] = [];
  private readonly message = new FixMessage();

  constructor(config: Partial<SessionConfig> = {}, application: Partial<FixApplication> = {}, clock = new TestClock()) {
    this.clock = clock;
    this.store = new MemorySessionStore(clock);
    this.session = new FixSession(
      { ...testConfig, ...config },
      {
        clock,
        store: this.store,
        unread: () => this.unread,
        events: {
          onEvent: (_session, event) => {
            this.events.push(event);
            if (event.type === 'state') this.states.push(event.to);
          },
        },
        application: {
          onLogon: () => void this.told.push('logon'),
          onLogout: (_session, reason) => void this.told.push(`logout: ${reason}`),
          onMessage: (_session, message) => {
            this.told.push(`message ${message.int(34)} ${message.string(35)}`);
            return 'accepted';
          },
          onNotDelivered: (_session, direction, first, last, why, fate) =>
            void this.told.push(`${direction} ${first}-${last} ${why}${fate === 'neverSent' ? ', never sent' : ''}`),
          ...application,
        },
      },
    );
  }

  connect(): void {
    this.closed = undefined;
    const hasRoom = (): boolean => this.hasRoom;
    this.session.connected({
      write: (bytes, start, end) => void this.sent.push(Buffer.from(bytes.subarray(start, end)).toString('latin1')),
      get hasRoom() {
        return hasRoom();
      },
      close: (how, reason) => void (this.closed ??= `${how}: ${reason}`),
    });
  }

  /** Connects and logs on with HeartBtInt 30. */
  logOn(msgSeqNum = 1, more = ''): string[] {
    this.connect();
    this.take(`35=A|34=${msgSeqNum}|98=0|108=30|${more}`);
    return this.out();
  }

  /** The counterparty sends a message, given without its first fields and its last; `8=`, `49=`, `56=`, `52=` are put in. */
  take(text: string): boolean {
    const frame = this.frame(text);
    if (this.message.parse(frame, 0, frame.length) !== 0) throw new Error(`not a message: ${text}`);
    return this.session.receive(this.message);
  }

  /** What was sent since the last call, without 8, 9, 49, 56, 52, 122 and 10. */
  out(): string[] {
    const sent = this.sent.map((text) =>
      text
        .split(SOH)
        .filter((field) => field !== '' && !/^(8|9|49|56|52|122|10)=/.test(field))
        .join('|'),
    );
    this.sent = [];
    return sent;
  }

  rawOut(): string[] {
    const { sent } = this;
    this.sent = [];
    return sent;
  }

  /** An application message of ours. */
  send(id: string, msgType = 'D'): number {
    this.session.begin(msgType).string(11, id);
    return this.session.send();
  }

  /** Moves time on, calling the session whenever it asked to be. */
  advance(ms: number): void {
    const until = this.clock.nowMs + ms;
    while (this.session.deadlineMs <= until) {
      this.clock.nowMs = Math.max(this.clock.nowMs, this.session.deadlineMs);
      const before = this.session.deadlineMs;
      this.session.onTime();
      if (this.session.deadlineMs === before) throw new Error('the session asks for the same time for ever');
    }
    this.clock.nowMs = until;
  }

  private frame(text: string): Uint8Array {
    const { beginString, senderCompId, targetCompId } = this.session.config;
    const [first = '', ...rest] = text.split('|').filter((field) => field !== '');
    const time = new Date(this.clock.epochMs()).toISOString().replace(/[-Z]/g, '').replace('T', '-');
    const has = (tag: string): boolean => rest.some((field) => field.startsWith(`${tag}=`));
    const header = [
      first,
      ...(has('49') ? [] : [`49=${targetCompId}`]),
      ...(has('56') ? [] : [`56=${senderCompId}`]),
      ...(has('52') ? [] : [`52=${time}`]),
    ];
    const body = [...header, ...rest].map((field) => field + SOH).join('');
    return Buffer.from(`8=${beginString}${SOH}9=${body.length}${SOH}${body}10=000${SOH}`, 'latin1');
  }
}
