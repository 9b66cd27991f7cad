/** What an order handler reads of a message. Ids are taken as bytes: they go into tables of bytes, not into strings. */
import type { FixMessage } from '../../../control/protocols/fix/message.js';

/** What was read, added up, so that no reading can be left out; the same in every way of decoding. */
export interface ReadSum {
  total: number;
}

const id = new Uint8Array(32);
/** Times go into columns of numbers too. */
const times = new Float64Array(2);

/** Number, time, ClOrdID, account, instrument, side, type, quantity, price, time in force. */
export function readNewOrder(message: FixMessage, sum: ReadSum): void {
  message.readUtcMs(52, times, 0);
  message.readUtcMs(60, times, 1);
  sum.total +=
    times[0]! +
    times[1]! +
    message.int(34) +
    idSum(message, 11) +
    idSum(message, 1) +
    idSum(message, 55) +
    message.char(54) +
    message.char(40) +
    message.decimal(38, 0) +
    message.decimal(44, 4) +
    message.char(59);
}

/** Number, time, both order ids, execution id, kind, status, side, last, cumulative and remaining quantity, prices. */
export function readReport(message: FixMessage, sum: ReadSum): void {
  message.readUtcMs(52, times, 0);
  message.readUtcMs(60, times, 1);
  sum.total +=
    times[0]! +
    times[1]! +
    message.int(34) +
    idSum(message, 37) +
    idSum(message, 11) +
    idSum(message, 17) +
    idSum(message, 55) +
    message.char(150) +
    message.char(39) +
    message.char(54) +
    message.decimal(32, 0) +
    message.decimal(31, 4) +
    message.decimal(151, 0) +
    message.decimal(14, 0) +
    message.decimal(6, 4);
}

function idSum(message: FixMessage, tag: number): number {
  const length = message.copyAt(message.find(tag), id, 0);
  return length + id[0]! + id[length - 1]!;
}
