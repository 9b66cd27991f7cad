/** Bytes on their way, some of them changed, lost, doubled or followed by one that nobody sent. */
import { SeededRandom } from '../../control/core/random.js';

export interface LineFaults {
  /** Of a million bytes each. */
  readonly corruptPpm?: number;
  readonly dropPpm?: number;
  readonly insertPpm?: number;
  readonly duplicatePpm?: number;
}

export class FaultyLine {
  faults: LineFaults = {};
  /** Bytes that something was done to. */
  hit = 0;
  private readonly random: SeededRandom;

  constructor(seed: number) {
    this.random = new SeededRandom(seed);
  }

  carry(bytes: Uint8Array): Uint8Array {
    const { corruptPpm = 0, dropPpm = 0, insertPpm = 0, duplicatePpm = 0 } = this.faults;
    if (corruptPpm + dropPpm + insertPpm + duplicatePpm === 0) return bytes;
    const out: number[] = [];
    for (const byte of bytes) {
      let draw = this.random.below(1_000_000);
      const happens = (ppm: number): boolean => (draw -= ppm) < 0;
      this.hit += 1;
      if (happens(corruptPpm)) out.push(byte ^ (1 << this.random.below(8)));
      else if (happens(dropPpm)) continue;
      else if (happens(insertPpm)) out.push(byte, this.random.below(256));
      else if (happens(duplicatePpm)) out.push(byte, byte);
      else {
        out.push(byte);
        this.hit -= 1;
      }
    }
    return Uint8Array.from(out);
  }
}
