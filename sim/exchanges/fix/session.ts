/**
 * The acceptor's side of one FIX session: logon, numbers, gaps, resends, heartbeats, logout. What the client's application messages mean is
 * the desk's affair. Where numbers are shared, everything that must survive this process is in the matcher's log (out-message.ts).
 */
import type { Clock } from '../../../control/core/world.js';
import type { FixMessage } from '../../../control/protocols/fix/message.js';
import type { MatcherLink } from '../core/links.js';
import type { OrderCommand, OrderReport } from '../core/orders.js';
import type { ClientConnection } from './client-connection.js';
import { MAX_COUNTER, packCommandId, unpackCommandId } from './command-ids.js';
import type { Desk, SessionReject } from './desk.js';
import { Inbound, type InboundOwner } from './inbound.js';
import { Liveness } from './liveness.js';
import { fromNote, toNote, type OutMessage, type SessionNote } from './out-message.js';
import { Outbound } from './outbound.js';
import type { RefusalLog } from './refusal-log.js';
import type { LogonVerdict, SessionTerms } from './terms.js';

export interface SessionHost {
  readonly clock: Clock;
  /** Undefined where sessions need no matcher. */
  readonly link: MatcherLink | undefined;
  /** Of the link: the role of this process. */
  readonly name: string;
  /** Of this process and run: a note that says who holds a session names it. */
  readonly gateway: string;
  readonly refusals: RefusalLog;
}

type AcceptedLogon = Extract<LogonVerdict, { accepted: true }>;

/** A logon that is on its way through the matcher. */
interface Candidate {
  readonly connection: ClientConnection;
  readonly verdict: AcceptedLogon;
  /** Of its Logon; 0 where the numbers begin at 1 again behind it. */
  sequence: number;
  commandId: number;
  sentMs: number;
  attempts: number;
}

/** A note that did not come back in time collided with one of the other gateway: it is sent again under the next number. */
const CLAIM_RETRY_MS = 500;
const MAX_CLAIMS = 10;
/** How long a Logout waits for its answer. */
const LOGOUT_WAIT_MS = 2000;

export class FixSession implements InboundOwner {
  readonly desk: Desk;
  private readonly out: Outbound;
  private readonly inbound: Inbound;
  private candidate: Candidate | undefined;
  private run = 0;
  private counter = 0;
  /** Newest command id that was sent, or seen in the stream. */
  private lastSent = 0;
  private lastSeen = 0;
  /** The connection ends when the note of this id has come back, or when it is that late. */
  private endAfter = 0;
  private endAtMs = Infinity;
  private saidLogout = false;
  private logoutId = 0;
  private liveness: Liveness | undefined;
  private blockedUntilMs = 0;

  constructor(
    readonly terms: SessionTerms,
    private readonly host: SessionHost,
  ) {
    this.desk = terms.makeDesk();
    this.out = new Outbound(terms, host.clock, () => this.drop('the client does not read what it is sent'));
    this.inbound = new Inbound(this, terms, this.desk, host.clock);
  }

  get isLoggedOn(): boolean {
    return this.out.connection !== undefined;
  }

  /** Number of our next message, for tests and for people. */
  get nextOut(): number {
    return this.out.next;
  }

  get nextIn(): number {
    return this.inbound.expected;
  }

  // Logon

  /** A Logon that was found good. The connection belongs to the session from now on. */
  logon(connection: ClientConnection, sequence: number, verdict: AcceptedLogon): void {
    const now = this.host.clock.epochMs();
    if (this.out.connection !== undefined || this.candidate !== undefined || this.isElsewhere()) {
      this.refuse('logon', 'A', 'the session is logged on already');
      connection.close('destroy');
      return;
    }
    if (now < this.blockedUntilMs) {
      const text = `the last connection left without Logout: wait ${this.blockedUntilMs - now} ms`;
      this.refuse('logon', 'A', text);
      this.turnAway(connection, [logout(text)]);
      return;
    }
    if ((verdict.reset || this.isLocal) && sequence !== 1) {
      this.refuse('logon', `A ${sequence}`, 'numbers are reset: the Logon must be number 1');
      this.turnAway(connection, [logout('MsgSeqNum (34) of this Logon must be 1')]);
      return;
    }
    const candidate: Candidate = { connection, verdict, sequence, commandId: 0, sentMs: now, attempts: 0 };
    this.candidate = candidate;
    this.claim(candidate);
  }

  private isElsewhere(): boolean {
    const { link, name } = this.host;
    const { port, isExclusive } = this.terms;
    if (isExclusive !== true || link === undefined || port === undefined) return false;
    const owner = link.owner(port.port);
    return owner !== '' && owner !== name;
  }

