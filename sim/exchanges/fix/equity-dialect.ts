/** The FIX 4.2 and 4.4 of the equity exchanges. */
import { dictionary, type ValuesExtension } from '../../../control/protocols/fix/dictionary.js';
import type { Dialect } from './dialect.js';
import type { FixVersion } from './order-codes.js';

const COMMON = {
  precision: 'milliseconds',
  sendingTimeToleranceMs: 120_000,
  heartbeatS: { least: 1, most: 60 },
  resendPage: 0,
  resends: true,
  // Tags of members' own are carried by many order systems; nobody here reads them.
  validation: { userDefined: false },
} as const;

/** Intermarket sweeps are younger than both versions: exchanges that stayed with them take the code of FIX 5.0. */
const sweeps: ValuesExtension = { tag: 18, values: { f: 'INTERMARKET_SWEEP' } };
/** FIX 4.2 has no code for the closing auction: exchanges that stayed with it take the one of later versions. */
const closing: ValuesExtension = { tag: 59, values: { '7': 'AT_THE_CLOSE' } };

const fix42 = dictionary('FIX42', { addedValues: [sweeps, closing] });
const fix44 = dictionary('FIX44', { addedValues: [sweeps] });

export const EQUITY_DIALECTS: Readonly<Record<FixVersion, Dialect>> = {
  '4.2': { ...COMMON, name: 'FIX 4.2', beginString: 'FIX.4.2', session: fix42, application: fix42 },
  '4.4': { ...COMMON, name: 'FIX 4.4', beginString: 'FIX.4.4', session: fix44, application: fix44 },
};
