/** How much counters grew over the last seconds, for states that follow from a rate. */
const WINDOW_NS = 5e9;

interface Memory {
  readonly atNs: number[];
  readonly values: number[];
}

export class GrowthOf {
  private readonly counters = new Map<string, Memory>();

  /** Growth over the last 5 s, or since it was first looked at. A counter that began again grew by what it has. */
  sample(nowNs: number, key: string, value: number): number {
    let memory = this.counters.get(key);
    if (memory === undefined) this.counters.set(key, (memory = { atNs: [], values: [] }));
    const { atNs, values } = memory;
    if (values.length > 0 && value < values.at(-1)!) {
      atNs.length = 0;
      values.length = 0;
    }
    atNs.push(nowNs);
    values.push(value);
    while (atNs.length > 2 && nowNs - atNs[1]! >= WINDOW_NS) {
      atNs.shift();
      values.shift();
    }
    return value - values[0]!;
  }
}
