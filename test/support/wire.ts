/** The time of frames on the wire, and the order in which both ports' frames are taken. */
import type { Frame } from './frames.js';

export interface TimedFrame {
  readonly frame: Frame;
  /** The beat in which it starts: its messages' `ingress`. */
  readonly start: number;
  /** The end of the frame: its messages' stamp. */
  readonly stamp: number;
}

/** Takes frames in the order of arrival, gives them in the order of (stamp, port). */
export class Wire {
  readonly #lastEnd: (number | undefined)[] = [];
  readonly #waiting: TimedFrame[][] = [];

  constructor(ports: number) {
    for (let port = 0; port < ports; port++) this.#waiting.push([]);
  }

  add(frame: Frame): void {
    const lastEnd = this.#lastEnd[frame.port];
    const start = lastEnd === undefined ? frame.arrival : Math.max(frame.arrival, lastEnd + 3);
    const stamp = start + Math.ceil((frame.bytes.length + 4) / 8);
    this.#lastEnd[frame.port] = stamp;
    this.#waiting[frame.port]!.push({ frame, start, stamp });
  }

  /** Takes the first frame whose stamp is at most `beats`: no frame that arrives then or later can come before it. */
  takeUpTo(beats: number): TimedFrame | undefined {
    let first: TimedFrame[] | undefined;
    for (const queue of this.#waiting) {
      const head = queue[0];
      if (head && head.stamp <= beats && (!first || head.stamp < first[0]!.stamp)) first = queue;
    }
    return first?.shift();
  }
}
