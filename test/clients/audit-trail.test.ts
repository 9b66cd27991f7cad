/** The audit trail over a disk that tears, fills and forgets: what was appended is there and in order, and what somebody changed is found. */
import { describe, expect, it } from 'vitest';
import { resultOf } from '../../control/clients/http/audit-facts.js';
import { AuditTrail } from '../../control/clients/http/audit-trail.js';
import { silentLogger } from '../../control/core/logging.js';
import { SeededRandom } from '../../control/core/random.js';
import { VirtualDisk } from '../support/world/disk.js';

const DIRECTORY = '/data/audit';
const FILE = `${DIRECTORY}/audit-000001.ndjson`;
const fact = (op: string): Parameters<AuditTrail['append']>[0] => ({
  by: 'desk',
  from: '127.0.0.1',
  op,
  subject: 'TEST',
  detail: 'maintenance, "quoted" – and more',
  outcome: 'done',
});

class Place {
  readonly disk = new VirtualDisk(new SeededRandom(1));

  /** Nothing waits for a sync here: its end is never told. */
  mount(): ReturnType<VirtualDisk['mount']> {
    const never = { cancel: () => undefined };
    return this.disk.mount({ after: () => never, every: () => never, onTurn: () => never, soon: () => undefined });
  }

  open(fileBytesMax?: number): AuditTrail {
    return new AuditTrail({
      disk: this.mount(),
      directory: DIRECTORY,
      clock: { monotonicNs: () => 0, epochMs: () => 0 },
      log: silentLogger,
      ...(fileBytesMax === undefined ? {} : { fileBytesMax }),
    });
  }
}

const numbers = (trail: AuditTrail): number[] => trail.view(undefined, 1000).entries.map(({ number }) => number);

describe('AuditTrail', () => {
  it('keeps its chain over kills and files', () => {
    const place = new Place();
    for (let life = 0; life < 5; life++) {
      const trail = place.open(1000);
      for (let i = 0; i < 4; i++) trail.append(fact(`op-${life}-${i}`));
      place.disk.kill();
    }
    const trail = place.open(1000);
    expect(numbers(trail)).toEqual(Array.from({ length: 20 }, (_, i) => 20 - i));
    expect(trail.view(undefined, 1).chain).toMatchObject({ state: 'verified', checked: 20, brokenAt: null });
    expect(trail.view(11, 2).entries.map(({ op }) => op)).toEqual(['op-2-1', 'op-2-0']);
  });

  it('cuts off a line that was not written to its end, and goes on', () => {
    const place = new Place();
    place.open().append(fact('first'));
    place.disk.crashAt(place.disk.operations + 1, 'during', 'kill');
    place.open().append(fact('torn'));
    const trail = place.open();
    trail.append(fact('second'));
    expect(trail.view(undefined, 1).chain.state).toBe('verified');
    const ops = trail.view(undefined, 9).entries.map(({ op }) => op);
    expect([ops[0], ops.at(-1)]).toEqual(['second', 'first']);
  });

  it.each([
    ['changed', (lines: string[]) => lines.map((line) => line.replace('op-1', 'op-9')), 2],
    ['taken out', (lines: string[]) => lines.filter((line) => !line.includes('op-1')), 2],
    ['put in again', (lines: string[]) => [...lines.slice(0, 2), ...lines.slice(1)], 3],
    ['made nonsense', (lines: string[]) => lines.map((line) => (line.includes('op-2') ? 'nonsense' : line)), 3],
  ])('finds an entry that was %s', (_what, change, brokenAt) => {
    const place = new Place();
    const trail = place.open();
    for (let i = 0; i < 4; i++) trail.append(fact(`op-${i}`));
    trail.close();
    rewrite(place, change);
    expect(place.open().view(undefined, 1).chain).toMatchObject({ state: 'broken', brokenAt });
  });

  it('keeps what a full disk does not take, in order, and nobody from acting', () => {
    const place = new Place();
    const trail = place.open();
    trail.append(fact('before'));
    place.disk.fail({ operation: 'write', code: 'ENOSPC', times: 3 });
    for (const op of ['a', 'b', 'c']) trail.append(fact(op));
    expect(trail.counters).toMatchObject({ failures: 3, lost: 0 });
    trail.append(fact('after'));
    trail.close();
    const again = place.open();
    expect(again.view(undefined, 9).entries.map(({ op }) => op)).toEqual(['after', 'c', 'b', 'a', 'before']);
    expect(again.view(undefined, 1).chain.state).toBe('verified');
  });
});

function rewrite(place: Place, change: (lines: string[]) => string[]): void {
  const disk = place.mount();
  const file = disk.open(FILE, 'write');
  const bytes = new Uint8Array(file.size());
  file.read(bytes, 0, bytes.length, 0);
  const lines = Buffer.from(bytes).toString('utf8').trimEnd().split('\n');
  const changed = Buffer.from(`${change(lines).join('\n')}\n`);
  file.truncate(0);
  file.write(changed, 0, changed.length, 0);
  file.close();
}

describe('what a kill switch did', () => {
  it('is told with the bound of each venue', () => {
    const killSwitch = { scope: 'firm', action: 'engage', reason: 'x' } as const;
    const wire = [
      { venue: 'NASDAQ', orders: 334, massCancel: true, withinMs: 0 },
      { venue: 'CBOE', orders: 333, massCancel: false, withinMs: 1000 },
      { venue: 'FIXEX', orders: 333, massCancel: false, withinMs: null },
    ];
    const canceled = { orders: 1000, confirmed: 0, pending: 1000, uncertain: 0, wire };
    expect(resultOf({ op: 'killSwitch', killSwitch }, { scope: 'firm', id: '', action: 'engage', canceled })).toBe(
      '1000 orders, NASDAQ 334 by mass cancel, CBOE 333 within 1000 ms, FIXEX 333 when it is back',
    );
    expect(resultOf({ op: 'killSwitch', killSwitch }, { scope: 'firm', id: '', action: 'release' })).toBe('');
  });
});
