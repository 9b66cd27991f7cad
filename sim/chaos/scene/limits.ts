/** Limits of the simulation's client: wide, since what is tried here is not the risk check. */
export const LIMITS = `
name: chaos
firm:
  messages: { perSecond: 100000, burst: 100000 }
  openOrders: 100000
  credit: { USD: { gross: '100000000000', net: '100000000000' } }
  instruments:
    equity: { long: '100000000', short: '100000000' }
clients:
  CLIENT1:
    assetClasses: [equity]
    sides: [buy, sell, sell-short, sell-short-exempt]
    orderTypes: [market, limit, stop, stop-limit, pegged, trailing-stop, twap, vwap, pov]
    venues: [NASDAQ, CBOE, FIXEX]
    messages: { perSecond: 100000, burst: 100000 }
    openOrders: 100000
    duplicates: { withinMs: 0, allowed: 16 }
    selfTrade: allow
    credit:
      USD: { order: '1000000000', gross: '100000000000', net: '100000000000' }
    instruments:
      equity: { orderQuantity: '1000000', long: '100000000', short: '100000000', collarBps: 5000, withoutReference: pass }
`;