  /** A logon that was found bad: the answer, and the end. */
  refuseLogon(connection: ClientConnection, reason: string, answer: readonly OutMessage[] | undefined): void {
    this.refuse('logon', 'A', reason);
    if (answer === undefined || this.out.connection !== undefined || this.candidate !== undefined) {
      connection.close('destroy');
    } else {
      this.turnAway(connection, answer);
    }
  }

  /** Shared numbers count what a refused client was told: it will count it too. */
  private turnAway(connection: ClientConnection, answer: readonly OutMessage[]): void {
    if (this.isLocal) {
      answer.forEach((message, i) => this.out.answer(connection, message, i + 1));
      connection.close('end');
      return;
    }
    const id = this.nextId();
    this.out.connection = connection;
    this.inbound.expected = NaN;
    this.endAfter = id;
    this.endAtMs = this.host.clock.epochMs() + LOGOUT_WAIT_MS;
    this.sendNote({ kind: 'send', gateway: this.host.gateway, commandId: id, messages: answer });
  }

  private claim(candidate: Candidate): void {
    const { link, gateway, clock } = this.host;
    const { verdict, sequence } = candidate;
    const { port } = this.terms;
    candidate.attempts++;
    candidate.sentMs = clock.epochMs();
    const latest = unpackCommandId(this.latestId());
    // The client goes on with a session of a day that is over: this one begins at 1 on both sides, and the client hears so.
    const isOfAnotherDay =
      !this.isLocal && !verdict.reset && (sequence === 0 || (sequence > 1 && this.latestId() === 0));
    let id: number;
    if (isOfAnotherDay) {
      id = packCommandId({ run: latest.run + 1, sequence: 0, counter: 0 });
      candidate.sequence = 0;
    } else if (verdict.reset || this.isLocal) {
      id = packCommandId({ run: latest.run + 1, sequence: 1, counter: 0 });
    } else if (sequence <= latest.sequence) {
      this.candidate = undefined;
      const text = `MsgSeqNum too low, expecting ${latest.sequence + 1} but received ${sequence}`;
      this.refuse('logon', `A ${sequence}`, text);
      this.turnAway(candidate.connection, [logout(text)]);
      return;
    } else if (sequence === latest.sequence + 1) {
      id = packCommandId({ run: latest.run, sequence, counter: 0 });
    } else {
      id = packCommandId({ ...latest, counter: latest.counter + 1 });
    }
    candidate.commandId = id;
    const reset = verdict.reset || this.isLocal || isOfAnotherDay;
    const note: SessionNote = {
      kind: 'logon',
      gateway,
      commandId: id,
      reset,
      ...(verdict.data === undefined ? {} : { data: verdict.data }),
      messages: [{ type: 'A', fields: logonFields({ ...verdict, reset: verdict.reset || isOfAnotherDay }) }],
    };
    if (link === undefined || port === undefined) {
      this.onNote(note, clock.epochMs());
      return;
    }
    const up = verdict.cancelOnDisconnect;
    // From now on the matcher takes commands of this port from this gateway only.
    link.send(port, 0, { type: 'portUp', ...(up === undefined ? {} : { cancelOnDisconnect: up }) });
    this.sendNote(note);
  }

  private activate(candidate: Candidate, note: SessionNote, epochMs: number): void {
    const { connection, verdict, sequence } = candidate;
    const { run, sequence: taken, counter } = unpackCommandId(note.commandId);
    this.candidate = undefined;
    this.run = run;
    this.inbound.begin(taken + 1, sequence === 0);
    this.counter = counter;
    this.saidLogout = false;
    this.endAfter = 0;
    this.endAtMs = Infinity;
    this.out.connection = connection;
    this.liveness = new Liveness(verdict.heartbeatS, this.host.clock.epochMs());
    for (const message of note.messages) this.out.add(message, epochMs);
    if (sequence > taken) this.inbound.askForGap(sequence);
    verdict.onActive?.(this.desk);
    this.desk.opened?.(
      (messages) => void this.emit(messages),
      (command) => this.submit(command),
    );
  }

  // The stream of the firm

  /** Every report and note of the firm, in the order of the exchange's log, whoever it is for. */
  onReport(report: OrderReport, port: string, logSequence: number): void {
    if (report.type === 'note') {
      if (port !== this.terms.port?.port) return;
      const note = fromNote(report.key, report.value);
      if (note !== undefined) this.onNote(note, report.epochMs);
      return;
    }
    const messages = this.desk.tell(report, port, logSequence);
    if (this.isLocal && this.out.connection === undefined) return;
    for (const message of messages) this.out.add(message, report.epochMs);
  }

