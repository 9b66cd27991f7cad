/** Whether bytes are an OUCH 5.0 message of one side, and where its parts are. Nothing is copied, nothing allocated. */
import { AIQ_CANCELED_BYTES_WITHOUT_STRATEGY, ouch50Client, ouch50Server, type Ouch50Layout } from './messages.js';
import { areOuch50Options, ouch50AppendageBytes } from './options.js';

/** 0 is fine. */
export const Ouch50Fault = { none: 0, empty: 1, unknownType: 2, length: 3, option: 4 } as const;

interface Table {
  /** Fixed bytes by type, 0 for a type that does not exist. */
  readonly bytes: Uint8Array;
  /** 0 no appendage, 1 optional, 2 always. */
  readonly appendage: Uint8Array;
}

function tableOf(layouts: Readonly<Record<string, Ouch50Layout>>): Table {
  const table = { bytes: new Uint8Array(256), appendage: new Uint8Array(256) };
  for (const { type, bytes, appendage } of Object.values(layouts)) {
    table.bytes[type] = bytes;
    table.appendage[type] = appendage === 'none' ? 0 : appendage === 'optional' ? 1 : 2;
  }
  return table;
}

const client = tableOf(ouch50Client);
const server = tableOf(ouch50Server);
const AIQ_CANCELED = ouch50Server.AiqCanceled.type;

export class Ouch50Message {
  type = 0;
  start = 0;
  /** Bytes of the fixed part; 31 for an AIQ Canceled without aiqStrategy. */
  fixedBytes = 0;
  /** The options, checked; empty when there are none. */
  optionsStart = 0;
  optionsEnd = 0;

  /** Looks at the message from `start` to `end`; the rest of the object is right only when it returns 0. */
  open(bytes: Uint8Array, start: number, end: number, from: 'client' | 'server'): number {
    if (end <= start) return Ouch50Fault.empty;
    const table = from === 'client' ? client : server;
    const type = bytes[start] as number;
    const fixed = table.bytes[type] as number;
    if (fixed === 0) return Ouch50Fault.unknownType;
    this.type = type;
    this.start = start;
    const fault = this.parts(bytes, start, end, fixed, table.appendage[type] as number);
    if (fault === Ouch50Fault.none || from === 'client' || type !== AIQ_CANCELED) return fault;
    return this.parts(bytes, start, end, AIQ_CANCELED_BYTES_WITHOUT_STRATEGY, 1) === 0 ? 0 : fault;
  }

  private parts(bytes: Uint8Array, start: number, end: number, fixed: number, appendage: number): number {
    const at = start + fixed;
    this.fixedBytes = fixed;
    this.optionsStart = at;
    this.optionsEnd = at;
    if (end === at && appendage !== 2) return Ouch50Fault.none;
    if (appendage === 0 || end < at + 2) return Ouch50Fault.length;
    this.optionsStart = at + 2;
    this.optionsEnd = at + 2 + ouch50AppendageBytes(bytes, at);
    if (this.optionsEnd !== end) return Ouch50Fault.length;
    return areOuch50Options(bytes, this.optionsStart, end) ? Ouch50Fault.none : Ouch50Fault.option;
  }
}
