/** Captures as the ports' input: merged by capture time, in beats from the first one. */
import { CaptureError } from './errors.js';
import type { Capture } from './capture.js';

/** NIC time 0 is the first capture time rounded down to this: five whole beats. */
const BASE_NS = 32n;
const BEATS_MAX = BigInt(Number.MAX_SAFE_INTEGER);

/** Takes a frame of a port: `length` bytes of `capture.bytes` from `capture.at` on. */
export type OnFrame = (port: number, arrivalBeats: number, capture: Capture) => void;

export class MergedCaptures {
  private readonly alive: boolean[];
  /** Per port: a capture's times may go backwards, arrivals do not. */
  private readonly newest: bigint[];
  private baseNs: bigint | undefined;

  /** @param captures one per port; the first of two with the same time is port 0's */
  constructor(private readonly captures: readonly Capture[]) {
    this.alive = captures.map((capture) => capture.next());
    this.newest = captures.map((capture) => capture.timeNs);
    const first = this.newest.filter((_, port) => this.alive[port]);
    if (first.length > 0) {
      const earliest = first.reduce((a, b) => (b < a ? b : a));
      // Also for times before 1970: down, not toward zero.
      this.baseNs = earliest - (((earliest % BASE_NS) + BASE_NS) % BASE_NS);
    }
  }

  /** Bytes read so far, and in all. */
  get progress(): { readonly bytesRead: number; readonly size: number } {
    return {
      bytesRead: this.captures.reduce((sum, capture) => sum + capture.bytesRead, 0),
      size: this.captures.reduce((sum, capture) => sum + capture.size, 0),
    };
  }

  /** True when the port's capture has no frame left. */
  ended(port: number): boolean {
    return this.alive[port] !== true;
  }

  /** Hands over the next frame; false when there is none. */
  next(onFrame: OnFrame): boolean {
    const port = this.earliest();
    if (port < 0) return false;
    const capture = this.captures[port]!;
    onFrame(port, this.beatsOf(this.newest[port]!, capture), capture);
    this.alive[port] = capture.next();
    if (this.alive[port] && capture.timeNs > this.newest[port]!) this.newest[port] = capture.timeNs;
    return true;
  }

  private earliest(): number {
    let port = -1;
    for (let other = 0; other < this.captures.length; other++) {
      if (this.alive[other] && (port < 0 || this.newest[other]! < this.newest[port]!)) port = other;
    }
    return port;
  }

  private beatsOf(timeNs: bigint, capture: Capture): number {
    const beats = ((timeNs - this.baseNs!) * 5n + 31n) / 32n;
    if (beats > BEATS_MAX) {
      throw new CaptureError(
        'CAPTURE_TIME',
        'a capture time far behind the first one',
        capture.path,
        capture.bytesRead,
        {
          found: `${timeNs} ns`,
          expected: `at most ${this.baseNs! + (BEATS_MAX * 32n) / 5n} ns`,
        },
      );
    }
    return Number(beats);
  }

  close(): void {
    for (const capture of this.captures) capture.close();
  }
}
