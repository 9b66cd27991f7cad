/** What the venues themselves say: a drop copy of the whole firm at each, on a session that the gateway does not know of, and the market's prices. */
import type { Endpoint } from '../../control/core/streams.js';
import { FixClient, type ClientWorld, type FixFields } from './fix-client.js';
import { VERSIONS, type VenueName } from './installation.js';

export interface VenueExecution {
  readonly venue: VenueName;
  /** Our number of the child, from its name there. */
  readonly child: number;
  readonly name: string;
  readonly kind: 'new' | 'trade' | 'replaced' | 'ended' | 'refused' | 'changed' | 'takenBack';
  readonly execId: string;
  readonly epochMs: number;
  readonly quantity: number;
  readonly cum: number;
  readonly leaves: number;
  readonly lastQuantity: number;
  readonly lastPrice: number;
  /** Where one clock is everybody's: how it follows on others of the same millisecond. */
  readonly order?: number;
  /** It was to trade at once or not at all. */
  readonly isImmediate?: boolean;
}

const SCALE = 10_000;

export class Witness {
  readonly executions: VenueExecution[] = [];
  readonly client: FixClient;

  constructor(
    private readonly venue: VenueName,
    world: ClientWorld,
    dropCopy: Endpoint,
  ) {
    const logon = venue === 'FIXEX' ? '554=crossfeed|' : '95=9|96=crossfeed|';
    this.client = new FixClient({
      world,
      ...dropCopy,
      beginString: VERSIONS[venue],
      sender: 'WITNESS',
      target: venue,
      logon,
      onMessage: (message) => this.hear(message),
    });
  }

  private hear(message: FixFields): void {
    if (message.type !== '8') return;
    const kind = this.kindOf(message);
    // What ends upon a request carries the request's name, and the order's behind it.
    const name = kind === 'ended' && message.get(41) !== '' ? message.get(41) : message.get(11);
    this.executions.push({
      venue: this.venue,
      child: childOf(name),
      name,
      kind,
      execId: message.get(17),
      epochMs: epochOf(message.get(60)),
      quantity: message.number(38) || 0,
      cum: message.number(14),
      leaves: message.number(151),
      lastQuantity: message.number(32) || 0,
      lastPrice: Math.round((message.number(31) || 0) * SCALE),
    });
  }

  private kindOf(message: FixFields): VenueExecution['kind'] {
    const execType = message.get(150);
    if (VERSIONS[this.venue] === 'FIX.4.2') {
      const transType = message.get(20);
      if (transType === '1' || transType === '2') return 'takenBack';
      if (transType === '3') return 'changed';
    } else if (execType === 'G' || execType === 'H') return 'takenBack';
    if (execType === 'F' || execType === '1' || execType === '2') return 'trade';
    if (execType === '0') return 'new';
    if (execType === '5') return 'replaced';
    if (execType === '4' || execType === 'C') return 'ended';
    return execType === '8' ? 'refused' : 'changed';
  }
}

/** Our number from the name under which a venue has an order: base 36; NaN when it is no name of ours. */
export function childOf(name: string): number {
  const match = /^([0-9A-Z]{1,11})(?:-\d+)?$/.exec(name.trim());
  return match === null ? NaN : parseInt(match[1]!, 36);
}

function epochOf(text: string): number {
  return Date.parse(`${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}T${text.slice(9)}Z`);
}

/** Keeps the middles of the market up to date. */
export function watchMarket(
  world: ClientWorld,
  marketData: Endpoint,
  symbols: readonly string[],
  middles: Map<string, number>,
): FixClient {
  const client: FixClient = new FixClient({
    world,
    ...marketData,
    beginString: 'FIX.4.4',
    sender: 'WITNESS',
    target: 'FIXEX',
    forgets: true,
    onLogon: () => {
      const asked = symbols.map((symbol) => `55=${symbol}|`).join('');
      client.send('V', `262=1|263=1|264=1|265=0|267=2|269=0|269=1|146=${symbols.length}|${asked}`);
    },
    onMessage: (message) => {
      if (message.type !== 'W') return;
      const prices = message.all.filter(([tag]) => tag === 270).map(([, value]) => Number(value));
      const [bid = 0, offer = 0] = prices;
      if (bid > 0 && offer > 0) middles.set(message.get(55), (bid + offer) / 2);
    },
  });
  return client;
}
