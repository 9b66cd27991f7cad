/** Logon to logout: the session itself. */
import { ExecType } from '../../core/venue.js';
import { NotApplicable } from '../checks/check-list.js';
import { DROP_COPY, isFinal, ORDERS, type CertificationBench } from './bench.js';
import type { Procedure } from './procedures.js';

/** A wrong secret: the venue refuses, and nobody counts as logged on. */
export const logonRefused: Procedure = {
  changes: 'logon',
  async run(bench, signal) {
    const { venue, watch, parts } = bench;
    parts.spoilCredentials(true);
    try {
      venue.connect();
      await bench.said('sent', 'logon', signal);
      const end = await watch.until(() => {
        if (watch.state === 'active') throw new Error('logged on with a wrong secret');
        return (
          parts.conversation.find(bench.mark, ORDERS, 'received', 'logonRefused') ??
          parts.conversation.find(bench.mark, ORDERS, 'received', 'logout') ??
          parts.conversation.find(bench.mark, ORDERS, 'note', 'closed')
        );
      }, signal);
      await bench.said('note', 'closed', signal);
      return end.direction === 'note' ? `refused without a word: ${end.text}` : `refused: ${end.name}`;
    } finally {
      await venue.disconnect('the refused logon is over');
      parts.spoilCredentials(false);
    }
  },
};

export const logon: Procedure = {
  changes: 'logon',
  async run(bench, signal) {
    const { venue, watch } = bench;
    venue.connect();
    await watch.until(() => {
      if (watch.state === 'failed') throw new Error(watch.detail);
      return watch.state === 'active' || undefined;
    }, signal);
    await watch.until(
      () => venue.sessions().every(({ purpose, state }) => purpose !== 'dropCopy' || state === 'active') || undefined,
      signal,
    );
    return venue
      .sessions()
      .filter(({ purpose }) => purpose !== 'marketData')
      .map(({ id, protocol, state }) => `${id} (${protocol}) ${state}`)
      .join(', ');
  },
};

export const heartbeat: Procedure = {
  heartbeats: 3,
  async run(bench, signal) {
    await Promise.all([bench.said('sent', 'heartbeat', signal), bench.said('received', 'heartbeat', signal)]);
    return 'both sides sent their heartbeat while nothing else was to be said';
  },
};

/** The venue hears nothing, and asks. */
export const testRequestAnswered: Procedure = {
  heartbeats: 4,
  async run(bench, signal) {
    const { tap, conversation } = bench.parts;
    tap.hold(ORDERS, 'sent');
    const asked = await bench.said('received', 'testRequest', signal);
    const mark = conversation.mark;
    tap.release(ORDERS);
    await answered(bench, mark, 'sent', asked.reference, signal);
    // What was kept back is late: a venue with a receive window refuses it, and ends the session. What it says next tells which.
    const { entries } = conversation;
    const next = await bench.watch.until(
      () =>
        entries.slice(mark).find(({ direction, session }) => direction === 'received' && session.startsWith(ORDERS)),
      signal,
    );
    const isRefused = next.kind === 'reject' || next.kind === 'logout';
    if (isRefused) await bench.said('received', 'logonAnswer', signal, ORDERS, mark);
    await bench.active(signal);
    const after = isRefused ? '; its age was refused by the venue, and the session logged on again' : '';
    return `the venue's test request ${asked.reference} was answered${after}`;
  },
};

/** We hear nothing, and ask. */
export const testRequestSent: Procedure = {
  heartbeats: 4,
  async run(bench, signal) {
    const { tap } = bench.parts;
    tap.hold(ORDERS, 'received');
    const asked = await bench.said('sent', 'testRequest', signal);
    tap.release(ORDERS);
    await answered(bench, bench.mark, 'received', asked.reference, signal);
    await bench.active(signal);
    return `our test request ${asked.reference} was answered`;
  },
};

async function answered(
  bench: CertificationBench,
  mark: number,
  direction: 'sent' | 'received',
  reference: string,
  signal: AbortSignal,
): Promise<void> {
  const { entries } = bench.parts.conversation;
  const isAnswer = (entry: (typeof entries)[number]): boolean =>
    entry.direction === direction && entry.kind === 'heartbeat' && entry.reference === reference;
  await bench.watch.until(() => entries.slice(mark).find(isAnswer), signal);
}

/** A venue from which nothing comes is given up, and found again. */
export const silentVenue: Procedure = {
  heartbeats: 24,
  async run(bench, signal) {
    const { tap, conversation } = bench.parts;
    tap.hold(ORDERS, 'received');
    await bench.said('note', 'closed', signal);
    const mark = conversation.mark;
    await bench.said('received', 'logonAnswer', signal, ORDERS, mark);
    await bench.active(signal);
    return 'the silent connection was given up, and another one made';
  },
};

/** A venue may keep the name of a session that broke for a while, and a client does not knock too often. */
const RECONNECT_HEARTBEATS = 8;

