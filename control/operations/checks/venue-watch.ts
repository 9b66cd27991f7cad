/** What checks wait for: everything a venue says, kept, and everybody who waits woken. */
import type { VenueHandler, VenueRefusal, VenueReport, VenueSessionState } from '../../core/venue.js';

export interface UncertainRequest {
  readonly orderId: number;
  readonly request: 'submit' | 'cancel' | 'replace';
}

/** What the drop copy says of an order, after the report it stands in. Amounts in the instrument's units. */
export interface DropCopyNote {
  readonly orderId: number;
  readonly execType: number;
  readonly ordStatus: number;
  readonly cumQuantity: number;
}

/** What was waited for has not come. */
export class NothingCame extends Error {
  constructor() {
    super('what was waited for has not come');
  }
}

export class VenueWatch implements VenueHandler {
  readonly reports: VenueReport[] = [];
  readonly refusals: VenueRefusal[] = [];
  readonly uncertain: UncertainRequest[] = [];
  /** Filled by whoever listens to the drop copy; reports that two sources tell reach a venue's handler once only. */
  readonly copies: DropCopyNote[] = [];
  state: VenueSessionState = 'disconnected';
  detail = '';
  #waiting: (() => void)[] = [];

  onReport(report: Readonly<VenueReport>): void {
    this.reports.push({ ...report });
    this.wake();
  }

  onRefusal(refusal: Readonly<VenueRefusal>): void {
    this.refusals.push({ ...refusal });
    this.wake();
  }

  onState(_venue: number, state: VenueSessionState, detail: string): void {
    this.state = state;
    this.detail = detail;
    this.wake();
  }

  onUncertain(_venue: number, orderId: number, request: UncertainRequest['request']): void {
    this.uncertain.push({ orderId, request });
    this.wake();
  }

  onCopy(note: DropCopyNote): void {
    this.copies.push(note);
    this.wake();
  }

  /** Resolves as soon as `find` gives something, looked at after everything the venue says. Rejects with NothingCame when `signal` aborts. */
  async until<T>(find: () => T | undefined, signal: AbortSignal): Promise<T> {
    const onAbort = (): void => this.wake();
    signal.addEventListener('abort', onAbort);
    try {
      for (;;) {
        const found = find();
        if (found !== undefined) return found;
        if (signal.aborted) throw new NothingCame();
        await new Promise<void>((resolve) => this.#waiting.push(resolve));
      }
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** Something has changed that is no word of the venue's: those who wait look again. */
  wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
