import { describe, expect, it } from 'vitest';
import { silentLogger } from '../core/logging.js';
import { RuleBook, type RuleAudit } from '../routing/rules/rule-book.js';
import { marketRulesShape } from '../routing/rules/schema.js';
import { parseYamlConfig } from '../core/yaml-config.js';
import type { SmartRouter } from '../routing/router.js';
import { GatewayRouting } from './routing-control.js';

const RULES = `
markets: { us: { assetClasses: [equity], timeZone: America/New_York } }
rules:
  - { market: us, rule: locked-crossed, versions: [{ from: "2007-10-08" }] }
`;
const by = { by: 'ops', reason: 'a test' };

/** One life of a gateway, over what was kept before. */
function life(kept: Map<string, string>) {
  const audit: RuleAudit[] = [];
  const rules = new RuleBook(parseYamlConfig('rules', RULES, marketRulesShape), (record) => audit.push(record));
  const switched: [boolean, string, string][] = [];
  const router = {
    get usesFallback() {
      return switched.at(-1)?.[0] ?? false;
    },
    useFallback: (on: boolean, who: string, why: string) => void switched.push([on, who, why]),
  } as unknown as SmartRouter;
  const routing = new GatewayRouting({
    router,
    rules,
    keeper: {
      kept,
      keep: (key, value) => {
        if (value === '') kept.delete(key);
        else kept.set(key, value);
      },
    },
    clock: { monotonicNs: () => 0, epochMs: () => 0 },
    log: silentLogger,
  });
  routing.restore();
  return { routing, audit, switched };
}

describe('routing as people steer it', () => {
  it('stands again after a restart, and is told to the audit with who and why', () => {
    const kept = new Map<string, string>();
    const first = life(kept);
    first.routing.setFallback(true, by);
    expect(first.routing.setRule('us', 'locked-crossed', false, by)).toBeUndefined();
    const second = life(kept);
    const state = { fallback: true, rules: [{ market: 'us', rule: 'locked-crossed', on: false }] };
    expect([first.routing.state(), second.routing.state()]).toEqual([state, state]);
    expect(second.switched).toEqual([[true, 'ops', 'a test']]);
    expect(second.audit).toMatchObject([{ market: 'us', rule: 'locked-crossed', to: 'off', ...by }]);
  });

  it('is forgotten when it is given back', () => {
    const kept = new Map<string, string>();
    const { routing } = life(kept);
    routing.setFallback(true, by);
    routing.setFallback(false, by);
    routing.setRule('us', 'locked-crossed', false, by);
    routing.setRule('us', 'locked-crossed', null, by);
    expect(kept.size).toBe(0);
    expect(life(kept).routing.state()).toEqual({ fallback: false, rules: [] });
  });

  it('refuses what it does not know, and keeps nothing of it', () => {
    const kept = new Map<string, string>();
    const { routing } = life(kept);
    expect(routing.setRule('us', 'no-such', true, by)).toMatchObject({ code: 'ROUTING_RULE_UNKNOWN' });
    expect(routing.setRule('mars', 'locked-crossed', true, by)).toMatchObject({ code: 'ROUTING_MARKET_UNKNOWN' });
    expect(kept.size).toBe(0);
  });

  it('goes on without a rule whose market is not configured any more', () => {
    const kept = new Map([['routing/rule/mars/locked-crossed', JSON.stringify({ on: true, ...by })]]);
    expect(life(kept).routing.state().rules).toEqual([]);
  });
});
