/**
 * The virtual disk: files in memory that tear, fill, fail and forget, by seed. It is the hardware, and outlives the programs that use it.
 *
 *     const disk = new VirtualDisk(new SeededRandom(7));
 *     const world = { …, disk: disk.mount(timers) };        // one Disk for each life of a program
 *     disk.kill();                                          // SIGKILL: what was written stays, what runs on throws ProcessKilled
 *     disk.powerCut();                                      // the same, and anything that was not synced may be gone; bootId changes
 *     disk.crashAt(disk.operations + 3, 'during', 'kill');  // at the third change to the disk from now
 *     disk.fail({ operation: 'sync', code: 'EIO' });        // the next sync; the bytes it was for never reach the disk
 *     disk.capacityBytes = 1000;                            // full: short writes, then ENOSPC; raise it again and there is room
 *     disk.flipBit('/data/a', 12, 3);
 *
 * Every change counts as one operation: create, write, truncate, sync (also the end of a syncLater), rename, remove, syncDirectory.
 */
import { DiskError, type DirectoryLock, type Disk, type DiskFile } from '../../../control/core/disk.js';
import type { Random, Timers } from '../../../control/core/world.js';
import { VirtualInode, type PowerCutLoss } from './disk-inode.js';
import { VirtualNames } from './disk-names.js';
import { ProcessKilled } from './process-killed.js';

export type { PowerCutLoss } from './disk-inode.js';

export type DiskOperationKind = 'create' | 'write' | 'truncate' | 'sync' | 'rename' | 'remove' | 'syncDirectory';

export type CrashKind = 'kill' | 'powerCut';

export interface DiskFault {
  readonly operation: DiskOperationKind | 'open' | 'read';
  /** `ENOSPC`, `EDQUOT`, `EIO`, `EROFS`, … */
  readonly code: string;
  readonly path?: RegExp;
  /** Lets so many pass first. */
  readonly skip?: number;
  /** Fails so many, 1 when absent. */
  readonly times?: number;
  /** A failed sync only: the bytes are read from the disk again from now on, as they were. */
  readonly evict?: boolean;
}

export interface VirtualDiskOptions {
  /** In messages. */
  readonly host?: string;
  /** How long a syncLater takes, from and to; 0.2 to 2 ms when absent. */
  readonly syncLatencyMs?: readonly [number, number];
  /** Of 256 writes, so many write less than they were asked to. 0 when absent. */
  readonly shortWritesOf256?: number;
}

interface ArmedFault extends DiskFault {
  left: number;
  toSkip: number;
}

interface ArmedCrash {
  readonly index: number;
  readonly moment: 'before' | 'during' | 'after';
  readonly kind: CrashKind;
}

const LOSSES: readonly PowerCutLoss[] = ['everything', 'nothing', 'tail', 'subset', 'subset', 'subset'];

export class VirtualDisk {
  /** Everything on the disk together may be so large. */
  capacityBytes = Infinity;
  /** Called before and after each change. It may kill, cut the power, and throw. */
  onStep: ((step: DiskOperationKind, path: string, phase: 'before' | 'after') => void) | undefined;
  /** What every power cut forgets; absent: the seed decides each time. */
  loss: PowerCutLoss | undefined;
  /** Told when an armed crash has come, before ProcessKilled is thrown. */
  onCrash: ((kind: CrashKind) => void) | undefined;
  readonly names = new VirtualNames();
  readonly host: string;
  private readonly syncLatencyMs: readonly [number, number];
  private readonly shortWritesOf256: number;
  private boots = 0;
  private done = 0;
  private crash: ArmedCrash | undefined;
  private faults: ArmedFault[] = [];
  private readonly mounts = new Set<VirtualMount>();

  constructor(
    readonly random: Random,
    options: VirtualDiskOptions = {},
  ) {
    this.host = options.host ?? 'host';
    this.syncLatencyMs = options.syncLatencyMs ?? [0.2, 2];
    this.shortWritesOf256 = options.shortWritesOf256 ?? 0;
  }

  get bootId(): string {
    return `boot ${this.boots}`;
  }

  /** Changes so far: the index of the next one. */
  get operations(): number {
    return this.done;
  }

  /** Room that is left; setting it sets the capacity. */
  get freeBytes(): number {
    return this.capacityBytes - this.names.usedBytes();
  }

  set freeBytes(bytes: number) {
    this.capacityBytes = this.names.usedBytes() + bytes;
  }

  /** The disk as one life of a program sees it. Its syncs take their time, and report, by `timers`. */
  mount(timers: Timers): VirtualMount {
    const mount = new VirtualMount(this, timers);
    this.mounts.add(mount);
    return mount;
  }

