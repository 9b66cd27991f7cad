/** Heartbeats, TestRequests and the death of a silent connection, from HeartBtInt (108). */
import type { FixMessage } from '../../protocols/fix/message.js';
import type { SessionConfig } from './config.js';
import type { Sender } from './sender.js';

/** A counterparty is asked after this part of the interval, for transmission takes time, and given up after twice as long. */
const SILENCE = 1.2;

const EMPTY_TEST_REQ_ID = Uint8Array.from('112=\u0001', (letter) => letter.charCodeAt(0));

export type Due = 'nothing' | 'heartbeat' | 'testRequest' | 'timeout';

export class Liveness {
  private intervalMs = Infinity;
  private lastReceivedMs = 0;
  private isAsked = false;
  /** The TestRequest whose answer will tell the round trip; '' when none is under way. */
  private askedId = '';
  private askedMs = 0;
  private askedNumber = 0;
  private asked = 0;

  constructor(
    private readonly config: SessionConfig,
    private readonly sender: Sender,
  ) {}

  /** @param heartBtIntS seconds; 0 turns heartbeats off */
  start(heartBtIntS: number, nowMs: number): void {
    this.intervalMs = heartBtIntS === 0 ? Infinity : heartBtIntS * 1000;
    this.received(nowMs);
    this.askedId = '';
  }

  received(nowMs: number): void {
    this.lastReceivedMs = nowMs;
    this.isAsked = false;
  }

  get deadlineMs(): number {
    const silenceMs = this.intervalMs * SILENCE;
    if (this.isAsked) return this.lastReceivedMs + 2 * silenceMs;
    return Math.min(this.lastReceivedMs + silenceMs, this.sender.lastSentMs + this.intervalMs);
  }

  due(nowMs: number): Due {
    const silentMs = nowMs - this.lastReceivedMs;
    const silenceMs = this.intervalMs * SILENCE;
    if (silentMs >= 2 * silenceMs) return 'timeout';
    // While we wait for an answer the question itself shows that we live.
    if (this.isAsked) return 'nothing';
    if (silentMs >= silenceMs) return 'testRequest';
    return nowMs - this.sender.lastSentMs >= this.intervalMs ? 'heartbeat' : 'nothing';
  }

  heartbeat(answers?: FixMessage): void {
    const encoder = this.sender.beginAdmin('0');
    const id = answers?.find(112) ?? -1;
    if (answers !== undefined && id >= 0) {
      const start = answers.valueStartAt(id);
      const end = answers.valueEndAt(id);
      // Where tags without a value are let in, they are answered in kind.
      if (end > start) encoder.field(112, answers.bytes, start, end);
      else encoder.raw(EMPTY_TEST_REQ_ID);
    }
    this.sender.sendAdmin();
  }

  /** Returns the TestReqID. */
  testRequest(nowMs: number): string {
    this.askedId = this.config.testReqId ?? `CF${++this.asked}`;
    this.askedMs = nowMs;
    this.askedNumber = this.sender.nextNumber;
    this.isAsked = true;
    this.sender.beginAdmin('1').string(112, this.askedId);
    this.sender.sendAdmin();
    return this.askedId;
  }

  /**
   * Looks at a Heartbeat. When it answers our TestRequest: the MsgSeqNum of that, and the round trip in milliseconds. Everything up
   * to that number has arrived then, for a side that misses something holds the TestRequest back until it has it.
   */
  answer(heartbeat: FixMessage, nowMs: number): { readonly msgSeqNum: number; readonly ms: number } | undefined {
    if (this.askedId === '' || heartbeat.string(112) !== this.askedId) return undefined;
    this.askedId = '';
    return { msgSeqNum: this.askedNumber, ms: nowMs - this.askedMs };
  }
}
