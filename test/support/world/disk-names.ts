/** The virtual disk's directories: names that are there, and names that a power cut leaves. */
import { posix } from 'node:path';
import { DiskError } from '../../../control/core/disk.js';
import type { Random } from '../../../control/core/world.js';
import type { PowerCutLoss, VirtualInode } from './disk-inode.js';

/** One change of names in a directory: happens whole or not at all. */
interface NameChange {
  readonly directory: string;
  /** A name that goes. */
  readonly gone?: string;
  /** A name that comes, and what it stands for. */
  readonly made?: string;
  readonly inode?: VirtualInode;
}

export class VirtualNames {
  private seen = new Map<string, VirtualInode>();
  private readonly durable = new Map<string, VirtualInode>();
  private pending: NameChange[] = [];
  private readonly directories = new Set(['/']);
  private readonly locks = new Map<string, object>();

  find(path: string): VirtualInode | undefined {
    return this.seen.get(posix.normalize(path));
  }

  exists(path: string): boolean {
    const name = posix.normalize(path);
    return this.seen.has(name) || this.directories.has(name);
  }

  list(path: string): string[] {
    const directory = posix.normalize(path);
    return [...this.seen.keys(), ...this.directories]
      .filter((name) => name !== '/' && posix.dirname(name) === directory)
      .map((name) => posix.basename(name))
      .sort();
  }

  makeDirectory(path: string): void {
    for (let name = posix.normalize(path); !this.directories.has(name); name = posix.dirname(name)) {
      this.directories.add(name);
    }
  }

  create(path: string, inode: VirtualInode): void {
    const made = posix.normalize(path);
    this.mustBeThere(posix.dirname(made));
    this.change({ directory: posix.dirname(made), made, inode });
  }

  rename(from: string, to: string): void {
    const gone = posix.normalize(from);
    const made = posix.normalize(to);
    this.mustBeThere(posix.dirname(made));
    this.change({ directory: posix.dirname(made), gone, made, inode: this.seen.get(gone)! });
  }

  remove(path: string): void {
    const gone = posix.normalize(path);
    this.change({ directory: posix.dirname(gone), gone });
  }

  sync(path: string): void {
    const directory = posix.normalize(path);
    this.mustBeThere(directory);
    for (const change of this.pending) if (change.directory === directory) apply(this.durable, change);
    this.pending = this.pending.filter((change) => change.directory !== directory);
  }

  powerCut(loss: PowerCutLoss, random: Random): void {
    const first = loss === 'tail' ? random.below(this.pending.length + 1) : this.pending.length;
    this.pending.forEach((change, i) => {
      const kept = loss === 'subset' ? random.below(2) === 0 : loss !== 'everything' && i < first;
      if (kept) apply(this.durable, change);
    });
    this.pending = [];
    this.seen = new Map(this.durable);
    this.locks.clear();
  }

  /** Everything that has a name now, or may have one again after a power cut. */
  inodes(): Set<VirtualInode> {
    const pending = this.pending.flatMap(({ inode }) => (inode === undefined ? [] : [inode]));
    return new Set([...this.seen.values(), ...this.durable.values(), ...pending]);
  }

  usedBytes(): number {
    let bytes = 0;
    for (const inode of this.seen.values()) bytes += inode.size;
    return bytes;
  }

  /** False when somebody has it. */
  lock(path: string, holder: object): boolean {
    const directory = posix.normalize(path);
    this.mustBeThere(directory);
    if (this.locks.has(directory)) return false;
    this.locks.set(directory, holder);
    return true;
  }

  /** Takes back one lock of a holder, or all of them. */
  unlock(holder: object, path?: string): void {
    const only = path === undefined ? undefined : posix.normalize(path);
    for (const [directory, by] of this.locks) {
      if (by === holder && (only ?? directory) === directory) this.locks.delete(directory);
    }
  }

  private change(change: NameChange): void {
    apply(this.seen, change);
    this.pending.push(change);
  }

  private mustBeThere(directory: string): void {
    if (this.directories.has(directory)) return;
    throw new DiskError('DISK_ENOENT', 'no such directory (virtual ENOENT)', { where: directory });
  }
}

function apply(names: Map<string, VirtualInode>, { gone, made, inode }: NameChange): void {
  if (gone !== undefined) names.delete(gone);
  if (made !== undefined && inode !== undefined) names.set(made, inode);
}
