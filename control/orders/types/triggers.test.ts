import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PriceKind, TRIGGERS_MAX, TriggerBook } from './triggers.js';

/** The same, as a list searched from end to end. */
class Model {
  private armed: { kind: number; upward: boolean; price: number; name: number }[] = [];
  readonly fired: string[] = [];

  arm(kind: number, upward: boolean, price: number, name: number): void {
    this.armed.push({ kind, upward, price, name });
  }

  disarm(name: number): void {
    this.armed = this.armed.filter((one) => one.name !== name);
  }

  look(last: number, bid: number, ask: number): void {
    const middle = bid > 0 && ask > 0 ? (bid + ask) / 2 : 0;
    for (const [kind, value] of [last, bid, ask, middle].entries()) {
      if (value === 0) continue;
      for (const upward of [true, false]) {
        const reached = this.armed.filter(
          (one) => one.kind === kind && one.upward === upward && (upward ? value >= one.price : value <= one.price),
        );
        // Those nearest to where the price came from first, at one price the oldest.
        reached.sort((a, b) => (upward ? a.price - b.price : b.price - a.price) || a.name - b.name);
        for (const one of reached) {
          this.fired.push(`${one.name}@${value}`);
          this.disarm(one.name);
        }
      }
    }
  }
}

const price = fc.integer({ min: 90, max: 110 });
const step = fc.oneof(
  fc.record({ do: fc.constant('arm' as const), kind: fc.integer({ min: 0, max: 3 }), upward: fc.boolean(), price }),
  fc.record({ do: fc.constant('disarm' as const), which: fc.nat(40) }),
  fc.record({
    do: fc.constant('look' as const),
    last: fc.oneof(price, fc.constant(0)),
    bid: fc.oneof(price, fc.constant(0)),
    ask: fc.oneof(price, fc.constant(0)),
  }),
);

it('fires what a list searched from end to end fires, in the same order, each once', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      const book = new TriggerBook();
      const model = new Model();
      const fired: string[] = [];
      const handles: number[] = [];
      const names = new Map<number, number>();
      const target = {
        onTrigger: (handle: number, value: number): void => {
          fired.push(`${names.get(handle)}@${value}`);
          handles[names.get(handle)!] = -1;
        },
      };
      for (const one of steps) {
        if (one.do === 'arm') {
          const handle = book.arm(one.kind, one.upward, one.price, target);
          names.set(handle, handles.push(handle) - 1);
          model.arm(one.kind, one.upward, one.price, handles.length - 1);
        } else if (one.do === 'disarm') {
          const handle = handles[one.which] ?? -1;
          if (handle < 0) continue;
          book.disarm(handle);
          handles[one.which] = -1;
          model.disarm(one.which);
        } else {
          book.look(one.last, one.bid, one.ask);
          model.look(one.last, one.bid, one.ask);
        }
      }
      expect(fired).toEqual(model.fired);
      expect(book.armed).toBe(handles.filter((handle) => handle >= 0).length);
    }),
    { numRuns: Number(process.env['TYPES_RUNS'] ?? 200) },
  );
});

it('lets targets arm and disarm while it fires', () => {
  const book = new TriggerBook();
  const fired: number[] = [];
  let second = -1;
  const first = {
    onTrigger: (): void => {
      fired.push(1);
      book.disarm(second);
      book.arm(PriceKind.last, true, 105, { onTrigger: () => fired.push(3) });
    },
  };
  book.arm(PriceKind.last, true, 100, first);
  second = book.arm(PriceKind.last, true, 101, { onTrigger: () => fired.push(2) });
  book.look(103, 0, 0);
  expect(fired).toEqual([1]);
  book.look(105, 0, 0);
  expect([fired, book.armed]).toEqual([[1, 3], 0]);
});

it('has room for so many and no more', () => {
  const book = new TriggerBook();
  const target = { onTrigger: (): void => undefined };
  for (let i = 0; i < TRIGGERS_MAX; i++) book.arm(PriceKind.bid, true, TRIGGERS_MAX - i, target);
  expect(book.arm(PriceKind.bid, true, 1, target)).toBe(-1);
  book.look(0, TRIGGERS_MAX, 0);
  expect([book.armed, book.fired]).toEqual([0, TRIGGERS_MAX]);
});
