/**
 * A slow, plain reader of published messages, for tests: rebuilds every book and complains about anything a real feed would not
 * say. It shares nothing with the publisher but the message tables.
 */
import { RECORD_LAYOUTS } from '../../../control/core/generated/records.js';

export interface OracleOrder {
  readonly ref: bigint;
  readonly locate: number;
  readonly side: 'B' | 'S';
  readonly price: number;
  shares: number;
}

interface OracleBook {
  readonly stock: string;
  readonly bids: Map<number, number>;
  readonly asks: Map<number, number>;
  /** As the last trading action has it; operational halts apart. */
  state: string;
  isStopped: boolean;
}

type Fields = Record<string, string | bigint>;

const LAYOUTS = new Map(
  RECORD_LAYOUTS.filter(({ protocol }) => protocol === 'itch50').map((layout) => [layout.type, layout]),
);

/** Decodes one message by the table. */
export function decode(bytes: Uint8Array, at: number): { type: string; length: number; fields: Fields } {
  const layout = LAYOUTS.get(bytes[at]!);
  if (layout === undefined) throw new Error(`unknown type ${String(bytes[at])}`);
  const fields: Fields = {};
  for (const { name, kind, messageOffset, size } of layout.fields) {
    let value = 0n;
    let text = '';
    for (let i = at + messageOffset; i < at + messageOffset + size; i++) {
      value = value * 256n + BigInt(bytes[i]!);
      text += String.fromCharCode(bytes[i]!);
    }
    fields[name] = kind.startsWith('alpha') ? text.trimEnd() : value;
  }
  return { type: String.fromCharCode(layout.type), length: layout.length, fields };
}

export class BookOracle {
  readonly orders = new Map<bigint, OracleOrder>();
  readonly books = new Map<number, OracleBook>();
  readonly counts = new Map<string, number>();
  readonly complaints: string[] = [];
  readonly #refs = new Set<bigint>();
  readonly #matches = new Map<bigint, 'printed' | 'silent' | 'broken'>();
  #lastNs = 0n;

  /** Takes the message at an offset; `length` is what the block said. */
  take(bytes: Uint8Array, at: number, length: number): void {
    const { type, length: expected, fields } = decode(bytes, at);
    this.counts.set(type, (this.counts.get(type) ?? 0) + 1);
    this.#must(length === expected, type, `is ${length} bytes long`);
    const time = fields['timestamp'] as bigint;
    this.#must(time >= this.#lastNs, type, 'goes back in time');
    this.#lastNs = time;
    const locate = Number(fields['stockLocate']);
    if (type === 'R') {
      this.#must(!this.books.has(locate), type, `lists ${locate} again`);
      this.#list(locate, String(fields['stock']));
      return;
    }
    if ('SVW'.includes(type)) {
      this.#must(locate === 0, type, 'has a stock locate');
      return;
    }
    const book = this.books.get(locate);
    if (book === undefined) {
      this.#must(false, type, `comes before the directory entry of ${locate}`);
      return;
    }
    if (fields['stock'] !== undefined) this.#must(fields['stock'] === book.stock, type, 'names another stock');
    this.#apply(type, fields, book, locate);
  }

  /** Prices and sizes of one side, best first. */
  levels(locate: number, side: 'B' | 'S'): [price: number, shares: number][] {
    const book = this.books.get(locate)!;
    return [...(side === 'B' ? book.bids : book.asks)].sort(([a], [b]) => (side === 'B' ? b - a : a - b));
  }

