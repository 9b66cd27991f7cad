/** Records of the order engine's stream in words, for people and files (`crossfeed journal`). */
import { JournalKind, type JournalEntry } from '../../../core/journal.js';
import { hex } from './audit-chain.js';
import { RecordReader } from './record-text.js';
import type { OpenedFacts } from './replay.js';
import {
  ChildStep,
  ENDINGS,
  LIQUIDITIES,
  OUTCOMES,
  REASONS,
  REQUESTS,
  RequestStep,
  SOURCES,
  UNCERTAIN,
  WorkStep,
} from './steps.js';
import { readMemory, readTerms } from './terms.js';

type Field = string | number | boolean | readonly number[] | readonly string[];

export interface Described {
  /** Stable: `new`, `refused`, `child-sent`, … */
  readonly event: string;
  /** Of the parent or the child; 0: of none. */
  readonly orderId: number;
  /** Epoch ms; 0: not told by the record itself. */
  readonly at: number;
  readonly fields: Readonly<Record<string, Field>>;
}

/** Words of one record after the other, in their order: the numbers of clients and venues change their meaning where the gateway was opened anew. */
export class RecordWords {
  private readonly reader = new RecordReader();
  private clients: readonly string[] = [];
  private venues: readonly string[] = [];

  /** Undefined for a record that is none of the engine's. */
  describe({ kind, number, bytes, start, end }: JournalEntry): Described | undefined {
    const { reader } = this;
    reader.open(bytes, start, end);
    switch (kind) {
      case JournalKind.orderOpened: {
        const facts = JSON.parse(Buffer.from(bytes.subarray(start, end)).toString('utf8')) as OpenedFacts;
        this.clients = facts.clients;
        this.venues = facts.venues;
        return of('opened', 0, 0, { clients: facts.clients, venues: facts.venues, nextId: facts.nextId });
      }
      case JournalKind.orderSnapshot:
        return of('snapshot', 0, 0, { part: number, bytes: end - start });
      case JournalKind.orderAudit:
        return of('audit', 0, 0, { count: number, sha256: hex(bytes.subarray(start, end)) });
      case JournalKind.orderNew:
        return this.newOrder(number);
      case JournalKind.orderRequest:
        return this.request(number);
      case JournalKind.orderChild:
        return this.child(number);
      case JournalKind.orderChildRequest:
        return this.childRequest(number);
      case JournalKind.orderReport:
        return this.report(number);
      case JournalKind.orderRefusal:
        return of('venue-refused', number, reader.num(), {
          request: UNCERTAIN[reader.num()] ?? 'cancel',
          ordStatus: code(reader.num()),
          reasonCode: reader.text(),
          text: reader.text(),
        });
      case JournalKind.orderUncertain:
        return of('uncertain', number, reader.num(), { request: UNCERTAIN[reader.num()] ?? '' });
      case JournalKind.orderWork:
        return this.work(number);
      case JournalKind.orderResolution:
        return this.resolution(number);
      case JournalKind.orderControl:
        return this.control(number);
      default:
        return undefined;
    }
  }

  private newOrder(orderId: number): Described {
    const { reader } = this;
    const at = reader.num();
    const isAccepted = reader.flag();
    let symbol = '';
    const terms = readTerms(reader, (name) => {
      symbol = name;
      return -1;
    });
    const { client, clOrdId, side, ordType, timeInForce, quantity, price, stopPrice, algo, linkKind, linkId } = terms;
    const fields = {
      client: this.clients[client] ?? String(client),
      clOrdId,
      symbol,
      side: code(side),
      ordType: code(ordType),
      timeInForce: code(timeInForce),
      quantity,
      price,
      ...(stopPrice > 0 ? { stopPrice } : {}),
      ...(algo === '' ? {} : { algo }),
      ...(linkKind === '' ? {} : { linkKind, linkId }),
    };
    if (!isAccepted) return of('refused', orderId, at, { ...fields, code: reader.text(), text: reader.text() });
    return of('new', orderId, at, { ...fields, type: reader.text(), form: reader.flag() ? 'native' : 'emulated' });
  }

