/** An order path whose venues are in the same process, behind a network that ends where sockets would begin. */
import type { DurabilityPolicy } from '../../../control/core/journal.js';
import { realTradingWorld } from '../../../control/core/world-trading.js';
import { NearNetwork, OrderPath, VENUES, type PathOptions } from './order-path.js';
import { OuchVenue } from './ouch-venue.js';

const WAIT_MS = 10_000;

export class NearVenues {
  readonly path: OrderPath;
  readonly network: NearNetwork;
  /** When bytes last left for a venue; set it to 0 before. */
  writtenNs = 0;
  /** Told of all bytes for a venue, by its port, when they leave. */
  onWritten: ((port: number) => void) | undefined;
  readonly venues: readonly OuchVenue[];
  /** Pieces that are on their way to a venue. */
  private underWay = 0;

  constructor(policy: DurabilityPolicy, fills: boolean, options: Pick<PathOptions, 'venueYaml' | 'massCancel'> = {}) {
    const { clock } = realTradingWorld;
    const nowMs = (): number => clock.monotonicNs() / 1e6;
    this.venues = VENUES.map(() => new OuchVenue({ fills, nowMs }));
    const handlers = this.venues.map((venue) => venue.accept());
    this.network = new NearNetwork(
      (port, bytes) => {
        this.writtenNs = clock.monotonicNs();
        this.onWritten?.(port);
        // The venue answers later, as it would: what it is told is its own from here on.
        const own = bytes.slice();
        this.underWay++;
        setImmediate(() => {
          this.underWay--;
          handlers[port - 1]!.onData(own);
        });
      },
      (port, toGateway) => {
        const nowhere = { host: '', port: 0 };
        handlers[port - 1]!.onOpen({
          local: nowhere,
          remote: nowhere,
          peerSubject: undefined,
          queuedBytes: 0,
          write: toGateway,
          pause: () => undefined,
          resume: () => undefined,
          end: () => undefined,
          destroy: () => undefined,
        });
      },
    );
    this.path = new OrderPath({ policy, streams: this.network, ports: VENUES.map((_, i) => i + 1), ...options });
  }

  start(hasQuotes = true): Promise<void> {
    return this.path.start(hasQuotes);
  }

  /** Bytes have left for a venue since `writtenNs` was set to 0. */
  written(): Promise<void> {
    return until(() => this.writtenNs !== 0);
  }

  /** Nothing is on its way, and what came was taken in. */
  async quiet(): Promise<void> {
    await nextTurn();
    await until(() => this.underWay === 0);
    await nextTurn();
  }

  close(): Promise<void> {
    return this.path.close();
  }
}

export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Turns of the event loop until something holds. */
export async function until(holds: () => boolean): Promise<void> {
  const end = performance.now() + WAIT_MS;
  while (!holds()) {
    await nextTurn();
    if (performance.now() > end) throw new Error('what the bench waits for does not come');
  }
}
