/** The risk side of the gateway with limits that let everything through, and beside it the strict stand-in: both must be told what adds up. */
import type { RiskGate } from '../../control/orders/risk/risk-port.js';
import type { PreTradeRisk } from '../../control/orders/risk/gate.js';
import { StrictRisk } from './simple-parts.js';

export class BothRisks extends StrictRisk {
  constructor(readonly real: PreTradeRisk) {
    super();
  }

  override checkNew(...given: Parameters<RiskGate['checkNew']>): number {
    if (super.checkNew(given[0]) !== 0) return 1;
    const denied = this.real.checkNew(...given);
    this.exposurePrice = this.real.exposurePrice;
    return denied === 0 ? 0 : this.takeOver();
  }

  override checkReplace(...given: Parameters<RiskGate['checkReplace']>): number {
    const [, quantity, price] = given;
    if (super.checkReplace(undefined, quantity, price) !== 0) return 1;
    const denied = this.real.checkReplace(...given);
    this.exposurePrice = this.real.exposurePrice;
    return denied === 0 ? 0 : this.takeOver();
  }

  override checkChild(...given: Parameters<RiskGate['checkChild']>): number {
    return this.real.checkChild(...given) === 0 ? super.checkChild() : this.takeOver();
  }

  override open(...given: Parameters<RiskGate['open']>): void {
    super.open(...given);
    this.real.open(...given);
  }

  override change(...given: Parameters<RiskGate['change']>): void {
    super.change(...given);
    this.real.change(...given);
  }

  override close(...given: Parameters<RiskGate['close']>): void {
    super.close(...given);
    this.real.close(...given);
  }

  override hold(...given: Parameters<RiskGate['hold']>): void {
    super.hold(...given);
    this.real.hold(...given);
  }

  override unhold(...given: Parameters<RiskGate['unhold']>): void {
    super.unhold(...given);
    this.real.unhold(...given);
  }

  override trade(...given: Parameters<RiskGate['trade']>): void {
    super.trade(...given);
    this.real.trade(...given);
  }

  override rest(...given: Parameters<RiskGate['rest']>): void {
    super.rest(...given);
    this.real.rest(...given);
  }

  override unrest(...given: Parameters<RiskGate['unrest']>): void {
    super.unrest(...given);
    this.real.unrest(...given);
  }

  private takeOver(): number {
    this.last = this.real.denial();
    return 1;
  }
}