  private onNote(note: SessionNote, epochMs: number): void {
    this.lastSeen = Math.max(this.lastSeen, note.commandId);
    const isOurs = note.gateway === this.host.gateway;
    if (note.kind === 'logon') {
      const { candidate } = this;
      const claimed = isOurs && candidate?.commandId === note.commandId ? candidate : undefined;
      if (claimed === undefined) this.handOver(note);
      if (note.reset) this.out.reset();
      if (claimed !== undefined) this.activate(claimed, note, epochMs);
      else for (const message of note.messages) this.out.add(message, epochMs);
      return;
    }
    if (this.isLocal) return;
    for (const message of note.messages) this.out.add(message, epochMs);
    if (isOurs && note.commandId === this.endAfter) this.leave('end');
  }

  /** The session is held by another connection now. */
  private handOver(note: SessionNote): void {
    const { connection } = this.out;
    if (connection === undefined) return;
    this.refuse('disconnect', '', `the client has logged on at ${note.gateway}`);
    this.out.connection = undefined;
    this.forget();
    connection.close('destroy');
  }

  // What comes in

  /** A message of the connection that holds the session; framing and CompIDs are right. Valid during the call only. */
  take(message: FixMessage, type: string, fault: SessionReject | undefined): void {
    if (this.out.connection === undefined || Number.isNaN(this.inbound.expected)) return;
    this.liveness?.received(this.host.clock.epochMs());
    this.inbound.take(message, type, fault);
  }

  command(number: number, commands: readonly OrderCommand[]): boolean {
    const { link } = this.host;
    const { port } = this.terms;
    if (link === undefined || port === undefined) return true;
    for (const [i, command] of commands.entries()) {
      const id = packCommandId({ run: this.run, sequence: number, counter: i });
      this.counter = i;
      this.lastSent = id;
      if (link.send(port, id, command)) continue;
      this.drop('the matcher is down');
      return false;
    }
    return true;
  }

  resend(first: number, last: number): void {
    this.out.resend(first, last);
  }

  /** What the desk wants of itself, within a session that stands. */
  private submit(command: OrderCommand): void {
    const { link } = this.host;
    const { port } = this.terms;
    if (link === undefined || port === undefined || Number.isNaN(this.inbound.expected)) return;
    if (!link.send(port, this.takeId(), command)) this.drop('the matcher is down');
  }

  // The end

  onLogout(): void {
    if (this.saidLogout) {
      this.leave('end');
      return;
    }
    this.sayLogout('');
    this.closeSoon();
  }

  /** Tells the client why, and ends the connection. */
  logoutNow(text: string): void {
    if (this.out.connection === undefined || this.endAtMs !== Infinity) return;
    this.refuse('disconnect', '', text);
    this.sayLogout(text);
    this.closeSoon();
  }

  /** Something for whoever is logged on. */
  notify(message: OutMessage): void {
    if (this.out.connection !== undefined && !Number.isNaN(this.inbound.expected)) this.emit([message]);
  }

  /** The venue wants the client off: Logout, and the end when it answers or a little later. */
  logout(text: string): void {
    if (this.out.connection === undefined || this.saidLogout) return;
    this.sayLogout(text);
    this.endAtMs = this.host.clock.epochMs() + LOGOUT_WAIT_MS;
  }

  private sayLogout(text: string): void {
    this.saidLogout = true;
    this.logoutId = this.emit([logout(text)]);
  }

  private closeSoon(): void {
    if (this.isLocal) {
      this.leave('end');
      return;
    }
    this.endAfter = this.logoutId;
    this.endAtMs = this.host.clock.epochMs() + LOGOUT_WAIT_MS;
    // The note may be back already, where the matcher is in this process.
    if (this.lastSeen >= this.endAfter) this.leave('end');
  }

  /** The client's end of the connection is gone. */
  connectionLost(connection: ClientConnection): void {
    if (this.candidate?.connection === connection) this.candidate = undefined;
    if (this.out.connection !== connection) return;
    if (!this.saidLogout && !Number.isNaN(this.inbound.expected)) {
      this.refuse('disconnect', '', 'the connection was lost without Logout');
      const heartbeatMs = (this.liveness?.heartbeatMs ?? 0) * (this.terms.blockedHeartbeats ?? 0);
      this.blockedUntilMs = this.host.clock.epochMs() + heartbeatMs;
    }
    this.leave('destroy');
  }

  /** Nothing can be promised without the matcher: clients are sent away, and come back to what its log says. */
  linkLost(): void {
    this.lastSent = 0;
    const { candidate } = this;
    this.candidate = undefined;
    candidate?.connection.close('destroy');
    const { connection } = this.out;
    this.out.connection = undefined;
    this.forget();
    connection?.close('destroy');
  }

  /** The matcher takes nothing of this session from us: the client is at the other gateway. */
  refusedByMatcher(why: string): void {
    if (this.out.connection !== undefined && !Number.isNaN(this.inbound.expected)) this.drop(why);
  }

