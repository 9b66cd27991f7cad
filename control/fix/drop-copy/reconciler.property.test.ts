/** The reconciler against an oracle that looks at the two final records only: plain decimal texts in maps, no dates, no chains. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Break } from './breaks.js';
import { parseExact } from './exact.js';
import { readExecutionCopy } from './execution-copy.js';
import { Reconciler } from './reconciler.js';
import { OwnRecord, report } from './testing.js';

const T0 = Date.UTC(2026, 10, 23, 10);

/** One fill as it ends up: on a side that has it. Quantity in shares, price in hundredths. */
interface Final {
  readonly quantity: number;
  readonly price: number;
  readonly busted: boolean;
}

interface Plan {
  readonly order: number;
  /** What the venue did to the fill, in order; the last one stands. */
  readonly steps: readonly Final[];
  /** A correction names the one before it, or always the fill itself. */
  readonly chained: boolean;
  readonly there: 'told' | 'silent';
  readonly here: 'same' | 'silent' | 'before last step' | 'other quantity' | 'other price';
}

const final = fc.record({
  quantity: fc.integer({ min: 1, max: 500 }),
  price: fc.integer({ min: 1, max: 99_999 }),
  busted: fc.boolean(),
});
const plan: fc.Arbitrary<Plan> = fc.record({
  order: fc.integer({ min: 0, max: 2 }),
  steps: fc
    .array(final, { minLength: 1, maxLength: 4 })
    .map((steps) => steps.map((step, i) => ({ ...step, busted: i > 0 && step.busted }))),
  chained: fc.boolean(),
  there: fc.constantFrom('told', 'told', 'told', 'silent'),
  here: fc.constantFrom('same', 'same', 'same', 'same', 'silent', 'before last step', 'other quantity', 'other price'),
});

const px = (hundredths: number) => `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`;
const time = (ms: number) => new Date(T0 + ms).toISOString().replaceAll('-', '').replace('T', '-').replace('Z', '');

/** What the venue says about one plan, each report with a time that grows from step to step. */
function reports(plan: Plan, n: number): string[] {
  return plan.steps.map((step, i) => {
    const refers = plan.chained && i > 1 ? `E${n}.${i - 1}` : `E${n}`;
    const kind = i === 0 ? '150=F|' : `150=${step.busted ? 'H' : 'G'}|19=${refers}|`;
    const size = step.busted ? '' : `32=${step.quantity}.0|31=${px(step.price)}000|`;
    const id = i === 0 ? `E${n}` : `E${n}.${i}`;
    return `37=O${plan.order}|11=C${plan.order}|54=1|55=X|17=${id}|${kind}${size}60=${time(n * 10 + i)}|`;
  });
}

function here(plan: Plan): Final | undefined {
  const last = plan.steps.at(-1)!;
  if (plan.here === 'silent') return undefined;
  if (plan.here === 'before last step') return plan.steps.at(-2) ?? last;
  if (plan.here === 'other quantity') return { ...last, quantity: last.quantity + 1 };
  if (plan.here === 'other price') return { ...last, price: last.price + 1 };
  return last;
}

/** The oracle: what must be open in the end, as `key kind`. */
function expected(plans: readonly Plan[]): string[] {
  const breaks: string[] = [];
  plans.forEach((plan, n) => {
    const there = plan.there === 'told' ? plan.steps.at(-1) : undefined;
    const ours = here(plan);
    if (there === undefined && ours === undefined) return;
    if (there === undefined) breaks.push(`E${n} missingThere`);
    else if (ours === undefined) breaks.push(`E${n} missingHere`);
    else if (there.busted !== ours.busted) breaks.push(`E${n} status`);
    else if (!there.busted) {
      if (there.quantity !== ours.quantity) breaks.push(`E${n} quantity`);
      if (there.price !== ours.price) breaks.push(`E${n} price`);
    }
  });
  return breaks.sort();
}

