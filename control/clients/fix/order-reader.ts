/**
 * NewOrderSingle (D), or an entry of a NewOrderList (E), as a `ClientOrder`. Field by field, each understood or refused: a field that changes what the order means
 * is never passed over in silence. docs/order-entry.md has the table.
 */
import type { Instrument } from '../../core/instruments.js';
import { blankClientOrder, type ClientOrder, type LinkKind, type TriggerSource } from '../../core/order-entry.js';
import { OrdType, Side, TimeInForce } from '../../core/venue.js';
import type { GroupReader } from '../../protocols/fix/group.js';
import type { FixMessage } from '../../protocols/fix/message.js';
import { faultOfTerms, type Term } from '../order-terms.js';
import type { ClientWorld } from '../client-world.js';
import { OrdRejReason, type Fault } from './fault.js';
import { readExecInst, type ExecInstructions } from './exec-inst.js';
import { NO_PARAMETERS, readStrategyParameters, type StrategyParameters } from './strategy-parameters.js';
import { TAG } from './tags.js';

const SIDES = new Set<number>(Object.values(Side));
const ORD_TYPES = new Set<number>(Object.values(OrdType));
const TIMES = new Set<number>(Object.values(TimeInForce));
const FIRST_PRINTABLE = 0x20;
const LAST_PRINTABLE = 0x7e;
const BLANK = blankClientOrder();
const NAME_MAX = 64;
const TRIGGER_WORDS: readonly string[] = ['last', 'bid-ask', 'mid'];
const KIND_WORDS: readonly string[] = ['oco', 'oto', 'bracket'];
const DATE = /^(\d{4})(\d{2})(\d{2})$/;
/** PegOffsetType (836). */
const PEG_PRICE = 0;
const PEG_TICKS = 2;
const PRICE_PER_UNIT = 2;
const BPS = 4;

/** Fields that would change what the order means, and that nothing here does: refused rather than passed over. */
const REFUSED: readonly (readonly [tag: number, instead: string])[] = [
  [TAG.cashOrderQty, 'OrderQty (38): orders are entered by quantity'],
  [TAG.orderPercent, 'OrderQty (38): orders are entered by quantity'],
  [TAG.maxShow, 'MaxFloor (111) for an iceberg'],
  [TAG.discretionInst, 'no discretion'],
  [TAG.discretionOffsetValue, 'no discretion'],
  [TAG.exDestination, 'a routing strategy: 7101, or strategy=… in TargetStrategyParameters (848)'],
  [TAG.symbolSfx, 'the class in Symbol (55), such as BRK.B'],
];

const TAG_OF: Readonly<Record<Term, number>> = {
  quantity: TAG.orderQty,
  price: TAG.price,
  stopPrice: TAG.stopPx,
  expire: TAG.expireTime,
  displayQuantity: TAG.maxFloor,
  minQuantity: TAG.minQty,
  postOnly: TAG.execInst,
  peg: TAG.execInst,
  trailOffset: TAG.pegOffsetValue,
  timeInForce: TAG.timeInForce,
  algo: TAG.targetStrategy,
  algoEnd: TAG.expireTime,
  participation: TAG.participationRate,
  located: TAG.locateReqd,
  link: TAG.clOrdLinkId,
};

export class OrderReader {
  /** What was read last; used again. */
  readonly order: ClientOrder = blankClientOrder();
  private message!: FixMessage;
  private entry: GroupReader | undefined;
  private instrument!: Instrument;
  private readonly instructions: ExecInstructions = { postOnly: false, pegTo: '', isTrailing: false };
  private readonly parameters: StrategyParameters = { strategy: '', trigger: '', link: '', parameters: NO_PARAMETERS };

  constructor(
    private readonly world: ClientWorld,
    private readonly fault: Fault,
  ) {}

  /**
   * Reads a whole message, or the entry that `entry` stands at. False when the order cannot be read or makes no sense: `fault` says why.
   * @param listLink what an entry without ClOrdLinkID (583) of a linked list is linked by; '' outside of lists
   */
  read(client: number, message: FixMessage, entry?: GroupReader, listLink = '', listKind: LinkKind = ''): boolean {
    this.message = message;
    this.entry = entry;
    const { order } = this;
    clear(order);
    order.client = client;
    order.linkId = listLink;
    order.linkKind = listKind;
    return (
      this.names() && this.codes() && this.amounts() && this.strategy() && this.pegs() && this.times() && this.whole()
    );
  }

  private at(tag: number): number {
    return this.entry === undefined ? this.message.find(tag) : this.entry.find(tag);
  }

