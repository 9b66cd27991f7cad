/**
 * Bugs that the simulation must find: each is a change of the source, made when a bundle for the hunt is built (build.ts) and switched on for one run of it. None of it
 * is in the product. Where the source has moved on and a change no longer fits, the build says so.
 */
import type { Fault, FaultKind } from '../../../sim/chaos/faults.js';
import { hasPicturesOnly } from '../../../sim/chaos/run.js';

export interface Change {
  readonly file: string;
  /** Must stand in the file exactly once: an expression, or statements without declarations, which end with a semicolon. */
  readonly find: string;
  readonly replace: string;
}

export interface Bug {
  readonly name: string;
  /** What a programmer might have got wrong. */
  readonly what: string;
  readonly changes: readonly Change[];
  /** It shows only where one of these goes wrong: other seeds are passed over. */
  readonly needs?: readonly FaultKind[] | ((fault: Fault) => boolean);
  /** And only in these seeds. */
  readonly fits?: (seed: number, faults: readonly Fault[]) => boolean;
}

const change = (file: string, find: string, replace: string): Change => ({ file, find, replace });
const RECONNECTS: readonly FaultKind[] = [
  'cut',
  'cutAfter',
  'killPart',
  'killGateway',
  'powerCut',
  'dieWriting',
  'partition',
  'corrupt',
];
const RESTARTS: readonly FaultKind[] = ['killGateway', 'powerCut', 'dieWriting'];