/** A report is lost with its connection: it is there after the next logon, once; or, where numbers begin anew, the request is told as uncertain. */
export const recovery: Procedure = {
  heartbeats: RECONNECT_HEARTBEATS,
  async run(bench, signal) {
    const { tap, conversation, resumes } = bench.parts;
    const orderId = await bench.resting(signal);
    tap.hold(ORDERS, 'received');
    const held = conversation.mark;
    bench.cancel(orderId);
    await bench.said('received', 'business', signal, ORDERS, held);
    tap.cut(ORDERS);
    const mark = conversation.mark;
    await bench.said('received', 'logonAnswer', signal, ORDERS, mark);
    await bench.active(signal);
    const isTold = (): boolean => bench.reportOf(orderId, ExecType.canceled) !== undefined;
    const isUncertain = (): boolean => bench.watch.uncertain.some((each) => each.orderId === orderId);
    await bench.watch.until(() => isTold() || (!resumes && isUncertain()) || undefined, signal);
    if (!isTold()) return 'numbers begin anew here: the cancel was told as uncertain, to be asked about';
    const times = bench.reportsOf(orderId).filter(({ execType }) => execType === ExecType.canceled).length;
    if (times !== 1) throw new Error(`the lost report was told ${times} times`);
    const source = bench.reportOf(orderId, ExecType.canceled)!.source;
    return source === 'session'
      ? 'the lost report came again, and was told once'
      : 'the drop copy told the lost report, once';
  },
};

/** What the venue does with orders whose session breaks is what its capabilities say. */
export const cancelOnDisconnect: Procedure = {
  heartbeats: RECONNECT_HEARTBEATS,
  async run(bench, signal) {
    const { tap, conversation } = bench.parts;
    const wanted = bench.venue.capabilities.cancelOnDisconnect;
    const orderId = await bench.resting(signal);
    const mark = conversation.mark;
    tap.cut(ORDERS);
    await bench.said('received', 'logonAnswer', signal, ORDERS, mark);
    await bench.active(signal);
    if (wanted === 'never') {
      if (bench.endOf(orderId) !== undefined) throw new Error('the order was cancelled, and should have stayed');
      await cancelled(bench, orderId, signal);
      return 'the order stayed, and was cancelled by us';
    }
    const isUncertain = (): boolean => bench.watch.uncertain.some((each) => each.orderId === orderId);
    await bench.watch.until(() => bench.endOf(orderId) ?? (isUncertain() || undefined), signal);
    if (bench.endOf(orderId) !== undefined) return 'the venue cancelled the order, and told so';
    // Nobody told: a cancel of what is not there any more is refused.
    bench.venue.cancel(orderId);
    await bench.watch.until(
      () => bench.endOf(orderId) ?? bench.watch.refusals.find((each) => each.orderId === orderId),
      signal,
    );
    if (bench.endOf(orderId) !== undefined) throw new Error('the order stayed, and should have been cancelled');
    return 'the order was gone after the next logon';
  },
};

async function cancelled(bench: CertificationBench, orderId: number, signal: AbortSignal): Promise<void> {
  bench.cancel(orderId);
  await bench.reported(orderId, ExecType.canceled, signal);
}

/** Every order of this run ended in the drop copy as it did in its own session. */
export const dropCopyMatch: Procedure = {
  async run(bench, signal) {
    if (!bench.parts.hasDropCopy) throw new NotApplicable('no drop copy is configured');
    const { watch } = bench;
    const told = bench.entered.flatMap((orderId) => {
      const last = watch.reports.findLast((report) => report.orderId === orderId);
      // An order that the venue never had is in nobody's copy.
      return last === undefined || last.execType === ExecType.rejected || bench.replaced.has(orderId) ? [] : [last];
    });
    if (told.length === 0) throw new NotApplicable('no order of this run came to an end');
    // Where numbers begin anew with each logon, the report of an end may be lost with its connection: then the copy alone tells the end.
    const ended = told.filter(({ ordStatus }) => isFinal(ordStatus));
    const missing = (): readonly string[] =>
      told.flatMap((last) => {
        const copy = watch.copies.findLast(({ orderId }) => orderId === last.orderId);
        const isSame = copy?.ordStatus === last.ordStatus && copy.cumQuantity === last.cumQuantity;
        const tellsMore =
          copy !== undefined &&
          !isFinal(last.ordStatus) &&
          isFinal(copy.ordStatus) &&
          copy.cumQuantity >= last.cumQuantity;
        return isSame || tellsMore ? [] : [String(last.orderId)];
      });
    await watch
      .until(() => missing().length === 0 || undefined, signal)
      .catch(() => {
        throw new Error(`orders that the drop copy tells otherwise, or not: ${missing().join(', ')}`);
      });
    const byCopyAlone = told.length - ended.length;
    const alone =
      byCopyAlone === 0 ? '' : `, ${byCopyAlone} of them told by the copy alone, the session's report being lost`;
    return `${told.length} orders, each with the same end and quantity${alone}`;
  },
};

export const logout: Procedure = {
  changes: 'logout',
  async run(bench, signal) {
    const { venue } = bench;
    await venue.disconnect('certification is done');
    await bench.said('sent', 'logout', signal);
    const left = venue.sessions().filter(({ state }) => state !== 'disconnected');
    if (left.length > 0) throw new Error(`still up: ${left.map(({ id, state }) => `${id} ${state}`).join(', ')}`);
    const answer = bench.parts.conversation.find(bench.mark, ORDERS, 'received', 'logout');
    const copies = bench.parts.conversation.find(bench.mark, DROP_COPY, 'sent', 'logout');
    return `${answer === undefined ? 'the venue closed the connection' : 'the venue answered'}${copies === undefined ? '' : '; drop copy logged out too'}`;
  },
};
