/** Whether somebody may look, where nobody may without logging in. What the gateway said of a token is believed for some seconds: pages ask often. */
import { createHash } from 'node:crypto';
import type { Who } from '../../control/core/order-api/operations-json.js';
import type { Clock } from '../../control/core/world.js';
import { identityOf, type Headers } from './identity.js';
import type { CommandTarget } from './order-routes.js';
import { ProblemError } from './problems.js';

const BELIEVED_MS = 5000;
const KNOWN_MAX = 1000;

export class Viewers {
  private readonly known = new Map<string, number>();

  constructor(
    private readonly clock: Clock,
    private readonly target: CommandTarget | undefined,
    /** False: everybody who can reach the port may look. */
    readonly loginRequired: boolean,
  ) {}

  /** Rejects with ProblemError, RelayedProblem. */
  async admit(headers: Headers, from: string): Promise<void> {
    if (!this.loginRequired) return;
    const identity = identityOf(headers);
    if (identity === undefined || this.target === undefined) {
      throw new ProblemError(
        'LOGIN_REQUIRED',
        'Log in on the page, or send Authorization: Bearer with a token that has the role view.',
      );
    }
    const key = createHash('sha256').update(identity.token).digest('base64');
    const nowMs = this.clock.monotonicNs() / 1e6;
    if ((this.known.get(key) ?? 0) > nowMs) return;
    this.known.delete(key);
    const { body } = await this.target.command(identity.token, { op: 'who' }, from);
    if (!(body as Who).roles.includes('view')) throw new ProblemError('LOGIN_REQUIRED', 'This token has no role view.');
    if (this.known.size >= KNOWN_MAX) this.known.delete(this.known.keys().next().value!);
    this.known.set(key, nowMs + BELIEVED_MS);
  }
}