  private words(tag: number): string {
    const at = this.at(tag);
    return at < 0 ? '' : this.message.stringAt(at);
  }

  private char(tag: number, absent: number): number {
    const at = this.at(tag);
    return at < 0 ? absent : this.message.charAt(at);
  }

  private names(): boolean {
    const { order, fault, world } = this;
    order.clOrdId = this.words(TAG.clOrdId);
    if (!isName(order.clOrdId)) {
      return fault.set(TAG.clOrdId, JSON.stringify(order.clOrdId), `1 to ${NAME_MAX} printable ASCII characters`);
    }
    order.account = this.words(TAG.account);
    if (order.account !== '' && !isName(order.account)) {
      return fault.set(TAG.account, JSON.stringify(order.account), `1 to ${NAME_MAX} printable ASCII characters`);
    }
    const symbol = this.words(TAG.symbol);
    if (symbol === '') return fault.missing(TAG.symbol, 'a symbol');
    const instrument = world.symbols.bySymbol(symbol);
    if (instrument === undefined) {
      return fault.set(TAG.symbol, symbol, 'a symbol that is traded here', OrdRejReason.unknownSymbol);
    }
    this.instrument = instrument;
    order.instrument = instrument.index;
    for (const [tag, instead] of REFUSED) {
      if (this.at(tag) >= 0) return fault.set(tag, this.words(tag), instead, OrdRejReason.unsupported);
    }
    const currency = this.words(TAG.currency);
    if (currency !== '' && currency !== instrument.currency) {
      return fault.set(TAG.currency, currency, `${instrument.currency}, or no Currency`);
    }
    return true;
  }

  private codes(): boolean {
    const { order, fault } = this;
    order.side = this.char(TAG.side, 0);
    if (!SIDES.has(order.side)) return this.unsupported(TAG.side, '1 buy, 2 sell, 5 sell short or 6 sell short exempt');
    if (this.at(TAG.ordType) < 0) return fault.missing(TAG.ordType, 'a type');
    order.ordType = this.char(TAG.ordType, 0);
    if (!ORD_TYPES.has(order.ordType)) return this.unsupported(TAG.ordType, '1, 2, 3, 4 or P');
    order.timeInForce = this.char(TAG.timeInForce, TimeInForce.day);
    if (!TIMES.has(order.timeInForce)) return this.unsupported(TAG.timeInForce, '0, 1, 2, 3, 4, 6 or 7');
    const priceType = this.at(TAG.priceType);
    if (priceType >= 0 && this.message.intAt(priceType) !== PRICE_PER_UNIT) {
      return this.unsupported(TAG.priceType, '2, per unit');
    }
    if (this.at(TAG.orderCapacity) >= 0) {
      order.capacity = this.words(TAG.orderCapacity);
      if (!/^[APR]$/.test(order.capacity))
        return this.unsupported(TAG.orderCapacity, 'A agency, P principal or R riskless');
    } else order.capacity = this.world.defaultCapacity(order.client);
    // N: the broker need not locate the shares, because the client has.
    order.located = this.char(TAG.locateReqd, 0x59) === 0x4e;
    return true;
  }

  private unsupported(tag: number, expected: string): false {
    return this.fault.set(tag, this.words(tag), expected, OrdRejReason.unsupported);
  }

  private amounts(): boolean {
    const { order, fault, instrument } = this;
    const { priceScale, quantityScale } = instrument;
    if (this.at(TAG.orderQty) < 0) return fault.missing(TAG.orderQty, 'a quantity');
    order.quantity = this.amount(TAG.orderQty, quantityScale);
    order.minQuantity = this.amount(TAG.minQty, quantityScale);
    order.displayQuantity = this.amount(TAG.maxFloor, quantityScale);
    order.price = this.amount(TAG.price, priceScale);
    order.stopPrice = this.amount(TAG.stopPx, priceScale);
    // NaN runs through sums: one look is enough.
    const sum = order.quantity + order.minQuantity + order.displayQuantity + order.price + order.stopPrice;
    if (Number.isNaN(sum)) return false;
    if (this.at(TAG.maxFloor) >= 0 && order.displayQuantity === 0) order.hidden = true;
    return true;
  }

  /** 0 when absent, NaN (and a fault) when it is no amount. */
  private amount(tag: number, scale: number): number {
    const at = this.at(tag);
    if (at < 0) return 0;
    const value = this.message.decimalAt(at, scale);
    if (value >= 0) return value;
    const isQuantity = tag === TAG.orderQty || tag === TAG.minQty || tag === TAG.maxFloor;
    const reason = isQuantity ? OrdRejReason.incorrectQuantity : OrdRejReason.other;
    const expected = scale === 0 ? 'a whole number from 0 up' : `a decimal from 0 up with at most ${scale} places`;
    this.fault.set(tag, this.words(tag), expected, reason);
    return NaN;
  }

