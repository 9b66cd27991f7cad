/** A client's order as bytes. Instruments by symbol: their numbers are good within one run of the process only. */
import type { AlgoName, ClientOrder, LinkKind, TriggerSource } from '../../../core/order-entry.js';
import type { PegTo } from '../../../core/venue.js';
import type { RecordReader, RecordWriter } from './record-text.js';

const TRIGGERS: readonly TriggerSource[] = ['last', 'bid-ask', 'mid'];
const PEGS: readonly PegTo[] = ['', 'same', 'opposite', 'mid'];
const ALGOS: readonly AlgoName[] = ['', 'twap', 'vwap', 'pov'];
const LINKS: readonly LinkKind[] = ['', 'oco', 'oto', 'bracket'];

export function writeTerms(out: RecordWriter, order: Readonly<ClientOrder>, symbol: string): void {
  out.num(order.client);
  out.text(order.clOrdId);
  out.text(order.account);
  out.text(symbol);
  out.num(order.side);
  out.num(order.ordType);
  out.num(order.timeInForce);
  out.num(order.quantity);
  out.num(order.price);
  out.num(order.stopPrice);
  out.num(order.displayQuantity);
  out.num(order.minQuantity);
  out.num((order.hidden ? 1 : 0) + (order.postOnly ? 2 : 0) + (order.located ? 4 : 0));
  out.num(PEGS.indexOf(order.pegTo));
  out.num(order.pegOffset);
  out.num(order.trailOffset);
  out.num(TRIGGERS.indexOf(order.trigger));
  out.num(order.expireEpochMs);
  out.text(order.capacity);
  out.text(order.strategy);
  out.num(ALGOS.indexOf(order.algo));
  if (order.algo !== '') {
    out.num(order.algoStartEpochMs);
    out.num(order.algoEndEpochMs);
    out.num(order.participationBps);
  }
  const parameters = Object.entries(order.algoParameters);
  out.num(parameters.length);
  for (const [name, value] of parameters) {
    out.text(name);
    out.text(value);
  }
  out.num(LINKS.indexOf(order.linkKind));
  if (order.linkKind !== '') out.text(order.linkId);
}

/** @param instrumentOf -1 for a symbol that is not in the universe any more */
export function readTerms(from: RecordReader, instrumentOf: (symbol: string) => number): ClientOrder {
  const client = from.num();
  const clOrdId = from.text();
  const account = from.text();
  const instrument = instrumentOf(from.text());
  const side = from.num();
  const ordType = from.num();
  const timeInForce = from.num();
  const quantity = from.num();
  const price = from.num();
  const stopPrice = from.num();
  const displayQuantity = from.num();
  const minQuantity = from.num();
  const flags = from.num();
  const pegTo = PEGS[from.num()] ?? '';
  const pegOffset = from.num();
  const trailOffset = from.num();
  const trigger = TRIGGERS[from.num()] ?? 'last';
  const expireEpochMs = from.num();
  const capacity = from.text();
  const strategy = from.text();
  const algo = ALGOS[from.num()] ?? '';
  const algoStartEpochMs = algo === '' ? 0 : from.num();
  const algoEndEpochMs = algo === '' ? 0 : from.num();
  const participationBps = algo === '' ? 0 : from.num();
  const algoParameters: Record<string, string> = {};
  for (let left = from.num(); left > 0; left--) algoParameters[from.text()] = from.text();
  const linkKind = LINKS[from.num()] ?? '';
  const linkId = linkKind === '' ? '' : from.text();
  return {
    client,
    clOrdId,
    account,
    instrument,
    side,
    ordType,
    timeInForce,
    quantity,
    price,
    stopPrice,
    displayQuantity,
    hidden: (flags & 1) !== 0,
    minQuantity,
    postOnly: (flags & 2) !== 0,
    pegTo,
    pegOffset,
    trailOffset,
    trigger,
    expireEpochMs,
    capacity,
    located: (flags & 4) !== 0,
    strategy,
    algo,
    algoStartEpochMs,
    algoEndEpochMs,
    participationBps,
    algoParameters,
    linkId,
    linkKind,
  };
}

/** What a worker remembers: a few names with numbers or words. */
export function writeMemory(out: RecordWriter, memory: Readonly<Record<string, number | string>>): void {
  const names = Object.keys(memory);
  out.num(names.length);
  for (const name of names) {
    const value = memory[name]!;
    const isText = typeof value === 'string';
    out.text(name);
    out.flag(isText);
    if (isText) out.text(value);
    else out.num(value);
  }
}

export function readMemory(from: RecordReader): Record<string, number | string> {
  const memory: Record<string, number | string> = {};
  for (let left = from.num(); left > 0; left--) {
    const name = from.text();
    memory[name] = from.flag() ? from.text() : from.num();
  }
  return memory;
}
