/** What clients ask: taken up or refused, written, and told. */
import type {
  ClientCancel,
  ClientCancelReject,
  ClientHandler,
  ClientOrder,
  ClientReplace,
} from '../../core/order-entry.js';
import { ExecType, OrdStatus } from '../../core/venue.js';
import type { EngineCore } from './core.js';
import { newTerms } from './model/order-events.js';
import type { ParentOrder } from './model/parent-order.js';
import { legFault } from '../types/links.js';
import { blankReport } from './outbox.js';
import type { OrderTypePlan } from './work.js';

const MAX_OPEN = 200_000;

export class ClientCommands {
  private readonly answer = blankReport();

  constructor(private readonly core: EngineCore) {}

  submit(wanted: Readonly<ClientOrder>): number {
    this.core.counters.submitted++;
    if (!this.core.log.isOpen || !this.core.isRecovered) return this.unavailable(wanted);
    const { index, recorder } = this.core;
    const orderId = index.nextId;
    const at = this.core.now;
    this.core.depth++;
    try {
      const plan = this.admit(wanted, at);
      const terms = { ...wanted };
      if ('text' in plan) {
        this.core.counters.refused++;
        recorder.refuse(at, orderId, terms, plan.code, plan.text);
      } else {
        const price = this.core.options.risk.exposurePrice;
        this.begin(recorder.accept(at, orderId, terms, plan.name, plan.form, price), plan);
      }
    } finally {
      // Told when the callback that it came in is over: by then its children are on their way, and one commit serves all that came with it.
      this.core.leaveLater();
    }
    return orderId;
  }

  replace(wanted: Readonly<ClientReplace>): void {
    this.core.counters.requests++;
    this.core.turn(() => this.tryReplace(wanted));
  }

  cancel({ client, clOrdId, origClOrdId, orderId }: Readonly<ClientCancel>): void {
    this.core.counters.requests++;
    this.core.turn(() => {
      const order = this.core.index.find(client, orderId, origClOrdId);
      const refusal = this.requestFault(client, clOrdId, order);
      if (refusal !== undefined) this.refuse(client, order, clOrdId, origClOrdId, 'cancel', refusal, '');
      else this.core.recorder.cancelAsked(this.core.now, order!, clOrdId);
    });
  }

  status(client: number, orderId: number, clOrdId: string, handler: ClientHandler): boolean {
    const order = this.core.index.find(client, orderId, clOrdId);
    if (order === undefined) return false;
    this.tellStatus(order, handler);
    return true;
  }

  massStatus(client: number, instrument: number, handler: ClientHandler): number {
    let count = 0;
    for (const order of this.core.openOrders()) {
      if (order.client !== client || (instrument >= 0 && order.terms.instrument !== instrument)) continue;
      this.tellStatus(order, handler);
      count++;
    }
    return count;
  }

  private admit(
    wanted: Readonly<ClientOrder>,
    at: number,
  ): OrderTypePlan | { readonly code: string; readonly text: string } {
    const { risk, symbols, router, limits, plan } = this.core.options;
    const { client, clOrdId } = wanted;
    if (clOrdId === '' || this.core.index.isUsed(client, clOrdId)) {
      return { code: 'DUPLICATE_CLORDID', text: `ClOrdID (11) was used before: found ${clOrdId}` };
    }
    const instrument = symbols.instruments[wanted.instrument];
    if (instrument === undefined) return { code: 'UNKNOWN_SYMBOL', text: 'there is no such instrument' };
    const maxOpen = limits?.maxOpen ?? MAX_OPEN;
    if (this.core.index.open >= maxOpen)
      return { code: 'ENGINE_FULL', text: `open orders: found ${this.core.index.open}, limit ${maxOpen}` };
    if (router.strategyNumber(wanted.strategy) < 0) {
      return { code: 'UNKNOWN_STRATEGY', text: `routing strategy (7101): found ${wanted.strategy}` };
    }
    const found = plan(wanted, instrument, this.core.planVenues.of(wanted.instrument));
    if ('text' in found) return found;
    if (wanted.linkKind !== '') {
      const fault = legFault(this.core.groups.before(client, wanted.linkId), wanted);
      if (fault !== undefined) return fault;
    }
    return risk.checkNew(wanted, at) === 0 ? found : risk.denial();
  }

  /** A new order's worker begins; where it refuses the order, the client hears nothing else of it. */
  private begin(order: ParentOrder, plan: OrderTypePlan): void {
    if (order.isDone) return;
    const work = this.core.workers.create(order, plan);
    if (order.closing === undefined && order.released > 0) this.core.workers.start(work);
    // Its worker may have ended it meanwhile.
    if (!isRefused(order)) this.core.recorder.started(this.core.now, order);
  }

