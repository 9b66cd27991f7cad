import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../../core/random.js';
import type { Timer } from '../../core/world.js';
import { ProcessKilled } from '../../../test/support/world/process-killed.js';
import { VirtualDisk } from '../../../test/support/world/disk.js';
import { MessageLog } from './message-log.js';
import type { MessageLogOptions } from './options.js';
import { whole } from './testing.js';

const SESSION = 'FIX.4.4:A->B';
const FILE = 'FIX.4.4%3aA-%3eB';
const T0 = Date.UTC(2026, 10, 23, 10);

/** A log on a virtual disk, in a world whose turns the test takes. */
function rig(options: Partial<MessageLogOptions> = {}, disk = new VirtualDisk(new SeededRandom(1))) {
  const turns = new Set<() => void>();
  const time = { ms: 0 };
  const timers = {
    onTurn(run: () => void): Timer {
      turns.add(run);
      return { cancel: () => turns.delete(run) };
    },
    after: () => ({ cancel: () => undefined }),
    every: () => ({ cancel: () => undefined }),
    soon: (run: () => void) => run(),
  };
  const clock = { monotonicNs: () => time.ms * 1e6, epochMs: () => T0 + time.ms };
  const mount = disk.mount(timers);
  const log = new MessageLog({ clock, timers, disk: mount }, { directory: '/log', ...options });
  const turn = () => {
    for (const run of [...turns]) run();
  };
  const text = (number = 1) =>
    Buffer.from(disk.content(`/log/${FILE}.${String(number).padStart(6, '0')}.log`) ?? []).toString('latin1');
  const send = (bytes: Buffer) => log.onMessageOut(SESSION, bytes, 0, bytes.length, clock.epochMs());
  return { disk, mount, log, time, turns, turn, text, send };
}

const order = (n: number) => whole(`35=D|49=A|56=B|34=${n}|11=ord-${n}|`);

