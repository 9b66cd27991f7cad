/**
 * A trailing stop: its stop price follows the best price since the order was entered at a fixed distance, and never goes back. The next better price is armed beside the stop
 * itself, so that a quote which is neither costs nothing. The best price is remembered each time before the stop moves.
 */
import type { Memory } from './base-worker.js';
import { isBuy } from './names.js';
import { numberOf } from './parameters.js';
import { tickOf } from './placing.js';
import { kindOf, StopWorker } from './stop.js';

export class TrailingStopWorker extends StopWorker {
  private ratchetHandle = -1;
  /** Best price of its source since it was entered, in units (half ones with `mid`); 0: none yet. */
  private best = 0;

  /** Where the stop is now; 0: nowhere yet. */
  get stopPrice(): number {
    if (this.best === 0) return 0;
    const { side, trailOffset } = this.work.terms;
    return isBuy(side) ? this.best + trailOffset : Math.max(0, this.best - trailOffset);
  }

  protected override recall(memory: Memory): void {
    this.best = Number(memory['best'] ?? 0);
  }

  protected override armAll(): void {
    if (this.best > 0) this.armStop(this.stopPrice);
    if (!this.hasEnded) this.armRatchet();
  }

  protected override disarmAll(): void {
    super.disarmAll();
    this.watch.disarm(this.ratchetHandle);
    this.ratchetHandle = -1;
  }

  private armRatchet(): void {
    const { side, trigger } = this.work.terms;
    const step = numberOf(this.work.terms, 'trailStepTicks') * tickOf(this.work);
    const buys = isBuy(side);
    // Without a best price any price is one.
    const price = this.best === 0 ? (buys ? Infinity : 0) : buys ? this.best - step : this.best + step;
    this.watch.disarm(this.ratchetHandle);
    this.ratchetHandle = this.watch.arm(kindOf(trigger, side), !buys, price, this);
    if (this.ratchetHandle < 0) this.noRoom();
  }

  override onTrigger(handle: number, value: number): void {
    if (this.hasEnded || handle !== this.ratchetHandle) {
      super.onTrigger(handle, value);
      return;
    }
    this.ratchetHandle = -1;
    this.best = value;
    this.work.remember({ best: value });
    this.armAll();
  }
}
