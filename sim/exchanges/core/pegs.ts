/** Where a pegged order should stand: beside, across or in the middle of what others display. */
import type { Level } from '../market/book.js';
import { ParticipantOrder } from './participant-order.js';

/** 0 when there is nothing to peg to. The result is a multiple of the tick, on the passive side, and no worse than the order's own limit. */
export function pegPrice(order: ParticipantOrder): number {
  const { book, bookSide, terms, listing } = order;
  const bid = bestOfOthers(book.bids);
  const ask = bestOfOthers(book.asks);
  const own = bookSide === 'B' ? bid : ask;
  const other = bookSide === 'B' ? ask : bid;
  let price: number;
  if (terms.pegTo === 'mid') {
    if (bid === 0 || ask === 0) return 0;
    price = (bid + ask) / 2;
  } else price = terms.pegTo === 'same' ? own : other;
  if (price === 0) return 0;
  price += terms.pegOffset;
  const { tick } = listing;
  price = (bookSide === 'B' ? Math.floor(price / tick) : Math.ceil(price / tick)) * tick;
  if (order.price > 0) price = bookSide === 'B' ? Math.min(price, order.price) : Math.max(price, order.price);
  return Math.max(price, 0);
}

/** The best displayed price that is not a peg's own: pegs do not follow each other. */
function bestOfOthers(levels: readonly Level[]): number {
  for (let i = levels.length - 1; i >= 0; i--) {
    for (let order = levels[i]!.head; order !== undefined; order = order.next) {
      if (!(order.owner instanceof ParticipantOrder) || order.owner.terms.pegTo === '') return levels[i]!.price;
    }
  }
  return 0;
}
