/** The FIX 4.2 and 4.4 of the equity exchanges. */
import { dictionary, type DictionaryName, type FieldExtension } from '../../../control/protocols/fix/dictionary.js';
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
function sweeps(name: DictionaryName): FieldExtension {
  const { type = '', values = [] } = dictionary(name).field(18) ?? {};
  return { tag: 18, name: 'ExecInst', type, values: { ...Object.fromEntries(values), f: 'INTERMARKET_SWEEP' } };
}

/** FIX 4.2 has no code for the closing auction: exchanges that stayed with it take the one of later versions. */
const fix42 = dictionary('FIX42', {
  fields: [
    sweeps('FIX42'),
    {
      tag: 59,
      name: 'TimeInForce',
      type: 'CHAR',
      values: {
        '0': 'DAY',
        '1': 'GOOD_TILL_CANCEL',
        '2': 'AT_THE_OPENING',
        '3': 'IMMEDIATE_OR_CANCEL',
        '4': 'FILL_OR_KILL',
        '5': 'GOOD_TILL_CROSSING',
        '6': 'GOOD_TILL_DATE',
        '7': 'AT_THE_CLOSE',
      },
    },
  ],
});
const fix44 = dictionary('FIX44', { fields: [sweeps('FIX44')] });

export const EQUITY_DIALECTS: Readonly<Record<FixVersion, Dialect>> = {
  '4.2': { ...COMMON, name: 'FIX 4.2', beginString: 'FIX.4.2', session: fix42, application: fix42 },
  '4.4': { ...COMMON, name: 'FIX 4.4', beginString: 'FIX.4.4', session: fix44, application: fix44 },
};