  private strategy(): boolean {
    const { order, fault, parameters } = this;
    parameters.strategy = parameters.trigger = parameters.link = '';
    parameters.parameters = NO_PARAMETERS;
    const text = this.words(TAG.targetStrategyParameters);
    if (text !== '' && !readStrategyParameters(text, parameters, fault)) return false;
    if (!this.own('strategy', TAG.routingStrategy) || !this.own('trigger', TAG.triggerSource)) return false;
    if (!this.own('link', TAG.linkKind)) return false;
    order.strategy = parameters.strategy;
    if (parameters.trigger !== '') {
      if (!TRIGGER_WORDS.includes(parameters.trigger)) {
        return fault.set(TAG.triggerSource, parameters.trigger, 'last, bid-ask or mid');
      }
      order.trigger = parameters.trigger as TriggerSource;
    }
    const linkId = this.words(TAG.clOrdLinkId);
    if (linkId !== '') order.linkId = linkId;
    if (parameters.link !== '') {
      if (!KIND_WORDS.includes(parameters.link)) return fault.set(TAG.linkKind, parameters.link, 'oco, oto or bracket');
      order.linkKind = parameters.link as LinkKind;
    }
    return this.algorithm();
  }

  /** Where one of our own tags and its name in 848 are both there, they must say the same. */
  private own(name: 'strategy' | 'trigger' | 'link', tag: number): boolean {
    const { parameters } = this;
    const said = this.words(tag);
    if (said === '') return true;
    if (parameters[name] !== '' && parameters[name] !== said) {
      return this.fault.set(tag, said, `${parameters[name]}, as in TargetStrategyParameters (848)`);
    }
    parameters[name] = said;
    return true;
  }

  private algorithm(): boolean {
    const { order, parameters } = this;
    const at = this.at(TAG.targetStrategy);
    // Which names a type knows, with an algorithm or without, is the affair of the types.
    order.algoParameters = parameters.parameters;
    if (at < 0) return true;
    switch (this.message.intAt(at)) {
      case 1:
        order.algo = 'vwap';
        break;
      case 2:
        order.algo = 'pov';
        break;
      case 1001:
        order.algo = 'twap';
        break;
      default:
        return this.unsupported(TAG.targetStrategy, '1 VWAP, 2 participate or 1001 TWAP');
    }
    return true;
  }

  private pegs(): boolean {
    const { order, fault, instructions } = this;
    const text = this.words(TAG.execInst);
    if (!readExecInst(text, instructions, fault)) return false;
    order.postOnly = instructions.postOnly;
    order.pegTo = instructions.pegTo;
    const rate = this.at(TAG.participationRate);
    if (rate >= 0) {
      order.participationBps = this.message.decimalAt(rate, BPS);
      if (!(order.participationBps > 0)) {
        return fault.set(TAG.participationRate, this.words(TAG.participationRate), 'a fraction from 0.0001 to 1');
      }
    }
    return this.offset();
  }

  /** PegOffsetValue (211) in the unit of PegOffsetType (836). */
  private offset(): boolean {
    const { order, fault, instructions, instrument } = this;
    const typeAt = this.at(TAG.pegOffsetType);
    const type = typeAt < 0 ? PEG_PRICE : this.message.intAt(typeAt);
    if (type !== PEG_PRICE && type !== PEG_TICKS) return this.unsupported(TAG.pegOffsetType, '0 price or 2 ticks');
    const at = this.at(TAG.pegOffsetValue);
    if (at < 0) {
      return instructions.isTrailing ? fault.missing(TAG.pegOffsetValue, 'how far the stop trails behind') : true;
    }
    const offset =
      type === PEG_PRICE
        ? this.message.decimalAt(at, instrument.priceScale)
        : this.message.decimalAt(at, 0) * this.world.tick(instrument.index);
    if (Number.isNaN(offset)) {
      const places = type === PEG_PRICE ? instrument.priceScale : 0;
      return fault.set(TAG.pegOffsetValue, this.words(TAG.pegOffsetValue), `a decimal with at most ${places} places`);
    }
    if (!instructions.isTrailing) {
      if (order.ordType !== OrdType.pegged)
        return fault.set(TAG.pegOffsetValue, 'an offset', 'none: the order is not pegged');
      // + 0: there is no -0 among amounts.
      order.pegOffset = offset + 0;
      return true;
    }
    // Below the market for a sell, above it for a buy: the sign says no more than the side does.
    order.trailOffset = Math.abs(offset);
    return order.trailOffset > 0 || fault.set(TAG.pegOffsetValue, '0', 'an offset other than 0');
  }

