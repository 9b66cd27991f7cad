/**
 * The best bid/offer table as it travels from the gateway to a page: one row of numbers for each symbol, and a version for each
 * row, so that whoever fell behind asks for what changed since, and never for a queue of what was missed.
 */

/** The numbers of a row, in order. Prices are integers in the channel's price scale (1/10,000); 0 stands for none. */
export const ROW_CELLS = ['bidSize', 'bid', 'ask', 'askSize', 'last', 'lastSize', 'state', 'updates'] as const;
export type RowCell = (typeof ROW_CELLS)[number];

/** Where each number stands in a row. */
export const ROW = {
  bidSize: 0,
  bid: 1,
  ask: 2,
  askSize: 3,
  last: 4,
  lastSize: 5,
  state: 6,
  updates: 7,
} as const satisfies Record<RowCell, number>;
export const ROW_LENGTH = 8;

/** What a row's `state` counts through. `uncertain`: messages of its channel were lost; `stale`: its feed has gone quiet. */
export const BOOK_STATES = [
  'empty',
  'oneSided',
  'open',
  'crossed',
  'auction',
  'paused',
  'halted',
  'uncertain',
  'stale',
] as const;
export type BookState = (typeof BOOK_STATES)[number];

/** Price units of one currency unit. */
export const PRICE_SCALE = 10_000;

/** What changed: appended names, and `[index, …ROW_CELLS]` for each changed row. */
export interface RowChanges {
  /** The table's version after these changes; hand it back as `since` next time. */
  readonly version: number;
  /** Index of the first of `names`; equals the number of names already known. */
  readonly firstName: number;
  readonly names: readonly string[];
  readonly rows: readonly (readonly number[])[];
}

/** Rows with versions. Names are only ever appended, so an index is good for the life of the table. */
export class RowTable {
  private readonly symbols: string[] = [];
  private readonly indexes = new Map<string, number>();
  private cells = new Float64Array(64 * ROW_LENGTH);
  private versions = new Float64Array(64);
  /** The version of the newest change. */
  version = 0;

  get names(): readonly string[] {
    return this.symbols;
  }

  get size(): number {
    return this.symbols.length;
  }

  indexOf(name: string): number | undefined {
    return this.indexes.get(name);
  }

  cell(index: number, cell: number): number {
    return this.cells[index * ROW_LENGTH + cell] ?? 0;
  }

  /** Appends a row of zeros. */
  add(name: string): number {
    const known = this.indexes.get(name);
    if (known !== undefined) return known;
    const index = this.symbols.length;
    this.symbols.push(name);
    this.indexes.set(name, index);
    if (index >= this.versions.length) this.grow();
    this.versions[index] = this.nextVersion();
    return index;
  }

  /** Takes a row over; its version moves only when a number did. Returns whether it did. */
  set(index: number, row: ArrayLike<number>, from = 0): boolean {
    const base = index * ROW_LENGTH;
    let changed = false;
    for (let i = 0; i < ROW_LENGTH; i++) {
      const value = row[from + i]!;
      if (this.cells[base + i] !== value) {
        this.cells[base + i] = value;
        changed = true;
      }
    }
    if (changed) this.versions[index] = this.nextVersion();
    return changed;
  }

  /** Everything newer than version `since`; 0 gives the whole table. */
  changesSince(since: number, knownNames: number): RowChanges {
    const rows: number[][] = [];
    for (let index = 0; index < this.symbols.length; index++) {
      if (this.versions[index]! <= since) continue;
      const row = [index];
      for (let i = 0; i < ROW_LENGTH; i++) row.push(this.cells[index * ROW_LENGTH + i]!);
      rows.push(row);
    }
    return { version: this.version, firstName: knownNames, names: this.symbols.slice(knownNames), rows };
  }

  /** The other end: takes changes over. False when they do not follow on what is known; then start again from 0. */
  apply(changes: RowChanges): boolean {
    if (changes.firstName > this.symbols.length) return false;
    for (let i = this.symbols.length - changes.firstName; i < changes.names.length; i++) this.add(changes.names[i]!);
    for (const row of changes.rows) {
      const index = row[0]!;
      if (index >= this.symbols.length || row.length !== ROW_LENGTH + 1) return false;
      this.set(index, row, 1);
    }
    return true;
  }

  private nextVersion(): number {
    this.version += 1;
    return this.version;
  }

  private grow(): void {
    const cells = new Float64Array(this.cells.length * 2);
    cells.set(this.cells);
    this.cells = cells;
    const versions = new Float64Array(this.versions.length * 2);
    versions.set(this.versions);
    this.versions = versions;
  }
}