  /** Kills every program, or the one of a mount: its calls throw ProcessKilled from now on, its locks are free, its syncs never report. */
  kill(program?: VirtualMount): void {
    for (const mount of program === undefined ? [...this.mounts] : [program]) {
      mount.isAlive = false;
      this.mounts.delete(mount);
      this.names.unlock(mount);
    }
  }

  powerCut(loss: PowerCutLoss = this.loss ?? LOSSES[this.random.below(LOSSES.length)]!): void {
    this.kill();
    this.boots++;
    const inodes = this.names.inodes();
    this.names.powerCut(loss, this.random);
    for (const inode of inodes) inode.powerCut(loss, this.random);
  }

  /** Arms one crash. `during` lets a write, and a sync, happen in part. */
  crashAt(index: number, moment: ArmedCrash['moment'], kind: CrashKind): void {
    this.crash = { index, moment, kind };
  }

  /** A crash that was armed and has not come does not come. */
  relent(): void {
    this.crash = undefined;
  }

  /** Arms a fault; faults of the same operation are used up in the order they were armed. */
  fail(fault: DiskFault): { cancel(): void } {
    const armed = { ...fault, left: fault.times ?? 1, toSkip: fault.skip ?? 0 };
    this.faults.push(armed);
    return { cancel: () => (armed.left = 0) };
  }

  /** The bytes of a file as programs see them; undefined when it is not there. */
  content(path: string): Uint8Array | undefined {
    return this.names.find(path)?.content;
  }

  /** How much of a file, from its beginning, is on the disk with nothing on its way there; 0 when it is not there. */
  restingBytes(path: string): number {
    return this.names.find(path)?.restingBytes ?? 0;
  }

  flipBit(path: string, at: number, bit: number): void {
    this.names.find(path)?.flipBit(at, bit);
  }

  /** Cuts a file at rest, as a repair of the file system may. */
  cut(path: string, size: number): void {
    const inode = this.names.find(path);
    inode?.truncate(size);
    inode?.sync(inode.moment);
  }

  /** One change: crashes and faults happen here. `partly` does the part of it that a crash in the middle leaves. */
  change(
    kind: DiskOperationKind,
    path: string,
    run: () => void,
    partly?: () => void,
    failed?: (fault: DiskFault) => void,
  ): void {
    const index = this.done++;
    this.onStep?.(kind, path, 'before');
    const crash = this.crash?.index === index ? this.crash : undefined;
    if (crash !== undefined && crash.moment !== 'after') {
      if (crash.moment === 'during') partly?.();
      this.comeDown(crash.kind);
    }
    this.check(kind, path, failed);
    run();
    if (crash !== undefined) this.comeDown(crash.kind);
    this.onStep?.(kind, path, 'after');
  }

  /** Throws the next fault that is armed for this operation. */
  check(operation: DiskFault['operation'], path: string, failed?: (fault: DiskFault) => void): void {
    for (const fault of this.faults) {
      if (fault.operation !== operation || fault.left <= 0 || fault.path?.test(path) === false) continue;
      if (fault.toSkip-- > 0) continue;
      fault.left--;
      failed?.(fault);
      throw diskError(fault.code, operation, path);
    }
    this.faults = this.faults.filter(({ left }) => left > 0);
  }

  /** How many of `length` bytes fit at `at`; throws when there is no room at all. */
  room(inode: VirtualInode, path: string, at: number, length: number): number {
    const free = this.capacityBytes - this.names.usedBytes();
    const fits = Math.min(length, Math.max(0, inode.size - at) + Math.max(0, free));
    if (fits <= 0 && length > 0) throw diskError('ENOSPC', 'write', path);
    if (fits > 1 && this.random.below(256) < this.shortWritesOf256) return 1 + this.random.below(fits);
    return fits;
  }

  latencyMs(): number {
    const [from, to] = this.syncLatencyMs;
    return from + this.random.next() * (to - from);
  }

  private comeDown(kind: CrashKind): never {
    this.crash = undefined;
    if (kind === 'kill') this.kill();
    else this.powerCut();
    this.onCrash?.(kind);
    throw new ProcessKilled(this.host);
  }
}

export class VirtualMount implements Disk {
  isAlive = true;

  constructor(
    readonly hardware: VirtualDisk,
    readonly timers: Timers,
  ) {}

  /** What `VirtualDisk.kill` does. */
  unmount(): void {
    this.hardware.kill(this);
  }

  get bootId(): string {
    this.mustLive();
    return this.hardware.bootId;
  }