  private times(): boolean {
    const { order, fault, instrument } = this;
    const start = this.time(TAG.effectiveTime);
    const end = this.time(TAG.expireTime);
    if (Number.isNaN(start) || Number.isNaN(end)) return false;
    const isDated = order.timeInForce === TimeInForce.goodTillDate;
    order.algoStartEpochMs = start;
    if (order.algo !== '') order.algoEndEpochMs = end;
    if (order.algo === '' || isDated) order.expireEpochMs = end;
    const date = this.words(TAG.expireDate);
    if (date === '') return true;
    if (!isDated || end !== 0) {
      return fault.set(
        TAG.expireDate,
        date,
        end === 0 ? 'none: the order is not good till a date' : 'ExpireTime (126) or ExpireDate (432), not both',
      );
    }
    const match = DATE.exec(date);
    const day = match === null ? NaN : Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])) / 86_400_000;
    if (Number.isNaN(day)) return fault.set(TAG.expireDate, date, 'a date as YYYYMMDD');
    order.expireEpochMs = this.world.endOfDay(instrument.index, day);
    return true;
  }

  /** Epoch ms; 0 when absent, NaN (and a fault) when it is no time. What is finer than a millisecond is cut. */
  private time(tag: number): number {
    const at = this.at(tag);
    if (at < 0) return 0;
    const epochMs = Math.floor(this.message.utcMsAt(at));
    if (Number.isNaN(epochMs)) this.fault.set(tag, this.words(tag), 'a UTC time as YYYYMMDD-HH:MM:SS.sss');
    return epochMs;
  }

  private whole(): boolean {
    const { order, fault, instructions } = this;
    if (instructions.isTrailing && order.ordType !== OrdType.pegged) {
      return fault.set(
        TAG.execInst,
        'a',
        'OrdType (40) P: a trailing stop is a pegged order',
        OrdRejReason.unsupported,
      );
    }
    const wrong = faultOfTerms(order);
    if (wrong === undefined) return true;
    const tag = wrong.term === 'link' ? (order.linkId === '' ? TAG.clOrdLinkId : TAG.linkKind) : TAG_OF[wrong.term];
    if (wrong.missing) return fault.missing(tag, wrong.expected);
    const isQuantity = wrong.term === 'quantity' || wrong.term === 'displayQuantity' || wrong.term === 'minQuantity';
    return fault.set(
      tag,
      wrong.found,
      wrong.expected,
      isQuantity ? OrdRejReason.incorrectQuantity : OrdRejReason.other,
    );
  }
}

function isName(text: string): boolean {
  const { length } = text;
  if (length === 0 || length > NAME_MAX) return false;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code < FIRST_PRINTABLE || code > LAST_PRINTABLE) return false;
  }
  return true;
}

/** As a new one is: every field by hand, as this is done for each order. */
function clear(order: ClientOrder): void {
  order.client = BLANK.client;
  order.clOrdId = BLANK.clOrdId;
  order.account = BLANK.account;
  order.instrument = BLANK.instrument;
  order.side = BLANK.side;
  order.ordType = BLANK.ordType;
  order.timeInForce = BLANK.timeInForce;
  order.quantity = BLANK.quantity;
  order.price = BLANK.price;
  order.stopPrice = BLANK.stopPrice;
  order.displayQuantity = BLANK.displayQuantity;
  order.hidden = BLANK.hidden;
  order.minQuantity = BLANK.minQuantity;
  order.postOnly = BLANK.postOnly;
  order.pegTo = BLANK.pegTo;
  order.pegOffset = BLANK.pegOffset;
  order.trailOffset = BLANK.trailOffset;
  order.trigger = BLANK.trigger;
  order.expireEpochMs = BLANK.expireEpochMs;
  order.capacity = BLANK.capacity;
  order.located = BLANK.located;
  order.strategy = BLANK.strategy;
  order.algo = BLANK.algo;
  order.algoStartEpochMs = BLANK.algoStartEpochMs;
  order.algoEndEpochMs = BLANK.algoEndEpochMs;
  order.participationBps = BLANK.participationBps;
  order.algoParameters = BLANK.algoParameters;
  order.linkId = BLANK.linkId;
  order.linkKind = BLANK.linkKind;
}
