/** What the acceptance definitions expect behind the session layer: an application that sends back what it gets. */
import type { FixMessage } from '../../../control/protocols/fix/message.js';
import { MsgType } from '../../../control/protocols/fix/msg-type.js';
import type { FixApplication, Verdict } from '../../../control/fix/session/application.js';
import type { FixSession } from '../../../control/fix/session/session.js';

/** Header and trailer fields that are ours to write, or belong to one transmission only. */
const notEchoed = new Set([8, 9, 10, 34, 35, 43, 49, 50, 52, 56, 57, 89, 90, 91, 93, 122, 142, 143, 369]);

/** ClOrdIDs remembered of one logon; beyond, the oldest are forgotten. */
const clOrdIdsMax = 100_000;

const unsupported: Verdict = { reason: 3, text: 'Unsupported Message Type' };

/** One for each session. */
export class EchoApplication implements FixApplication {
  /** Seen since the last logon. */
  private readonly clOrdIds = new Set<string>();
  private logonApplVerId: string | undefined;

  /** DefaultApplVerID (1137) of the counterparty's Logon: from there on it is ours too. */
  get applVerId(): string | undefined {
    return this.logonApplVerId;
  }

  onLogon(): void {
    this.clOrdIds.clear();
  }

  onLogout(): void {
    this.clOrdIds.clear();
  }

  onLogonRequest(_session: FixSession, message: FixMessage): undefined {
    if (message.msgType === MsgType.Logon) this.logonApplVerId = message.string(1137);
  }

  onMessage(session: FixSession, message: FixMessage): Verdict {
    switch (message.msgType) {
      case MsgType.NewOrderSingle:
        if (this.isRepeated(message)) return 'accepted';
        echo(session, message);
        return 'accepted';
      case MsgType.SecurityDefinition:
      case MsgType.Email:
        echo(session, message);
        return 'accepted';
      default:
        return unsupported;
    }
  }

  /** A possible resend of an order that came before on this logon. */
  private isRepeated(message: FixMessage): boolean {
    const clOrdId = message.string(11) ?? '';
    const isKnown = this.clOrdIds.has(clOrdId);
    if (!isKnown) this.remember(clOrdId);
    return isKnown && message.flag(97);
  }

  private remember(clOrdId: string): void {
    this.clOrdIds.add(clOrdId);
    if (this.clOrdIds.size <= clOrdIdsMax) return;
    const [oldest] = this.clOrdIds;
    if (oldest !== undefined) this.clOrdIds.delete(oldest);
  }
}

/** Sends the message back under a header of ours, its other fields as they came. */
function echo(session: FixSession, message: FixMessage): void {
  const encoder = session.begin(message.string(35) ?? '');
  for (let i = 0; i < message.fieldCount; i++) {
    if (notEchoed.has(message.tagAt(i))) continue;
    // Byte for byte: a value may be empty, or be data with SOH in it.
    const start = i === 0 ? message.start : message.valueEndAt(i - 1) + 1;
    encoder.rawRange(message.bytes, start, message.valueEndAt(i) + 1);
  }
  session.send();
}
