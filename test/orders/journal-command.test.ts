/** `crossfeed journal` on the log of an engine: in words, checked, and after somebody has changed a record and made every checksum right again. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { exportJournal } from '../../control/commands/journal/export.js';
import { showJournal, type ShowOptions } from '../../control/commands/journal/show.js';
import { verifyJournal } from '../../control/commands/journal/verify.js';
import { JournalKind } from '../../control/core/journal.js';
import { LogInspection } from '../../control/journal/inspection.js';
import { openJournal } from '../../control/journal/journal.js';
import { Desk } from './desk.js';

interface Exported {
  readonly kind: number;
  readonly number: number;
  readonly event: string;
  readonly payload: string;
}

function traded(): Desk {
  const desk = new Desk();
  const child = desk.send({ clOrdId: 'FIRST' }) + 1;
  desk.fill(child, 'a', 30);
  desk.replace('FIRST', 80);
  desk.world.advance(20);
  desk.say(child + 1, '5', { orderQuantity: 80 });
  desk.cancel('FIRST');
  desk.say(child + 1, '4');
  desk.send({ clOrdId: 'SECOND', price: 66_666 });
  desk.world.advance(20);
  return desk;
}

function io() {
  const text: string[] = [];
  const failures: number[] = [];
  const write = (each: string): void => void text.push(each);
  return {
    lines: () => text.join('').trimEnd().split('\n'),
    io: { write, warn: write, fail: (status: number) => void failures.push(status) },
  };
}

const logOf = (desk: Desk, directory = '/journal'): LogInspection => new LogInspection(desk.process.disk, directory);

function show(desk: Desk, options: ShowOptions): string[] {
  const { lines, io: to } = io();
  showJournal(logOf(desk), options, to);
  return lines();
}

function exported(desk: Desk): Exported[] {
  const { lines, io: to } = io();
  exportJournal(logOf(desk), to);
  return lines().map((line) => JSON.parse(line) as Exported);
}

function verify(desk: Desk, hash?: string, directory?: string): { isRight: boolean; lines: string[] } {
  const { lines, io: to } = io();
  const isRight = verifyJournal(logOf(desk, directory), hash, to);
  return { isRight, lines: lines() };
}

/** The same records in a log of their own, one of them changed on the way. */
function forge(desk: Desk, change: (record: Exported, bytes: Buffer) => Buffer | undefined): void {
  const { disk, clock, timers } = desk.process;
  const journal = openJournal({ disk, clock, timers, directory: '/forged' });
  const stream = journal.openStream('orders');
  for (const record of exported(desk)) {
    const bytes = change(record, Buffer.from(record.payload, 'hex'));
    if (bytes !== undefined) journal.append(record.kind, stream, record.number, bytes, 0, bytes.length);
  }
  journal.commit();
}

describe('crossfeed journal', () => {
  it('shows what happened, of all or of one order with its children', () => {
    const desk = traded();
    const events = (options: ShowOptions): string[] =>
      show(desk, options)
        .map((line) => line.split(/\s+/)[1]!)
        .filter((event) => event !== 'audit');
    expect(events({}).slice(0, 6)).toEqual(['opened', 'new', 'child-sent', 'started', 'venue-report', 'replace']);
    expect(events({ order: 1 })).toEqual([
      'new',
      'child-sent',
      'started',
      'venue-report',
      'replace',
      'child-replace',
      'replace-taken',
      'venue-report',
      'cancel',
      'child-cancel',
      'venue-report',
    ]);
    expect(show(desk, { order: 1 })[0]).toContain('client=C1 clOrdId=FIRST symbol=AAPL side=1');
    expect(show(desk, { last: 2, json: true }).map((line) => (JSON.parse(line) as Exported).event)).toEqual([
      'refused',
      'audit',
    ]);
  });

  it('verifies the chain, and that a hash told before is in it', () => {
    const desk = traded();
    const { isRight, lines } = verify(desk);
    const hash = lines.at(-1)!.split(' ').at(-1)!;
    expect([isRight, verify(desk, hash).isRight, verify(desk, 'f'.repeat(64)).isRight]).toEqual([true, true, false]);
    desk.process.run(() => desk.engine.compact());
    desk.process.kill();
    desk.start();
    desk.send();
    desk.world.advance(20);
    expect([verify(desk).isRight, verify(desk, hash).isRight, desk.engine.counters['chainFaults']]).toEqual([
      true,
      true,
      0,
    ]);
  });

  it('finds a record that was changed, taken out, or put in twice, although every checksum is right', () => {
    const isReport = ({ kind }: Exported): boolean => kind === JournalKind.orderReport;
    const forgeries: Record<string, (record: Exported, bytes: Buffer) => Buffer | undefined> = {
      nothing: (_, bytes) => bytes,
      changed: (record, bytes) => {
        if (isReport(record)) bytes[bytes.length - 1]! ^= 1;
        return bytes;
      },
      taken: (record, bytes) => (isReport(record) ? undefined : bytes),
    };
    const found = Object.entries(forgeries).map(([name, change]) => {
      const desk = traded();
      forge(desk, change);
      const { isRight, lines } = verify(desk, undefined, '/forged');
      return [name, isRight, lines.some((line) => line.includes('is not that of its records'))];
    });
    expect(found).toEqual([
      ['nothing', true, false],
      ['changed', false, true],
      ['taken', false, true],
    ]);
  });

  it('exports what somebody needs to make the hashes again without Crossfeed', () => {
    let hash: Uint8Array = Buffer.alloc(32);
    let group: Buffer[] = [];
    let hashes = 0;
    for (const { kind, number, payload } of exported(traded())) {
      const bytes = Buffer.from(payload, 'hex');
      if (kind === JournalKind.orderAudit) {
        hash = createHash('sha256')
          .update(Buffer.concat([hash, ...group]))
          .digest();
        expect(Buffer.from(hash).toString('hex')).toBe(payload);
        group = [];
        hashes++;
        continue;
      }
      const head = Buffer.alloc(16);
      head.writeUInt32LE(kind, 0);
      head.writeUInt32LE(bytes.length, 4);
      head.writeDoubleLE(number, 8);
      group.push(head, bytes);
    }
    expect(hashes).toBeGreaterThan(1);
  });
});
