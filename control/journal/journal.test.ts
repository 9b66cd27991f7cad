import { describe, expect, it } from 'vitest';
import type { DiskError } from '../core/disk.js';
import type { JournalState } from '../core/journal.js';
import type { VirtualHost } from '../../test/support/world/host.js';
import { VirtualWorld } from '../../test/support/world/world.js';
import { JournalError } from './errors.js';
import { openJournal, type FileJournal, type JournalOptions } from './journal.js';

const DIRECTORY = '/log';
const KIND = 99;

interface Bench {
  readonly world: VirtualWorld;
  readonly host: VirtualHost;
  readonly open: (options?: Partial<JournalOptions>) => FileJournal;
  /** Kills the process that has the log and opens it in another one. */
  readonly reopen: (options?: Partial<JournalOptions>) => FileJournal;
}

function bench(seed = 1): Bench {
  const world = new VirtualWorld({ seed });
  const host = world.addHost('host');
  const open = (options: Partial<JournalOptions> = {}): FileJournal => {
    const { disk, clock, timers } = host.start();
    return openJournal({ directory: DIRECTORY, disk, clock, timers, segmentBytes: 4096, ...options });
  };
  const reopen = (options?: Partial<JournalOptions>): FileJournal => {
    host.kill();
    return open(options);
  };
  return { world, host, open, reopen };
}

function append(journal: FileJournal, stream: number, text: string): number {
  const bytes = Buffer.from(text);
  return journal.append(KIND, stream, text.length, bytes, 0, bytes.length);
}

function texts(journal: FileJournal): string[] {
  const found: string[] = [];
  journal.scan(0, ({ kind, bytes, start, end }) => {
    if (kind === KIND) found.push(Buffer.from(bytes.subarray(start, end)).toString());
    return true;
  });
  return found;
}

function files({ host }: Bench): string[] {
  return host.disk.names.list(DIRECTORY).map((name) => `${DIRECTORY}/${name}`);
}

function codeOf(run: () => void): string {
  try {
    run();
  } catch (error) {
    if (error instanceof JournalError) return error.code;
    throw error;
  }
  return 'no error';
}

