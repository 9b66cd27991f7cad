import { expect, it } from 'vitest';
import { breaksCommand } from '../../control/commands/breaks.js';
import { openJournal } from '../../control/journal/journal.js';
import { DayLog, type DayTrade } from '../../control/orders/day/day-log.js';
import { VirtualWorld } from '../support/world/world.js';

const TRADE: DayTrade = {
  party: 'ours',
  kind: 'trade',
  venue: 'NASDAQ',
  execId: 'm1',
  refId: '',
  symbol: 'AAPL',
  side: 0x31,
  quantity: '100',
  price: '190.25',
  epochMs: 1_780_408_800_000,
  client: 'CLIENT1',
  sequence: 1,
  orderId: 1,
  childId: 2,
  clOrdId: 'A',
  wasQuantity: '0',
};

it('tells of the day under way what does not agree, and forgets what is in a day’s files', () => {
  const process = new VirtualWorld({ seed: 1 }).addHost('gateway').start();
  const { disk, clock, timers } = process;
  const journal = openJournal({ disk, clock, timers, directory: '/data/journal' });
  const log = new DayLog(journal);
  const lines: string[] = [];
  const statuses: number[] = [];
  const run = (...more: string[]): string => {
    journal.commit();
    lines.length = 0;
    const io = {
      write: (text: string) => void lines.push(text),
      warn: () => undefined,
      fail: (status: number) => void statuses.push(status),
    };
    breaksCommand(io, disk).parse(['node', 'breaks', '--data', '/data', ...more]);
    return lines.join('');
  };
  log.append(TRADE);
  log.append({ ...TRADE, party: 'venue', side: 0x31 });
  log.append({ ...TRADE, party: 'dropCopy' });
  expect(run()).toBe('today: 1 trades, 1 agree, 0 do not\n');
  log.append({ ...TRADE, party: 'dropCopy', execId: 'm2', price: '190.3' });
  expect(run()).toBe(
    'today: 2 trades, 1 agree, 1 do not\n' +
      'venue   venueExecId  kind     ours     venueSays  dropCopy\n' +
      'NASDAQ  m2           missing  missing  missing    buy 100 AAPL at 190.3\n',
  );
  expect(statuses).toEqual([1]);
  expect(JSON.parse(run('--json'))).toMatchObject({ trades: 2, agreed: 1, breaks: [{ venueExecId: 'm2' }] });
  // All of it is written anew, and what was before is let go.
  log.compact();
  log.append({ ...TRADE, execId: 'm2', price: '190.3' });
  expect(run().split('\n')[0]).toBe('today: 2 trades, 1 agree, 1 do not');
  log.close('2026-06-02');
  expect(run()).toBe('today: 0 trades, 0 agree, 0 do not\n');
  expect(() => run('--day', '2026-06-02')).toThrow('there are no files of this day');
});
