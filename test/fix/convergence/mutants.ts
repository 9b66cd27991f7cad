/**
 * The session with one rule taken out at a time: whoever checks runs must find each of them. A rule is taken out of the class itself,
 * for as long as the mutant lives.
 */
import type { FixMessage } from '../../../control/protocols/fix/message.js';
import type { NotDelivered } from '../../../control/fix/session/application.js';
import { Gap } from '../../../control/fix/session/gap.js';
import { Inbound } from '../../../control/fix/session/inbound.js';
import { NumberRanges } from '../../../control/fix/session/number-ranges.js';
import { Replay, type ReplayOwner } from '../../../control/fix/session/replay.js';
import { ResendMemory } from '../../../control/fix/session/resend-memory.js';
import type { StateName } from '../../../control/fix/session/states.js';
import { FileJournal } from '../../../control/journal/journal.js';
import { LogWriter } from '../../../control/journal/log-writer.js';
import { SyncLoop } from '../../../control/journal/sync-loop.js';
import { JournalSessionStore } from '../../../control/fix/store/journal-store.js';
import { NumberMark } from '../../../control/fix/store/number-mark.js';
import type { SessionStore } from '../../../control/fix/store/session-store.js';

export interface Mutant {
  readonly what: string;
  /** What the checks say of it. */
  readonly found: RegExp;
  /** Where it shows early; more follow. */
  readonly firstSeed: number;
  /** Takes the rule out; what it returns puts it back. */
  readonly mutate: () => () => void;
}

interface InboundInside {
  core: { store: SessionStore };
  due(message: FixMessage, state: StateName): StateName;
}
interface ReplayInside {
  owner: ReplayOwner;
  store: SessionStore;
}

type Method = (this: never, ...args: never[]) => unknown;

function replacing(
  type: { readonly prototype: object },
  name: string,
  make: (original: Method) => Method,
): () => () => void {
  return () => {
    const inside = type.prototype as Record<string, Method>;
    const original = inside[name];
    if (original === undefined) throw new Error(`there is no ${name} to take out`);
    inside[name] = make(original);
    return () => void (inside[name] = original);
  };
}

export const mutants: readonly Mutant[] = [
  {
    what: 'messages that came before are taken again',
    found: /was delivered|no convergence/,
    firstSeed: 1,
    mutate: replacing(
      Inbound,
      'tooLow',
      () =>
        function (this: InboundInside, message: FixMessage, _number: number, _expected: number, state: StateName) {
          return this.due(message, state);
        },
    ),
  },
  {
    what: 'messages that come too early are taken at once',
    found: /was lost, and nobody was told/,
    firstSeed: 1,
    mutate: replacing(
      Inbound,
      'tooHigh',
      () =>
        function (this: InboundInside, message: FixMessage, number: number, state: StateName) {
          const { store } = this.core;
          store.setNumbers('sequenceReset', store.nextOutgoing, number);
          return this.due(message, state);
        },
    ),
  },
  {
    what: 'gaps are not noted',
    found: /no convergence|was lost, and nobody was told/,
    firstSeed: 1,
    mutate: replacing(Gap, 'extend', () => () => false),
  },
  {
    what: 'what is missing is asked for again and again',
    found: /asked \d+ times|no convergence/,
    firstSeed: 1,
    mutate: replacing(
      Gap,
      'needsRequest',
      () =>
        function (this: Gap) {
          return this.isOpen;
        },
    ),
  },
  {
    what: 'numbers go on where the log ends after a power cut, not above the mark',
    found: /was used for|was sent again without PossDupFlag/,
    firstSeed: 1,
    mutate: replacing(
      NumberMark,
      'restart',
      (original) =>
        function (this: NumberMark, next: number) {
          (original as (next: number) => number).call(this, next);
          return 0;
        },
    ),
  },
  {
    what: 'what is given up is told twice',
    found: /was given up twice/,
    firstSeed: 1,
    mutate: replacing(
      Replay,
      'giveUp',
      (original) =>
        function (this: ReplayInside, number: number, why: NotDelivered) {
          this.owner.notDelivered(number, why, 'uncertain');
          (original as (number: number, why: NotDelivered) => void).call(this, number, why);
        },
    ),
  },
  {
    what: 'what is given up is given up until the next start only',
    found: /was delivered after its sender was told stale|was given up twice/,
    firstSeed: 5_008_752,
    mutate: replacing(
      JournalSessionStore,
      'giveUp',
      () =>
        function (this: { index: { positions: { drop(number: number): void } } }, number: number) {
          this.index.positions.drop(number);
        },
    ),
  },
  {
    what: 'what was sent on this very connection is taken for stale',
    found: /told stale/,
    firstSeed: 2097,
    mutate: replacing(ResendMemory, 'mayBeOnItsWay', () => () => false),
  },
  {
    what: 'what was sent is taken for never sent',
    found: /left, but its sender was told that it never did/,
    firstSeed: 1,
    mutate: replacing(
      Replay,
      'giveUp',
      () =>
        function (this: ReplayInside, number: number, why: NotDelivered) {
          this.owner.notDelivered(number, why, 'neverSent');
          this.store.giveUp(number);
        },
    ),
  },
  {
    what: 'what was stored is taken for never sent after it has left',
    found: /left, but its sender was told that it never did/,
    firstSeed: 195,
    mutate: replacing(NumberRanges, 'remove', () => () => undefined),
  },
  {
    what: 'what the last process wrote is not brought to the disk by the next',
    found: /was delivered twice|was sent again without PossDupFlag|was used for|was lost/,
    firstSeed: 1,
    mutate: replacing(LogWriter, 'syncUnsynced', () => () => undefined),
  },
  {
    what: 'nothing is synced in the background',
    found: /was delivered twice|was lost/,
    firstSeed: 1,
    mutate: replacing(SyncLoop, 'want', () => () => undefined),
  },
  {
    what: 'what must never be forgotten is not waited for',
    found: /was |no convergence/,
    firstSeed: 139,
    mutate: replacing(FileJournal, 'requireSync', () => () => undefined),
  },
];
