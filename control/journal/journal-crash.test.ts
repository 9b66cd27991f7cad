/** Kills and power cuts at every change to the disk, of one scripted history and of random ones, against what was appended. */
import { describe, expect, it } from 'vitest';
import type { DurabilityPolicy, JournalEntry } from '../core/journal.js';
import { SeededRandom } from '../core/random.js';
import type { CrashKind } from '../../test/support/world/disk.js';
import type { VirtualHost } from '../../test/support/world/host.js';
import type { VirtualProcess } from '../../test/support/world/process.js';
import { VirtualWorld } from '../../test/support/world/world.js';
import { openJournal, type FileJournal, type JournalOptions } from './journal.js';

const DIRECTORY = '/data/log';
const STREAMS = 3;
const KIND = 99;
/** Longest sync of the virtual disk, in ms. */
const SYNC_MS = 2;
const GROUP_MS = 5;

interface Appended {
  readonly position: number;
  readonly stream: number;
  readonly number: number;
  readonly payload: string;
  committedMs: number;
}

/** One log through all lives of the program that writes it, and what it must still hold. */
class History {
  readonly world: VirtualWorld;
  readonly host: VirtualHost;
  journal!: FileJournal;
  process!: VirtualProcess;
  appended: Appended[] = [];
  committed = 0;
  /** What the journal said was safe, last. */
  synced = 0;
  /** Per stream: what is before one of these may go, if the record there has not been lost. */
  forgotten: number[][] = Array.from({ length: STREAMS + 1 }, () => []);
  lostCommitted = 0;
  crashes = 0;
  private numbers = 0;
  private crash: { kind: CrashKind; atMs: number } | undefined;

  constructor(
    readonly seed: number,
    readonly policy: DurabilityPolicy,
    readonly options: Partial<JournalOptions> = {},
  ) {
    this.world = new VirtualWorld({ seed });
    this.host = this.world.addHost('host', {
      syncLatencyMs: [0.1, SYNC_MS],
      shortWritesOf256: seed % 3 === 0 ? 40 : 0,
    });
    this.host.onDown = () => undefined;
    const { disk, host } = this;
    const inner = disk.onCrash;
    disk.onCrash = (kind) => {
      this.crash = { kind, atMs: this.nowMs };
      inner?.(kind);
    };
    this.process = host.start();
  }

  get disk() {
    return this.host.disk;
  }

  get nowMs(): number {
    return this.world.nowNs / 1e6;
  }

  /** Runs a step of the program; a crash in it is followed by new lives until one of them has opened the log. */
  step(run: () => void): void {
    this.process.run(run);
    this.recover();
  }

  advance(ms: number): void {
    this.world.advance(ms);
    this.recover();
    if (this.journal.state !== 'closed') this.synced = this.journal.synced;
  }

  open(): void {
    for (let life = 0; life < 20; life++) {
      const crashes = this.crash;
      let journal: FileJournal | undefined;
      this.process.run(() => {
        const { disk, clock, timers } = this.process;
        journal = openJournal({
          directory: DIRECTORY,
          disk,
          clock,
          timers,
          policy: this.policy,
          segmentBytes: 2048,
          groupSyncMs: GROUP_MS,
          ...this.options,
        });
        for (let stream = 1; stream <= STREAMS; stream++) journal.openStream(`s${stream}`);
      });
      if (journal !== undefined && this.process.isAlive) {
        this.journal = journal;
        this.check();
        return;
      }
      expect(this.crash, 'only a crash ends a program here').not.toBe(crashes);
      this.process = this.host.start();
    }
    throw new Error('the log does not open');
  }

  append(stream: number, length: number): void {
    const number = ++this.numbers;
    const payload = `${number}:${'x'.repeat(length)}`;
    const bytes = Buffer.from(payload);
    const position = this.journal.append(KIND, stream, number, bytes, 0, bytes.length);
    const last = this.appended.at(-1);
    expect(position).toBeGreaterThan(last?.position ?? 0);
    this.appended.push({ position, stream, number, payload, committedMs: Infinity });
  }

  commit(): boolean {
    const upTo = this.appended.length;
    if (!this.journal.commit()) return false;
    this.noteCommitted(upTo);
    return true;
  }