describe('FileJournal', () => {
  it('gives back records by position, before and after the commit, and in order', () => {
    const journal = bench().open();
    const stream = journal.openStream('a');
    const one = append(journal, stream, 'one');
    const two = append(journal, stream, '');
    journal.commit();
    const three = append(journal, stream, 'three');
    const seen = [three, one, two].map((position) => {
      let text = '';
      journal.read(position, (entry) => {
        expect([entry.kind, entry.stream, entry.position]).toEqual([KIND, stream, position]);
        text = Buffer.from(entry.bytes.subarray(entry.start, entry.end)).toString();
      });
      return text;
    });
    expect(seen).toEqual(['three', 'one', '']);
    expect(texts(journal)).toEqual(['one', '']);
    expect(codeOf(() => journal.read(one + 8, () => undefined))).toBe('JOURNAL_DAMAGED');
    expect(codeOf(() => journal.read(three + 4096, () => undefined))).toBe('JOURNAL_POSITION');
  });

  it('knows its streams after a restart', () => {
    const rig = bench();
    const journal = rig.open();
    const [a, b] = ['a', 'b'].map((name) => journal.openStream(name));
    journal.commit();
    const again = rig.reopen();
    expect([again.openStream('b'), again.openStream('a')]).toEqual([b, a]);
    expect(again.openStream('c')).not.toBe(a);
  });

  it('lets one process have a directory', () => {
    const rig = bench();
    const journal = rig.open();
    expect(() => rig.open()).toThrow(expect.objectContaining({ code: 'DISK_LOCKED' }) as Error);
    journal.close();
    rig.open();
  });

  it('syncs in the background by policy, and before the commit returns where that is asked for', () => {
    const waits: Record<string, number> = { os: 1010, group: 10, sync: 0 };
    for (const policy of ['os', 'group', 'sync'] as const) {
      const rig = bench();
      const journal = rig.open({ policy });
      const stream = journal.openStream('a');
      const position = append(journal, stream, 'x');
      journal.commit();
      expect(journal.synced > position, policy).toBe(policy === 'sync');
      rig.world.advance(waits[policy]!);
      expect(journal.synced, policy).toBeGreaterThan(position);
      const urgent = append(journal, stream, 'y');
      journal.requireSync();
      journal.commit();
      expect(journal.synced).toBeGreaterThan(urgent);
      append(journal, stream, 'z');
      journal.syncNow();
      expect(journal.synced).toBe(journal.committed);
    }
  });

  it('keeps what it is given while the disk is full, says so, and goes on by itself', () => {
    const rig = bench();
    const journal = rig.open({ maxPendingBytes: 4096 });
    const states: JournalState[] = [];
    journal.onStateChange((state) => states.push(state));
    const stream = journal.openStream('a');
    append(journal, stream, 'before');
    expect(journal.commit()).toBe(true);
    rig.host.disk.freeBytes = 20;
    for (let i = 0; i < 10; i++) {
      append(journal, stream, `full ${i}`);
      expect(journal.commit()).toBe(false);
      rig.world.advance(300);
    }
    expect(journal.state).toBe('full');
    expect((journal.lastError as DiskError).code).toBe('DISK_ENOSPC');
    expect(codeOf(() => append(journal, stream, 'x'.repeat(5000)))).toBe('JOURNAL_FULL');
    rig.host.disk.capacityBytes = Infinity;
    rig.world.advance(2000);
    expect(states).toEqual(['full', 'open']);
    expect(journal.commit()).toBe(true);
    const expected = ['before', ...Array.from({ length: 10 }, (_, i) => `full ${i}`)];
    expect(texts(journal)).toEqual(expected);
    expect(texts(rig.reopen())).toEqual(expected);
  });

  it('opens on a full disk, and waits for room', () => {
    const rig = bench();
    rig.host.disk.capacityBytes = 0;
    const journal = rig.open();
    expect(journal.state).toBe('full');
    append(journal, journal.openStream('a'), 'x');
    expect(journal.commit()).toBe(false);
    rig.host.disk.capacityBytes = Infinity;
    rig.world.advance(2000);
    expect(journal.state).toBe('open');
    expect(texts(journal)).toEqual(['x']);
  });

  for (const evict of [false, true]) {
    it(`writes what a failed sync was for into a new file${evict ? ', or stays failed when it is gone' : ''}`, () => {
      const rig = bench();
      const journal = rig.open({ policy: 'group' });
      const stream = journal.openStream('a');
      journal.syncNow();
      append(journal, stream, 'at risk');
      journal.commit();
      rig.host.disk.fail({ operation: 'sync', code: 'EIO', evict });
      rig.world.advance(20);
      expect(journal.state).toBe('failed');
      append(journal, stream, 'later');
      rig.world.advance(2000);
      expect(journal.state).toBe(evict ? 'failed' : 'open');
      if (evict) return;
      rig.world.advance(20);
      rig.host.powerCut();
      expect(texts(rig.open())).toEqual(['at risk', 'later']);
    });
  }

  it.each(['its own', 'one of the process before'])(
    'keeps what a process before had not synced through a failed sync: %s',
    (whose) => {
      const rig = bench();
      const first = rig.open({ policy: 'group' });
      const stream = first.openStream('a');
      first.syncNow();
      append(first, stream, 'at risk');
      first.commit();
      const fail = (): void => void rig.host.disk.fail({ operation: 'sync', code: 'EIO' });
      if (whose !== 'its own') {
        fail();
        rig.world.advance(10);
        expect(first.state).toBe('failed');
      }
      rig.host.kill();
      if (whose === 'its own') fail();
      const second = rig.open({ policy: 'group' });
      rig.world.advance(2000);
      expect(second.state).toBe('open');
      append(second, stream, 'later');
      second.syncNow();
      rig.host.powerCut();
      const third = rig.open();
      expect(third.recovery).toMatchObject({ damage: [], cut: undefined });
      expect(texts(third)).toEqual(['at risk', 'later']);
    },
  );

  it('removes files in which nothing is needed, once that is safe', () => {
    const rig = bench();
    const journal = rig.open();
    const [a, b] = [journal.openStream('a'), journal.openStream('b')];
    const first = append(journal, b, 'b holds the first file');
    for (let i = 0; i < 40; i++) {
      append(journal, a, 'x'.repeat(500));
      journal.commit();
    }
    rig.world.advance(20);
    const before = files(rig).length;
    expect(before).toBeGreaterThan(5);
    const last = append(journal, a, 'last');
    journal.forget(a, last);
    expect(files(rig)).toHaveLength(before);
    journal.commit();
    rig.world.advance(20);
    expect(files(rig).length).toBeLessThan(5);
    journal.read(first, (entry) => expect(entry.stream).toBe(b));
    expect(texts(rig.reopen())).toEqual(['b holds the first file', 'last']);
  });

  it('cuts a flipped last record off, says so, and does not trust the end', () => {
    const rig = bench();
    const journal = rig.open();
    const stream = journal.openStream('a');
    append(journal, stream, 'good');
    journal.commit();
    const bad = append(journal, stream, 'bad');
    journal.commit();
    const path = files(rig).at(-1)!;
    rig.host.disk.flipBit(path, rig.host.disk.content(path)!.length - 3, 1);
    const again = rig.reopen();
    expect(texts(again)).toEqual(['good']);
    expect(again.recovery.cut).toMatchObject({ path, reason: 'broken', position: bad });
    expect(again.hostRestarted).toBe(true);
  });

  it('takes any flipped bit before the end for damage, and refuses to open, or goes on without it when told', () => {
    for (let at = 0; at < 1200; at += 7) {
      const rig = bench();
      const journal = rig.open({ segmentBytes: 100_000 });
      const stream = journal.openStream('a');
      for (let i = 0; i < 12; i++) append(journal, stream, `${i} ${'x'.repeat(60)}`);
      journal.commit();
      const whole = texts(journal);
      const path = files(rig).find((file) => file.endsWith('.journal'))!;
      if (at >= rig.host.disk.content(path)!.length - 100) break;
      rig.host.disk.flipBit(path, at, at % 8);
      expect(
        codeOf(() => void rig.reopen()),
        `bit at ${at}`,
      ).toBe('JOURNAL_DAMAGED');
      const rest = texts(rig.reopen({ onDamage: 'skip' }));
      for (const text of rest) expect(whole).toContain(text);
    }
  });

  it('takes a missing file for damage', () => {
    const rig = bench();
    const journal = rig.open();
    const stream = journal.openStream('a');
    for (let i = 0; i < 20; i++) {
      append(journal, stream, 'x'.repeat(500));
      journal.commit();
    }
    journal.syncNow();
    rig.host.disk.names.remove(files(rig)[1]!);
    expect(codeOf(() => void rig.reopen())).toBe('JOURNAL_DAMAGED');
    const again = rig.reopen({ onDamage: 'skip' });
    expect(again.recovery.damage).toMatchObject([{ what: 'missing' }]);
    expect(again.hostRestarted).toBe(true);
    expect(texts(again).length).toBeLessThan(20);
  });

  it('misses nothing after a close in order, whatever the host does', () => {
    const rig = bench();
    const journal = rig.open({ policy: 'os' });
    append(journal, journal.openStream('a'), 'x');
    journal.close();
    expect(codeOf(() => append(journal, 1, 'y'))).toBe('JOURNAL_CLOSED');
    rig.host.powerCut();
    const again = rig.open();
    expect(again.hostRestarted).toBe(false);
    expect(texts(again)).toEqual(['x']);
  });
});
