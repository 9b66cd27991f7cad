/** An ExecutionReport (8) as the reconciler sees it, from any version of FIX. */
import { MsgType } from '../../protocols/fix/msg-type.js';
import type { FixMessage } from '../../protocols/fix/message.js';
import { parseExact } from './exact.js';

/** `statement`: no fill, but it says what the order comes to. */
export type CopyKind = 'trade' | 'bust' | 'correction' | 'statement';

/** Quantities and prices in units of 10^-18. */
export interface ExecutionCopy {
  readonly kind: CopyKind;
  readonly execId: string;
  /** ExecRefID (19): the fill that is taken back or corrected; empty for others. */
  readonly refExecId: string;
  readonly orderId: string;
  readonly clOrdId: string;
  readonly symbol: string;
  readonly side: string;
  /** LastQty and LastPx; 0 where the report has none. */
  readonly quantity: bigint;
  readonly price: bigint;
  /** CumQty, AvgPx; undefined where the report has none. */
  readonly cumQuantity: bigint | undefined;
  readonly avgPrice: bigint | undefined;
  readonly ordStatus: string;
  /** TransactTime (60), else SendingTime (52), epoch ms; 0 without either. Decides which of two reports is the later one. */
  readonly transactMs: number;
}

/** What a report lacks: for the log. */
export interface UnreadableCopy {
  readonly kind: 'unreadable';
  readonly text: string;
}

/** Reads an execution report. */
export function readExecutionCopy(message: FixMessage): ExecutionCopy | UnreadableCopy {
  if (message.msgType !== MsgType.ExecutionReport) return unreadable('not an ExecutionReport');
  const quantity = message.has(32) ? parseExact(message.string(32)) : 0n;
  const price = message.has(31) ? parseExact(message.string(31)) : 0n;
  if (quantity === undefined) return unreadable(`LastQty (32) "${message.string(32) ?? ''}" is no number`);
  if (price === undefined) return unreadable(`LastPx (31) "${message.string(31) ?? ''}" is no number`);
  const kind = kindOf(message, quantity);
  const execId = message.string(17) ?? '';
  const refExecId = message.string(19) ?? '';
  const orderId = message.string(37) ?? '';
  const clOrdId = message.string(11) ?? '';
  if (kind !== 'statement' && execId === '') return unreadable('no ExecID (17)');
  if ((kind === 'bust' || kind === 'correction') && refExecId === '') return unreadable('no ExecRefID (19)');
  if (orderId === '' && clOrdId === '') return unreadable('neither OrderID (37) nor ClOrdID (11)');
  const transactMs = message.utcMs(message.has(60) ? 60 : 52);
  return {
    kind,
    execId,
    refExecId,
    orderId,
    clOrdId,
    symbol: message.string(55) ?? '',
    side: message.string(54) ?? '',
    quantity,
    price,
    cumQuantity: parseExact(message.string(14)),
    avgPrice: parseExact(message.string(6)),
    ordStatus: message.string(39) ?? '',
    transactMs: Number.isNaN(transactMs) ? 0 : transactMs,
  };
}

/** ExecTransType (20) before FIX 4.3, ExecType (150) since; 4.0 has only OrdStatus, so that a quantity makes a fill. */
function kindOf(message: FixMessage, quantity: bigint): CopyKind {
  const transType = message.string(20);
  if (transType === '1') return 'bust';
  if (transType === '2') return 'correction';
  if (transType === '3') return 'statement';
  const execType = message.string(150);
  if (execType === 'H') return 'bust';
  if (execType === 'G') return 'correction';
  const fills = execType === undefined || execType === 'F' || execType === '1' || execType === '2';
  return fills && quantity > 0n ? 'trade' : 'statement';
}

function unreadable(text: string): UnreadableCopy {
  return { kind: 'unreadable', text };
}
