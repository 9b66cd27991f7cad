/**
 * What the journal was given reaches the disk, whatever the policy: with `group` a power cut may take what was written last, and not more than that. Looked at on the disk
 * itself, not in what the journal says.
 */
import type { VirtualInode } from '../../../test/support/world/disk-inode.js';
import type { VirtualDisk } from '../../../test/support/world/disk.js';

/** The shipped pause from one sync of a group to the next, a sync that has to wait for the one before it, and the time between two looks. */
const SAFE_WITHIN_MS = 400;

interface Look {
  readonly atMs: number;
  readonly inode: VirtualInode;
  readonly moment: number;
}

export class SyncCheck {
  readonly faults: string[] = [];
  private looks: Look[] = [];

  constructor(
    private readonly disk: VirtualDisk,
    private readonly directory: string,
  ) {}

  /** @param isOpen the journal takes what it is given: with a disk that fails nothing is promised */
  look(nowMs: number, isOpen: boolean): void {
    if (!isOpen) {
      this.forget();
      return;
    }
    const { names } = this.disk;
    for (const name of names.list(this.directory)) {
      const inode = names.find(`${this.directory}/${name}`);
      if (inode !== undefined && inode.safeUpTo < inode.moment)
        this.looks.push({ atMs: nowMs, inode, moment: inode.moment });
    }
    this.looks = this.looks.filter(({ inode, moment, atMs }) => {
      if (inode.safeUpTo >= moment) return false;
      if (nowMs - atMs <= SAFE_WITHIN_MS) return true;
      if (this.faults.length === 0)
        this.faults.push(`the journal: written ${Math.round(nowMs - atMs)} ms ago, and not on the disk`);
      return false;
    });
  }

  /** The gateway has ended, or its disk fails. */
  forget(): void {
    this.looks = [];
  }
}
