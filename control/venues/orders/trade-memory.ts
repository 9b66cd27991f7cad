/**
 * Trades that have been told, the last so many: a fill that comes from a second source (drop copy, status answer, repetition) is recognised, and a
 * trade that is taken back has its quantity again. Bounded: the oldest are forgotten.
 */
export class TradeMemory {
  private readonly quantities = new Map<string, number>();
  /** Trades forgotten because of the limit. */
  forgotten = 0;

  constructor(private readonly limit: number) {}

  get size(): number {
    return this.quantities.size;
  }

  /** False when this trade of the order has been told. `tradeId`: what all sources of the venue call the trade. */
  add(orderId: number, tradeId: string, quantity: number): boolean {
    const key = `${orderId} ${tradeId}`;
    if (this.quantities.has(key)) return false;
    if (this.quantities.size >= this.limit) {
      const oldest = this.quantities.keys().next();
      if (oldest.done !== true) this.quantities.delete(oldest.value);
      this.forgotten++;
    }
    this.quantities.set(key, quantity);
    return true;
  }

  has(orderId: number, tradeId: string): boolean {
    return this.quantities.has(`${orderId} ${tradeId}`);
  }

  /** What the trade came to; 0 when it is not known. */
  quantityOf(orderId: number, tradeId: string): number {
    return this.quantities.get(`${orderId} ${tradeId}`) ?? 0;
  }
}
