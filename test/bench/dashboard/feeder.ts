/** A gateway's side of the page for benches: rows that change so many times a second, a status, and the gateway's own socket with its own periods. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger } from '../../../control/core/logging.js';
import { STATUS_PERIOD_MS, UPDATE_PERIOD_MS } from '../../../control/core/status/protocol.js';
import { ROW, ROW_LENGTH, RowTable } from '../../../control/core/status/rows.js';
import { realLocalSockets } from '../../../control/core/world-local-sockets.js';
import { realWorld } from '../../../control/core/world-real.js';
import type { Timer } from '../../../control/core/world.js';
import { GatewaySocket } from '../../../control/gateway/local-server.js';
import { scenario } from '../../dashboard/scenario.js';

const SYMBOLS = 1000;
/** Between two changes of the row that carries the time. */
export const TICK_MS = 5;
/** The row that carries the time of its change, ms since the feeder began, as its count of updates. */
export const CLOCK_SYMBOL = 'AAAA';

export class Feeder {
  readonly path: string;
  readonly startedMs = Date.now();
  /** Rows changed. */
  updates = 0;
  private readonly folder = mkdtempSync(join(tmpdir(), 'cf-bench-page-'));
  private readonly table = new RowTable();
  private readonly socket: GatewaySocket;
  private readonly timers: Timer[] = [];
  private next = 1;

  /** @param perSecond 0: nothing happens by itself; `touch` and `push` make it happen */
  constructor(private readonly perSecond: number) {
    this.path = join(this.folder, 'gateway.sock');
    const picture = { table: this.table, status: scenario(), statusVersion: 1 };
    this.socket = new GatewaySocket(picture, { book: () => undefined }, silentLogger);
    this.table.add(CLOCK_SYMBOL);
    for (let i = 1; i < SYMBOLS; i++) this.table.add(`S${i}`);
    if (perSecond === 0) return;
    const { timers, clock } = realWorld;
    this.timers.push(
      timers.every(TICK_MS, () => this.change()),
      timers.every(STATUS_PERIOD_MS, () => (picture.statusVersion += 1)),
      timers.every(UPDATE_PERIOD_MS, () => this.socket.push(clock.epochMs())),
    );
  }

  listen(): Promise<void> {
    return this.socket.listen(realLocalSockets, this.path);
  }

  /** Every row changes. */
  touch(): void {
    this.updates++;
    const row = new Array<number>(ROW_LENGTH).fill(this.updates);
    for (let index = 0; index < SYMBOLS; index++) this.table.set(index, row);
  }

  push(): void {
    this.socket.push(realWorld.clock.epochMs());
  }

  get passedOver(): number {
    return this.socket.passedOver;
  }

  async close(): Promise<void> {
    for (const timer of this.timers) timer.cancel();
    await this.socket.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** As many as are due, however late the timer was. */
  private change(): void {
    const due = Math.floor(((Date.now() - this.startedMs) / 1000) * this.perSecond);
    const row = new Array<number>(ROW_LENGTH).fill(0);
    for (; this.updates < due; this.updates++) {
      const price = 1_000_000 + (this.updates % 977) * 100;
      row[ROW.bid] = price;
      row[ROW.ask] = price + 100;
      row[ROW.bidSize] = 100 + (this.updates % 7);
      row[ROW.askSize] = 200;
      row[ROW.state] = 2;
      row[ROW.updates] = this.updates;
      this.table.set(this.next, row);
      this.next = this.next === SYMBOLS - 1 ? 1 : this.next + 1;
    }
    row[ROW.updates] = Date.now() - this.startedMs;
    this.table.set(0, row);
  }
}
