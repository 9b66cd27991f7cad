/** The router's switch and the market rules, as people steer them: what stands survives a restart, because the order engine keeps it in the journal. */
import { CrossfeedError } from '../core/errors.js';
import type { Logger } from '../core/logging.js';
import type { Denial } from '../core/order-entry.js';
import type { RoutingCommand, RoutingControl, RoutingState } from '../core/routing-control.js';
import type { Clock } from '../core/world.js';
import type { SmartRouter } from '../routing/router.js';
import { isRuleName, type RuleBook } from '../routing/rules/rule-book.js';

/** Keys under which the engine keeps them. */
const FALLBACK = 'routing/fallback';
const RULE = 'routing/rule/';

/** Where settings live on: the order engine. */
export interface Keeper {
  readonly kept: ReadonlyMap<string, string>;
  /** '' forgets it. */
  keep(key: string, value: string): void;
}

export interface GatewayRoutingParts {
  readonly router: SmartRouter;
  readonly rules: RuleBook;
  readonly keeper: Keeper;
  readonly clock: Clock;
  readonly log: Logger;
}

interface KeptSetting extends RoutingCommand {
  readonly on: boolean;
}

export class GatewayRouting implements RoutingControl {
  constructor(private readonly parts: GatewayRoutingParts) {}

  /** What stood before the restart stands again. After the engine has read the journal, before anything is routed. */
  restore(): void {
    for (const [key, value] of this.parts.keeper.kept) {
      if (key === FALLBACK) this.fallback(JSON.parse(value) as KeptSetting);
      else if (key.startsWith(RULE)) this.restoreRule(key.slice(RULE.length), JSON.parse(value) as KeptSetting);
    }
  }

  state(): RoutingState {
    const { router, rules } = this.parts;
    return { fallback: router.usesFallback, rules: rules.byHand() };
  }

  setFallback(on: boolean, command: RoutingCommand): void {
    const setting = { on, ...command };
    this.fallback(setting);
    this.parts.keeper.keep(FALLBACK, on ? JSON.stringify(setting) : '');
  }

  setRule(market: string, rule: string, on: boolean | null, command: RoutingCommand): Denial | undefined {
    const denial = this.rule(market, rule, on ?? undefined, command);
    if (denial !== undefined) return denial;
    const value = on === null ? '' : JSON.stringify({ on, ...command });
    this.parts.keeper.keep(`${RULE}${market}/${rule}`, value);
    return undefined;
  }

  private restoreRule(name: string, { on, reason, by }: KeptSetting): void {
    const at = name.lastIndexOf('/');
    const denial = this.rule(name.slice(0, at), name.slice(at + 1), on, { reason, by });
    // Its market is not configured any more.
    if (denial !== undefined) this.parts.log.error('a rule that was set by hand cannot be set again', { name, denial });
  }

  private fallback({ on, by, reason }: KeptSetting): void {
    this.parts.router.useFallback(on, by, reason, this.parts.clock.epochMs());
  }

  private rule(
    market: string,
    rule: string,
    on: boolean | undefined,
    { by, reason }: RoutingCommand,
  ): Denial | undefined {
    if (!isRuleName(rule)) return { code: 'ROUTING_RULE_UNKNOWN', text: `there is no rule ${rule}` };
    try {
      this.parts.rules.set(market, rule, on, by, reason, this.parts.clock.epochMs());
      return undefined;
    } catch (error) {
      if (error instanceof CrossfeedError) return { code: error.code, text: error.message };
      throw error;
    }
  }
}
