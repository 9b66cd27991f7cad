/** Orders at coinbase-exchange-sandbox: ClOrdIDs are UUIDs, and orders and cancels also come in batches (U6, U4). */
import { FixEncoder } from '../../../control/protocols/fix/encoder.js';
import { FixMessage } from '../../../control/protocols/fix/message.js';
import { GroupReader } from '../../../control/protocols/fix/group.js';
import { packMsgType } from '../../../control/protocols/fix/msg-type.js';
import type { EnterOrder, OrderCommand } from '../core/orders.js';
import type { Outcome } from '../fix/desk.js';
import { Refused, readNewOrder } from '../fix/new-order.js';
import { OrderDesk, type OrderDeskOptions } from '../fix/order-desk.js';
import { coinbaseApplication } from './coinbase-dictionary.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const MAX_BATCH = 15;

export interface CoinbaseDeskOptions extends OrderDeskOptions {
  readonly uuidClOrdId: boolean;
}

export class CoinbaseDesk extends OrderDesk {
  override readonly accepts: ReadonlySet<string> = new Set(['D', 'F', 'G', 'H', 'U4', 'U6']);
  /** SelfTradePrevention (8001) of the Logon. */
  preventSelfTrade: EnterOrder['preventSelfTrade'] = 'decrement';
  private readonly part = new FixMessage();
  private readonly encoder = new FixEncoder({ beginString: 'FIXT.1.1' });

  constructor(private readonly coinbase: CoinbaseDeskOptions) {
    super(coinbase);
  }

  override take(message: FixMessage, type: string): Outcome {
    if (type === 'U6' || type === 'U4') return this.batch(message, type);
    return super.take(message, type);
  }

  protected override enter(message: FixMessage): Outcome {
    return { commands: [this.readOrder(message)] };
  }

  private readOrder(message: FixMessage): EnterOrder {
    const name = message.string(11) ?? '';
    if (this.coinbase.uuidClOrdId && !UUID.test(name)) throw new Refused('unsupported', 'ClOrdID (11) must be a UUID');
    const symbol = message.string(55) ?? '';
    const listing = this.options.listings.bySymbol(symbol);
    if (listing === undefined) throw new Refused('unknownSymbol', `unknown symbol ${symbol}`);
    const order = readNewOrder(message, listing, this.options.rules);
    return { ...order, preventSelfTrade: this.preventSelfTrade };
  }

  /** All of a batch is well formed, or all of it is refused; what becomes of each order is told by its own report. */
  private batch(message: FixMessage, type: 'U4' | 'U6'): Outcome {
    const id = message.string(8014) ?? '';
    const commands: OrderCommand[] = [];
    try {
      for (const part of this.parts(message, type)) {
        if (type === 'U6') commands.push(this.readOrder(part));
        else commands.push(...(this.cancel(part).commands ?? []));
        if (commands.length > MAX_BATCH) throw new Refused('rateLimit', `a batch has at most ${MAX_BATCH} orders`);
      }
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return {
        messages: [
          {
            type: type === 'U6' ? 'U7' : 'U5',
            fields: [
              [8014, id],
              [58, error.message],
            ],
          },
        ],
        refused: ['order', `batch ${id}: ${error.message}`],
      };
    }
    return { commands };
  }

  /** Each entry of the batch as a message of its own; valid until the next one. */
  private *parts(message: FixMessage, type: string): Iterable<FixMessage> {
    const shape = coinbaseApplication.group(packMsgType(type), 73);
    if (shape === undefined) return;
    const entries = new GroupReader(shape);
    const { encoder, part } = this;
    for (let more = entries.open(message); more; more = entries.next()) {
      encoder.begin(type === 'U6' ? 'D' : 'F');
      for (let i = entries.entryStart; i < entries.entryEnd; i++) encoder.string(message.tagAt(i), message.stringAt(i));
      encoder.finish();
      part.parse(encoder.bytes, encoder.start, encoder.end);
      yield part;
    }
  }
}