  noteCommitted(upTo: number): void {
    for (; this.committed < upTo; this.committed++) this.appended[this.committed]!.committedMs = this.nowMs;
    this.synced = Math.max(this.synced, this.journal.synced);
  }

  forget(stream: number): void {
    const own = this.appended.filter((record) => record.stream === stream);
    const at = this.numbers % 3 === 0 ? own[Math.floor(own.length / 2)] : own.at(-1);
    if (at === undefined) return;
    this.journal.forget(stream, at.position);
    this.forgotten[stream]!.push(at.position);
  }

  private recover(): void {
    if (this.process.isAlive) return;
    expect(this.crash, 'nothing but a crash kills').toBeDefined();
    this.crashes++;
    this.process = this.host.start();
    this.open();
  }

  /** What the log holds now, against what was appended. */
  private check(): void {
    const { journal } = this;
    const where = `seed ${this.seed}`;
    expect(journal.state, where).toBe('open');
    expect(journal.recovery.damage, where).toEqual([]);
    const found = new Map<number, Appended>();
    journal.scan(0, (entry) => {
      if (entry.kind === KIND) found.set(entry.position, copy(entry));
      return true;
    });
    const forgotten = this.forgotten.map((positions) => Math.max(0, ...positions.filter((at) => found.has(at))));
    const powerCut = this.crash?.kind === 'powerCut';
    let hole: Appended | undefined;
    const kept: Appended[] = [];
    this.appended.forEach((record, i) => {
      const read = found.get(record.position);
      if (read === undefined) {
        if (record.position < forgotten[record.stream]!) return;
        hole ??= record;
        const why = `${where}: ${record.number} at ${record.position}, ${this.crash?.kind ?? 'no crash'}`;
        if (i < this.committed) {
          this.lostCommitted++;
          expect(powerCut, `${why}: a kill takes nothing that was committed`).toBe(true);
          expect(this.policy, `${why}: nor does a power cut with sync`).not.toBe('sync');
          expect(record.position, `${why}: nor what is synced`).toBeGreaterThanOrEqual(this.synced);
          expect(journal.hostRestarted, why).toBe(true);
          expect(journal.doubtfulBefore, why).toBeGreaterThan(kept.at(-1)?.position ?? 0);
          if (this.policy === 'group') {
            expect(record.committedMs, why).toBeGreaterThan(this.crash!.atMs - GROUP_MS / 2 - 2 * SYNC_MS - 0.01);
          }
        }
        return;
      }
      expect(hole, `${where}: ${record.number} is there, and one before it is not`).toBeUndefined();
      expect({ ...read, committedMs: 0 }, where).toEqual({ ...record, committedMs: 0 });
      found.delete(record.position);
      kept.push(record);
    });
    expect([...found.values()], `${where}: records that were never appended`).toEqual([]);
    for (const record of kept) {
      journal.read(record.position, (entry) => expect(copy(entry).payload).toBe(record.payload));
    }
    this.appended = kept;
    this.committed = kept.length;
    this.synced = journal.synced;
    this.crash = undefined;
  }
}

function copy({ position, stream, number, bytes, start, end }: JournalEntry): Appended {
  const payload = Buffer.from(bytes.subarray(start, end)).toString();
  return { position, stream, number, payload, committedMs: Infinity };
}

/** A little of everything: batches, rotation, forgetting, syncs, a close in order. */
const SCRIPT: readonly ((h: History) => void)[] = [
  (h) => h.append(1, 20),
  (h) => h.commit(),
  (h) => [200, 5, 0].forEach((length) => h.append(2, length)),
  (h) => h.commit(),
  (h) => h.journal.requireSync(),
  (h) => h.append(3, 300),
  (h) => h.commit(),
  ...Array.from({ length: 8 }, (_, i) => (h: History) => {
    h.append(1 + (i % 3), 250);
    h.commit();
  }),
  (h) => h.forget(1),
  (h) => h.append(1, 10),
  (h) => h.commit(),
  (h) => h.forget(2),
  (h) => h.forget(3),
  ...Array.from({ length: 12 }, (_, i) => (h: History) => {
    h.append(1 + (i % 2), 350);
    h.commit();
  }),
  (h) => h.append(2, 5000),
  (h) => h.commit(),
  (h) => h.forget(1),
  (h) => h.append(3, 1),
];

