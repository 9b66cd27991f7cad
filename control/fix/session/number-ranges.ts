/** A set of sequence numbers that mostly come in order, kept as ranges. Bounded: beyond so many ranges the lowest is forgotten. */

const MAX_RANGES = 1024;

export class NumberRanges {
  /** First and last number of each range, ascending; between two ranges at least one number is missing. */
  private readonly bounds: number[] = [];

  get isEmpty(): boolean {
    return this.bounds.length === 0;
  }

  has(number: number): boolean {
    const at = this.at(number);
    return at >= 0 && number <= this.bounds[at + 1]!;
  }

  add(number: number): void {
    const { bounds } = this;
    const at = this.at(number);
    if (at >= 0 && number <= bounds[at + 1]!) return;
    const followsOn = at >= 0 && bounds[at + 1] === number - 1;
    const leadsTo = bounds[at + 2] === number + 1;
    if (followsOn && leadsTo) bounds.splice(at + 1, 2);
    else if (followsOn) bounds[at + 1] = number;
    else if (leadsTo) bounds[at + 2] = number;
    else bounds.splice(at + 2, 0, number, number);
    if (bounds.length > MAX_RANGES * 2) bounds.splice(0, 2);
  }

  remove(number: number): void {
    const { bounds } = this;
    const at = this.at(number);
    if (at < 0 || number > bounds[at + 1]!) return;
    const [first, last] = [bounds[at]!, bounds[at + 1]!];
    if (first === last) bounds.splice(at, 2);
    else if (number === first) bounds[at] = number + 1;
    else if (number === last) bounds[at + 1] = number - 1;
    else bounds.splice(at + 1, 0, number - 1, number + 1);
    if (bounds.length > MAX_RANGES * 2) bounds.splice(0, 2);
  }

  /** Numbers from `number` on are none of it any more. */
  dropFrom(number: number): void {
    const { bounds } = this;
    const at = this.at(number - 1);
    bounds.length = at + 2;
    if (at >= 0) bounds[at + 1] = Math.min(bounds[at + 1]!, number - 1);
  }

  clear(): void {
    this.bounds.length = 0;
  }

  /** Cuts the numbers from `first` to `last` into pieces that belong to it and pieces that do not, in order. */
  split(first: number, last: number, visit: (first: number, last: number, belongs: boolean) => void): void {
    let from = first;
    for (let at = 0; at < this.bounds.length && from <= last; at += 2) {
      const begin = this.bounds[at]!;
      const end = Math.min(last, this.bounds[at + 1]!);
      if (end < from) continue;
      if (begin > last) break;
      if (begin > from) visit(from, begin - 1, false);
      visit(Math.max(from, begin), end, true);
      from = end + 1;
    }
    if (from <= last) visit(from, last, false);
  }

  /** Where the last range that begins at or below a number is; -2 when there is none. New numbers are at the end. */
  private at(number: number): number {
    let at = this.bounds.length - 2;
    while (at >= 0 && this.bounds[at]! > number) at -= 2;
    return at;
  }
}
