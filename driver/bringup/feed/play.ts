/** Plays a known capture through a card and through the golden model at once, and compares their records as they come. */
import type { FeedConfig } from '../../../control/core/feed.js';
import { SoftwareEngine } from '../../../control/market-data/software/engine.js';
import type { FeedDevice, FrameInput } from './feed-device.js';
import { eachKnownFrame, type KnownFrames } from './known-frames.js';
import { RecordComparison } from './record-comparison.js';

const POLL_SLOTS = 1 << 12;
const POLL_MS = 1;
/** Over the wire, how long more records than expected are waited for once all have come. */
const SURPLUS_MS = 200;

export interface PlayOptions {
  readonly known: KnownFrames;
  readonly config: FeedConfig;
  /** How long nothing may come of the card. */
  readonly idleMs: number;
  readonly nowMs: () => number;
  readonly wait: (ms: number) => Promise<void>;
}

export interface Played {
  readonly frames: number;
  /** Records that were equal to the model's. */
  readonly equal: number;
  /** What the card delivered at all. */
  readonly slots: number;
  /** The first difference, in words; undefined: there is none. */
  readonly difference: string | undefined;
}

/** Begins and ends the device's part by itself. */
export async function play(device: FeedDevice, options: PlayOptions): Promise<Played> {
  const { input } = device;
  const comparison = new RecordComparison({ overTheWire: input === undefined });
  const run = new Run(device, options, comparison, new SoftwareEngine(options.config));
  const frames = input === undefined ? await run.overTheWire() : await run.byHand(input);
  return { frames, equal: comparison.equal, slots: run.slots, difference: comparison.difference };
}

class Run {
  /** Delivered by the card. */
  slots = 0;
  private lastMs: number;

  constructor(
    private readonly device: FeedDevice,
    private readonly options: PlayOptions,
    private readonly comparison: RecordComparison,
    private readonly model: SoftwareEngine,
  ) {
    this.lastMs = options.nowMs();
  }

  /** Frames are handed to card and model with the same arrivals. */
  async byHand(input: FrameInput): Promise<number> {
    const { comparison, model } = this;
    const base = this.device.begin(this.options.config);
    const frames = await eachKnownFrame(this.options.known, async (port, arrivalBeats, bytes, length) => {
      if (comparison.difference !== undefined) return;
      const arrival = base + arrivalBeats;
      while (!input.push(port, arrival, bytes, length)) if (!(await this.pollOrWait())) return;
      this.lastMs = this.options.nowMs();
      while (!model.pushFrame(port, arrival, bytes, length, false)) model.poll(comparison.model, POLL_SLOTS);
      this.pollModel();
    });
    input.end();
    model.endOfInput();
    this.pollModel();
    while (comparison.difference === undefined && !input.drained()) if (!(await this.pollOrWait())) break;
    while (this.poll() > 0);
    comparison.finish();
    return frames;
  }

  /** The model first; then what comes of the card while somebody plays the same frames. */
  async overTheWire(): Promise<number> {
    const { comparison, model, options } = this;
    const frames = await eachKnownFrame(options.known, (port, arrivalBeats, bytes, length) => {
      while (!model.pushFrame(port, arrivalBeats, bytes, length, false)) model.poll(comparison.model, POLL_SLOTS);
      this.pollModel();
    });
    model.endOfInput();
    this.pollModel();
    this.device.begin(options.config);
    this.lastMs = options.nowMs();
    while (comparison.difference === undefined && comparison.missing > 0) if (!(await this.pollOrWait())) break;
    if (comparison.missing === 0) await options.wait(SURPLUS_MS);
    while (this.poll() > 0);
    comparison.finish();
    return frames;
  }

  private pollModel(): void {
    while (this.model.poll(this.comparison.model, POLL_SLOTS) > 0);
  }

  private poll(): number {
    const slots = this.device.poll(this.comparison.card, POLL_SLOTS);
    this.slots += slots;
    return slots;
  }

  /** False: nothing came for as long as it may. */
  private async pollOrWait(): Promise<boolean> {
    const { nowMs, wait, idleMs } = this.options;
    if (this.poll() > 0) {
      this.lastMs = nowMs();
      return this.comparison.difference === undefined;
    }
    if (nowMs() - this.lastMs > idleMs) return false;
    await wait(POLL_MS);
    return true;
  }
}
