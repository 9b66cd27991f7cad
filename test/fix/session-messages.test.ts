/** The newest messages of a session out of a journal, in names, with secrets masked. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { JournalKind } from '../../control/core/journal.js';
import { realTradingWorld } from '../../control/core/world-trading.js';
import { SessionMessages } from '../../control/gateway/session-messages.js';
import { openJournal, type FileJournal } from '../../control/journal/journal.js';

const SESSION = 'FIX.4.4:US->THEM';
let folder: string;
let journal: FileJournal;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'crossfeed-messages-'));
  const { disk, clock, timers } = realTradingWorld;
  journal = openJournal({ directory: join(folder, 'journal'), disk, clock, timers });
});
afterEach(() => {
  journal.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A whole message with its length and sum. */
function message(number: number, type: string, body: string): Buffer {
  const inside = `35=${type}|49=US|56=THEM|34=${number}|52=20260302-14:30:00.000|${body}`.replaceAll('|', '\u0001');
  const head = `8=FIX.4.4\u00019=${inside.length}\u0001`;
  const sum = [...Buffer.from(head + inside)].reduce((total, byte) => total + byte, 0) % 256;
  return Buffer.from(`${head}${inside}10=${String(sum).padStart(3, '0')}\u0001`);
}

function append(kind: number, session: string, number: number, bytes: Uint8Array): void {
  journal.append(kind, journal.openStream(`fix ${session}`), number, bytes, 0, bytes.length);
}

it('are named, newest last, of this session only, and no secret is among them', () => {
  const messages = new SessionMessages(journal, (session) => session === SESSION);
  append(JournalKind.fixOut, SESSION, 1, message(1, 'A', '98=0|108=30|553=me|554=a-secret|'));
  append(JournalKind.fixIn, SESSION, 1, message(1, 'A', '98=0|108=30|'));
  append(JournalKind.fixOut, 'FIX.4.4:US->OTHERS', 1, message(1, 'D', '11=not-this|'));
  append(JournalKind.fixIn, SESSION, 2, Buffer.alloc(0));
  append(
    JournalKind.fixOut,
    SESSION,
    2,
    message(2, 'D', '11=A-1|55=AAPL|54=1|38=10|40=2|44=187.25|60=20260302-14:30:00.000|'),
  );
  journal.commit();
  const view = messages.newest(SESSION, 100)!;
  expect(view.messages.map(({ direction, number, name }) => [direction, number, name])).toEqual([
    ['out', 1, 'Logon'],
    ['in', 1, 'Logon'],
    ['out', 2, 'NewOrderSingle'],
  ]);
  expect(view.messages[2]!.fields).toContainEqual({
    tag: 54,
    name: 'Side',
    value: '1',
    meaning: expect.stringMatching(/buy/i),
  });
  expect(view.messages[2]!.raw).toContain('|55=AAPL|54=1|');
  expect(JSON.stringify(view)).not.toContain('a-secret');
  expect(view.truncated).toBe(false);
  expect(messages.newest(SESSION, 1)).toMatchObject({ messages: [{ number: 2 }], truncated: true });
  expect(messages.newest('FIX.4.4:US->OTHERS', 1)).toBeUndefined();
});

it('are those of the newest megabytes', () => {
  const messages = new SessionMessages(journal, () => true);
  const long = message(1, 'B', `148=${'x'.repeat(100_000)}|`);
  for (let number = 1; number <= 80; number++) {
    append(JournalKind.fixOut, SESSION, number, long);
    journal.commit();
    messages.mark();
  }
  const { messages: found, truncated } = messages.newest(SESSION, 500)!;
  expect(truncated).toBe(true);
  expect(found.length).toBeLessThan(60);
  expect(found.at(-1)?.number).toBe(80);
});
