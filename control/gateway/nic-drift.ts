/** How fast NIC time goes, against the host's monotonic clock: over the last minute, in parts per million. */

/** Samples a second apart; a drift is told over at least as long as this. */
const PERIOD_NS = 1e9;
const SAMPLES = 60;
const LEAST_MS = 5000;

export interface NicDrift {
  readonly ppm: number;
  readonly overMs: number;
}

export class NicDriftWatch {
  private readonly samples: { readonly hostNs: number; readonly nicNs: number }[] = [];

  /** Null: not known yet. A NIC whose time jumped back is another one. */
  sample(hostNs: number, nicNs: number): NicDrift | null {
    const { samples } = this;
    const last = samples.at(-1);
    if (last !== undefined && nicNs < last.nicNs) samples.length = 0;
    if (last === undefined || hostNs - last.hostNs >= PERIOD_NS) {
      samples.push({ hostNs, nicNs });
      if (samples.length > SAMPLES) samples.shift();
    }
    const first = samples[0]!;
    const overNs = hostNs - first.hostNs;
    if (overNs < LEAST_MS * 1e6) return null;
    return { ppm: ((nicNs - first.nicNs - overNs) / overNs) * 1e6, overMs: Math.round(overNs / 1e6) };
  }
}
