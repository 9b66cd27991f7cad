/** The process that risk-allocation.test.ts measures: prints how many bytes half a million orders, replacements and children that pass left on the heap. */
import { PerformanceObserver } from 'node:perf_hooks';
import { Side } from '../../../control/core/venue.js';
import { checkOrders, readOrder, riskBench, ORDERS } from './risk-orders.js';

const LAPS = 12;
const bench = riskBench();
const { gate, order } = bench;

function newOrders(): void {
  checkOrders(bench, 0, ORDERS);
}

function replacements(): void {
  for (let i = 0; i < ORDERS; i++) {
    const epochMs = readOrder(bench, i);
    if (gate.checkReplace(order, order.quantity + 1, order.price, epochMs, 0, order.price) !== 0) throw new Error();
  }
}

function children(): void {
  for (let i = 0; i < ORDERS; i++) {
    readOrder(bench, i);
    if (order.price === 0) order.price = order.side === Side.buy ? 100 : 10_000_000;
    const { client, instrument, side, price, quantity } = order;
    if (gate.checkChild(client, instrument, i % 5, side, price, quantity) !== 0) throw new Error(gate.denial().text);
  }
}

const works = [newOrders, replacements, children];
for (const work of works) for (let i = 0; i < 16; i++) work();

/** When each collection began. They are reported in order, some turns of the event loop later. */
const begun: number[] = [];
const observer = new PerformanceObserver((list) => begun.push(...list.getEntries().map((entry) => entry.startTime)));
observer.observe({ entryTypes: ['gc'] });

globalThis.gc!();
const start = performance.now();
const before = process.memoryUsage().heapUsed;
for (const work of works) for (let i = 0; i < LAPS; i++) work();
const bytes = process.memoryUsage().heapUsed - before;
const end = performance.now();
// Once one of our own has been reported, so have all before it.
globalThis.gc!();
while (!begun.some((time) => time >= end)) await new Promise((resolve) => setImmediate(resolve));
const collections = begun.filter((time) => time >= start && time < end).length;
process.stdout.write(JSON.stringify({ checks: 3 * LAPS * ORDERS, bytes, collections }));