function play(history: History): void {
  history.open();
  for (const action of SCRIPT) {
    history.step(() => action(history));
    history.advance(3);
  }
  history.step(() => {
    const upTo = history.appended.length;
    history.journal.close();
    history.noteCommitted(upTo);
  });
  if (history.journal.state === 'closed') history.open();
}

describe('a crash at every change to the disk', () => {
  for (const policy of ['os', 'group', 'sync'] as const) {
    it(`policy ${policy}: loses what it says and no more`, () => {
      const calm = new History(1, policy);
      play(calm);
      const { operations } = calm.disk;
      expect(calm.crashes).toBe(0);
      expect(operations).toBeGreaterThan(50);
      let crashes = 0;
      for (let index = 0; index < operations; index++) {
        for (const moment of ['before', 'during', 'after'] as const) {
          for (const kind of ['kill', 'powerCut'] as const) {
            const history = new History(1 + index, policy);
            history.disk.crashAt(index, moment, kind);
            play(history);
            crashes += history.crashes;
          }
        }
      }
      expect(crashes).toBeGreaterThan(operations * 4);
    });
  }
});

describe('random histories', () => {
  for (const policy of ['os', 'group', 'sync'] as const) {
    it(`policy ${policy}: kills, power cuts, full and failing disks`, () => {
      let crashes = 0;
      for (let seed = 1; seed <= 60; seed++) crashes += playRandom(seed, policy).crashes;
      expect(crashes).toBeGreaterThan(150);
    });
  }
});

function playRandom(seed: number, policy: DurabilityPolicy): History {
  const random = new SeededRandom(seed);
  const history = new History(seed, policy, { segmentBytes: 512 << random.below(4) });
  history.open();
  const troubled = seed % 2 === 0;
  for (let step = 0; step < 120; step++) {
    if (random.below(12) === 0) {
      const moment = (['before', 'during', 'after'] as const)[random.below(3)]!;
      history.disk.crashAt(
        history.disk.operations + random.below(12),
        moment,
        random.below(2) === 0 ? 'kill' : 'powerCut',
      );
    }
    const isOpen = history.journal.state === 'open';
    const choice = random.below(16);
    if (choice < 8)
      history.step(() => history.append(1 + random.below(STREAMS), random.below(random.below(8) === 0 ? 3000 : 200)));
    else if (choice < 12) history.step(() => history.commit());
    else if (choice === 12) history.step(() => history.journal.requireSync());
    else if (choice === 13) history.step(() => history.forget(1 + random.below(STREAMS)));
    else if (choice === 14 && troubled && isOpen) trouble(history, random);
    else history.advance(random.below(8));
  }
  history.disk.capacityBytes = Infinity;
  history.advance(10_000);
  history.step(() => expect(history.commit(), `seed ${seed}`).toBe(true));
  return history;
}

/** The disk fails, or is full for a while; what crashes then is what this test leaves to others: a crash is put off. */
function trouble(history: History, random: SeededRandom): void {
  const { disk } = history;
  const kind = random.below(4);
  disk.crashAt(-1, 'before', 'kill');
  if (kind === 0) disk.freeBytes = random.below(600);
  else if (kind === 1) disk.fail({ operation: 'sync', code: 'EIO', times: 1 + random.below(3) });
  else if (kind === 2) disk.fail({ operation: 'write', code: 'EIO', times: 1 + random.below(3) });
  else disk.fail({ operation: 'sync', code: 'EDQUOT' });
  for (let i = 0; i < 5; i++) {
    history.step(() => history.append(1 + random.below(STREAMS), random.below(300)));
    history.step(() => history.commit());
    history.advance(random.below(100));
  }
  disk.capacityBytes = Infinity;
  history.advance(5000);
  expect(history.journal.state, `seed ${history.seed}`).toBe('open');
  const upTo = history.appended.length;
  history.step(() => expect(history.journal.commit(), `seed ${history.seed}`).toBe(true));
  history.noteCommitted(upTo);
}
