/** The two messages that the codec is measured with: as an order desk sends and gets them, in FIX 4.4. */
import type { FixEncoder } from '../../../control/protocols/fix/encoder.js';
import { ReadyFields } from '../../../control/protocols/fix/ready-fields.js';

export const BEGIN_STRING = 'FIX.4.4';
/** The shared clock of the samples: 2024-06-10 13:30:00.123. */
export const TIME_MS = Date.UTC(2024, 5, 10, 13, 30, 0, 123);

export const NEW_ORDER_BYTES = 191;
export const REPORT_BYTES = 265;

/** SenderCompID and TargetCompID are the same in all messages of a session: ready-made fields, as the session itself writes them. */
const clientIds = new ReadyFields(Buffer.from('49=CLIENT1\x0156=CROSSFEED\x01', 'latin1'));
const gatewayIds = new ReadyFields(Buffer.from('49=CROSSFEED\x0156=CLIENT1\x01', 'latin1'));

/** A NewOrderSingle of 191 bytes. */
export function encodeNewOrder(encoder: FixEncoder, msgSeqNum: number, timeMs: number): void {
  encoder.begin('D');
  encoder.int(34, msgSeqNum);
  encoder.ready(clientIds);
  encoder.utcTimestamp(52, timeMs, 'milliseconds');
  encoder.string(11, 'ORD-20240610-0004711');
  encoder.string(1, 'DESK-042');
  encoder.char(21, 0x31);
  encoder.string(55, 'MSFT');
  encoder.char(54, 0x31);
  encoder.utcTimestamp(60, timeMs, 'milliseconds');
  encoder.decimal(38, 1000, 0);
  encoder.char(40, 0x32);
  encoder.decimal(44, 4_282_500, 4);
  encoder.char(59, 0x30);
  encoder.finish();
}

/** An ExecutionReport of 265 bytes: a partial fill. */
export function encodeReport(encoder: FixEncoder, msgSeqNum: number, timeMs: number): void {
  encoder.begin('8');
  encoder.int(34, msgSeqNum);
  encoder.ready(gatewayIds);
  encoder.utcTimestamp(52, timeMs, 'milliseconds');
  encoder.string(37, 'CF-000815');
  encoder.string(11, 'ORD-20240610-0004711');
  encoder.string(17, 'EX-4711-02');
  encoder.char(150, 0x46);
  encoder.char(39, 0x31);
  encoder.string(1, 'DESK-042');
  encoder.string(55, 'MSFT');
  encoder.char(54, 0x31);
  encoder.decimal(38, 1000, 0);
  encoder.char(40, 0x32);
  encoder.decimal(44, 4_282_500, 4);
  encoder.char(59, 0x30);
  encoder.decimal(32, 300, 0);
  encoder.decimal(31, 4_281_500, 4);
  encoder.decimal(151, 700, 0);
  encoder.decimal(14, 300, 0);
  encoder.decimal(6, 4_281_500, 4);
  encoder.utcTimestamp(60, timeMs, 'milliseconds');
  encoder.finish();
}
