/** FIX 5.0 SP2 in FIXT 1.1 as coinbase-exchange-sandbox speaks it: Logon fields of its own, and orders and cancels in batches. */
import { dictionary, type DictionaryExtension } from '../../../control/protocols/fix/dictionary.js';

const session: DictionaryExtension = {
  fields: [
    { tag: 95, name: 'RawDataLength', type: 'LENGTH' },
    { tag: 96, name: 'RawData', type: 'DATA' },
    { tag: 8001, name: 'SelfTradePrevention', type: 'CHAR', values: { N: 'CANCEL_NEWEST', Q: 'DECREMENT' } },
    { tag: 8013, name: 'CancelOrdersOnDisconnect', type: 'CHAR', values: { S: 'SESSION', Y: 'PROFILE', N: 'NO' } },
    { tag: 9406, name: 'DropCopyFlag', type: 'BOOLEAN' },
  ],
  messages: [{ msgType: 'A', members: [{ tag: 8001 }, { tag: 8013 }, { tag: 9406 }] }],
};

const application: DictionaryExtension = {
  fields: [
    { tag: 8014, name: 'BatchID', type: 'STRING' },
    { tag: 73, name: 'NoOrders', type: 'NUMINGROUP' },
  ],
  messages: [
    { msgType: 'D', members: [{ tag: 60 }] },
    { msgType: 'F', members: [{ tag: 54 }, { tag: 60 }] },
    { msgType: 'G', members: [{ tag: 60 }] },
    {
      msgType: 'U6',
      name: 'NewOrderBatch',
      members: [
        { tag: 8014, required: true },
        {
          tag: 73,
          required: true,
          group: [
            { tag: 11, required: true },
            { tag: 55, required: true },
            { tag: 54, required: true },
            { tag: 38 },
            { tag: 40, required: true },
            { tag: 44 },
            { tag: 59 },
            { tag: 18 },
          ],
        },
      ],
    },
    { msgType: 'U7', name: 'NewOrderBatchReject', members: [{ tag: 8014, required: true }, { tag: 58 }] },
    {
      msgType: 'U4',
      name: 'OrderCancelBatch',
      members: [
        { tag: 8014, required: true },
        {
          tag: 73,
          required: true,
          group: [{ tag: 11, required: true }, { tag: 41 }, { tag: 37 }, { tag: 55, required: true }],
        },
      ],
    },
    { msgType: 'U5', name: 'OrderCancelBatchReject', members: [{ tag: 8014, required: true }, { tag: 58 }] },
  ],
};

export const coinbaseSession = dictionary('FIXT11', session);
export const coinbaseApplication = dictionary('FIX50SP2', application);
