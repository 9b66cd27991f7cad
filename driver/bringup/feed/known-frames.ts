/** The frames of a known capture: the same on each of the ports that it is played into. */
import { realFiles } from '../../../control/core/world-files.js';
import { CaptureFrames } from '../../../control/market-data/captures/capture-frames.js';
import type { Warn } from '../../../control/market-data/captures/capture.js';
import { writePcap, type CapturedFrame } from '../capture/pcap-writer.js';

/** What a sender fills up to, without FCS. */
const SHORTEST = 60;
/** Frames between two looks at whether the step is still wanted. */
const FRAMES_AT_ONCE = 256;

export type OnKnownFrame = (
  port: number,
  arrivalBeats: number,
  bytes: Uint8Array,
  length: number,
) => void | Promise<void>;

export interface KnownFrames {
  readonly path: string;
  /** From 0 on. */
  readonly ports: readonly number[];
  readonly warn: Warn;
  /** Lets others have their turn; rejects when the step's time is over. */
  readonly rest: () => Promise<void>;
}

/** Each frame in the order of its time, as it comes over a wire: filled up to the shortest that a MAC sends. Damaged ones are left out, because nothing sends them. */
export async function eachKnownFrame({ path, ports, warn, rest }: KnownFrames, onFrame: OnKnownFrame): Promise<number> {
  const paths = ports.map(() => path);
  const frames = new CaptureFrames(realFiles, paths, warn);
  const padded = new Uint8Array(SHORTEST);
  let next: [number, number, Uint8Array, number] = [0, 0, padded, 0];
  const now = { isGood: false };
  let count = 0;
  try {
    while (
      frames.next((port, arrivalBeats, { bytes, at, length, badFcs }) => {
        now.isGood = !badFcs;
        // The capture's bytes are its own only until the next frame is read, which happens before this one is played.
        const whole = bytes.slice(at, at + Math.max(length, 0));
        if (length >= SHORTEST) next = [port, arrivalBeats, whole, length];
        else {
          const filled = new Uint8Array(SHORTEST);
          filled.set(whole);
          next = [port, arrivalBeats, filled, SHORTEST];
        }
      })
    ) {
      if (!now.isGood) {
        warn(`${path}: damaged frames are left out`);
        continue;
      }
      count += 1;
      await onFrame(...next);
      if (count % FRAMES_AT_ONCE === 0) await rest();
    }
    return count;
  } finally {
    frames.close();
  }
}

/** The frames of one port as a file that another host can play. */
export async function writeKnownFrames(known: KnownFrames, file: string, framesMost: number): Promise<void> {
  const frames: CapturedFrame[] = [];
  await eachKnownFrame({ ...known, ports: [0] }, (_port, arrivalBeats, bytes, length) => {
    if (frames.length < framesMost) frames.push({ timeNs: (arrivalBeats * 32) / 5, bytes, length });
  });
  writePcap(file, frames);
}
