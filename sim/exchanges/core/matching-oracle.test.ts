/** The matching against a model that anybody can check by eye: a list, searched from end to end for each share that trades. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALICE, BOB, Desk, order } from './desk-testing.js';
import type { PortIdentity } from './orders.js';

interface Entry {
  readonly kind: 'enter';
  readonly bob: boolean;
  readonly buy: boolean;
  /** 0: market. */
  readonly price: number;
  readonly quantity: number;
  readonly tif: 'day' | 'ioc' | 'fok';
  readonly hidden: boolean;
  readonly shown: number;
  readonly prevent: '' | 'cancelNewest' | 'cancelOldest' | 'decrement';
}
type Step =
  | Entry
  | { readonly kind: 'cancel'; readonly which: number; readonly keep: number }
  | { readonly kind: 'replace'; readonly which: number; readonly price: number; readonly quantity: number };

const entry = fc.record({
  kind: fc.constant('enter' as const),
  bob: fc.boolean(),
  buy: fc.boolean(),
  price: fc.oneof(
    { weight: 9, arbitrary: fc.integer({ min: 9996, max: 10004 }) },
    { weight: 1, arbitrary: fc.constant(0) },
  ),
  quantity: fc.integer({ min: 1, max: 40 }),
  tif: fc.constantFrom('day' as const, 'day' as const, 'day' as const, 'ioc' as const, 'fok' as const),
  hidden: fc.boolean(),
  shown: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 10 }) }),
  prevent: fc.constantFrom(
    '' as const,
    '' as const,
    'cancelNewest' as const,
    'cancelOldest' as const,
    'decrement' as const,
  ),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: entry },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('cancel' as const),
      which: fc.nat(1000),
      keep: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 30 })),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('replace' as const),
      which: fc.nat(1000),
      price: fc.integer({ min: 9996, max: 10004 }),
      quantity: fc.integer({ min: 1, max: 60 }),
    }),
  },
);

interface ModelOrder {
  token: string;
  readonly bob: boolean;
  readonly buy: boolean;
  price: number;
  quantity: number;
  leaves: number;
  executed: number;
  /** On the book of it. */
  onBook: number;
  readonly hidden: boolean;
  readonly shown: number;
  readonly prevent: Entry['prevent'];
  tif: Entry['tif'];
  stamp: number;
}

class Model {
  readonly said: string[] = [];
  readonly orders: ModelOrder[] = [];
  private stamp = 0;

  enter(token: string, { bob, buy, price, quantity, tif, hidden, shown, prevent }: Entry): void {
    const own: ModelOrder = {
      ...{ token, bob, buy, price, quantity, hidden, shown, prevent, tif },
      leaves: quantity,
      executed: 0,
      onBook: 0,
      stamp: 0,
    };
    this.orders.push(own);
    this.said.push(`${token} accepted ${quantity}`);
    this.work(own);
  }

  cancel(own: ModelOrder, total: number): void {
    const leaves = Math.max(0, total - own.executed);
    if (leaves >= own.leaves) {
      this.said.push(`${own.token} cancelRejected badQuantity`);
      return;
    }
    const gone = own.leaves - leaves;
    if (leaves > 0) own.quantity -= gone;
    own.leaves = leaves;
    own.onBook = Math.min(own.onBook, leaves);
    this.said.push(`${own.token} canceled ${gone} user`);
  }

  replace(own: ModelOrder, token: string, price: number, quantity: number): void {
    const leaves = quantity - own.executed;
    if (leaves <= 0) {
      this.said.push(`${own.token} canceled ${own.leaves} user`);
      own.leaves = 0;
      own.onBook = 0;
      return;
    }
    Object.assign(own, { token, price, quantity, leaves, onBook: 0 });
    this.said.push(`${token} replaced ${leaves}`);
    this.work(own);
  }

  private work(own: ModelOrder): void {
    const immediate = own.tif !== 'day' || own.price === 0;
    if (own.tif === 'fok' && this.reachable(own) < own.leaves) {
      this.end(own, 'fok');
      return;
    }
    for (;;) {
      const other = this.best(own);
      if (own.leaves === 0 || other === undefined) break;
      const quantity = Math.min(own.leaves, other.onBook);
      if (own.prevent !== '' && other.bob === own.bob) {
        if (own.prevent === 'cancelNewest') {
          this.end(own, 'selfTrade');
          return;
        }
        if (own.prevent === 'cancelOldest') this.end(other, 'selfTrade');
        else {
          this.take(other, quantity);
          this.said.push(`${other.token} canceled ${quantity} selfTrade`);
          this.prevented += quantity;
          own.leaves -= quantity;
          this.refill(other, false);
        }
        continue;
      }
      own.leaves -= quantity;
      own.executed += quantity;
      other.executed += quantity;
      this.take(other, quantity);
      this.said.push(
        `${own.token} removed ${quantity}@${other.price * 100}`,
        `${other.token} added ${quantity}@${other.price * 100}`,
      );
      this.refill(other, true);
    }
    if (this.prevented > 0) this.said.push(`${own.token} canceled ${this.prevented} selfTrade`);
    this.prevented = 0;
    if (own.leaves === 0) return;
    if (immediate) this.end(own, own.tif === 'fok' ? 'fok' : 'ioc');
    else this.rest(own);
  }

