/** FIX 4.4 as deribit-test speaks it: settings of the connection in the Logon, a label on orders, and iceberg fields of later versions. */
import { dictionary, type DictionaryExtension } from '../../../control/protocols/fix/dictionary.js';

const label = [{ tag: 100010 }, { tag: 5010 }];
const iceberg = [{ tag: 1138 }, { tag: 1088 }];

const extension: DictionaryExtension = {
  fields: [
    { tag: 9001, name: 'CancelOnDisconnect', type: 'BOOLEAN' },
    { tag: 9002, name: 'UseWordsafeTags', type: 'BOOLEAN' },
    { tag: 9004, name: 'DeribitAppId', type: 'STRING' },
    { tag: 9005, name: 'DeribitAppSig', type: 'STRING' },
    { tag: 9007, name: 'DeribitSequential', type: 'BOOLEAN' },
    { tag: 9009, name: 'UnsubscribeExecutionReports', type: 'BOOLEAN' },
    { tag: 9010, name: 'ConnectionOnlyExecutionReports', type: 'BOOLEAN' },
    { tag: 9014, name: 'MassStatusReqIDType', type: 'INT' },
    { tag: 9015, name: 'ReportFillsAsExecReports', type: 'BOOLEAN' },
    { tag: 9018, name: 'DisplayIncrementSteps', type: 'BOOLEAN' },
    { tag: 100010, name: 'DeribitLabel', type: 'STRING' },
    { tag: 5010, name: 'DeribitLabelWordsafe', type: 'STRING' },
    { tag: 1138, name: 'DisplayQty', type: 'QTY' },
    { tag: 1088, name: 'RefreshQty', type: 'QTY' },
    { tag: 527, name: 'SecondaryExecID', type: 'STRING' },
  ],
  messages: [
    {
      msgType: 'A',
      members: [9001, 9002, 9004, 9005, 9007, 9009, 9010, 9015, 9018].map((tag) => ({ tag })),
    },
    { msgType: 'D', members: [{ tag: 60 }, ...label, ...iceberg] },
    { msgType: 'F', members: [{ tag: 41 }, { tag: 54 }, { tag: 60 }, { tag: 11 }, ...label] },
    { msgType: 'G', members: [{ tag: 60 }, { tag: 40 }, { tag: 54 }, { tag: 11 }, ...label, ...iceberg] },
    { msgType: 'AF', members: [{ tag: 9014 }, { tag: 11 }] },
    { msgType: 'q', members: [{ tag: 60 }, ...label] },
    { msgType: '8', members: [...label, ...iceberg] },
    { msgType: 'r', members: label },
  ],
};

export const deribitDictionary = dictionary('FIX44', extension);
