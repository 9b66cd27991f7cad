/** Our side's application: answers orders, remembers what it was told. */
import type { BusinessReject, FixApplication } from '../../../control/fix/session/application.js';
import type { FixSession } from '../../../control/fix/session/session.js';
import type { FixMessage } from '../../../control/protocols/fix/message.js';
import { wireMessage, type WireMessage } from './wire-message.js';

export class OurApplication implements FixApplication {
  /** Application messages in the order in which they were delivered. */
  readonly delivered: WireMessage[] = [];
  /** `incoming 3-4 gapFilled`, and so on. */
  readonly notDelivered: string[] = [];
  /** Rejects (3) and Business Message Rejects (j) of messages of ours. */
  readonly rejects: WireMessage[] = [];
  readonly logouts: string[] = [];
  logons = 0;
  /** Done once, when the next connection has ended and before there is another. */
  whenCut: (() => void) | undefined;
  private reports = 0;

  constructor(private readonly changed: () => void) {}

  /** ClOrdIDs of the delivered messages of this type. */
  deliveredIds(type: string): string[] {
    return this.delivered.flatMap((message) => (message.type === type ? [message.fields.get(11) ?? ''] : []));
  }

  onLogon(): void {
    this.logons++;
    this.changed();
  }

  onLogout(_session: FixSession, reason: string): void {
    this.logouts.push(reason);
    this.whenCut?.();
    this.whenCut = undefined;
    this.changed();
  }

  onMessage(session: FixSession, message: FixMessage): 'accepted' | BusinessReject {
    const order = wireMessage(textOf(message));
    if (order.type !== 'D' && order.type !== '8') return { reason: 3, text: `no use for ${order.type}` };
    this.delivered.push(order);
    if (order.type === 'D') this.answer(session, order);
    this.changed();
    return 'accepted';
  }

  onReject(_session: FixSession, message: FixMessage): void {
    this.rejects.push(wireMessage(textOf(message)));
    this.changed();
  }

  onNotDelivered(_session: FixSession, direction: string, first: number, last: number, why: string): void {
    this.notDelivered.push(`${direction} ${first}-${last} ${why}`);
    this.changed();
  }

  private answer(session: FixSession, order: WireMessage): void {
    const number = ++this.reports;
    const report = session.begin('8');
    report.string(37, `O${number}`);
    report.string(11, order.fields.get(11) ?? '');
    report.string(17, `E${number}`);
    // ExecTransType went with 4.3.
    if (session.config.beginString === 'FIX.4.2') report.string(20, '0');
    report.string(150, '0');
    report.string(39, '0');
    for (const tag of [55, 54, 38]) report.string(tag, order.fields.get(tag) ?? '');
    report.decimal(151, 100, 0);
    report.decimal(14, 0, 0);
    report.decimal(6, 0, 0);
    session.send();
  }
}

const textOf = (message: FixMessage): string =>
  Buffer.from(message.bytes.subarray(message.start, message.end)).toString('latin1');