  open(path: string, how: 'create' | 'write' | 'read'): DiskFile {
    this.mustLive();
    const { hardware } = this;
    hardware.check('open', path);
    let inode = hardware.names.find(path);
    if (how === 'create') {
      if (inode !== undefined) throw diskError('EEXIST', 'create', path);
      if (hardware.names.usedBytes() >= hardware.capacityBytes) throw diskError('ENOSPC', 'create', path);
      const made = new VirtualInode();
      hardware.change('create', path, () => hardware.names.create(path, made));
      inode = made;
    }
    if (inode === undefined) throw diskError('ENOENT', 'open', path);
    return new VirtualFile(this, path, inode, how !== 'read');
  }

  exists(path: string): boolean {
    this.mustLive();
    return this.hardware.names.exists(path);
  }

  list(path: string): string[] {
    this.mustLive();
    return this.hardware.names.list(path);
  }

  makeDirectory(path: string): void {
    this.mustLive();
    this.hardware.names.makeDirectory(path);
  }

  lockDirectory(path: string): DirectoryLock {
    this.mustLive();
    if (!this.hardware.names.lock(path, this)) throw diskError('LOCKED', 'lock', path);
    return { release: () => this.hardware.names.unlock(this, path) };
  }

  rename(from: string, to: string): void {
    this.mustLive();
    const { names } = this.hardware;
    if (names.find(from) === undefined) throw diskError('ENOENT', 'rename', from);
    this.hardware.change('rename', from, () => names.rename(from, to));
  }

  remove(path: string): void {
    this.mustLive();
    const { names } = this.hardware;
    if (names.find(path) === undefined) throw diskError('ENOENT', 'remove', path);
    this.hardware.change('remove', path, () => names.remove(path));
  }

  syncDirectory(path: string): void {
    this.mustLive();
    this.hardware.change('syncDirectory', path, () => this.hardware.names.sync(path));
  }

  syncDirectoryLater(path: string, done: (error: DiskError | undefined) => void): void {
    this.mustLive();
    this.later(() => this.syncDirectory(path), done);
  }

  mustLive(): void {
    if (!this.isAlive) throw new ProcessKilled(this.hardware.host);
  }

  /** Does something after the latency of a sync, if the program is still there. */
  later(run: () => void, done: (error: DiskError | undefined) => void): void {
    this.timers.after(this.hardware.latencyMs(), () => {
      if (!this.isAlive) return;
      let failed: DiskError | undefined;
      try {
        run();
      } catch (error) {
        if (!(error instanceof DiskError)) throw error;
        failed = error;
      }
      done(failed);
    });
  }
}

class VirtualFile implements DiskFile {
  private open = true;

  constructor(
    private readonly program: VirtualMount,
    readonly path: string,
    private readonly inode: VirtualInode,
    private readonly writable: boolean,
  ) {}

  size(): number {
    this.check(false);
    return this.inode.size;
  }

  write(bytes: Uint8Array, at: number, length: number, position: number): number {
    this.check(true);
    const { hardware } = this.program;
    const put = (count: number): void => this.inode.write(position, bytes.subarray(at, at + count));
    let written = 0;
    hardware.change(
      'write',
      this.path,
      () => {
        written = hardware.room(this.inode, this.path, position, length);
        put(written);
      },
      () => put(hardware.random.below(length + 1)),
    );
    return written;
  }

  read(into: Uint8Array, at: number, length: number, position: number): number {
    this.check(false);
    this.program.hardware.check('read', this.path);
    const bytes = this.inode.content.subarray(position, position + length);
    into.set(bytes, at);
    return bytes.length;
  }

  sync(): void {
    this.check(false);
    this.syncUpTo(this.inode.moment);
  }

  syncLater(done: (error: DiskError | undefined) => void): void {
    this.check(false);
    const { moment } = this.inode;
    this.program.later(() => this.syncUpTo(moment), done);
  }

  truncate(size: number): void {
    this.check(true);
    this.program.hardware.change('truncate', this.path, () => this.inode.truncate(size));
  }

  close(): void {
    this.open = false;
  }

  private syncUpTo(moment: number): void {
    const { hardware } = this.program;
    hardware.change(
      'sync',
      this.path,
      () => this.inode.sync(moment, hardware.random),
      () => this.inode.sync(0, hardware.random),
      ({ evict = false }) => this.inode.failSync(moment, evict),
    );
  }

  private check(writes: boolean): void {
    this.program.mustLive();
    if (!this.open || (writes && !this.writable)) throw diskError('EBADF', writes ? 'write' : 'use', this.path);
  }
}

function diskError(code: string, action: string, path: string): DiskError {
  return new DiskError(`DISK_${code}`, `cannot ${action} (virtual ${code})`, { where: path });
}
