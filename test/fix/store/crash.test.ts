/** Sessions over a journal through kills and power cuts: no number is used twice, and nothing is lost beyond what the policy says. */
import { describe, expect, it } from 'vitest';
import type { CrashKind } from '../../support/world/disk.js';
import type { VirtualProcess } from '../../support/world/process.js';
import { VirtualWorld } from '../../support/world/world.js';
import type { DurabilityPolicy } from '../../../control/core/journal.js';
import { SeededRandom } from '../../../control/core/random.js';
import { openJournal, type FileJournal } from '../../../control/journal/journal.js';
import type { JournalSessionStore } from '../../../control/fix/store/journal-store.js';
import { JournalSessionStores } from '../../../control/fix/store/journal-stores.js';
import type { StoredMessage } from '../../../control/fix/store/session-store.js';

const KINDS = ['kill', 'powerCut'] as const;
/** Of each policy; more of them: `CROSSFEED_STORE_CRASH_SEEDS=400`. */
const SEEDS = Number(process.env['CROSSFEED_STORE_CRASH_SEEDS'] ?? 20);

/** What one session has let the world see. */
class Counterparty {
  /** By run of numbers: what each number was used for, once it had left. */
  readonly used = new Map<number, Map<number, string>>();
  store!: JournalSessionStore;
  /** Saved and not committed: seen by nobody. */
  private waiting: { run: number; number: number; text: string }[] = [];
  private committed = { run: 0, out: 1, in: 1 };
  private texts = 0;

  constructor(readonly name: string) {}

  send(length: number): void {
    const text = `${this.name} ${++this.texts} ${'x'.repeat(length)}`;
    const { createdEpochMs: run, nextOutgoing: number } = this.store;
    const bytes = Buffer.from(text);
    // Every fifth is an administrative one: its number counts, its bytes do not.
    this.store.saveOutgoing(bytes, 0, this.texts % 5 === 0 ? 0 : bytes.length);
    this.waiting.push({ run, number, text: this.texts % 5 === 0 ? '' : text });
  }

  /** One of the messages that are still there. */
  giveUp(random: SeededRandom): void {
    const { createdEpochMs: run, nextOutgoing } = this.store;
    const number = 1 + random.below(nextOutgoing);
    if (!this.store.load(number, { bytes: new Uint8Array(0), start: 0, end: 0 })) return;
    this.store.giveUp(number);
    this.givingUp.push({ run, number });
  }

  leave(where: string): void {
    if (this.waiting.length > 0) this.untold = undefined;
    for (const { run, number, text } of this.waiting) {
      let used = this.used.get(run);
      if (used === undefined) this.used.set(run, (used = new Map()));
      expect(used.get(number), `${where}: number ${number} used twice`).toBeUndefined();
      used.set(number, text);
    }
    this.waiting = [];
    for (const { run, number } of this.givingUp) noteIn(this.givenUp, run, number);
    this.givingUp = [];
    const { createdEpochMs, nextOutgoing, nextIncoming } = this.store;
    this.committed = { run: createdEpochMs, out: nextOutgoing, in: nextIncoming };
  }

  /** The store was opened again, after a crash or a kill. */
  check(store: JournalSessionStore, crash: CrashKind | undefined, where: string): void {
    this.store = store;
    this.waiting = [];
    // Written and not known to be so: it may have been done, and the other way round.
    for (const { run, number } of this.givingUp.splice(0)) {
      if (store.createdEpochMs === run && !store.load(number, { bytes: new Uint8Array(0), start: 0, end: 0 }))
        noteIn(this.gone, run, number);
    }
    const { createdEpochMs: run, nextOutgoing, nextIncoming, passedOver } = store;
    expect(run, `${where}: a reset was forgotten`).toBeGreaterThanOrEqual(this.committed.run);
    const used = this.used.get(run) ?? new Map<number, string>();
    for (const number of used.keys()) expect(number, `${where}: used`).toBeLessThan(nextOutgoing);
    if (run === this.committed.run && crash === 'kill') {
      expect(nextOutgoing, where).toBeGreaterThanOrEqual(this.committed.out);
      expect(nextIncoming, where).toBeGreaterThanOrEqual(this.committed.in);
    }
    const into: StoredMessage = { bytes: new Uint8Array(0), start: 0, end: 0 };
    for (const [number, text] of used) {
      const isThere = store.load(number, into);
      const isGivenUp = this.givenUp.get(run)?.has(number) === true;
      expect(isThere && isGivenUp, `${where}: message ${number} was given up and is back`).toBe(false);
      if (!isThere) {
        const isOver = passedOver !== undefined && number >= passedOver.first && number <= passedOver.last;
        const isLost = this.gone.get(run)?.has(number) === true || isOver || isGivenUp;
        if (text !== '' && !isLost) expect(crash, `${where}: message ${number} is gone`).toBe('powerCut');
        noteIn(this.gone, run, number);
        continue;
      }
      expect(Buffer.from(into.bytes.subarray(into.start, into.end)).toString(), where).toBe(text);
    }
    // A kill alone passes nothing over; what a power cut before it did is told again until something is sent.
    if (crash === 'kill' && passedOver !== undefined) expect(passedOver, where).toEqual(this.untold);
    this.untold = passedOver;
    this.committed = { run, out: nextOutgoing, in: nextIncoming };
  }

