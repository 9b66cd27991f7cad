/**
 * The kill switch: stops every new order of the firm, a client, a venue or a symbol, until a person with the administer role releases it. It never engages by itself.
 * Switches are named, not numbered, in what the listener hears: the engine journals that and gives it to `restore` after a restart.
 */
import type { KillScope } from '../../core/order-control.js';
import { RiskError } from './errors.js';

export interface KillEvent {
  readonly action: 'engage' | 'release';
  readonly scope: KillScope;
  /** The client, venue or symbol; '' for the firm. */
  readonly id: string;
  readonly reason: string;
  readonly who: string;
  readonly epochMs: number;
}

/** Names in the order of the dense numbers. */
export interface KillTargets {
  readonly clients: readonly string[];
  readonly venues: readonly string[];
  readonly symbols: readonly string[];
}

/** Who may release. */
const RELEASES = 'administer';

export class KillSwitch {
  /** Read by the risk pass: 1 where it is engaged. `venues` is a bit mask in its first element. */
  readonly firm = new Uint8Array(1);
  readonly clients: Uint8Array;
  readonly symbols: Uint8Array;
  readonly venues = new Int32Array(1);
  readonly #numbers: Readonly<Record<KillScope, ReadonlyMap<string, number>>>;
  readonly #engaged = new Map<string, KillEvent>();

  /** @param events hears what changed. An engagement holds before it is told, a release is told before it holds: a listener that throws leaves the switch engaged. */
  constructor(
    targets: KillTargets,
    private readonly events: (event: KillEvent) => void = () => undefined,
  ) {
    this.clients = new Uint8Array(targets.clients.length);
    this.symbols = new Uint8Array(targets.symbols.length);
    const numbered = (names: readonly string[]): ReadonlyMap<string, number> =>
      new Map(names.map((name, i) => [name, i]));
    this.#numbers = {
      firm: new Map([['', 0]]),
      client: numbered(targets.clients),
      venue: numbered(targets.venues),
      symbol: numbered(targets.symbols),
    };
  }

  /** All that stand, oldest first. */
  engaged(): readonly KillEvent[] {
    return [...this.#engaged.values()];
  }

  isEngaged(scope: KillScope, id: string): KillEvent | undefined {
    return this.#engaged.get(keyOf(scope, scope === 'firm' ? '' : id));
  }

  /** Returns false when it was engaged already: then nothing is told. Throws RiskError for a target that does not exist. */
  engage(scope: KillScope, id: string, reason: string, who: string, epochMs: number): boolean {
    const event = this.#event('engage', scope, id, reason, who, epochMs);
    if (this.#engaged.has(keyOf(event.scope, event.id))) return false;
    this.#apply(event);
    this.events(event);
    return true;
  }

  /** Returns false when it was not engaged. Throws RiskError when the caller's role may not release. */
  release(scope: KillScope, id: string, reason: string, who: string, role: string, epochMs: number): boolean {
    if (role !== RELEASES) {
      throw new RiskError('KILL_ROLE', 'the kill switch is released by an administrator', {
        found: role,
        expected: RELEASES,
      });
    }
    const event = this.#event('release', scope, id, reason, who, epochMs);
    if (!this.#engaged.has(keyOf(event.scope, event.id))) return false;
    this.events(event);
    this.#apply(event);
    return true;
  }

  /** What was told before a restart, in its order. A target that is no longer configured keeps its entry, so that it can be seen and released should it come back. */
  restore(event: KillEvent): void {
    this.#apply(event);
  }

  #event(
    action: KillEvent['action'],
    scope: KillScope,
    id: string,
    reason: string,
    who: string,
    epochMs: number,
  ): KillEvent {
    const name = scope === 'firm' ? '' : id;
    const known = this.#numbers[scope] as ReadonlyMap<string, number> | undefined;
    if (known === undefined) {
      throw new RiskError('KILL_TARGET', 'no such scope', { found: scope, expected: 'firm, client, venue or symbol' });
    }
    if (!known.has(name) && !this.#engaged.has(keyOf(scope, name))) {
      throw new RiskError('KILL_TARGET', `no such ${scope}`, { found: id, expected: 'a configured one' });
    }
    if (reason.trim() === '' || who.trim() === '') {
      throw new RiskError('KILL_REASON', 'the kill switch wants to know why and who', {
        found: `reason "${reason}", who "${who}"`,
        expected: 'both',
      });
    }
    return { action, scope, id: name, reason, who, epochMs };
  }

  #apply(event: KillEvent): void {
    const { action, scope, id } = event;
    const on = action === 'engage' ? 1 : 0;
    if (on === 1) this.#engaged.set(keyOf(scope, id), event);
    else this.#engaged.delete(keyOf(scope, id));
    const number = this.#numbers[scope].get(id);
    if (number === undefined) return;
    if (scope === 'firm') this.firm[0] = on;
    else if (scope === 'client') this.clients[number] = on;
    else if (scope === 'symbol') this.symbols[number] = on;
    else this.venues[0] = on === 1 ? this.venues[0]! | (1 << number) : this.venues[0]! & ~(1 << number);
  }
}

const keyOf = (scope: KillScope, id: string): string => `${scope}/${id}`;
