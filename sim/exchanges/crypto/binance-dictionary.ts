/** FIX 4.4 as binance-spot-testnet speaks it: header, Logon and order messages with fields of its own, and five messages that nobody else has. */
import { dictionary, type DictionaryExtension } from '../../../control/protocols/fix/dictionary.js';

const YES_NO = { Y: 'YES', N: 'NO' };

const extension: DictionaryExtension = {
  fields: [
    { tag: 25000, name: 'RecvWindow', type: 'FLOAT' },
    {
      tag: 25001,
      name: 'SelfTradePreventionMode',
      type: 'CHAR',
      values: { 1: 'NONE', 2: 'EXPIRE_TAKER', 3: 'EXPIRE_MAKER', 5: 'DECREMENT' },
    },
    { tag: 25002, name: 'CancelRestrictions', type: 'INT' },
    { tag: 25003, name: 'NoLimitIndicators', type: 'NUMINGROUP' },
    { tag: 25004, name: 'LimitType', type: 'CHAR' },
    { tag: 25005, name: 'LimitCount', type: 'INT' },
    { tag: 25006, name: 'LimitMax', type: 'INT' },
    { tag: 25007, name: 'LimitResetInterval', type: 'INT' },
    { tag: 25008, name: 'LimitResetIntervalResolution', type: 'CHAR' },
    { tag: 25016, name: 'ErrorCode', type: 'INT' },
    { tag: 25033, name: 'CancelAndNewMode', type: 'INT', values: { 1: 'STOP_ON_FAILURE', 2: 'ALLOW_FAILURE' } },
    { tag: 25034, name: 'CancelClOrdID', type: 'STRING' },
    { tag: 25035, name: 'MessageHandling', type: 'INT', values: { 1: 'UNORDERED', 2: 'SEQUENTIAL' } },
    { tag: 25036, name: 'ResponseMode', type: 'INT', values: { 1: 'EVERYTHING', 2: 'ONLY_ACKS' } },
    { tag: 6136, name: 'ReqID', type: 'STRING' },
    { tag: 9406, name: 'DropCopyFlag', type: 'BOOLEAN', values: YES_NO },
    { tag: 1003, name: 'TradeID', type: 'STRING' },
    { tag: 527, name: 'SecondaryExecID', type: 'STRING' },
  ],
  header: [{ tag: 25000 }],
  messages: [
    // A refused Logon names what is missing itself.
    { msgType: 'A', members: [{ tag: 25035 }, { tag: 25036 }, { tag: 9406 }] },
    { msgType: '3', members: [{ tag: 25016 }] },
    { msgType: 'D', members: [{ tag: 60 }, { tag: 25001 }] },
    { msgType: 'F', members: [{ tag: 41 }, { tag: 54 }, { tag: 60 }, { tag: 25002 }] },
    { msgType: 'q', members: [{ tag: 60 }] },
    { msgType: '8', members: [{ tag: 1003 }, { tag: 25016 }] },
    { msgType: '9', members: [{ tag: 25016 }] },
    {
      msgType: 'XCN',
      name: 'OrderCancelRequestAndNewOrderSingle',
      members: [
        { tag: 25033, required: true },
        { tag: 25034 },
        { tag: 37 },
        { tag: 41 },
        { tag: 11, required: true },
        { tag: 38 },
        { tag: 40, required: true },
        { tag: 18 },
        { tag: 44 },
        { tag: 54, required: true },
        { tag: 55, required: true },
        { tag: 59 },
        { tag: 60 },
        { tag: 111 },
        { tag: 25001 },
        { tag: 25002 },
      ],
    },
    {
      msgType: 'XAK',
      name: 'OrderAmendKeepPriorityRequest',
      members: [
        { tag: 11, required: true },
        { tag: 41 },
        { tag: 37 },
        { tag: 55, required: true },
        { tag: 38, required: true },
        { tag: 60 },
      ],
    },
    {
      msgType: 'XAR',
      name: 'OrderAmendReject',
      members: [
        { tag: 11, required: true },
        { tag: 41 },
        { tag: 37 },
        { tag: 55 },
        { tag: 38 },
        { tag: 25016 },
        { tag: 58 },
      ],
    },
    { msgType: 'XLQ', name: 'LimitQuery', members: [{ tag: 6136, required: true }] },
    {
      msgType: 'XLR',
      name: 'LimitResponse',
      members: [
        { tag: 6136, required: true },
        {
          tag: 25003,
          required: true,
          group: [{ tag: 25004 }, { tag: 25005 }, { tag: 25006 }, { tag: 25007 }, { tag: 25008 }],
        },
      ],
    },
  ],
};

export const binanceDictionary = dictionary('FIX44', extension);