  private prevented = 0;

  /** The order of the other side that is first in line, if its price will do. */
  private best(own: ModelOrder): ModelOrder | undefined {
    const line = this.orders.filter((other) => other !== own && other.onBook > 0 && other.buy !== own.buy);
    line.sort(
      (a, b) =>
        (own.buy ? a.price - b.price : b.price - a.price) || Number(a.hidden) - Number(b.hidden) || a.stamp - b.stamp,
    );
    const first = line[0];
    if (first === undefined || own.price === 0) return first;
    return (own.buy ? first.price <= own.price : first.price >= own.price) ? first : undefined;
  }

  private reachable(own: ModelOrder): number {
    let sum = 0;
    for (const other of this.orders) {
      if (other.onBook === 0 || other.buy === own.buy) continue;
      if (own.prevent !== '' && other.bob === own.bob) continue;
      if (own.price === 0 || (own.buy ? other.price <= own.price : other.price >= own.price)) sum += other.onBook;
    }
    return sum;
  }

  private take(other: ModelOrder, quantity: number): void {
    other.onBook -= quantity;
    other.leaves -= quantity;
  }

  private refill(other: ModelOrder, isTrade: boolean): void {
    if (other.onBook > 0 || other.leaves === 0) return;
    this.rest(other);
    if (isTrade) this.said.push(`${other.token} refresh ${other.price * 100}`);
  }

  private rest(own: ModelOrder): void {
    own.onBook = own.shown > 0 ? Math.min(own.shown, own.leaves) : own.leaves;
    own.stamp = ++this.stamp;
  }

  private end(own: ModelOrder, why: string): void {
    if (this.prevented > 0) this.said.push(`${own.token} canceled ${this.prevented} selfTrade`);
    this.prevented = 0;
    this.said.push(`${own.token} canceled ${own.leaves} ${why}`);
    own.leaves = 0;
    own.onBook = 0;
  }
}

function run(steps: readonly Step[]): void {
  const desk = new Desk();
  const model = new Model();
  let names = 0;
  for (const one of steps) {
    const from = (bob: boolean): PortIdentity => (bob ? BOB : ALICE);
    let said: string[];
    if (one.kind === 'enter') {
      const token = `T${++names}`;
      const hidden = one.hidden && one.tif === 'day' && one.price > 0;
      const shown = hidden || one.tif !== 'day' || one.price === 0 ? 0 : Math.min(one.shown, one.quantity);
      model.enter(token, { ...one, hidden, shown });
      said = desk.short(
        from(one.bob),
        order(token, {
          side: one.buy ? 'buy' : 'sell',
          price: one.price * 100,
          quantity: one.quantity,
          timeInForce: one.tif,
          display: hidden ? 'hidden' : 'visible',
          displayQuantity: shown,
          preventSelfTrade: one.prevent,
        }),
      );
    } else {
      const live = model.orders.filter(({ leaves }) => leaves > 0);
      const own = live[one.which % Math.max(1, live.length)];
      if (own === undefined) continue;
      const { token } = own;
      if (one.kind === 'cancel') {
        model.cancel(own, one.keep);
        said = desk.short(from(own.bob), { type: 'cancel', token, quantity: one.keep });
      } else {
        const newToken = `T${++names}`;
        model.replace(own, newToken, one.price, one.quantity);
        said = desk.short(from(own.bob), {
          type: 'replace',
          token,
          newToken,
          quantity: one.quantity,
          price: one.price * 100,
        });
      }
    }
    expect(said).toEqual(model.said.splice(0));
  }
  const resting = model.orders.filter(({ onBook, hidden }) => onBook > 0 && !hidden);
  const onBook = (buy: boolean): number =>
    resting.filter((own) => own.buy === buy).reduce((sum, { onBook: n }) => sum + n, 0);
  const shares = (levels: readonly { shares: number }[]): number =>
    levels.reduce((sum, level) => sum + level.shares, 0);
  expect([shares(desk.book.bids), shares(desk.book.asks)]).toEqual([onBook(true), onBook(false)]);
}

describe('the matching', () => {
  it('does what a sorted list does, order for order and share for share', () => {
    fc.assert(
      // Long runs: what stands in the book is what makes matching hard.
      fc.property(fc.array(step, { minLength: 60, maxLength: 160, size: 'max' }), (steps) => run(steps)),
      { numRuns: 250, seed: 20261123 },
    );
  }, 120_000);
});