export const BUGS: readonly Bug[] = [
  {
    name: 'gap-fill-off-by-one',
    what: 'a gap fill ends one number too far: the message behind it is lost',
    changes: [
      change(
        'control/fix/session/replay.ts',
        'this.sender.sendGapFill(this.gapFrom, next);',
        'this.sender.sendGapFill(this.gapFrom, next + 1);',
      ),
    ],
    needs: ['cutClient', ...RECONNECTS],
  },
  {
    name: 'missing-fsync',
    what: 'the policy sync does not sync',
    changes: [change('control/journal/journal.ts', 'this.syncs.now();', 'void 0;')],
    needs: ['powerCut', 'dieWriting'],
  },
  {
    name: 'resend-without-possdup',
    what: 'what is sent again is not marked',
    changes: [
      change(
        'control/protocols/fix/own-resend.ts',
        'this.inserted.set(BEFORE_NOW);',
        "this.inserted.set(Buffer.from('43=N\\x0152=', 'latin1'));",
      ),
      change(
        'control/protocols/fix/resend.ts',
        'encoder.flag(POSS_DUP_FLAG, true)',
        'encoder.flag(POSS_DUP_FLAG, false)',
      ),
    ],
    needs: ['cutClient', ...RECONNECTS],
  },
  {
    name: 'stale-book-traded-on',
    what: 'a venue whose feed is silent still counts',
    changes: [change('control/gateway/market.ts', 'venues.has(index)', 'false')],
    needs: (fault) =>
      (fault.kind === 'killPart' || fault.kind === 'partition' || fault.kind === 'loseLines') &&
      fault.part === 'publisher' &&
      fault.forMs >= 700 &&
      fault.atMs < 400,
  },
  {
    name: 'fill-counted-twice',
    what: 'session and drop copy name the same trade differently',
    changes: [change('control/venues/ouch/ouch-entry.ts', 'report.execId = match;', 'report.execId = `x${match}`;')],
  },
  {
    name: 'cancel-reject-ignored',
    what: 'a cancel that a venue refuses stays pending',
    changes: [change('control/orders/engine/model/child-events.ts', "refusal.request === 'cancel'", 'false')],
  },
  {
    name: 'number-reused-after-restart',
    what: 'a restarted session begins with the number that was used last',
    changes: [
      change(
        'control/fix/store/session-index.ts',
        'if (entry.end > entry.start) this.positions.set(number, position);\n      this.nextOutgoing = number + 1;',
        'if (entry.end > entry.start) this.positions.set(number, position);\n      this.nextOutgoing = number;',
      ),
    ],
    needs: RESTARTS,
  },
  {
    name: 'effect-before-journal',
    what: 'messages leave before the journal has what they rest on',
    changes: [
      change('control/fix/engine/connection.ts', 'this.parts.commits.releaseAfterCommit(this);', 'this.release();'),
      change('control/venues/ouch/soup-line.ts', 'this.parts.commits.releaseAfterCommit(this);', 'this.release();'),
    ],
    needs: (fault) => fault.kind === 'dieWriting' && !fault.power,
  },
  {
    name: 'child-beyond-parent-on-replace',
    what: 'while a replacement waits, what is at venues is not taken off what may be sent',
    changes: [
      change(
        'control/orders/engine/model/parent-order.ts',
        'limit - state.cumQuantity - this.exposed',
        'limit - state.cumQuantity - (replacing === undefined ? this.exposed : 0)',
      ),
    ],
  },
  {
    name: 'lost-report-at-failover',
    what: 'the first report that comes after a login on the other gateway is taken for one that is known',
    changes: [change('control/venues/ouch/soup-line.ts', 'isNew ? 0 : this.next', 'isNew ? 0 : this.next + 1')],
    needs: RECONNECTS,
  },
  {
    name: 'drop-copy-mismatch-ignored',
    what: 'the session loses some fills, and what only the drop copy tells counts for nothing',
    changes: [
      change(
        'control/venues/ouch/ouch-entry.ts',
        'report.execId = match;',
        'if (quantity % 7 === 3) return; report.execId = match;',
      ),
      change(
        'control/venues/fix/drop-copy.ts',
        'if (this.parts.keeper.give(slot, true)) this.counts.told++;',
        'void slot;',
      ),
    ],
  },
  {
    name: 'uncertain-resent-blindly',
    what: 'what a lost connection had not answered for is taken for never sent, and sent again',
    changes: [
      change(
        'control/orders/engine/venue-watch.ts',
        'for (const child of this.openAt(venue)) child.isAsked = false;',
        "for (const child of this.openAt(venue)) if (!child.state.isAccepted) this.core.recorder.unsent(this.now, child, 'notConnected');",
      ),
    ],
    needs: RECONNECTS,
  },
  {
    name: 'book-not-cleared',
    what: 'a picture of the book is laid over the orders that were there',
    changes: [change('control/market-data/recovery/splice-channel.ts', 'this.books.empty(this.channel);', 'void 0;')],
    needs: (fault) =>
      fault.kind === 'loseLines' || (fault.kind === 'partition' && fault.part === 'publisher' && fault.venue < 2),
    // A gateway that was restarted has no orders that could be left over.
    fits: (seed, faults) => hasPicturesOnly(seed) && !faults.some(({ kind }) => RESTARTS.includes(kind)),
  },
  {
    name: 'gap-taken-for-whole',
    what: 'books count as right although messages are missing',
    changes: [change('control/market-data/recovery/splice-channel.ts', 'if (!isWhole) return;', 'void isWhole;')],
    needs: ['killPart', 'partition', 'impair', 'loseLines', ...RESTARTS],
  },
  {
    name: 'wrong-side-risk-release',
    what: 'what an order held is given back to the other side',
    changes: [
      change(
        'control/orders/engine/model/exposure.ts',
        'risk.close(client, instrument, side, order.riskOpen, order.riskPrice);',
        'risk.close(client, instrument, side === 0x31 ? 0x32 : 0x31, order.riskOpen, order.riskPrice);',
      ),
    ],
  },
  {
    name: 'timer-never-fires',
    what: 'the alarm that brings what was written to the disk is set, and does nothing',
    changes: [change('control/journal/sync-loop.ts', 'this.stopWaiting();\n      this.startRound();', 'void 0;')],
  },
  {
    name: 'report-told-twice',
    what: 'which report the client was told last is not written down',
    changes: [
      change(
        'control/clients/fix/report-feed.ts',
        'journal.append(JournalKind.clientTold, stream, sequence, payload, 0, payload.length)',
        '0',
      ),
    ],
    needs: RESTARTS,
  },
  {
    name: 'dialect-not-understood',
    what: 'reports that repeat what only the dialect of the venue has are refused, and fills with them',
    changes: [
      change('control/venues/fix/session-spec.ts', 'withWrittenValues(settings, dialects)', 'settings.extension'),
    ],
  },
  {
    name: 'damage-not-told',
    what: 'a journal that is damaged in its middle is opened without what is damaged',
    changes: [
      change(
        'control/journal/journal.ts',
        "first !== undefined && options.onDamage !== 'skip'",
        "first !== undefined && options.onDamage === 'refuse'",
      ),
    ],
    needs: ['flipBit'],
  },
];
