/** The same work done by jspurefix: the same fields read, the same messages written, and both checked to be the same. */
import { FixMessage } from '../../../control/protocols/fix/message.js';
import type { MsgView } from 'jspurefix';
import type { BenchContext } from '../harness.js';
import type { ReadSum } from './codec-readers.js';
import { JsPureFix } from './codec-jspurefix.js';

const BATCHES = 300;
const WARM_UP = 60;

export interface PeerWork {
  readonly name: string;
  readonly input: string;
  readonly batch: number;
  /** Messages one behind the other, and what our way of reading them adds up to. */
  readonly received: Uint8Array;
  readonly total: number;
  /** A message as we encode it, and the time that is in it. */
  readonly encoded: Uint8Array;
  readonly timeMs: number;
}

export async function runPeer({ time }: BenchContext, works: readonly PeerWork[]): Promise<void> {
  for (const work of works) {
    const report = work.name === 'report';
    const ids = report ? { sender: 'CROSSFEED', target: 'CLIENT1' } : { sender: 'CLIENT1', target: 'CROSSFEED' };
    const peer = await JsPureFix.load(ids);
    const bytes = Buffer.from(work.received);
    const sum: ReadSum = { total: 0 };
    const read = report
      ? (view: MsgView): void => readReport(view, sum)
      : (view: MsgView): void => readNewOrder(view, sum);
    peer.parse(bytes, read);
    if (sum.total !== work.total) throw new Error(`jspurefix reads ${sum.total}, we read ${work.total}`);
    const { input, batch, name } = work;
    const common = { input, batch, batches: BATCHES, warmUp: WARM_UP, peer: true };
    time({ ...common, name: `decode-${name}-jspurefix`, run: () => peer.parse(bytes, read) });

    const msgType = report ? '8' : 'D';
    const make = report ? reportObject : newOrderObject;
    peer.encode(msgType, work.timeMs, make(work.timeMs));
    compare(peer.encoded, work.encoded);
    const run = (index: number): void => {
      const timeMs = work.timeMs + index;
      for (let i = 0; i < batch; i++) peer.encode(msgType, timeMs, make(timeMs));
    };
    time({ ...common, name: `encode-${name}-jspurefix`, run });
  }
}

function readNewOrder(view: MsgView, sum: ReadSum): void {
  sum.total +=
    number(view, 34) +
    date(view, 52) +
    text(view, 11) +
    text(view, 1) +
    text(view, 55) +
    char(view, 54) +
    char(view, 40) +
    number(view, 38) +
    price(view, 44) +
    char(view, 59) +
    date(view, 60);
}

function readReport(view: MsgView, sum: ReadSum): void {
  sum.total +=
    number(view, 34) +
    date(view, 52) +
    text(view, 37) +
    text(view, 11) +
    text(view, 17) +
    text(view, 55) +
    char(view, 150) +
    char(view, 39) +
    char(view, 54) +
    number(view, 32) +
    price(view, 31) +
    number(view, 151) +
    number(view, 14) +
    price(view, 6) +
    date(view, 60);
}

function number(view: MsgView, tag: number): number {
  return view.getTyped(tag) as number;
}
function price(view: MsgView, tag: number): number {
  return Math.round(number(view, tag) * 1e4);
}
function date(view: MsgView, tag: number): number {
  return (view.getTyped(tag) as Date).getTime();
}
function char(view: MsgView, tag: number): number {
  return view.getString(tag)!.charCodeAt(0);
}
function text(view: MsgView, tag: number): number {
  const value = view.getString(tag)!;
  return value.length + value.charCodeAt(0) + value.charCodeAt(value.length - 1);
}

function newOrderObject(timeMs: number): object {
  return {
    ClOrdID: 'ORD-20240610-0004711',
    Account: 'DESK-042',
    HandlInst: '1',
    Instrument: { Symbol: 'MSFT' },
    Side: '1',
    TransactTime: new Date(timeMs),
    OrderQtyData: { OrderQty: 1000 },
    OrdType: '2',
    Price: 428.25,
    TimeInForce: '0',
  };
}

function reportObject(timeMs: number): object {
  return {
    OrderID: 'CF-000815',
    ClOrdID: 'ORD-20240610-0004711',
    ExecID: 'EX-4711-02',
    ExecType: 'F',
    OrdStatus: '1',
    Account: 'DESK-042',
    Instrument: { Symbol: 'MSFT' },
    Side: '1',
    OrderQtyData: { OrderQty: 1000 },
    OrdType: '2',
    Price: 428.25,
    TimeInForce: '0',
    LastQty: 300,
    LastPx: 428.15,
    LeavesQty: 700,
    CumQty: 300,
    AvgPx: 428.15,
    TransactTime: new Date(timeMs),
  };
}

/** Same fields with the same values, in whatever order; but for BodyLength, which they pad, CheckSum and MsgSeqNum. */
function compare(theirs: Uint8Array, ours: Uint8Array): void {
  const [a, b] = [theirs, ours].map((bytes) => {
    const message = new FixMessage();
    if (message.parse(bytes, 0, bytes.length) !== 0) throw new Error('the message cannot be parsed');
    const fields = Array.from({ length: message.fieldCount }, (_, i) => `${message.tagAt(i)}=${message.stringAt(i)}`);
    return fields.filter((field) => !/^(9|10|34)=/.test(field)).sort();
  });
  if (String(a) !== String(b)) throw new Error(`jspurefix encodes ${String(a)}, we encode ${String(b)}`);
}
