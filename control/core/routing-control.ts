/** The port between people or programs that steer routing (HTTP, dashboard) and the router: the one switch, and market rules by hand. Everything here is audited. */
import type { Denial } from './order-entry.js';

export interface RoutingCommand {
  readonly reason: string;
  /** Who did it, for the audit: the name of a token or of a person. */
  readonly by: string;
}

/** A rule that somebody turned on or off, whatever its dates say. */
export interface RuleByHand {
  readonly market: string;
  readonly rule: string;
  readonly on: boolean;
}

export interface RoutingState {
  /** Everything goes by the simple strategy. */
  readonly fallback: boolean;
  readonly rules: readonly RuleByHand[];
}

export interface RoutingControl {
  state(): RoutingState;
  /** From the next decision on. */
  setFallback(on: boolean, command: RoutingCommand): void;
  /** null gives the rule back to its dates. undefined: done. */
  setRule(market: string, rule: string, on: boolean | null, command: RoutingCommand): Denial | undefined;
}