describe('MessageLog', () => {
  it('writes one line a message, once a turn', () => {
    const { log, time, turn, turns, text, disk, send } = rig();
    const logon = whole('35=A|34=1|554=hunter2|');
    const beat = whole('35=0|34=1|');
    const damaged = Buffer.from('8=FIX.4.4\x019=5\x0135=0\x0110=000\x01');
    send(logon);
    time.ms = 7;
    log.onMessageIn(SESSION, Buffer.concat([beat, beat]), beat.length, 2 * beat.length, T0 + 7);
    log.onGarbledIn(SESSION, 'checkSum', damaged, 0, damaged.length, T0 + 7);
    log.onGarbledIn(SESSION, 'noise', Buffer.from('GET /'), 0, 5, T0 + 7);
    expect(text()).toBe('');
    const before = disk.operations;
    turn();
    expect(text()).toBe(
      [
        `2026-11-23T10:00:00.000Z > ${SESSION} masked 8=FIX.4.4|9=18|35=A|34=1|554=***|10=024|`,
        `2026-11-23T10:00:00.007Z < ${SESSION} - 8=FIX.4.4|9=10|35=0|34=1|10=165|`,
        `2026-11-23T10:00:00.007Z < ${SESSION} garbled:checkSum 8=FIX.4.4|9=5|35=0|10=000|`,
        `2026-11-23T10:00:00.007Z < ${SESSION} garbled:noise,cut:5 `,
        '',
      ].join('\n'),
    );
    expect(disk.operations - before).toBe(2); // the file made, and written once
    expect(turns.size).toBe(0);
    expect(log.counters).toMatchObject({ messages: 4, dropped: 0, masked: 1 });
  });

  it('keeps so many files of so many bytes', () => {
    const { log, send, turn, disk, text } = rig({ maxFileBytes: 1000, keepFiles: 3 });
    for (let n = 1; n <= 60; n++) {
      send(order(n));
      turn();
    }
    const names = disk.mount({} as never).list('/log');
    expect(names).toHaveLength(3);
    const last = Number(/(\d{6})\.log$/.exec(names.at(-1)!)![1]);
    expect(text(last)).toContain('ord-60');
    for (const name of names) expect(disk.content(`/log/${name}`)!.length).toBeLessThanOrEqual(1000);
    expect(log.counters.messages).toBe(60);
  });

  it('goes on in the newest file after a restart, behind a line that was torn', () => {
    const first = rig();
    first.send(order(1));
    first.turn();
    first.disk.cut(`/log/${FILE}.000001.log`, 40);
    const second = rig({}, first.disk);
    second.send(order(2));
    second.turn();
    const lines = second.text().split('\n');
    expect(lines[0]).toHaveLength(40);
    expect(lines[1]).toMatch(/^2026-.*ord-2\|10=\d{3}\|$/);
  });

  it('writes at once when a turn brings more than may wait', () => {
    const { log, send, turn, text } = rig({ maxPendingBytes: 4096 });
    for (let n = 1; n <= 100; n++) send(order(n));
    expect(log.counters.messages).toBeGreaterThan(50);
    turn();
    expect(
      text()
        .split('\n')
        .slice(0, -1)
        .map((line) => /ord-(\d+)/.exec(line)?.[1]),
    ).toEqual(Array.from({ length: 100 }, (_, i) => String(i + 1)));
  });

  it('drops and counts while the disk is full, never throws, and says so in the file afterwards', () => {
    const { log, send, turn, text, disk, time } = rig();
    send(order(1));
    turn();
    disk.freeBytes = 50;
    for (let n = 2; n <= 4; n++) send(order(n));
    turn();
    expect(log.counters).toMatchObject({ messages: 1, dropped: 3, failures: 1 });
    time.ms = 500;
    send(order(5));
    turn();
    expect(log.counters).toMatchObject({ dropped: 4, failures: 1 });
    disk.capacityBytes = Infinity;
    time.ms = 1001;
    send(order(6));
    turn();
    const lines = text().split('\n');
    expect(lines[0]).toContain('ord-1');
    expect(lines[1]).toMatch(
      /^2026-11-23T10:00:01.001Z # FIX.4.4:A->B - dropped 4 messages of \d+ bytes since 2026-11-23T10:00:00.000Z: DISK_ENOSPC$/,
    );
    expect(lines[2]).toContain('ord-6');
    expect(lines).toHaveLength(4);
    expect(log.counters).toMatchObject({ messages: 2, dropped: 4 });
  });

  it('keeps the lines that a full disk took whole', () => {
    const { log, send, turn, text, disk } = rig();
    send(order(1));
    turn();
    disk.freeBytes = text().length * 2 + 10;
    for (let n = 2; n <= 9; n++) send(order(n));
    turn();
    expect(
      text()
        .split('\n')
        .map((line) => /ord-\d/.exec(line)?.[0]),
    ).toEqual(['ord-1', 'ord-2', 'ord-3', undefined]);
    expect(log.counters).toMatchObject({ messages: 3, dropped: 6 });
  });

  it('drops as well when no file can be opened', () => {
    const { log, send, turn, disk, time, text } = rig();
    disk.fail({ operation: 'create', code: 'EROFS' });
    send(order(1));
    turn();
    expect(log.counters).toMatchObject({ messages: 0, dropped: 1 });
    time.ms = 2000;
    send(order(2));
    log.close();
    expect(text()).toContain('DISK_EROFS');
    expect(text()).toContain('ord-2');
  });

  it('does not hold back what kills the process', () => {
    const { send, turn, disk } = rig();
    send(order(1));
    disk.kill();
    expect(turn).toThrow(ProcessKilled);
  });

  it('logs the beginning of a message that is too long, its secrets masked', () => {
    const { log, turn, text, send } = rig({ maxMessageBytes: 64 });
    const long = whole(`35=A|96=${'x'.repeat(500)}|`);
    send(long);
    turn();
    expect(text()).toBe(
      `2026-11-23T10:00:00.000Z > ${SESSION} masked,cut:${long.length} 8=FIX.4.4|9=***|35=A|96=***\n`,
    );
    expect(log.counters.cut).toBe(1);
  });

  it('takes a message that is larger than all that may wait', () => {
    const { send, turn, text } = rig({ maxPendingBytes: 1024 });
    const long = whole(`35=B|58=${'\xe9'.repeat(90_000)}|`);
    send(order(1));
    send(long);
    send(order(2));
    turn();
    expect(
      text()
        .split('\n')
        .map((line) => line.length > 360_000),
    ).toEqual([false, true, false, false]);
  });

  it('has a file of its own for each session, wherever its name leads', () => {
    const { log, turn, disk } = rig();
    const bytes = order(1);
    for (const name of ['../x', 'a/b', '.hidden']) log.onMessageOut(name, bytes, 0, bytes.length, T0);
    turn();
    expect(disk.mount({} as never).list('/log')).toEqual([
      '%2e.%2fx.000001.log',
      '%2ehidden.000001.log',
      'a%2fb.000001.log',
    ]);
  });
});
