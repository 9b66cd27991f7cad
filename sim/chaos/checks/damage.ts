/**
 * A bit of the journal flips while nobody runs: whoever starts on it says so and does not trade (docs/journal.md, recovery). The bit lies in the first half of what is safe in
 * the newest file, so that whole records follow: at the very end a log may be cut off instead, which loses what was promised to nobody.
 */
import { JournalError } from '../../../control/journal/errors.js';
import type { VirtualDisk } from '../../../test/support/world/disk.js';

interface Flipped {
  readonly path: string;
  readonly at: number;
  readonly bit: number;
}

const BITS = 8;

export class DamageCheck {
  readonly faults: string[] = [];
  /** Starts that were refused for it. */
  refusals = 0;
  private flipped: Flipped | undefined;

  constructor(
    private readonly disk: VirtualDisk,
    private readonly directory: string,
  ) {}

  /** Nothing where there is no journal yet, or a bit is flipped already. @param place 0 to 1 */
  flip(place: number): void {
    if (this.flipped !== undefined) return;
    const files = this.disk.names.list(this.directory).map((name) => `${this.directory}/${name}`);
    const path = files.filter((each) => this.disk.restingBytes(each) > 0).at(-1);
    if (path === undefined) return;
    const bits = (this.disk.restingBytes(path) >> 1) * BITS;
    const bit = Math.floor(place * bits);
    this.flipped = { path, at: Math.floor(bit / BITS), bit: bit % BITS };
    this.turn(this.flipped);
  }

  /** The bit is as it was: from a copy, as the runbook has it. */
  mend(): void {
    if (this.flipped === undefined) return;
    this.turn(this.flipped);
    this.flipped = undefined;
  }

  /** Whether a start failed as it has to. */
  explains(error: unknown): boolean {
    if (this.flipped === undefined || !(error instanceof JournalError) || error.code !== 'JOURNAL_DAMAGED')
      return false;
    this.refusals++;
    return true;
  }

  /** The gateway has started. */
  started(): void {
    if (this.flipped === undefined) return;
    const { path, at, bit } = this.flipped;
    this.faults.push(`the gateway started on a damaged journal: bit ${bit} of byte ${at} of ${path}`);
  }

  private turn({ path, at, bit }: Flipped): void {
    this.disk.flipBit(path, at, bit);
  }
}
