/**
 * Whether a card's time goes on. One that hangs answers its registers with what was there: no fault flag, no error, and both its lines look as if they were gone. Only its time
 * tells, which a working card counts whether packets come or not. The driver carries the card's time forward between two looks of its own at the card (some milliseconds), so
 * that the time of a card that hangs may still move to and fro a little: what counts is how far it falls behind the host's.
 */
import { BEAT_PS } from '../core/generated/records.js';

/** So far behind is a fault: many times the longest pause of a bus, and four times what a status is apart from the next. */
const BEHIND_NS = 1e9;
/** Looks further apart than that count as if they were so far apart: the host itself was away. */
const BETWEEN_LOOKS_NS_MAX = 400e6;
/** A card's time goes at least at this part of the host's speed. An oscillator is off by a millionth of that. */
const LEAST_SPEED = 0.5;

export class CardWatch {
  private beats = NaN;
  private lookedNs = 0;
  private behindNs = 0;

  /** @param nowNs the host's monotonic time @returns why the card does not work; undefined: it does, or it is not known yet */
  look(beats: number, nowNs: number): string | undefined {
    const passedNs = Math.min(nowNs - this.lookedNs, BETWEEN_LOOKS_NS_MAX);
    const countedNs = ((beats - this.beats) * BEAT_PS) / 1000;
    // A first look, or another card: its time begins anew.
    const isNew = !(countedNs >= -BETWEEN_LOOKS_NS_MAX);
    this.behindNs = isNew ? 0 : Math.max(0, this.behindNs + passedNs - countedNs / LEAST_SPEED);
    this.beats = beats;
    this.lookedNs = nowNs;
    return this.behindNs < BEHIND_NS ? undefined : `its time has stood still for ${Math.round(this.behindNs / 1e6)} ms`;
  }
}
