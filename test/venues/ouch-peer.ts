/**
 * The smallest exchange that speaks OUCH 5.0: it takes orders, answers, and trades when the test says so. Written from the protocol tables. What it
 * said stays said: its gateways may be killed and started, and a client resumes at any number.
 */
import { get32, get64, put16 } from '../../control/protocols/big-endian.js';
import { getMessage, putMessage, type FieldsOf } from '../../control/protocols/layout.js';
import { Ouch50Message } from '../../control/protocols/ouch50/check.js';
import { ouch50Client, ouch50Server, type Ouch50Layout } from '../../control/protocols/ouch50/messages.js';
import { SoupServer, type SequencedLog } from '../../control/protocols/soupbintcp/server.js';
import type { Stream, StreamHandler } from '../../control/core/streams.js';
import type { VirtualProcess } from '../support/world/process.js';

export interface PeerOrder {
  readonly ref: number;
  readonly clOrdId: string;
  readonly symbol: string;
  readonly side: string;
  quantity: number;
  price: number;
  leaves: number;
  executed: number;
  isLive: boolean;
  reference: bigint;
}

export class OuchPeer implements SequencedLog {
  session = 'DAY1';
  isEnded = false;
  readonly messages: Uint8Array[] = [];
  readonly orders = new Map<number, PeerOrder>();
  readonly requests: string[] = [];
  nextRef = 1;
  /** False: orders are taken and nothing is said about them. */
  answers = true;
  /** Its sessions are not available just now. */
  isAway = false;
  rejectNext: number | undefined;
  private match = 1000n;
  private reference = 1n;
  private readonly servers = new Set<SoupServer>();
  private readonly message = new Ouch50Message();

  get next(): number {
    return this.messages.length + 1;
  }

  read(sequenceNumber: number, into: { bytes: Uint8Array; start: number; end: number }): void {
    const bytes = this.messages[sequenceNumber - 1]!;
    into.bytes = bytes;
    into.start = 0;
    into.end = bytes.length;
  }

  /** A gateway in a process of its own. */
  async listen(process: VirtualProcess, port: number): Promise<void> {
    const { clock, timers, streams } = process;
    const nowMs = (): number => clock.monotonicNs() / 1e6;
    const accept = (): StreamHandler => {
      let socket: Stream | undefined;
      const server = new SoupServer(
        {
          write: (bytes, start, end) => {
            if (process.isAlive) socket?.write(bytes.subarray(start, end));
          },
          close: () => {
            if (process.isAlive) socket?.end();
          },
          hasRoom: true,
        },
        {
          authenticate: (username, password, session) => {
            if (username !== 'CROSS1' || password !== 'secret') return 'notAuthorized';
            if (this.isAway) return 'noSuchSession';
            return session === '' || session === this.session ? this : 'noSuchSession';
          },
          onLogin: () => {
            // One connection a user: the older one ends.
            for (const other of this.servers) if (other !== server) other.close('logged in elsewhere');
            this.servers.clear();
            this.servers.add(server);
          },
          onUnsequenced: (bytes, start, end) => this.request(bytes, start, end),
          onLogout: () => undefined,
          onProtocolError: (text) => this.requests.push(`error: ${text}`),
        },
        nowMs(),
      );
      const beat = timers.every(100, () => server.onTime(nowMs()));
      return {
        onOpen: (stream) => void (socket = stream),
        onData: (bytes) => server.receive(bytes, nowMs()),
        onDrain: () => undefined,
        onClose: () => {
          beat.cancel();
          this.servers.delete(server);
        },
      };
    };
    await streams.listen({ local: { host: '0.0.0.0', port } }, accept);
    this.clock = nowMs;
  }

  private clock: () => number = () => 0;

  say<L extends Ouch50Layout>(layout: L, values: Omit<FieldsOf<L>, 'timestamp'>): void {
    const bytes = new Uint8Array(128);
    let end = putMessage(bytes, 0, layout, { timestamp: 34_200_000_000_000, ...values } as unknown as FieldsOf<L>);
    if (layout.appendage === 'always') {
      put16(bytes, end, 0);
      end += 2;
    }
    this.messages.push(bytes.slice(0, end));
    for (const server of this.servers) server.resume(this.clock());
  }