  private untold: JournalSessionStore['passedOver'];
  /** Messages that a power cut took: they stay away. */
  private readonly gone = new Map<number, Set<number>>();
  /** Messages that were given up, and that this is so has been committed: they stay away through whatever comes. */
  private readonly givenUp = new Map<number, Set<number>>();
  private givingUp: { run: number; number: number }[] = [];
}

function noteIn(runs: Map<number, Set<number>>, run: number, number: number): void {
  const numbers = runs.get(run) ?? new Set();
  runs.set(run, numbers.add(number));
}

class Gateway {
  readonly world: VirtualWorld;
  readonly host;
  readonly sessions = ['A', 'B', 'quiet'].map((name) => new Counterparty(name));
  journal!: FileJournal;
  crashes = 0;
  powerCuts = 0;
  private process: VirtualProcess;
  private crash: CrashKind | undefined;
  private resets = 0;

  constructor(
    readonly seed: number,
    private readonly policy: DurabilityPolicy,
  ) {
    this.world = new VirtualWorld({ seed });
    this.host = this.world.addHost('host');
    const { disk } = this.host;
    const inner = disk.onCrash;
    disk.onCrash = (kind) => {
      // A second crash in the same recovery: the worse of the two counts.
      if (this.crash !== 'powerCut') this.crash = kind;
      inner?.(kind);
    };
    this.process = this.host.start();
    this.open();
  }

  get where(): string {
    return `seed ${this.seed}`;
  }

  step(run: () => void): void {
    this.process.run(run);
    if (!this.process.isAlive) this.revive();
  }

  advance(ms: number): void {
    this.world.advance(ms);
    if (!this.process.isAlive) this.revive();
  }

  commit(): void {
    if (!this.journal.commit()) return;
    for (const session of this.sessions) session.leave(this.where);
  }

  reset(session: Counterparty): void {
    session.store.reset('schedule', session.store.createdEpochMs + 1 + this.resets++);
  }

  /** What nobody armed: the program is killed between two steps. */
  kill(): void {
    this.crash = 'kill';
    this.host.kill();
    this.revive();
  }

  private revive(): void {
    this.crashes++;
    if (this.crash === 'powerCut') this.powerCuts++;
    this.process = this.host.start();
    this.open();
  }

  private open(): void {
    for (let life = 0; life < 20; life++) {
      let opened: JournalSessionStore[] | undefined;
      this.process.run(() => {
        const { disk, clock, timers } = this.process;
        const options = { disk, clock, timers, policy: this.policy, segmentBytes: 2048, compactAboveFiles: 2 };
        const journal = openJournal({ directory: '/log', ...options });
        const stores = new JournalSessionStores({ journal, clock, timers });
        const open = this.sessions.map(({ name }) => stores.open(name));
        if (!journal.commit()) throw new Error('the first commit fails');
        this.journal = journal;
        opened = open;
      });
      if (opened !== undefined && this.process.isAlive) {
        opened.forEach((store, i) => this.sessions[i]!.check(store, this.crash, this.where));
        this.crash = undefined;
        return;
      }
      this.process = this.host.start();
    }
    throw new Error(`${this.where}: does not open`);
  }
}