  private request(orderId: number): Described {
    const { reader } = this;
    const at = reader.num();
    switch (reader.num()) {
      case RequestStep.cancel:
        return of('cancel', orderId, at, { clOrdId: reader.text() });
      case RequestStep.replace:
        return of('replace', orderId, at, {
          clOrdId: reader.text(),
          quantity: reader.num(),
          price: reader.num(),
          stopPrice: reader.num(),
          displayQuantity: reader.num(),
        });
      case RequestStep.replaceTaken:
        return of('replace-taken', orderId, at, { waitsFor: this.waiting() });
      case RequestStep.replaceNotTaken:
        return of('replace-not-taken', orderId, at, { text: reader.text() });
      default:
        return of('request-refused', orderId, at, {
          clOrdId: reader.text(),
          origClOrdId: reader.text(),
          client: this.clients[reader.num()] ?? '',
          request: REQUESTS[reader.num()] ?? '',
          reason: REASONS[reader.num()] ?? '',
          text: reader.text(),
        });
    }
  }

  private waiting(): number[] {
    this.reader.text();
    return Array.from({ length: this.reader.num() }, () => this.reader.num());
  }

  private child(orderId: number): Described {
    const { reader } = this;
    const at = reader.num();
    if (reader.num() === ChildStep.unsent) return of('child-unsent', orderId, at, { code: reader.text() });
    return of('child-sent', orderId, at, {
      parent: reader.num(),
      venue: this.venues[reader.num()] ?? '',
      quantity: reader.num(),
      price: reader.num(),
      timeInForce: code(reader.num()),
      ordType: code(reader.num()),
      tag: reader.num(),
      rests: reader.flag(),
      decision: reader.num(),
    });
  }

  private childRequest(orderId: number): Described {
    const { reader } = this;
    const at = reader.num();
    switch (reader.num()) {
      case ChildStep.cancel:
        return of('child-cancel', orderId, at, {});
      case ChildStep.cancelUnsent:
        return of('child-cancel-unsent', orderId, at, { isWanted: reader.flag() });
      case ChildStep.replace:
        return of('child-replace', orderId, at, {
          newOrderId: reader.num(),
          quantity: reader.num(),
          price: reader.num(),
        });
      default:
        return of('child-replace-unsent', orderId, at, { newOrderId: reader.num() });
    }
  }

  private report(orderId: number): Described {
    const { reader } = this;
    return of('venue-report', orderId, reader.num(), {
      execType: code(reader.num()),
      ordStatus: code(reader.num()),
      execId: reader.text(),
      execRefId: reader.text(),
      lastQuantity: reader.num(),
      lastPrice: reader.num(),
      cumQuantity: reader.num(),
      leavesQuantity: reader.num(),
      orderQuantity: reader.num(),
      price: reader.num(),
      source: SOURCES[reader.num()] ?? '',
      liquidity: LIQUIDITIES[reader.num()] ?? '',
      transactEpochMs: reader.num(),
      reasonCode: reader.text(),
      text: reader.text(),
    });
  }

  private work(orderId: number): Described {
    const { reader } = this;
    const at = reader.num();
    switch (reader.num()) {
      case WorkStep.started:
        return of('started', orderId, at, {});
      case WorkStep.remember:
        return of('remember', orderId, at, readMemory(reader));
      case WorkStep.tell:
        return of('tell', orderId, at, { execType: code(reader.num()), text: reader.text() });
      default:
        return of('finish', orderId, at, this.ending());
    }
  }

  private resolution(orderId: number): Described {
    const { reader } = this;
    const at = reader.num();
    const outcome = OUTCOMES[reader.num()] ?? '';
    const people = { outcome, operator: reader.text(), approver: reader.text() };
    if (outcome !== 'traded') return of('resolved', orderId, at, people);
    return of('resolved', orderId, at, {
      ...people,
      execId: reader.text(),
      quantity: reader.num(),
      price: reader.num(),
    });
  }

  private control(orderId: number): Described {
    const { reader } = this;
    const at = reader.num();
    const ending = this.ending();
    if (orderId > 0) return of('control', orderId, at, ending);
    const { code: reason, text } = ending;
    const client = reader.num();
    return of('control', 0, at, { code: reason, text, client: this.clients[client] ?? '', value: reader.text() });
  }

  private ending(): { ending: string; code: string; text: string } {
    const { reader } = this;
    return { ending: ENDINGS[reader.num()] ?? '', code: reader.text(), text: reader.text() };
  }
}

function of(event: string, orderId: number, at: number, fields: Described['fields']): Described {
  return { event, orderId, at, fields };
}

/** FIX codes are characters. */
function code(value: number): string {
  return value === 0 ? '' : String.fromCharCode(value);
}