  trade(ref: number, quantity: number, price: number, flag = 'A'): bigint {
    const order = this.orders.get(ref)!;
    order.leaves -= quantity;
    order.executed += quantity;
    if (order.leaves === 0) order.isLive = false;
    const matchNumber = this.match++;
    this.say(ouch50Server.OrderExecuted, { userRefNum: ref, quantity, price, liquidityFlag: flag, matchNumber });
    return matchNumber;
  }

  cancel(order: PeerOrder, reason: string): void {
    const { leaves, ref } = order;
    order.leaves = 0;
    order.isLive = false;
    this.say(ouch50Server.OrderCanceled, { userRefNum: ref, quantity: leaves, reason });
  }

  /** A new day: a new session, and nothing of the old one. */
  newDay(session: string): void {
    this.session = session;
    this.messages.length = 0;
    this.orders.clear();
    this.nextRef = 1;
    for (const server of this.servers) server.close('end of day');
  }

  private request(bytes: Uint8Array, start: number, end: number): void {
    if (this.message.open(bytes, start, end, 'client') !== 0) {
      this.requests.push('error: not OUCH 5.0');
      return;
    }
    const type = String.fromCharCode(bytes[start]!);
    const ref = end - start > 5 ? get32(bytes, start + 1) : 0;
    this.requests.push(`${type} ${ref}`);
    if (type === 'O') this.enter(bytes, start);
    else if (type === 'U') this.replace(bytes, start);
    else if (type === 'X') {
      const order = this.orders.get(ref);
      if (order?.isLive === true && this.answers) this.cancel(order, 'U');
    } else if (type === 'C') {
      this.nextRef = ref + 1;
      for (const order of this.orders.values()) if (order.isLive) this.cancel(order, 'U');
    } else if (type === 'Q') this.say(ouch50Server.AccountQueryResponse, { nextUserRefNum: this.nextRef });
  }

  private enter(bytes: Uint8Array, start: number): void {
    const fields = getMessage(bytes, start, ouch50Client.EnterOrder);
    if (fields.userRefNum < this.nextRef) return;
    this.nextRef = fields.userRefNum + 1;
    if (!this.answers) return;
    if (this.rejectNext !== undefined) {
      const reason = this.rejectNext;
      this.rejectNext = undefined;
      this.say(ouch50Server.Rejected, { userRefNum: fields.userRefNum, reason, clOrdId: fields.clOrdId });
      return;
    }
    const order: PeerOrder = {
      ref: fields.userRefNum,
      clOrdId: fields.clOrdId,
      symbol: fields.symbol,
      side: fields.side,
      quantity: fields.quantity,
      price: get64(bytes, start + 18),
      leaves: fields.quantity,
      executed: 0,
      isLive: true,
      reference: this.reference++,
    };
    this.orders.set(order.ref, order);
    this.say(ouch50Server.OrderAccepted, { ...fields, orderRef: order.reference, orderState: 'L' });
  }

  private replace(bytes: Uint8Array, start: number): void {
    const fields = getMessage(bytes, start, ouch50Client.ReplaceOrder);
    this.nextRef = Math.max(this.nextRef, fields.userRefNum + 1);
    const old = this.orders.get(fields.origUserRefNum);
    if (old === undefined || !old.isLive || !this.answers) return;
    old.isLive = false;
    const leaves = fields.quantity - old.executed;
    const order: PeerOrder = {
      ...old,
      ref: fields.userRefNum,
      clOrdId: fields.clOrdId,
      quantity: fields.quantity,
      price: fields.price,
      leaves,
      isLive: true,
      reference: this.reference++,
    };
    this.orders.set(order.ref, order);
    this.say(ouch50Server.OrderReplaced, {
      origUserRefNum: old.ref,
      userRefNum: order.ref,
      side: old.side,
      quantity: leaves,
      symbol: old.symbol,
      price: order.price,
      timeInForce: fields.timeInForce,
      display: fields.display,
      orderRef: order.reference,
      capacity: 'A',
      iso: fields.iso,
      crossType: 'N',
      orderState: 'L',
      clOrdId: fields.clOrdId,
    });
  }
}
