/** The application of a client's drop copy: it only listens. */
import type { FixApplication, Verdict } from '../../fix/session/application.js';
import type { FixSession } from '../../fix/session/session.js';
import type { ReportFeed } from './report-feed.js';

const UNSUPPORTED: Verdict = { reason: 3, text: 'this session sends copies of execution reports and takes nothing' };

export class CopySession implements FixApplication {
  private feed!: ReportFeed;

  constructor(private readonly soon: (run: () => void) => void) {}

  bind(feed: ReportFeed): void {
    this.feed = feed;
  }

  onLogon(): void {
    this.feed.retry();
  }

  onLogout(): void {
    // What comes meanwhile is stored by the session.
  }

  onMessage(): Verdict {
    return UNSUPPORTED;
  }

  onNotDelivered(_session: FixSession, direction: 'outgoing' | 'incoming', first: number, last: number): void {
    if (direction !== 'outgoing') return;
    this.feed.takenAway(first, last);
    this.soon(() => this.feed.retry());
  }
}
