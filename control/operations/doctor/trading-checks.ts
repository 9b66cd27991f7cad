/**
 * Does a venue do what it should: logon, an order far from the market and its cancel, the drop copy's word for both, logout. Works on the Venue port, so it
 * is the same for every protocol.
 */
import { ExecType, OrdStatus, type Venue, type VenueOrder, type VenueReport } from '../../core/venue.js';
import { NotApplicable, type Check } from '../checks/check-list.js';
import type { VenueWatch } from '../checks/venue-watch.js';

export interface TradingCheckOptions {
  readonly venue: Venue;
  readonly watch: VenueWatch;
  /** Ids of the network checks that must have passed. */
  readonly needs: readonly string[];
  /** The order to enter and cancel, far from the market; undefined: this venue takes none from us. */
  readonly order: VenueOrder | undefined;
  readonly hasDropCopy: boolean;
}

const LOGON_MS = 8_000;
const ANSWER_MS = 4_000;

export function tradingChecks({ venue, watch, needs, order, hasDropCopy }: TradingCheckOptions): Check[] {
  const reportOf = (execType: number, source: VenueReport['source']): VenueReport | undefined =>
    watch.reports.find(
      (report) => report.orderId === order?.orderId && report.execType === execType && report.source === source,
    );
  const refused = (): string | undefined => {
    const rejected = reportOf(ExecType.rejected, 'session');
    if (rejected !== undefined) return `${rejected.reasonCode} ${rejected.text}`.trim();
    const refusal = watch.refusals.find(({ orderId }) => orderId === order?.orderId);
    return refusal === undefined ? undefined : `${refusal.reasonCode} ${refusal.text}`.trim();
  };
  return [
    {
      id: 'logon',
      name: 'logon',
      needs,
      timeoutMs: LOGON_MS,
      run: async (signal) => {
        venue.connect();
        const state = await watch.until(
          () => (watch.state === 'active' || watch.state === 'failed' ? watch.state : undefined),
          signal,
        );
        if (state === 'failed') throw new Error(watch.detail);
        return venue
          .sessions()
          .map(({ id, protocol, state: own }) => `${id} (${protocol}) ${own}`)
          .join(', ');
      },
    },
    {
      id: 'order',
      name: 'one order',
      needs: ['logon'],
      timeoutMs: ANSWER_MS,
      run: async (signal) => {
        if (order === undefined) throw new NotApplicable('no order is configured for this check');
        const sent = venue.submit(order);
        if (sent !== 'sent') throw new Error(`not sent: ${sent}`);
        const accepted = await watch.until(() => reportOf(ExecType.new, 'session') ?? refused(), signal);
        if (typeof accepted === 'string') throw new Error(`refused: ${accepted}`);
        return `accepted as ${accepted.venueOrderId || accepted.clientId}`;
      },
    },
    {
      id: 'cancel',
      name: 'its cancel',
      needs: ['order'],
      timeoutMs: ANSWER_MS,
      run: async (signal) => {
        const sent = venue.cancel(order!.orderId);
        if (sent !== 'sent') throw new Error(`not sent: ${sent}`);
        const done = await watch.until(() => reportOf(ExecType.canceled, 'session') ?? refused(), signal);
        if (typeof done === 'string') throw new Error(`refused: ${done}`);
        if (done.cumQuantity > 0) throw new Error(`it traded ${done.cumQuantity} before it was cancelled`);
        return done.ordStatus === OrdStatus.canceled ? 'cancelled, nothing traded' : 'cancelled';
      },
    },
    {
      id: 'dropCopy',
      name: 'drop copy says the same',
      needs: ['cancel'],
      timeoutMs: ANSWER_MS,
      run: async (signal) => {
        if (!hasDropCopy) throw new NotApplicable('no drop copy is configured');
        const copyOf = (execType: number) =>
          watch.copies.find((copy) => copy.orderId === order?.orderId && copy.execType === execType);
        const ended = await watch.until(() => copyOf(ExecType.canceled), signal);
        if (ended.cumQuantity > 0) throw new Error(`it says that ${ended.cumQuantity} traded`);
        return copyOf(ExecType.new) === undefined ? 'the cancel was seen' : 'order and cancel were seen';
      },
    },
    {
      id: 'logout',
      name: 'logout',
      needs: ['logon'],
      timeoutMs: ANSWER_MS,
      run: async () => {
        await venue.disconnect('doctor is done');
        return venue
          .sessions()
          .map(({ id, state }) => `${id} ${state}`)
          .join(', ');
      },
    },
  ];
}
