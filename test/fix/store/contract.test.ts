/** What every SessionStore does, asked of all of them, and of a plain model at the same time. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VirtualWorld } from '../../support/world/world.js';
import { openJournal, type FileJournal } from '../../../control/journal/journal.js';
import { JournalSessionStores } from '../../../control/fix/store/journal-stores.js';
import { MemorySessionStore } from '../../../control/fix/store/memory-store.js';
import type { NumbersReason, SessionStore, StoredMessage } from '../../../control/fix/store/session-store.js';

interface Subject {
  readonly store: SessionStore;
  readonly commit: () => void;
  /** The same session after a restart of the program; the same store where there is none. */
  readonly reopen: () => SessionStore;
}

const EPOCH_MS = 1_700_000_000_000;

const kinds: Record<string, () => Subject> = {
  MemorySessionStore: () => {
    const clock = { monotonicNs: () => 0, epochMs: () => EPOCH_MS };
    const store = new MemorySessionStore(clock);
    return { store, commit: () => undefined, reopen: () => store };
  },
  JournalSessionStore: () => {
    const world = new VirtualWorld({ seed: 1 });
    const host = world.addHost('host');
    let journal: FileJournal | undefined;
    const open = (): SessionStore => {
      const { disk, clock, timers } = host.start();
      journal = openJournal({ directory: '/log', disk, clock, timers, segmentBytes: 4096 });
      return new JournalSessionStores({ journal, clock, timers }).open('FIX.4.4:A->B');
    };
    const store = open();
    return {
      store,
      commit: () => expect(journal!.commit()).toBe(true),
      reopen() {
        journal!.commit();
        host.kill();
        return open();
      },
    };
  },
};

const latin1 = (text: string): Uint8Array => Buffer.from(text, 'latin1');

function save(store: SessionStore, text: string): void {
  const bytes = latin1(`..${text}.`);
  store.saveOutgoing(bytes, 2, bytes.length - 1);
}

function load(store: SessionStore, number: number): string | undefined {
  const into: StoredMessage = { bytes: new Uint8Array(0), start: 0, end: 0 };
  expect(store.holds(number)).toBe(store.load(number, into));
  if (!store.load(number, into)) return undefined;
  return Buffer.from(into.bytes.subarray(into.start, into.end)).toString('latin1');
}

/** A store, and what is opened in its place when all was asked of the first. */
function* before(store: SessionStore, reopen: () => SessionStore): Generator<SessionStore> {
  yield store;
  yield reopen();
}

