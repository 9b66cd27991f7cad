/** Which endpoint an initiator tries next, and how long it waits before. Pure: it neither connects nor waits. */
import type { Random } from '../../core/world.js';
import { initiatorDefaults, type InitiatorEndpoint, type InitiatorSettings } from './settings.js';

/**
 * A round tries every endpoint once, without a pause between them. The first round comes at once, the one after it waits
 * `backoffMinMs`, and each further round twice as long as the one before, up to `backoffMaxMs`; of every pause the second half is
 * random, so that the clients of a gateway that went down do not all come back in the same instant. A connection that did not stay
 * logged on for `stableMs` was a failure: who logs us on only to cut us off again is not asked a hundred times a second.
 */
export class ReconnectPlan {
  private index = 0;
  /** Endpoints that have failed since the round began. */
  private failedInRound = 0;
  private rounds = 0;
  private readonly settings: Required<InitiatorSettings>;

  constructor(
    settings: InitiatorSettings,
    private readonly random: Random,
  ) {
    this.settings = { ...initiatorDefaults, ...settings };
  }

  get endpoint(): InitiatorEndpoint {
    return this.settings.endpoints[this.index]!;
  }

  get connectTimeoutMs(): number {
    return this.settings.connectTimeoutMs;
  }

  /** The endpoint could not be reached, or did not log us on. Returns how long to wait before the next. */
  failed(): number {
    this.index = (this.index + 1) % this.settings.endpoints.length;
    this.failedInRound++;
    if (this.failedInRound < this.settings.endpoints.length) return 0;
    this.failedInRound = 0;
    return this.pauseMs(++this.rounds);
  }

  /** A session that had been logged on has ended. Returns how long to wait before the next connection. */
  ended(loggedOnForMs: number): number {
    const { order, stableMs, endpoints } = this.settings;
    if (order === 'primaryFirst') this.index = 0;
    else if (order === 'rotate') this.index = (this.index + 1) % endpoints.length;
    this.failedInRound = 0;
    if (loggedOnForMs >= stableMs) {
      this.rounds = 0;
      return 0;
    }
    return this.pauseMs(this.rounds++);
  }

  /** Somebody asked for a connection now: the first round again. */
  restart(): void {
    this.rounds = 0;
    this.failedInRound = 0;
  }

  private pauseMs(rounds: number): number {
    if (rounds === 0) return 0;
    const { backoffMinMs, backoffMaxMs } = this.settings;
    const fullMs = Math.min(backoffMaxMs, backoffMinMs * 2 ** Math.min(rounds - 1, 40));
    return fullMs / 2 + this.random.next() * (fullMs / 2);
  }
}
