/** Orders of every type, by chance. */
import { blankClientOrder, type ClientOrder } from '../../control/core/order-entry.js';
import { OrdType, TimeInForce } from '../../control/core/venue.js';
import type { Random } from '../../control/core/world.js';

const KINDS: readonly ((order: ClientOrder, mid: number, now: number, random: Random) => Partial<ClientOrder>)[] = [
  () => ({ ordType: OrdType.market }),
  () => ({}),
  () => ({ timeInForce: TimeInForce.immediateOrCancel }),
  () => ({ timeInForce: TimeInForce.fillOrKill }),
  () => ({ timeInForce: TimeInForce.goodTillCancel }),
  (_, _mid, now) => ({ timeInForce: TimeInForce.goodTillDate, expireEpochMs: now + 900 }),
  ({ side }, mid) => ({ postOnly: true, price: side === 0x31 ? mid - 20 : mid + 20 }),
  ({ side }, mid) => ({ ordType: OrdType.stop, price: 0, stopPrice: side === 0x31 ? mid + 8 : mid - 8 }),
  ({ side, price }, mid) => ({ ordType: OrdType.stopLimit, price, stopPrice: side === 0x31 ? mid + 6 : mid - 6 }),
  () => ({ ordType: OrdType.pegged, price: 0, trailOffset: 12 }),
  () => ({ ordType: OrdType.pegged, price: 0, pegTo: 'same' }),
  () => ({ ordType: OrdType.pegged, price: 0, pegTo: 'mid' }),
  () => ({ displayQuantity: 20 }),
  () => ({ minQuantity: 20 }),
  (_, _mid, now) => ({ algo: 'twap', algoEndEpochMs: now + 800, algoParameters: { slices: '4' } }),
  (_, _mid, now) => ({ algo: 'pov', participationBps: 2_000, algoEndEpochMs: now + 800 }),
  (_, _mid, now) => ({ algo: 'vwap', algoEndEpochMs: now + 800, algoParameters: { slices: '3' } }),
  () => ({ ordType: OrdType.pegged, price: 0, pegTo: 'opposite', pegOffset: 5 }),
  () => ({ hidden: true }),
  () => ({ minQuantity: 30, timeInForce: TimeInForce.immediateOrCancel }),
  () => ({ timeInForce: TimeInForce.fillOrKill, algoParameters: { fillOrKill: 'sweep' } }),
  () => ({ linkKind: 'oco', linkId: 'x' }),
  () => ({ linkKind: 'oco', linkId: 'x' }),
];

export function typedOrder(random: Random, client: number, clOrdId: string, mid: number, now: number): ClientOrder {
  const side = random.below(2) === 0 ? 0x31 : 0x32;
  const away = random.below(30) - 10;
  const order: ClientOrder = {
    ...blankClientOrder(),
    client,
    clOrdId,
    instrument: random.below(2),
    side,
    ordType: OrdType.limit,
    quantity: 10 * (5 + random.below(40)),
    price: side === 0x31 ? mid + away : mid - away,
  };
  const given = KINDS[random.below(KINDS.length)]!(order, mid, now, random);
  const isMarket = given.ordType === OrdType.market;
  return { ...order, ...(isMarket ? { price: 0 } : {}), ...given };
}
