/** What the driver refuses, and why. */
import { CrossfeedError } from '../control/core/errors.js';
import { STATUS } from './abi.js';

/** A card, or the library in front of it, said no. */
export class NicError extends CrossfeedError {}

/** The driver library is not there: it was not built, which takes Verilator. */
export class NicLibraryError extends NicError {}

const CODES: Record<number, string> = {
  [STATUS.ARGUMENT]: 'NIC_ARGUMENT',
  [STATUS.NO_DEVICE]: 'NIC_NO_DEVICE',
  [STATUS.BUSY]: 'NIC_BUSY',
  [STATUS.HANDLE]: 'NIC_HANDLE',
  [STATUS.CLOSED]: 'NIC_CLOSED',
  [STATUS.STATE]: 'NIC_STATE',
  [STATUS.UNSUPPORTED]: 'NIC_UNSUPPORTED',
  [STATUS.SYSTEM]: 'NIC_SYSTEM',
  [STATUS.BUS]: 'NIC_BUS',
  [STATUS.FORMAT]: 'NIC_FORMAT',
  [STATUS.FAULT]: 'NIC_FAULT',
  [STATUS.LIMIT]: 'NIC_LIMIT',
};

/** The error behind a negative return value of the library. */
export function nicError(where: string, status: number, text: string): NicError {
  return new NicError(CODES[-status] ?? 'NIC_UNKNOWN', text, { where });
}
