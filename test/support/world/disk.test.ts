import { describe, expect, it } from 'vitest';
import type { DiskError } from '../../../control/core/disk.js';
import { SeededRandom } from '../../../control/core/random.js';
import type { Timers } from '../../../control/core/world.js';
import { VirtualDisk, type PowerCutLoss } from './disk.js';
import { ProcessKilled } from './process-killed.js';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');

interface Rig {
  readonly disk: VirtualDisk;
  readonly timers: Timers;
  /** Runs what was put off. */
  readonly pass: () => void;
}

function rig(seed = 1): Rig {
  const waiting: (() => void)[] = [];
  const after = (_: number, run: () => void) => {
    waiting.push(run);
    return { cancel: () => undefined };
  };
  const timers = { after, every: after, onTurn: (run: () => void) => after(0, run), soon: (run: () => void) => run() };
  const pass = () => {
    for (const run of waiting.splice(0)) run();
  };
  return { disk: new VirtualDisk(new SeededRandom(seed)), timers, pass };
}

function code(run: () => void): string {
  try {
    run();
  } catch (error) {
    return (error as DiskError).code;
  }
  return 'no error';
}

describe('VirtualDisk', () => {
  it('keeps what was written through a kill, and only what was synced through the worst power cut', () => {
    const { disk, timers } = rig();
    let mount = disk.mount(timers);
    mount.makeDirectory('/a/b');
    const file = mount.open('/a/b/f', 'create');
    file.write(bytes('safe'), 0, 4, 0);
    file.sync();
    mount.syncDirectory('/a/b');
    file.write(bytes('gone'), 0, 4, 4);
    mount.open('/a/b/new', 'create');
    const { bootId } = mount;
    mount.unmount();
    expect(() => file.write(bytes('x'), 0, 1, 0)).toThrow(ProcessKilled);
    mount = disk.mount(timers);
    expect([mount.bootId, mount.list('/a/b')]).toEqual([bootId, ['f', 'new']]);
    disk.powerCut('everything');
    mount = disk.mount(timers);
    expect(mount.bootId).not.toBe(bootId);
    expect(mount.list('/a/b')).toEqual(['f']);
    expect(Buffer.from(disk.content('/a/b/f')!).toString()).toBe('safe');
  });

  it('leaves subsets of what was not synced, never anything that was not written', () => {
    const seen = new Set<string>();
    for (let seed = 1; seed <= 300; seed++) {
      const { disk, timers } = rig(seed);
      const mount = disk.mount(timers);
      const file = mount.open('/f', 'create');
      file.write(bytes('0000'), 0, 4, 0);
      file.sync();
      mount.syncDirectory('/');
      file.write(bytes('1'.repeat(1024)), 0, 1024, 0);
      disk.powerCut(['subset', 'tail', 'nothing', 'everything'][seed % 4] as PowerCutLoss);
      const text = Buffer.from(disk.content('/f')!).toString('latin1');
      expect(text).toMatch(/^[01\0]{4,1024}$/);
      seen.add(text);
    }
    expect(seen.size).toBeGreaterThan(5);
  });

  it('syncs later, and not at all for a program that was killed', () => {
    const { disk, timers, pass } = rig();
    const mount = disk.mount(timers);
    const file = mount.open('/f', 'create');
    mount.syncDirectory('/');
    file.write(bytes('x'), 0, 1, 0);
    let told = 0;
    file.syncLater(() => told++);
    expect(told).toBe(0);
    pass();
    expect(told).toBe(1);
    file.write(bytes('y'), 0, 1, 1);
    file.syncLater(() => told++);
    disk.kill();
    pass();
    expect(told).toBe(1);
    disk.powerCut('everything');
    expect(Buffer.from(disk.content('/f')!).toString()).toBe('x');
  });

  it('forgets the bytes of a failed sync, though the next one succeeds', () => {
    const { disk, timers } = rig();
    const mount = disk.mount(timers);
    const file = mount.open('/f', 'create');
    mount.syncDirectory('/');
    file.write(bytes('x'), 0, 1, 0);
    disk.fail({ operation: 'sync', code: 'EIO' });
    expect(code(() => file.sync())).toBe('DISK_EIO');
    file.sync();
    expect(Buffer.from(disk.content('/f')!).toString()).toBe('x');
    disk.powerCut('nothing');
    expect(disk.content('/f')).toHaveLength(0);
  });

  it('fills up: a short write, then none', () => {
    const { disk, timers } = rig();
    const file = disk.mount(timers).open('/f', 'create');
    disk.freeBytes = 6;
    expect(file.write(bytes('12345678'), 0, 8, 0)).toBe(6);
    expect(code(() => file.write(bytes('78'), 0, 2, 6))).toBe('DISK_ENOSPC');
    expect(file.write(bytes('abc'), 0, 3, 0)).toBe(3);
  });

  it('crashes where it is told to, before, in the middle of, or after a change', () => {
    for (const [moment, lengths] of [
      ['before', [0]],
      ['during', [0, 1, 2, 3, 4]],
      ['after', [4]],
    ] as const) {
      const { disk, timers } = rig();
      const file = disk.mount(timers).open('/f', 'create');
      disk.crashAt(disk.operations, moment, 'kill');
      expect(() => file.write(bytes('1234'), 0, 4, 0)).toThrow(ProcessKilled);
      expect(lengths).toContain(disk.content('/f')!.length);
    }
  });

  it('locks a directory for one mount, until it is released or killed', () => {
    const { disk, timers } = rig();
    const [one, two] = [disk.mount(timers), disk.mount(timers)];
    one.makeDirectory('/d');
    const lock = one.lockDirectory('/d');
    expect(code(() => two.lockDirectory('/d'))).toBe('DISK_LOCKED');
    lock.release();
    two.lockDirectory('/d');
    two.unmount();
    one.lockDirectory('/d');
  });
});