  private tryReplace(wanted: Readonly<ClientReplace>): void {
    const { client, clOrdId, origClOrdId, orderId } = wanted;
    const order = this.core.index.find(client, orderId, origClOrdId);
    const refuse = (reason: ClientCancelReject['reason'], text: string): void =>
      this.refuse(client, order, clOrdId, origClOrdId, 'replace', reason, text);
    const fault = this.requestFault(client, clOrdId, order);
    if (fault !== undefined) {
      refuse(fault, '');
      return;
    }
    const at = this.core.now;
    const { terms, state, exposurePrice } = order!;
    const { risk } = this.core.options;
    if (wanted.quantity !== 0 && wanted.quantity <= state.cumQuantity) {
      refuse('brokerOption', `quantity (38): found ${wanted.quantity}, and ${state.cumQuantity} has traded`);
      return;
    }
    const quantity = wanted.quantity || terms.quantity;
    const price = wanted.price || terms.price;
    if (risk.checkReplace(terms, quantity, price, at, state.cumQuantity, exposurePrice) !== 0) {
      const { code, text } = risk.denial();
      refuse('brokerOption', `${code}: ${text}`);
      return;
    }
    const { instrument } = terms;
    const wantedTerms = newTerms(terms, clOrdId, wanted);
    const plan = this.core.options.plan(
      wantedTerms,
      this.core.options.symbols.instruments[instrument]!,
      this.core.planVenues.of(instrument),
    );
    if ('text' in plan) {
      refuse('brokerOption', `${plan.code}: ${plan.text}`);
      return;
    }
    const work = this.core.workers.of(order!);
    if (work === undefined || !work.hasBegun) {
      refuse('brokerOption', 'the order is not worked yet');
      return;
    }
    this.core.recorder.replaceAsked(at, order!, clOrdId, wanted, risk.exposurePrice);
    const waiting = this.core.workers.replace(work);
    const text = waiting === undefined ? 'its type cannot take these terms' : '';
    this.core.recorder.replaceTaken(this.core.now, order!, waiting !== undefined, waiting ?? [], text);
  }

  private requestFault(
    client: number,
    clOrdId: string,
    order: ParentOrder | undefined,
  ): ClientCancelReject['reason'] | undefined {
    if (clOrdId === '' || this.core.index.isUsed(client, clOrdId)) return 'duplicateClOrdId';
    if (order === undefined) return 'unknownOrder';
    if (order.isDone || !order.state.isOpen) return 'tooLate';
    if (order.pending !== undefined) return 'alreadyPending';
    return undefined;
  }

  private refuse(
    client: number,
    order: ParentOrder | undefined,
    clOrdId: string,
    origClOrdId: string,
    request: ClientCancelReject['request'],
    reason: ClientCancelReject['reason'],
    text: string,
  ): void {
    this.core.counters.refused++;
    const words = text === '' ? REFUSALS[reason] : text;
    this.core.recorder.requestRefused(this.core.now, client, order, clOrdId, origClOrdId, request, reason, words);
  }

  /** The journal takes nothing: what cannot be written does not happen, and is told with a number of no report. */
  private unavailable(wanted: Readonly<ClientOrder>): number {
    const { answer } = this;
    Object.assign(answer, blankReport(), {
      client: wanted.client,
      clOrdId: wanted.clOrdId,
      instrument: wanted.instrument,
      account: wanted.account,
      side: wanted.side,
      ordType: wanted.ordType,
      timeInForce: wanted.timeInForce,
      execType: ExecType.rejected,
      ordStatus: OrdStatus.rejected,
      quantity: wanted.quantity,
      price: wanted.price,
      reasonCode: 'JOURNAL_UNAVAILABLE',
      text: 'the journal takes nothing now',
      transactEpochMs: this.core.now,
    });
    this.core.outbox.tellNow(answer);
    return 0;
  }

  private tellStatus(order: ParentOrder, handler: ClientHandler): void {
    const { answer } = this;
    Object.assign(answer, blankReport(), {
      client: order.client,
      clOrdId: order.clOrdId,
      execType: ExecType.orderStatus,
    });
    answer.transactEpochMs = this.core.now;
    this.core.reporter.describe(order, answer);
    handler.onReport(answer);
  }
}

function isRefused(order: ParentOrder): boolean {
  return order.isDone || order.closing?.ending === 'rejected';
}

const REFUSALS: Readonly<Record<ClientCancelReject['reason'], string>> = {
  tooLate: 'the order has ended',
  unknownOrder: 'there is no such order',
  brokerOption: 'refused',
  alreadyPending: 'another request on the order has no answer yet',
  duplicateClOrdId: 'ClOrdID (11) was used before',
  other: 'refused',
};
