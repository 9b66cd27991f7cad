/** MsgType (35) packed into an integer: one byte per character, the first lowest, so that 'D' is 0x44 and 'AE' is 0x4541. */

/** 0 for an empty text, for more than four characters, and for characters outside of 7-bit ASCII. */
export function packMsgType(text: string): number {
  if (text.length > 4) return 0;
  let code = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    if (char === 0 || char > 0x7f) return 0;
    code |= char << (8 * i);
  }
  return code;
}

/** As packMsgType, from the bytes of a value. */
export function packMsgTypeBytes(bytes: Uint8Array, start: number, end: number): number {
  if (end - start > 4) return 0;
  let code = 0;
  for (let i = start; i < end; i++) {
    const char = bytes[i]!;
    if (char === 0 || char > 0x7f) return 0;
    code |= char << (8 * (i - start));
  }
  return code;
}

export function unpackMsgType(code: number): string {
  let text = '';
  for (let rest = code; rest !== 0; rest >>>= 8) text += String.fromCharCode(rest & 0xff);
  return text;
}

/** Packed message types by name. All versions share them; what a version knows is in its dictionary. */
export const MsgType = {
  Heartbeat: 0x30,
  TestRequest: 0x31,
  ResendRequest: 0x32,
  Reject: 0x33,
  SequenceReset: 0x34,
  Logout: 0x35,
  Logon: 0x41,
  IOI: 0x36,
  Advertisement: 0x37,
  ExecutionReport: 0x38,
  OrderCancelReject: 0x39,
  News: 0x42,
  Email: 0x43,
  NewOrderSingle: 0x44,
  NewOrderList: 0x45,
  OrderCancelRequest: 0x46,
  OrderCancelReplaceRequest: 0x47,
  OrderStatusRequest: 0x48,
  AllocationInstruction: 0x4a,
  ListStatus: 0x4e,
  QuoteRequest: 0x52,
  Quote: 0x53,
  MarketDataRequest: 0x56,
  MarketDataSnapshotFullRefresh: 0x57,
  MarketDataIncrementalRefresh: 0x58,
  MarketDataRequestReject: 0x59,
  MassQuote: 0x69,
  BusinessMessageReject: 0x6a,
  SecurityDefinitionRequest: 0x63,
  SecurityDefinition: 0x64,
  SecurityStatus: 0x66,
  TradingSessionStatus: 0x68,
  XMLnonFIX: 0x6e,
  OrderMassCancelRequest: 0x71,
  OrderMassCancelReport: 0x72,
  NewOrderCross: 0x73,
  NewOrderMultileg: 0x42_41,
  MultilegOrderCancelReplace: 0x43_41,
  TradeCaptureReport: 0x45_41,
  OrderMassStatusRequest: 0x46_41,
  OrderMassActionRequest: 0x41_43,
  OrderMassActionReport: 0x5a_42,
} as const;

/** Heartbeat, TestRequest, ResendRequest, Reject, SequenceReset, Logout and Logon: the session's own. XMLnonFIX ('n') is not. */
export function isAdmin(code: number): boolean {
  return (code >= MsgType.Heartbeat && code <= MsgType.Logout) || code === MsgType.Logon;
}
