/** The trades of a child by the venue's ExecIDs, corrections included. Most children have one: a map of its own costs each of them more than all else that is kept of it. */
import type { TradeLink } from './child-order.js';

/** From so many on they are found by a map. */
const FEW = 8;

export class TradeLinks {
  private ids: string[] | undefined;
  private links: TradeLink[] | undefined;
  private byId: Map<string, TradeLink> | undefined;

  has(execId: string): boolean {
    return this.get(execId) !== undefined;
  }

  get(execId: string): TradeLink | undefined {
    if (this.byId !== undefined) return this.byId.get(execId);
    const { ids } = this;
    if (ids === undefined) return undefined;
    for (let i = 0; i < ids.length; i++) if (ids[i] === execId) return this.links![i];
    return undefined;
  }

  set(execId: string, link: TradeLink): void {
    const { ids, links } = this;
    if (ids === undefined || links === undefined) {
      this.ids = [execId];
      this.links = [link];
      return;
    }
    const at = ids.indexOf(execId);
    if (at >= 0) links[at] = link;
    else {
      ids.push(execId);
      links.push(link);
    }
    if (ids.length > FEW) (this.byId ??= new Map(this)).set(execId, link);
  }

  values(): readonly TradeLink[] {
    return this.links ?? [];
  }

  *[Symbol.iterator](): IterableIterator<[string, TradeLink]> {
    for (const [i, execId] of (this.ids ?? []).entries()) yield [execId, this.links![i]!];
  }
}
