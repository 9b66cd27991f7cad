/** Which rules are in force in a market at a time: by date from the file, and by hand. Every change by hand is told to the audit. */
import { TimeZone } from '../../core/time-zone.js';
import type { AssetClass } from '../../core/instruments.js';
import { RoutingError } from '../errors.js';
import type { MarketRules, RuleEntry, RuleName, Version } from './schema.js';

/** Bits of the rules in force. */
export const RULE = {
  orderProtection: 1,
  sweeps: 2,
  selfHelp: 4,
  lockedCrossed: 8,
  oddLots: 16,
  accessFeeCap: 32,
  priceIncrements: 64,
  halts: 128,
  priceBands: 256,
} as const;

export const RULE_BIT: Readonly<Record<RuleName, number>> = {
  'order-protection': RULE.orderProtection,
  'intermarket-sweeps': RULE.sweeps,
  'self-help': RULE.selfHelp,
  'locked-crossed': RULE.lockedCrossed,
  'odd-lots': RULE.oddLots,
  'access-fee-cap': RULE.accessFeeCap,
  'price-increments': RULE.priceIncrements,
  halts: RULE.halts,
  'price-bands': RULE.priceBands,
};

export function isRuleName(name: string): name is RuleName {
  return Object.hasOwn(RULE_BIT, name);
}

const DAY_MS = 86_400_000;

/** The rules of one market on one of its days. */
export interface RulesInForce {
  readonly market: string;
  /** Of the market's own calendar, such as `2026-11-02`. */
  readonly date: string;
  /** RULE bits. */
  readonly bits: number;
  /** It holds from `fromMs` until before `untilMs`, epoch. */
  readonly fromMs: number;
  readonly untilMs: number;
  readonly selfHelp: Version<'self-help'> | undefined;
  readonly oddLots: Version<'odd-lots'> | undefined;
  readonly accessFeeCap: Version<'access-fee-cap'> | undefined;
  readonly priceIncrements: Version<'price-increments'> | undefined;
}

/** Somebody turned a rule on or off, or gave it back to its dates. */
export interface RuleAudit {
  readonly atEpochMs: number;
  readonly market: string;
  readonly rule: RuleName | 'fallback';
  readonly from: 'on' | 'off' | 'by date';
  readonly to: 'on' | 'off' | 'by date';
  readonly by: string;
  readonly reason: string;
}

interface Market {
  readonly name: string;
  readonly zone: TimeZone;
  readonly rules: Map<RuleName, RuleEntry>;
  readonly byHand: Map<RuleName, boolean>;
  current: RulesInForce | undefined;
}

export class RuleBook {
  readonly #markets = new Map<string, Market>();
  readonly #marketOf = new Map<AssetClass, Market>();
  readonly #audit: (record: RuleAudit) => void;
  readonly #listeners: (() => void)[] = [];

  constructor(rules: MarketRules, audit: (record: RuleAudit) => void = () => undefined) {
    this.#audit = audit;
    for (const [name, { assetClasses, timeZone }] of Object.entries(rules.markets)) {
      const market = { name, zone: new TimeZone(timeZone), rules: new Map(), byHand: new Map(), current: undefined };
      this.#markets.set(name, market);
      for (const assetClass of assetClasses) this.#marketOf.set(assetClass, market);
    }
    for (const entry of rules.rules) this.#markets.get(entry.market)!.rules.set(entry.rule, entry);
  }

  /** Undefined where no market of the file trades such instruments: then no rule holds. */
  inForce(assetClass: AssetClass, epochMs: number): RulesInForce | undefined {
    const market = this.#marketOf.get(assetClass);
    if (market === undefined) return undefined;
    const { current } = market;
    if (current !== undefined && epochMs >= current.fromMs && epochMs < current.untilMs) return current;
    market.current = rulesOn(market, epochMs);
    return market.current;
  }

  /** Called after every change by hand. */
  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** The rules that were turned on or off. */
  byHand(): readonly { readonly market: string; readonly rule: RuleName; readonly on: boolean }[] {
    return [...this.#markets.values()].flatMap(({ name, byHand }) =>
      [...byHand].map(([rule, on]) => ({ market: name, rule, on })),
    );
  }

  /** Turns a rule on or off whatever its dates say; undefined gives it back to them. Throws RoutingError for a market that the file does not know. */
  set(name: string, rule: RuleName, on: boolean | undefined, by: string, reason: string, epochMs: number): void {
    const market = this.#markets.get(name);
    if (market === undefined) {
      throw new RoutingError('ROUTING_MARKET_UNKNOWN', 'no rules for this market', {
        found: name,
        expected: [...this.#markets.keys()].join(' or '),
      });
    }
    const before = market.byHand.get(rule);
    if (on === undefined) market.byHand.delete(rule);
    else market.byHand.set(rule, on);
    market.current = undefined;
    for (const listener of this.#listeners) listener();
    this.#audit({ atEpochMs: epochMs, market: name, rule, from: stateOf(before), to: stateOf(on), by, reason });
  }
}

function stateOf(on: boolean | undefined): RuleAudit['from'] {
  return on === undefined ? 'by date' : on ? 'on' : 'off';
}

function rulesOn(market: Market, epochMs: number): RulesInForce {
  const day = market.zone.dayAt(epochMs);
  const date = new Date(day * DAY_MS).toISOString().slice(0, 10);
  let bits = 0;
  const version = <N extends RuleName>(rule: N): Version<N> | undefined => {
    const entry = market.rules.get(rule);
    const found = (entry?.versions as Version<N>[] | undefined)?.findLast(({ from }) => from <= date);
    const on = market.byHand.get(rule) ?? found?.on ?? false;
    if (on) bits |= RULE_BIT[rule];
    return on ? found : undefined;
  };
  for (const rule of Object.keys(RULE_BIT) as RuleName[]) version(rule);
  return {
    market: market.name,
    date,
    selfHelp: version('self-help'),
    oddLots: version('odd-lots'),
    accessFeeCap: version('access-fee-cap'),
    priceIncrements: version('price-increments'),
    bits,
    fromMs: market.zone.instantOf(day, 0),
    untilMs: market.zone.instantOf(day + 1, 0),
  };
}
