/** What a session does with application messages: the session itself knows nothing of orders or market data. */
import type { FixMessage } from '../../../control/protocols/fix/message.js';
import type { OrderCommand, OrderReport } from '../core/orders.js';
import type { OutMessage } from './out-message.js';

/** What follows from one message: a command for the matcher, or answers at once. A refusal also says why, for the log. */
export interface Outcome {
  readonly commands?: readonly OrderCommand[];
  readonly messages?: readonly OutMessage[];
  /** Kind and reason for the log of refusals. */
  readonly refused?: readonly [kind: string, reason: string];
  /** The message breaks a rule of the session layer: it is answered by a Reject (3). */
  readonly reject?: SessionReject;
}

export interface SessionReject {
  /** SessionRejectReason (373). */
  readonly reason: number;
  /** RefTagID (371). */
  readonly tag?: number;
  readonly text: string;
}

export interface Desk {
  /** Application messages that may come in, by MsgType; others are refused as unsupported. */
  readonly accepts: ReadonlySet<string>;
  /** A message of the client, valid during the call only. */
  take(message: FixMessage, type: string): Outcome;
  /**
   * What a report of the firm says on this session. The order of reports and what is made of them is the same at every gateway.
   * @param logSequence the exchange's number of the report
   */
  tell(report: OrderReport, port: string, logSequence: number): readonly OutMessage[];
  /** The client is logged on: `emit` sends what nobody asked for, `submit` gives the matcher a command. */
  opened?(emit: (messages: readonly OutMessage[]) => void, submit: (command: OrderCommand) => void): void;
  closed?(): void;
}

/** BusinessMessageReject (j). @param reason BusinessRejectReason (380) */
export function businessReject(
  message: FixMessage,
  type: string,
  reason: number,
  text: string,
  reference?: string,
): Outcome {
  const fields: [number, string][] = [
    [45, String(message.int(34))],
    [372, type],
  ];
  if (reference !== undefined && reference !== '') fields.push([379, reference]);
  fields.push([380, String(reason)], [58, text]);
  return { messages: [{ type: 'j', fields }], refused: ['business', text] };
}
