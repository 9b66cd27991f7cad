/** What one commit wrote is there whole, or not at all, wherever its write was torn. */
import { describe, expect, it } from 'vitest';
import type { VirtualHost } from '../../test/support/world/host.js';
import { VirtualWorld } from '../../test/support/world/world.js';
import { LogInspection } from './inspection.js';
import { openJournal, type FileJournal } from './journal.js';

const DIRECTORY = '/log';
const KIND = 99;

function open(host: VirtualHost): FileJournal {
  const { disk, clock, timers } = host.start();
  return openJournal({ directory: DIRECTORY, disk, clock, timers });
}

function append(journal: FileJournal, text: string): void {
  const bytes = Buffer.from(text);
  journal.append(KIND, 1, 0, bytes, 0, bytes.length);
}

function texts(
  scan: (visit: (entry: { kind: number; bytes: Uint8Array; start: number; end: number }) => boolean) => void,
) {
  const found: string[] = [];
  scan(({ kind, bytes, start, end }) => {
    if (kind === KIND) found.push(Buffer.from(bytes.subarray(start, end)).toString());
    return true;
  });
  return found;
}

const newest = ({ disk }: VirtualHost): string =>
  disk.names
    .list(DIRECTORY)
    .filter((name) => name.endsWith('.journal'))
    .sort()
    .map((name) => `${DIRECTORY}/${name}`)
    .at(-1)!;

describe('a batch', () => {
  it('is there whole or not at all, wherever the write was torn, with the names that came with it', () => {
    const world = new VirtualWorld({ seed: 1 });
    let isWhole = false;
    let cut = 0;
    for (; !isWhole; cut += 3) {
      const host = world.addHost(`host ${cut}`);
      const journal = open(host);
      journal.openStream('first');
      append(journal, 'before');
      journal.commit();
      const from = host.disk.content(newest(host))!.length;
      expect(journal.openStream('second')).toBe(2);
      append(journal, 'a message that was taken');
      append(journal, 'what it led to');
      append(journal, 'a third record, the last one of the batch');
      journal.commit();
      const { length } = host.disk.content(newest(host))!;
      host.kill();
      host.disk.cut(newest(host), Math.min(length, from + cut));
      isWhole = from + cut >= length;

      const { disk } = host.start();
      const inspection = new LogInspection(disk, DIRECTORY);
      expect(inspection.streams.includes('second'), `cut at ${cut}`).toBe(isWhole);
      expect(inspection.recovery.damage).toEqual([]);
      host.kill();
      const again = open(host);
      expect(texts((visit) => again.scan(0, visit)).length, `cut at ${cut}`).toBe(isWhole ? 4 : 1);
      // The log goes on behind what is whole.
      append(again, 'after');
      again.commit();
      host.kill();
      const last = open(host);
      expect(texts((visit) => last.scan(0, visit)).at(-1)).toBe('after');
      host.kill();
    }
    expect(cut).toBeGreaterThan(4 * 32);
  });

  it('that the disk took in two pieces is one', () => {
    const world = new VirtualWorld({ seed: 2 });
    const host = world.addHost('host');
    const journal = open(host);
    append(journal, 'x'.repeat(10));
    journal.commit();
    host.disk.freeBytes = 48;
    append(journal, 'first');
    append(journal, 'second');
    expect(journal.commit()).toBe(false);
    append(journal, 'third');
    host.kill();
    const again = open(host);
    expect(texts((visit) => again.scan(0, visit))).toEqual(['x'.repeat(10)]);
  });
});
