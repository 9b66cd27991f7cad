/** What a client's permissions say about an order, as bits in the order of limits-schema.ts; and which orders may trade as they are, at once. */
import type { ClientOrder } from '../../core/order-entry.js';
import { OrdType, Side, TimeInForce } from '../../core/venue.js';

const TYPE = {
  market: 1,
  limit: 2,
  stop: 4,
  stopLimit: 8,
  pegged: 16,
  trailing: 32,
  twap: 64,
  vwap: 128,
  pov: 256,
} as const;

/** 0: no such side. */
export function sideBit(side: number): number {
  return side === Side.buy
    ? 1
    : side === Side.sell
      ? 2
      : side === Side.sellShort
        ? 4
        : side === Side.sellShortExempt
          ? 8
          : 0;
}

/** The type and the algorithm; 0: no such type. */
export function typeBits({ ordType, trailOffset, algo }: Readonly<ClientOrder>): number {
  const type =
    ordType === OrdType.limit
      ? TYPE.limit
      : ordType === OrdType.market
        ? TYPE.market
        : ordType === OrdType.stop
          ? TYPE.stop
          : ordType === OrdType.stopLimit
            ? TYPE.stopLimit
            : ordType === OrdType.pegged
              ? trailOffset > 0
                ? TYPE.trailing
                : TYPE.pegged
              : 0;
  if (type === 0 || algo === '') return type;
  return type | (algo === 'twap' ? TYPE.twap : algo === 'vwap' ? TYPE.vwap : TYPE.pov);
}

/** It goes to a market as it is: its price is held against own orders and the short sale price test now; other types' children are when they leave. */
export function isDirect({ ordType, algo }: Readonly<ClientOrder>): boolean {
  return algo === '' && (ordType === OrdType.limit || ordType === OrdType.market);
}

export function isStop({ ordType }: Readonly<ClientOrder>): boolean {
  return ordType === OrdType.stop || ordType === OrdType.stopLimit;
}

/** Types whose `price` must be there. */
export function needsPrice({ ordType }: Readonly<ClientOrder>): boolean {
  return ordType === OrdType.limit || ordType === OrdType.stopLimit;
}

export function isForAuction({ timeInForce }: Readonly<ClientOrder>): boolean {
  return timeInForce === TimeInForce.atTheOpening || timeInForce === TimeInForce.atTheClose;
}