  #list(locate: number, stock: string): void {
    this.books.set(locate, { stock, bids: new Map(), asks: new Map(), state: '', isStopped: false });
  }

  #apply(type: string, fields: Fields, book: OracleBook, locate: number): void {
    const number = (name: string): number => Number(fields[name]);
    switch (type) {
      case 'H':
        book.state = String(fields['tradingState']);
        return;
      case 'h':
        book.isStopped = fields['haltAction'] === 'H';
        return;
      case 'A':
      case 'F':
        this.#mayEnter(type, book);
        this.#add(
          type,
          fields['orderRef'] as bigint,
          locate,
          fields['side'] as 'B' | 'S',
          number('shares'),
          number('price'),
        );
        return;
      case 'U': {
        this.#mayEnter(type, book);
        const original = this.#remove(type, fields['originalOrderRef'] as bigint, Infinity, locate);
        if (original === undefined) return;
        this.#add(type, fields['newOrderRef'] as bigint, locate, original.side, number('shares'), number('price'));
        return;
      }
      case 'X':
      case 'D': {
        const order = this.#remove(
          type,
          fields['orderRef'] as bigint,
          type === 'D' ? Infinity : number('canceledShares'),
          locate,
        );
        if (type === 'X') this.#must(order === undefined || order.shares > 0, type, 'cancels everything');
        return;
      }
      case 'E':
        this.#mayTrade(type, book);
        this.#remove(type, fields['orderRef'] as bigint, number('executedShares'), locate);
        this.#match(type, fields['matchNumber'] as bigint, true);
        return;
      case 'C': {
        const isPrinted = fields['printable'] === 'Y';
        if (isPrinted) this.#mayTrade(type, book);
        this.#remove(type, fields['orderRef'] as bigint, number('executedShares'), locate);
        this.#match(type, fields['matchNumber'] as bigint, isPrinted);
        return;
      }
      case 'P':
        this.#mayTrade(type, book);
        this.#must(fields['orderRef'] === 0n && fields['side'] === 'B', type, 'shows its order');
        this.#match(type, fields['matchNumber'] as bigint, true);
        return;
      case 'Q':
        this.#match(type, fields['matchNumber'] as bigint, true);
        return;
      case 'B':
        this.#must(
          this.#matches.get(fields['matchNumber'] as bigint) === 'printed',
          type,
          'breaks what was not printed',
        );
        this.#matches.set(fields['matchNumber'] as bigint, 'broken');
        return;
      default:
    }
  }

  #mayEnter(type: string, { state, isStopped, stock }: OracleBook): void {
    this.#must((state === 'T' || state === 'Q') && !isStopped, type, `enters ${stock} while halted`);
  }

  #mayTrade(type: string, { state, isStopped, stock }: OracleBook): void {
    this.#must(state === 'T' && !isStopped, type, `trades ${stock} in state ${state}`);
  }

  #add(type: string, ref: bigint, locate: number, side: 'B' | 'S', shares: number, price: number): void {
    this.#must(!this.#refs.has(ref), type, `uses order ${ref} again`);
    this.#must(shares > 0, type, 'adds nothing');
    this.#must(price > 0 && (price < 10000 || price % 100 === 0), type, `has the price ${price}`);
    this.#refs.add(ref);
    this.orders.set(ref, { ref, locate, side, price, shares });
    const book = this.books.get(locate)!;
    const own = side === 'B' ? book.bids : book.asks;
    own.set(price, (own.get(price) ?? 0) + shares);
    for (const other of (side === 'B' ? book.asks : book.bids).keys()) {
      this.#must(side === 'B' ? price < other : price > other, type, `crosses or locks ${book.stock} at ${price}`);
    }
  }

  /** Takes shares off an order, and the order out of the book when none are left. */
  #remove(type: string, ref: bigint, shares: number, locate: number): OracleOrder | undefined {
    const order = this.orders.get(ref);
    if (order === undefined) {
      this.#must(false, type, `names order ${ref}, which is not there`);
      return undefined;
    }
    this.#must(order.locate === locate, type, `names order ${ref} under another symbol`);
    this.#must(
      shares > 0 && (shares <= order.shares || shares === Infinity),
      type,
      `takes ${shares} of ${order.shares}`,
    );
    const taken = Math.min(shares, order.shares);
    order.shares -= taken;
    if (order.shares === 0) this.orders.delete(ref);
    const { bids, asks } = this.books.get(locate)!;
    const levels = order.side === 'B' ? bids : asks;
    const left = levels.get(order.price)! - taken;
    if (left === 0) levels.delete(order.price);
    else levels.set(order.price, left);
    return order;
  }

  #match(type: string, match: bigint, isPrinted: boolean): void {
    this.#must(!this.#matches.has(match), type, `uses match number ${match} again`);
    this.#matches.set(match, isPrinted ? 'printed' : 'silent');
  }

  #must(holds: boolean, type: string, complaint: string): void {
    if (!holds && this.complaints.length < 20) this.complaints.push(`${type} ${complaint}`);
  }
}
