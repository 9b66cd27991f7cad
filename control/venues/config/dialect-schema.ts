/** How a venue's FIX differs from the standard, as data. What is not said is as FIX has it. */
import { z } from 'zod';
import { list, map, oneOf, text, whole, yesNo } from '../../fix/config/schema-parts.js';

const tag = whole(1, 2_147_483_647);
/** 0: the venue has no such field. */
const tagOrNone = whole(0, 2_147_483_647);
const field = map({ tag, value: text('a value') });
const fields = list(field, 0, 16);
const charMap = z.record(z.string().length(1, { error: 'one character' }), text('a value'), {
  error: 'a map from our character to the venue’s value',
});

export const dialectSchema = map({
  /** What a ClOrdID looks like. */
  clOrdId: oneOf(['base36', 'uuid']).default('base36'),
  /** The venue gives orders ids of its own in ClOrdID (11) and returns ours in OrigClOrdID (41). */
  rewritesClOrdId: yesNo.default(false),
  /** HandlInst (21); '' is not sent. */
  handlInst: z.string({ error: 'a character, or nothing' }).max(1).default('1'),
  transactTime: yesNo.default(true),
  /** Account (1) of our orders, where they name one. */
  account: yesNo.default(true),
  /** Rule80A (47) or OrderCapacity (528). */
  capacityTag: tagOrNone.default(0),
  displayTag: tagOrNone.default(111),
  /** RefreshQty, where a venue wants it beside what is shown: the same amount. 0: none. */
  refreshTag: tagOrNone.default(0),
  minQtyTag: tagOrNone.default(110),
  pegOffsetTag: tagOrNone.default(211),
  expireTag: tagOrNone.default(126),
  /** Fields that say it. */
  hidden: fields.default([]),
  postOnly: fields.default([]),
  sweep: fields.default([]),
  shortSale: fields.default([]),
  pegs: map({ same: fields.default([]), opposite: fields.default([]), mid: fields.default([]) }).prefault({}),
  /** Where the venue writes OrdType (40) and TimeInForce (59) otherwise: our character to its value. */
  ordTypes: charMap.default({}),
  timesInForce: charMap.default({}),
  /** TimeInForce (59) is left out for day orders. */
  omitDay: yesNo.default(false),
  /** Fields that are the same in every message of a type: MsgType to fields. */
  fixed: z.record(z.string().regex(/^[A-Za-z0-9]{1,4}$/, { error: 'a MsgType' }), fields).default({}),
  /** OrderCancelRequest (F), OrderCancelReplaceRequest (G), OrderStatusRequest (H): what names the order beside OrigClOrdID. */
  cancel: map({
    /** OrderID (37) where it is known. */
    orderId: yesNo.default(false),
    /** Symbol, Side, OrderQty. */
    symbol: yesNo.default(true),
    side: yesNo.default(true),
    quantity: yesNo.default(true),
    /** ClOrdID (11) of its own. */
    clOrdId: yesNo.default(true),
  }).prefault({}),
  /**
   * What asks for the state of an order, open or not: OrderStatusRequest (H), or as Deribit has it OrderMassStatusRequest (AF) with 585=1 and the venue's order id in 584;
   * where that never came, 585=7, 9014=1 and our ClOrdID.
   */
  status: oneOf(['H', 'AF', 'none']).default('H'),
  /** OrderMassStatusRequest (AF) for all open orders, with 585=7; answers carry 584, 911 and 912. Taken before `status` after a session that did not resume. */
  massStatus: oneOf(['AF', 'none']).default('none'),
  massCancel: map({
    msgType: z
      .string()
      .regex(/^[A-Za-z0-9]{1,4}$/, { error: 'a MsgType' })
      .default('q'),
    /** MassCancelRequestType (530) for everything, and for one symbol; '' is not possible. */
    all: z.string().default('7'),
    symbol: z.string().default('1'),
  }).optional(),
  /** What one trade is called by order entry, drop copy and other protocols: TrdMatchID (880), SecondaryExecID (527); 17 is ExecID. */
  tradeIdTag: tag.default(17),
  /** What says that a fill added or took liquidity. */
  liquidity: map({
    tag: tag.default(851),
    added: list(text('a value'), 0, 32).default(['1']),
    removed: list(text('a value'), 0, 32).default(['2']),
  }).prefault({}),
  /** MsgTypes of the venue's own that come and are only noted, such as News. */
  noted: list(text('a MsgType'), 0, 32).default([]),
  /** A noted message that says: leave, and come back on another connection. */
  moveOn: list(text('a MsgType'), 0, 8).default([]),
});

export type Dialect = z.infer<typeof dialectSchema>;
