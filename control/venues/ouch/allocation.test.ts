import { describe, expect, it } from 'vitest';
import type { Journal } from '../../core/journal.js';
import { SeededRandom } from '../../core/random.js';
import type { Stream, StreamHandler } from '../../core/streams.js';
import { blankOrder, type VenueOrder } from '../../core/venue.js';
import type { TradingWorld } from '../../core/world.js';
import { putMessage } from '../../protocols/layout.js';
import { ouch50Server } from '../../protocols/ouch50/messages.js';
import { putLoginAccepted, putSoupHeader, SoupType } from '../../protocols/soupbintcp/packets.js';
import { VenueSecrets } from '../secrets.js';
import { VenueSet } from '../venue-set.js';

/** A world in which nothing happens by itself, and a socket that counts. */
class StillWorld {
  /** Small, and the other clock as well: whether V8 boxes a large number on its way out of a clock changes from run to run, and is the clock's affair. */
  nowNs = 1_000_000;
  bytesOut = 0;
  private readonly soon: (() => void)[] = [];
  private soonCount = 0;
  private handler: StreamHandler | undefined;

  readonly world: TradingWorld = {
    clock: { monotonicNs: () => this.nowNs, epochMs: () => 1_700_000 },
    timers: {
      after: () => ({ cancel: () => undefined }),
      every: () => ({ cancel: () => undefined }),
      onTurn: () => ({ cancel: () => undefined }),
      soon: (run) => void (this.soon[this.soonCount++] = run),
    },
    random: (seed) => new SeededRandom(seed),
    streams: {
      connect: (_options, handler) => {
        this.handler = handler;
        return { cancel: () => undefined };
      },
      listen: () => Promise.reject(new Error('nobody listens here')),
    },
    disk: undefined as never,
  };

  readonly journal: Journal = {
    state: 'open',
    policy: 'os',
    hostRestarted: false,
    doubtfulBefore: 0,
    committed: 0,
    synced: 0,
    openStream: () => 1,
    append: () => 1,
    commit: () => true,
    onSynced: () => undefined,
    onStateChange: () => undefined,
    requireSync: () => undefined,
    requestSync: () => undefined,
    syncNow: () => undefined,
    read: () => undefined,
    scan: () => undefined,
    forget: () => undefined,
    onCompact: () => undefined,
    close: () => undefined,
  };

  private readonly socket: Stream = {
    local: { host: '', port: 0 },
    remote: { host: '', port: 0 },
    peerSubject: undefined,
    queuedBytes: 0,
    write: (bytes) => void (this.bytesOut += bytes.length),
    pause: () => undefined,
    resume: () => undefined,
    end: () => undefined,
    destroy: () => undefined,
  };

  /** What was wanted soon, as at the end of a callback. */
  turn(): void {
    const { soon } = this;
    for (let i = 0; i < this.soonCount; i++) soon[i]!();
    this.soonCount = 0;
  }

  logIn(): void {
    this.handler!.onOpen(this.socket);
    const bytes = new Uint8Array(128);
    this.handler!.onData(bytes.subarray(0, putLoginAccepted(bytes, 0, { session: 'S', sequenceNumber: 1 })));
    this.turn();
    const at = putSoupHeader(bytes, 0, SoupType.sequencedData, ouch50Server.AccountQueryResponse.bytes);
    const end = at + putMessage(bytes, at, ouch50Server.AccountQueryResponse, { timestamp: 0, nextUserRefNum: 1 });
    this.handler!.onData(bytes.subarray(0, end));
    this.turn();
  }
}

const files: Readonly<Record<string, string>> = {
  '/v.yaml': `
id: V
universe: u.yaml
capabilities: { ordTypes: "2", timesInForce: "0" }
limits: { orders: 1024 }
orderEntry: { protocol: ouch50, gateways: [{ host: h, port: 1 }], username: U, password: { file: secret } }
`,
  '/u.yaml': 'name: u\ninstruments: [AAPL, MSFT]',
};

const ORDERS = 1000;
/** Nothing: what is left is what the measurement itself takes, spread over the orders of a round. */
const BYTES_EACH = 1;

describe('an order on its way out', () => {
  it('allocates nothing from submit to the socket', () => {
    const still = new StillWorld();
    const set = new VenueSet({
      files: ['/v.yaml'],
      readText: (path) => files[path] ?? '',
      world: still.world,
      journal: still.journal,
      openStore: () => undefined as never,
      closeStore: () => undefined,
      secrets: new VenueSecrets({ read: () => 'secret' }, undefined),
      handler: {
        onReport: () => undefined,
        onRefusal: () => undefined,
        onState: () => undefined,
        onUncertain: () => undefined,
      },
      seed: 1,
    });
    set.connect();
    still.logIn();
    const venue = set.venues[0]!;
    expect(venue.state).toBe('active');
    const order: VenueOrder = { ...blankOrder(), quantity: 100, price: 1_000_000, capacity: '' };
    const { table } = venue.keeper;
    let refused = 0;
    const round = (): void => {
      for (let i = 0; i < ORDERS; i++) {
        order.orderId++;
        order.price += 100;
        if (venue.submit(order) !== 'sent') refused++;
        still.turn();
        // Over at once, so that its slot is used again.
        table.setStatus(table.find(order.orderId), 0x38);
      }
      order.price = 1_000_000;
    };
    const measure = (work: () => void): number => {
      const grown = Array.from({ length: 15 }, () => {
        const before = process.memoryUsage().heapUsed;
        work();
        return process.memoryUsage().heapUsed - before;
      });
      return grown.sort((x, y) => x - y)[7]!;
    };
    const perOrder = (): number => (measure(round) - measure(() => undefined)) / ORDERS;
    // Code that V8 has not optimised yet boxes its doubles: what allocates for ever never gets below the line.
    let bytesEach = perOrder();
    for (let i = 0; i < 100 && bytesEach >= BYTES_EACH; i++) bytesEach = perOrder();
    expect(bytesEach).toBeLessThan(BYTES_EACH);
    expect(refused).toBe(0);
    expect(still.bytesOut).toBeGreaterThan(ORDERS * 50);
  });
});
