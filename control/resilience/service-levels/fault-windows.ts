/** When faults were announced and what they may spoil: bounded, merged where they overlap, and shown with every service level. */

export interface FaultWindow {
  readonly fromEpochMs: number;
  /** With the time that recovery may take. */
  readonly toEpochMs: number;
  readonly faults: readonly string[];
}

const WINDOWS_MAX = 10_000;

export class FaultWindows {
  /** Faults that found no room. */
  refused = 0;
  private readonly list: FaultWindow[] = [];

  /** A fault from one moment to another, and how long its aftermath may last. To be told in the order of their beginnings. */
  add(fault: string, fromEpochMs: number, toEpochMs: number, aftermathMs: number): void {
    const end = Math.max(fromEpochMs, toEpochMs) + aftermathMs;
    const last = this.list.at(-1);
    if (last !== undefined && fromEpochMs <= last.toEpochMs) {
      const faults = last.faults.includes(fault) ? last.faults : [...last.faults, fault];
      this.list[this.list.length - 1] = { ...last, toEpochMs: Math.max(last.toEpochMs, end), faults };
      return;
    }
    if (this.list.length >= WINDOWS_MAX) {
      this.refused++;
      return;
    }
    this.list.push({ fromEpochMs, toEpochMs: end, faults: [fault] });
  }

  /** A second that began then overlaps one of them. */
  covers(secondEpochMs: number): boolean {
    // The newest is asked for, nearly always.
    for (let i = this.list.length - 1; i >= 0; i--) {
      const { fromEpochMs, toEpochMs } = this.list[i]!;
      if (toEpochMs <= secondEpochMs) return false;
      if (fromEpochMs < secondEpochMs + 1000) return true;
    }
    return false;
  }

  windows(): readonly FaultWindow[] {
    return this.list;
  }

  /** Of all windows together, ms. */
  get totalMs(): number {
    return this.list.reduce((sum, { fromEpochMs, toEpochMs }) => sum + toEpochMs - fromEpochMs, 0);
  }
}
