/**
 * libquickfix, unmodified and with the plain FIX 4.4 dictionary, enters the order types over a socket. The gateway and its exchange are in the virtual world; a bridge carries
 * the bytes between the socket and the world, and time passes there only when both sides have what was said to them.
 */
import { createServer, type Server, type Socket } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { TypeName } from '../../control/orders/types/names.js';
import { formAt } from '../../control/orders/types/forms.js';
import type { Stream, StreamHandler } from '../../control/core/streams.js';
import { QuickFixPeer, quickFixMissing } from '../fix/interop/quickfix-peer.js';
import { Watch } from '../fix/interop/watch.js';
import { agree } from './agreement.js';
import { TYPE_CASES, usualMarket } from './type-cases.js';
import { TradingScene, type Speaker } from './trading-scene.js';
import { fixex, GATEWAY } from './venue-setups.js';

/** Those that need little time: it passes for libquickfix as well. */
const TYPES: readonly TypeName[] = [
  'market',
  'limit',
  'stop',
  'stop-limit',
  'trailing-stop',
  'immediate-or-cancel',
  'fill-or-kill',
  'minimum-quantity',
  'day',
  'post-only',
  'iceberg',
  'hidden',
  'peg-same',
  'peg-opposite',
  'peg-mid',
  'oco',
  'oto',
  'bracket',
];
const SOH = String.fromCharCode(1);
/** The end of a message. */
const CHECKSUM = new RegExp(`${SOH}10=\\d{3}${SOH}`, 'g');

/** Bytes from a socket into the world and back. */
class Bridge implements StreamHandler {
  private stream: Stream | undefined;
  private readonly socket: Promise<Socket>;
  private peer: Socket | undefined;
  private arrived = 0;
  /** Messages that were given to the socket. */
  private given = 0;
  private carry = '';
  private waiting: Buffer[] = [];

  constructor(
    private readonly t: TradingScene,
    server: Server,
    watch: Watch,
  ) {
    this.socket = new Promise((resolve) => server.once('connection', resolve));
    void this.socket.then((socket) => {
      this.peer = socket;
      socket.on('data', (bytes) => {
        this.arrived += bytes.toString('latin1').match(CHECKSUM)?.length ?? 0;
        this.waiting.push(bytes);
        watch.changed();
      });
      socket.on('error', () => undefined);
    });
  }

  get hasArrived(): number {
    return this.arrived;
  }

  get hasGiven(): number {
    return this.given;
  }

  /** Puts what came into the world, and lets time pass there. */
  async run(ms: number): Promise<void> {
    const { world, outside } = this.t;
    if (this.stream === undefined) {
      outside.run(() => outside.streams.connect({ remote: { host: GATEWAY, port: 9880 }, timeoutMs: 5000 }, this));
      await world.run(5);
    }
    for (const bytes of this.waiting.splice(0)) outside.run(() => this.stream?.write(bytes));
    await world.run(ms);
  }

  onOpen(stream: Stream): void {
    this.stream = stream;
  }

  onData(bytes: Uint8Array): void {
    const text = this.carry + Buffer.from(bytes).toString('latin1');
    const found = [...text.matchAll(CHECKSUM)];
    this.given += found.length;
    const last = found.at(-1);
    this.carry = last === undefined ? text : text.slice(last.index + last[0].length);
    this.peer?.write(Buffer.from(bytes));
  }

  onDrain(): void {
    // Nothing waits.
  }

  onClose(): void {
    this.peer?.destroy();
  }
}

class QuickFixSpeaker implements Speaker {
  private asked: Promise<void> = Promise.resolve();

  constructor(
    private readonly them: QuickFixPeer,
    private readonly bridge: Bridge,
  ) {}

  get messages(): readonly ReadonlyMap<number, string>[] {
    return this.them.received.map(({ fields }) => fields);
  }

  send(type: string, body: string): void {
    this.asked = this.asked.then(() => this.them.command(`send ${type} ${body}`));
  }

  async run(ms: number): Promise<void> {
    await this.asked;
    const { them, bridge } = this;
    await them.until('what QuickFIX said is here', () => bridge.hasArrived >= them.sent.length);
    await bridge.run(ms);
    await them.until('QuickFIX has what it was told', () => them.received.length >= bridge.hasGiven);
  }
}

describe.skipIf(quickFixMissing !== '')(`libquickfix as the client${quickFixMissing}`, () => {
  it('trades as any client does', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'crossfeed-quickfix-'));
    const t = await TradingScene.open(fixex, { epochMs: Date.now(), ownTags: false, hasSpeaker: true });
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const watch = new Watch();
    const bridge = new Bridge(t, server, watch);
    const them = await QuickFixPeer.start({
      version: 'FIX.4.4',
      folder: join(folder, 'theirs'),
      watch,
      // The machine may be slow: time is what the world says.
      settings: { LogonTimeout: '60' },
      connectPort: (server.address() as { port: number }).port,
      senderCompId: 'CLIENT1',
    });
    onTestFinished(async () => {
      await them.kill();
      server.close();
      rmSync(folder, { recursive: true });
    });
    await them.until('its logon', () => them.sent.length > 0);
    t.speaker = new QuickFixSpeaker(them, bridge);
    await t.run(200);
    // It has our Logon before it says that it is logged on.
    await them.until('its word that it is logged on', () => them.isLoggedOn);
    const { capabilities } = t.trading.set.venues[0]!;
    const wrong: string[] = [];
    for (const { type, what, run } of TYPE_CASES.filter((each) => TYPES.includes(each.type))) {
      await usualMarket(t);
      try {
        await run(t, formAt(type, capabilities) === 'native' ? 'native' : 'emulated');
      } catch (error) {
        wrong.push(`${type}: ${what}: ${error instanceof Error ? error.message : String(error)}`);
      }
      t.process.run(() => t.orders.engine.emergencyCancelAll('test', 'the next case begins'));
      await t.run(100);
    }
    expect(wrong).toEqual([]);
    // Its dictionary found nothing wrong, and its application got each report.
    expect(them.sent.filter(({ type }) => type === '3' || type === 'j')).toEqual([]);
    expect(them.delivered.length).toBe(them.received.filter(({ type }) => /^[89]$/.test(type)).length);
    await agree(t);
  });
});