for (const [name, make] of Object.entries(kinds)) {
  describe(name, () => {
    it('begins with number 1 both ways, and nothing stored', () => {
      const { store } = make();
      expect([store.nextOutgoing, store.nextIncoming, store.firstStored]).toEqual([1, 1, 1]);
      expect(store.createdEpochMs).toBe(EPOCH_MS);
      expect([load(store, 0), load(store, 1)]).toEqual([undefined, undefined]);
    });

    it('gives back what was sent, committed or not, and nothing for administrative messages', () => {
      const { store, commit, reopen } = make();
      save(store, 'one');
      store.saveOutgoing(latin1('heartbeat'), 3, 3);
      commit();
      save(store, 'three');
      for (const each of before(store, reopen)) {
        expect([1, 2, 3, 4].map((number) => load(each, number))).toEqual(['one', undefined, 'three', undefined]);
        expect([each.nextOutgoing, each.nextIncoming, each.firstStored]).toEqual([4, 1, 1]);
      }
    });

    it('moves incoming numbers on, with or without bytes', () => {
      const { store, reopen } = make();
      store.saveIncoming(latin1('report'), 0, 6);
      store.saveIncoming(latin1(''), 0, 0);
      expect(store.nextIncoming).toBe(3);
      expect(reopen().nextIncoming).toBe(3);
    });

    it('forgets messages at and above a lowered number', () => {
      const { store, reopen } = make();
      for (const text of ['one', 'two', 'three']) save(store, text);
      store.setNumbers('operator', 2, 9);
      save(store, 'two again');
      for (const each of before(store, reopen)) {
        expect([1, 2, 3].map((number) => load(each, number))).toEqual(['one', 'two again', undefined]);
        expect([each.nextOutgoing, each.nextIncoming]).toEqual([3, 9]);
      }
    });

    it('forgets for good what is given up', () => {
      const { store, commit, reopen } = make();
      for (const text of ['one', 'two', 'three']) save(store, text);
      commit();
      store.giveUp(2);
      store.giveUp(2);
      store.giveUp(7);
      for (const each of before(store, reopen)) {
        expect([1, 2, 3].map((number) => load(each, number))).toEqual(['one', undefined, 'three']);
        expect([each.nextOutgoing, each.nextIncoming]).toEqual([4, 1]);
      }
    });

    it('starts over with a reset', () => {
      const { store, reopen } = make();
      save(store, 'one');
      store.saveIncoming(latin1('x'), 0, 1);
      store.reset('schedule', EPOCH_MS + 5);
      for (const each of before(store, reopen)) {
        expect([each.nextOutgoing, each.nextIncoming, each.firstStored]).toEqual([1, 1, 1]);
        expect(each.createdEpochMs).toBe(EPOCH_MS + 5);
        expect(load(each, 1)).toBeUndefined();
      }
    });

    it('knows that a reset it asked for is open, until something comes', () => {
      const { store, reopen } = make();
      expect(store.isResetOpen).toBe(false);
      store.reset('resetRequested', EPOCH_MS);
      save(store, 'logon');
      expect(store.isResetOpen).toBe(true);
      const again = reopen();
      expect(again.isResetOpen).toBe(true);
      again.saveIncoming(latin1(''), 0, 0);
      expect(again.isResetOpen).toBe(false);
      again.reset('logonReset', EPOCH_MS);
      expect(again.isResetOpen).toBe(false);
    });

    it('keeps messages of any length', () => {
      const { store, commit, reopen } = make();
      const texts = [1, 7, 8, 9, 100, 2047, 2048, 2049, 70_000].map((length) => 'x'.repeat(length - 1) + 'y');
      for (const text of texts) save(store, text);
      commit();
      for (const each of before(store, reopen)) texts.forEach((text, i) => expect(load(each, i + 1)).toBe(text));
    });

    it('does what a plain model does', () => {
      const reasons: NumbersReason[] = ['logonReset', 'operator', 'schedule', 'resetRequested'];
      const small = fc.integer({ min: 1, max: 12 });
      const action = fc.oneof(
        { weight: 6, arbitrary: fc.record({ do: fc.constant('out' as const), length: fc.nat({ max: 300 }) }) },
        { weight: 3, arbitrary: fc.record({ do: fc.constant('in' as const), length: fc.nat({ max: 300 }) }) },
        { weight: 1, arbitrary: fc.record({ do: fc.constant('set' as const), out: small, in: small }) },
        { weight: 1, arbitrary: fc.record({ do: fc.constant('reset' as const), reason: fc.constantFrom(...reasons) }) },
        { weight: 1, arbitrary: fc.record({ do: fc.constant('giveUp' as const), number: small }) },
        { weight: 3, arbitrary: fc.constant({ do: 'commit' as const }) },
        { weight: 1, arbitrary: fc.constant({ do: 'reopen' as const }) },
      );
      const history = fc.array(action, { maxLength: 60 });
      fc.assert(
        fc.property(history, (actions) => {
          const subject = make();
          let { store } = subject;
          let model = { out: 1, in: 1, sent: new Map<number, string>(), asked: false };
          let texts = 0;
          for (const each of actions) {
            if (each.do === 'out') {
              const text = each.length === 0 ? '' : `${++texts} ${'z'.repeat(each.length)}`;
              if (text !== '') model.sent.set(model.out, text);
              model.out++;
              save(store, text);
            } else if (each.do === 'in') {
              model.in++;
              store.saveIncoming(new Uint8Array(each.length), 0, each.length);
            } else if (each.do === 'set') {
              for (const number of [...model.sent.keys()]) if (number >= each.out) model.sent.delete(number);
              model = { ...model, out: each.out, in: each.in, asked: false };
              store.setNumbers('operator', each.out, each.in);
            } else if (each.do === 'reset') {
              model = { out: 1, in: 1, sent: new Map(), asked: each.reason === 'resetRequested' };
              store.reset(each.reason, EPOCH_MS);
            } else if (each.do === 'giveUp') {
              model.sent.delete(each.number);
              store.giveUp(each.number);
            } else if (each.do === 'commit') {
              subject.commit();
            } else {
              store = subject.reopen();
            }
            expect([store.nextOutgoing, store.nextIncoming]).toEqual([model.out, model.in]);
            expect(store.isResetOpen).toBe(model.asked && model.in === 1);
          }
          for (let number = 0; number <= model.out + 1; number++)
            expect(load(store, number)).toBe(model.sent.get(number));
          for (const number of model.sent.keys()) expect(number).toBeGreaterThanOrEqual(store.firstStored);
        }),
        { numRuns: 150 },
      );
    });
  });
}