  private drop(why: string): void {
    this.refuse('disconnect', '', why);
    this.leave('destroy');
  }

  private leave(how: 'end' | 'destroy'): void {
    const { connection } = this.out;
    if (connection === undefined) return;
    this.out.connection = undefined;
    const wasActive = !Number.isNaN(this.inbound.expected);
    const { link } = this.host;
    const { port } = this.terms;
    if (wasActive && link !== undefined && port !== undefined && link.isUp) {
      link.send(port, 0, { type: 'portDown' });
    }
    this.forget();
    connection.close(how);
  }

  private forget(): void {
    const wasActive = !Number.isNaN(this.inbound.expected);
    this.inbound.expected = NaN;
    this.liveness = undefined;
    this.endAfter = 0;
    this.endAtMs = Infinity;
    if (wasActive) this.desk.closed?.();
  }

  /** Called a few times a second. */
  tick(now: number): void {
    const { candidate } = this;
    if (candidate !== undefined && now - candidate.sentMs >= CLAIM_RETRY_MS) {
      if (candidate.attempts < MAX_CLAIMS) this.claim(candidate);
      else {
        this.candidate = undefined;
        this.refuse('logon', 'A', 'the matcher does not answer');
        candidate.connection.close('destroy');
      }
    }
    if (now >= this.endAtMs) {
      this.leave('end');
      return;
    }
    if (this.liveness === undefined || this.saidLogout) return;
    const due = this.liveness.due(now, this.out.lastSentMs);
    if (due === 'heartbeat') this.emit([{ type: '0', fields: [] }]);
    else if (due === 'testRequest') this.emit([{ type: '1', fields: [[112, `T${this.out.next}`]] }]);
    else if (due === 'dead') this.logoutNow('no answer to a TestRequest');
  }

  // Numbers

  private get isLocal(): boolean {
    return this.terms.numbering === 'local';
  }

  /** The newest command of this session that is known to anybody here. */
  private latestId(): number {
    const { port } = this.terms;
    const taken = port === undefined ? 0 : (this.host.link?.lastCommand(port.port) ?? 0);
    return Math.max(taken, this.lastSeen, this.lastSent);
  }

  private nextId(): number {
    const latest = unpackCommandId(this.latestId());
    return packCommandId(
      latest.counter < MAX_COUNTER
        ? { ...latest, counter: latest.counter + 1 }
        : { run: latest.run, sequence: latest.sequence + 1, counter: 0 },
    );
  }

  /** Id of something that the session does of itself. */
  private takeId(): number {
    const counter = Math.min(MAX_COUNTER, ++this.counter);
    const own = packCommandId({ run: this.run, sequence: this.inbound.expected - 1, counter });
    const id = Number.isNaN(own) ? this.nextId() : own;
    this.lastSent = Math.max(this.lastSent, id);
    return id;
  }

  /** A message of the client has been dealt with, and this is the answer. */
  consume(number: number, messages: readonly OutMessage[]): void {
    if (this.isLocal) {
      this.emit(messages);
      return;
    }
    const commandId = packCommandId({ run: this.run, sequence: number, counter: 0 });
    this.counter = 0;
    this.lastSent = Math.max(this.lastSent, commandId);
    this.sendNote({ kind: 'send', gateway: this.host.gateway, commandId, messages });
  }

  /** Sends something that no single message asked for. Returns the id of its note. */
  emit(messages: readonly OutMessage[]): number {
    if (this.isLocal) {
      if (this.out.connection === undefined) return 0;
      const now = this.host.clock.epochMs();
      for (const message of messages) this.out.add(message, now);
      return 0;
    }
    const commandId = this.takeId();
    this.sendNote({ kind: 'send', gateway: this.host.gateway, commandId, messages });
    return commandId;
  }

  private sendNote(note: SessionNote): void {
    const { link } = this.host;
    const { port } = this.terms;
    if (link === undefined || port === undefined) return;
    this.lastSent = Math.max(this.lastSent, note.commandId);
    if (!link.send(port, note.commandId, toNote(note))) {
      const candidate = this.candidate?.connection;
      this.candidate = undefined;
      candidate?.close('destroy');
      this.drop('the matcher is down');
    }
  }

  refuse(kind: string, message: string, reason: string): void {
    this.host.refusals.add(this.terms.id, kind, message, reason);
  }
}

function logonFields(verdict: AcceptedLogon): OutMessage['fields'] {
  return [
    [98, '0'],
    [108, String(verdict.heartbeatS)],
    ...(verdict.reset ? ([[141, 'Y']] as const) : []),
    ...verdict.fields,
  ];
}

function logout(text: string): OutMessage {
  return { type: '5', fields: text === '' ? [] : [[58, text]] };
}