function play(gateway: Gateway, random: SeededRandom, steps: number, crashOf: number): void {
  const { disk } = gateway.host;
  for (let i = 0; i < steps; i++) {
    if (crashOf > 0 && random.below(crashOf) === 0) {
      const moment = (['before', 'during', 'after'] as const)[random.below(3)]!;
      disk.crashAt(disk.operations + random.below(8), moment, random.below(3) === 0 ? 'kill' : 'powerCut');
    }
    // The quiet one hardly ever says anything: its few messages have to leave old files.
    const session = gateway.sessions[random.below(20) === 0 ? 2 : random.below(2)]!;
    const choice = random.below(20);
    if (choice < 10) {
      gateway.step(() => {
        const count = random.below(4) === 0 ? 60 : 1;
        for (let n = 0; n < count; n++) session.send(random.below(120));
        gateway.commit();
      });
    } else if (choice < 13) gateway.step(() => session.send(5));
    else if (choice < 16) gateway.step(() => session.store.saveIncoming(new Uint8Array(40), 0, random.below(41)));
    else if (choice === 16 && random.below(4) === 0) gateway.step(() => gateway.reset(session));
    else if (choice === 17 && random.below(4) === 0) gateway.kill();
    else if (choice === 18) {
      gateway.step(() => {
        const { nextOutgoing, nextIncoming } = session.store;
        session.store.setNumbers('operator', nextOutgoing + random.below(300), nextIncoming + random.below(3));
      });
    } else if (choice === 19 && random.below(2) === 0) {
      gateway.step(() => {
        session.giveUp(random);
        gateway.commit();
      });
    } else {
      gateway.advance(random.below(12));
      gateway.step(() => gateway.commit());
    }
  }
}

describe('a session store through crashes', () => {
  for (const policy of ['os', 'group', 'sync'] as const) {
    it(`policy ${policy}: random histories`, () => {
      let crashes = 0;
      let powerCuts = 0;
      for (let seed = 1; seed <= SEEDS; seed++) {
        const gateway = new Gateway(seed, policy);
        play(gateway, new SeededRandom(seed * 7), 80, 10);
        crashes += gateway.crashes;
        powerCuts += gateway.powerCuts;
      }
      expect(crashes).toBeGreaterThan(2 * SEEDS);
      expect(powerCuts).toBeGreaterThan(SEEDS / 2);
    });
  }

  it('at every change to the disk of one history', () => {
    const calm = new Gateway(5, 'group');
    play(calm, new SeededRandom(5), 60, 0);
    const { operations } = calm.host.disk;
    expect(operations).toBeGreaterThan(100);
    for (let index = 20; index < operations; index++) {
      // Both at each of them where there is time; control/journal does so for the log below in every run.
      const kinds = SEEDS > 20 ? KINDS : [KINDS[index % 2]!];
      for (const kind of kinds) {
        const gateway = new Gateway(5, 'group');
        if (index < gateway.host.disk.operations) continue;
        gateway.host.disk.crashAt(index, (['before', 'during', 'after'] as const)[index % 3]!, kind);
        play(gateway, new SeededRandom(5), 60, 0);
      }
    }
  }, 1_200_000);

  it('jumps over the numbers that a power cut may have taken, says which until something is sent, and then no more', () => {
    const gateway = new Gateway(3, 'os');
    const [session] = gateway.sessions;
    gateway.step(() => {
      for (let i = 0; i < 10; i++) session!.send(10);
      gateway.commit();
    });
    gateway.host.disk.loss = 'everything';
    gateway.host.disk.crashAt(gateway.host.disk.operations, 'before', 'powerCut');
    gateway.step(() => {
      for (let i = 0; i < 5; i++) session!.send(10);
      gateway.commit();
    });
    const { passedOver, nextOutgoing } = session!.store;
    expect(passedOver?.last).toBe(nextOutgoing - 1);
    expect(passedOver?.first).toBeLessThanOrEqual(11);
    expect(nextOutgoing).toBeGreaterThan(10);
    gateway.kill();
    expect(session!.store.passedOver).toEqual(passedOver);
    expect(session!.store.nextOutgoing).toBe(nextOutgoing);
    gateway.step(() => {
      session!.send(10);
      gateway.commit();
    });
    gateway.kill();
    expect(session!.store.passedOver).toBeUndefined();
    expect(session!.store.nextOutgoing).toBe(nextOutgoing + 1);
  });

  it('holds few files although one session never says anything again', () => {
    const gateway = new Gateway(9, 'group');
    const [busy, , quiet] = gateway.sessions;
    gateway.step(() => {
      for (let i = 0; i < 4; i++) quiet!.send(30);
      gateway.commit();
    });
    for (let round = 0; round < 40; round++) {
      gateway.step(() => {
        for (let i = 0; i < 20; i++) busy!.send(50);
        gateway.commit();
      });
      gateway.step(() => {
        gateway.reset(busy!);
        gateway.commit();
      });
      gateway.advance(50);
    }
    expect(gateway.journal.counters.filesRemoved).toBeGreaterThan(20);
    expect(gateway.journal.fileCount).toBeLessThan(10);
    gateway.kill();
    expect(quiet!.store.storedMessages).toBe(4);
  });
});