function rig() {
  const own = new OwnRecord();
  const open = new Set<string>();
  const listener = {
    onBreak: (raised: Break) => void open.add(raised.id),
    onCleared: (cleared: Break) => {
      expect(open.delete(cleared.id)).toBe(true);
    },
  };
  const reconciler = new Reconciler(own, listener, { lateMs: 100, graceMs: 1000 });
  let ms = 0;
  const now = () => ({ monotonicNs: ms * 1e6, epochMs: T0 + ms });
  own.onChange((change) => reconciler.onOwn(change, now()));
  const tell = (fields: string) => reconciler.onCopy(readExecutionCopy(report(fields)), now());
  const put = (plan: Plan, n: number, last: Final) =>
    own.put({
      execId: `E${n}`,
      orderId: `O${plan.order}`,
      clOrdId: `C${plan.order}`,
      side: '1',
      quantity: parseExact(String(last.quantity))!,
      price: parseExact(px(last.price))!,
      busted: last.busted,
      epochMs: T0 + ms,
    });
  const pass = (by: number) => {
    ms += by;
    reconciler.onTime(now());
  };
  const breaks = () => reconciler.breaks.map(({ execId, orderId, kind }) => `${execId || orderId} ${kind}`).sort();
  return { own, open, reconciler, tell, put, pass, breaks };
}

describe('Reconciler against the oracle', () => {
  it('finds every difference and nothing else, in any order, with duplicates; and clears all when they heal', () => {
    fc.assert(
      fc.property(
        fc.array(plan, { maxLength: 12 }),
        fc.infiniteStream(fc.nat(1_000_000)),
        fc.array(fc.nat(5), { maxLength: 20 }),
        (plans, dice, pauses) => {
          const { open, reconciler, tell, put, pass, breaks } = rig();
          const roll = (bound: number) => dice.next().value! % bound;
          const actions: (() => void)[] = [];
          plans.forEach((each, n) => {
            if (each.there === 'told') {
              for (const fields of reports(each, n)) {
                actions.push(() => tell(fields));
                if (roll(4) === 0) actions.push(() => tell(fields));
              }
            }
            const ours = here(each);
            if (ours !== undefined) actions.push(() => put(each, n, ours));
          });
          while (actions.length > 0) {
            actions.splice(roll(actions.length), 1)[0]!();
            if (pauses.length > 0) pass(pauses[roll(pauses.length)]!);
          }
          pass(1000);
          expect(breaks()).toEqual(expected(plans));
          expect(open.size).toBe(breaks().length);
          // It heals: the venue tells what it had kept back, and we learn what is right.
          plans.forEach((each, n) => {
            if (each.there === 'silent') for (const fields of reports(each, n)) tell(fields);
            put(each, n, each.steps.at(-1)!);
          });
          expect(breaks()).toEqual([]);
          expect(open.size).toBe(0);
          expect(reconciler.differenceCount).toBe(0);
          pass(10_000);
          expect(breaks()).toEqual([]);
        },
      ),
      { numRuns: 600 },
    );
  });

  it('compares what orders come to, exactly, where the fills agree', () => {
    const fills = fc.array(
      fc.record({ quantity: fc.integer({ min: 1, max: 900 }), price: fc.integer({ min: 1, max: 9999 }) }),
      {
        minLength: 1,
        maxLength: 8,
      },
    );
    fc.assert(
      fc.property(
        fills,
        fc.constantFrom('right', 'cumulative', 'average', 'status'),
        fc.boolean(),
        (fills, wrong, cut) => {
          const { tell, put, pass, breaks, own } = rig();
          let shares = 0;
          let money = 0n;
          fills.forEach((fill, n) => {
            shares += fill.quantity;
            money += BigInt(fill.quantity) * BigInt(fill.price);
            // Hundredths of a cent of a cent: four decimals, cut or rounded as venues do.
            const scaled = money * 100n;
            const average = cut ? scaled / BigInt(shares) : (2n * scaled + BigInt(shares)) / (2n * BigInt(shares));
            const last = n === fills.length - 1;
            const told = average + (last && wrong === 'average' ? 2n : 0n);
            const cum = shares + (last && wrong === 'cumulative' ? 1 : 0);
            const avg = `${told / 10_000n}.${String(told % 10_000n).padStart(4, '0')}`;
            const single: Plan = {
              order: 0,
              steps: [{ ...fill, busted: false }],
              chained: false,
              there: 'told',
              here: 'same',
            };
            put(single, n, single.steps[0]!);
            tell(`${reports(single, n)[0]!}14=${cum}|6=${avg}|39=1|`);
          });
          own.setStatus('O0', wrong === 'status' ? '2' : '1');
          pass(2000);
          const kind = { right: [], cumulative: ['O0 quantity'], average: ['O0 price'], status: ['O0 status'] }[wrong];
          expect(breaks()).toEqual(kind);
        },
      ),
      { numRuns: 500 },
    );
  });
});
