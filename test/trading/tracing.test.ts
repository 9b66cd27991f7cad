/** Traces of orders: made of the journal afterwards, sent to a collector that is a real server. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../../control/core/logging.js';
import { realHttp } from '../../control/core/world-http.js';
import { sampleOf } from '../../control/gateway/tracing/order-spans.js';
import { SpanExporter } from '../../control/gateway/tracing/otlp.js';
import type { Span } from '../../control/gateway/tracing/span.js';
import { Tracing } from '../../control/gateway/tracing/tracing.js';
import { Desk } from '../orders/desk.js';

interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[];
  readonly events: readonly { readonly name: string }[];
  readonly status: { readonly code: number };
}

interface Export {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly unknown[] };
    readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[];
  }[];
}

let collector: Server;
let endpoint: string;
const bodies: Export[] = [];
/** What the collector answers with, in turn; then 200. */
const answers: number[] = [];

beforeEach(async () => {
  bodies.length = answers.length = 0;
  collector = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const status = answers.shift() ?? 200;
      expect([request.method, request.url, request.headers['content-type']]).toEqual([
        'POST',
        '/v1/traces',
        'application/json',
      ]);
      if (status === 200) bodies.push(JSON.parse(text) as Export);
      response.writeHead(status).end('{}');
    });
  });
  await new Promise<void>((done) => collector.listen(0, '127.0.0.1', done));
  endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}/v1/traces`;
});
afterEach(() => new Promise((done) => collector.close(done)));

const spansOf = (): readonly OtlpSpan[] =>
  bodies.flatMap(({ resourceSpans }) =>
    resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
  );

function tracingOf(desk: Desk, sampleRatio: number): Tracing {
  const { clock, timers } = desk.process;
  const { journal } = desk;
  // As in a gateway, which follows the journal from before its engine opens.
  let position = 0;
  journal.scan(0, (entry) => {
    position = entry.position;
    return false;
  });
  const follows = {
    openStream: (name: string) => journal.openStream(name),
    scan: journal.scan.bind(journal),
    get committed() {
      const found = position;
      position = journal.committed;
      return found;
    },
  };
  return new Tracing({
    settings: { endpoint, sampleRatio },
    environment: 'lab',
    version: '1.2.3',
    journal: follows,
    http: realHttp,
    ...{ clock, timers, log: silentLogger },
  });
}

describe('traces of orders', () => {
  it('have the order, its children below it, and what happened to each', async () => {
    const desk = new Desk();
    const tracing = tracingOf(desk, 1);
    const child = desk.send({ clOrdId: 'FIRST' }) + 1;
    desk.world.advance(7);
    desk.fill(child, 'a', 30);
    desk.world.advance(5);
    desk.cancel('FIRST');
    desk.say(child, '4');
    desk.send({ clOrdId: 'REFUSED', price: 66_666 });
    desk.world.advance(20);
    await tracing.close();

    const spans = spansOf();
    expect(spans.map(({ name }) => name).sort()).toEqual(['child ALPHA', 'order', 'order']);
    const [order, refused] = spans.filter(({ name }) => name === 'order');
    const placed = spans.find(({ name }) => name === 'child ALPHA')!;
    expect(placed).toMatchObject({ traceId: order!.traceId, parentSpanId: order!.spanId, status: { code: 1 } });
    expect(order!.traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(order!.spanId).toMatch(/^[0-9a-f]{16}$/);
    expect(placed.events.map(({ name }) => name)).toEqual(['venue-report', 'child-cancel', 'venue-report']);
    expect(BigInt(placed.endTimeUnixNano) - BigInt(placed.startTimeUnixNano)).toBe(12_000_000n);
    expect(order!.attributes).toContainEqual({ key: 'order.clOrdId', value: { stringValue: 'FIRST' } });
    expect(order!.attributes).toContainEqual({ key: 'filled', value: { intValue: '30' } });
    expect(refused).toMatchObject({ status: { code: 2 } });
    expect(JSON.stringify(bodies[0]!.resourceSpans[0]!.resource)).toContain('"crossfeed"');
  });

  it('are of a part of the orders, the same ones each time', async () => {
    const desk = new Desk();
    const tracing = tracingOf(desk, 0.25);
    for (let n = 0; n < 40; n++) {
      const child = desk.send({ clOrdId: `O${n}` }) + 1;
      desk.say(child, '4');
    }
    desk.world.advance(20);
    await tracing.close();
    const { ordersSeen, ordersFollowed } = tracing.spans.counters;
    expect(ordersSeen).toBe(40);
    expect(ordersFollowed).toBeGreaterThan(0);
    expect(ordersFollowed).toBeLessThan(20);
    const numbers = Array.from({ length: 10_000 }, (_, i) => i + 1);
    const share = numbers.filter((number) => sampleOf(number) < 0.01).length / numbers.length;
    expect(Math.abs(share - 0.01)).toBeLessThan(0.003);
  });
});

describe('the exporter', () => {
  const span = (n: number): Span => ({
    ...{ traceId: 'a'.repeat(32), spanId: String(n).padStart(16, '0'), parentSpanId: undefined, name: 'order' },
    ...{ startMs: 1, endMs: 2, attributes: {}, events: [], isError: false },
  });
  const exporterOf = (queueMax: number): SpanExporter => {
    const { timers } = new Desk().process;
    return new SpanExporter({
      http: realHttp,
      timers,
      log: silentLogger,
      endpoint,
      version: '1',
      environment: 'lab',
      queueMax,
    });
  };

  it('tries again what a collector could not take, and gives up what it will never take', async () => {
    const exporter = exporterOf(10);
    exporter.add(span(1));
    answers.push(503, 200, 400);
    await exporter.flush();
    expect(exporter.counters).toEqual({ exported: 0, dropped: 0, failures: 1 });
    await exporter.flush();
    expect(exporter.counters).toMatchObject({ exported: 1, dropped: 0 });
    exporter.add(span(2));
    await exporter.close();
    expect(exporter.counters).toEqual({ exported: 1, dropped: 1, failures: 2 });
  });

  it('holds so many spans and no more, with nobody there', async () => {
    const exporter = exporterOf(3);
    answers.push(503, 503);
    for (let n = 0; n < 5; n++) exporter.add(span(n));
    await exporter.flush();
    expect(exporter.counters).toEqual({ exported: 0, dropped: 2, failures: 1 });
    await exporter.close();
    expect(exporter.counters).toEqual({ exported: 0, dropped: 5, failures: 2 });
    expect(bodies).toEqual([]);
  });
});
