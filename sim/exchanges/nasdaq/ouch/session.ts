/**
 * One OUCH port in one gateway: its sequenced messages, which follow from the matcher's reports and nothing else, so that they are the same in the
 * primary and in the backup gateway and after any restart; and the way of its client's messages to the matcher.
 */
import type { Logger } from '../../../../control/core/logging.js';
import type { MatcherLink } from '../../core/links.js';
import type { OrderCommand, OrderReport, PortIdentity } from '../../core/orders.js';
import type { Refusals } from '../../publish/refusals.js';
import { portNameOf, type OuchUser } from './config.js';
import { NoteKey, type OuchDialect, type OuchPort } from './dialect.js';
import { SessionLog } from './session-log.js';

/** Most client messages that wait for the matcher. */
const MOST_WAITING = 4096;
const LONGEST_MESSAGE = 1024;

/** A logged-in connection, as its session sees it. */
export interface OuchClient {
  onNews(): void;
  close(why: string): void;
}

export interface OuchSessionOptions {
  readonly user: OuchUser;
  readonly dialect: OuchDialect;
  readonly link: MatcherLink & { readonly name: string };
  readonly refusals: Refusals;
  readonly log: Logger;
}

export class OuchSession implements OuchPort {
  readonly messages = new SessionLog();
  readonly identity: PortIdentity;
  highestRefNum = 0;
  isDisabled = false;
  private client: OuchClient | undefined;
  /** Called when the matcher says that the port is ours. */
  private claim: (() => void) | undefined;
  /** The note that we wait for before we say so; '' as long as it has not been sent. */
  private claimNote = '';
  private logins = 0;
  private readonly waiting: OrderCommand[] = [];
  private lastId = 0;
  private day = '';
  private latest = { timeNs: 0, epochMs: 0 };
  private readonly scratch = new Uint8Array(LONGEST_MESSAGE);

  constructor(private readonly options: OuchSessionOptions) {
    const { user, link } = options;
    this.identity = { port: portNameOf(user), firm: user.firm };
    link.onUp(() => this.isUp());
    link.onTaken(({ port, owner }) => {
      if (port === this.identity.port) this.owned(owner);
    });
    if (link.isUp) this.isUp();
  }

  get firm(): string {
    return this.identity.firm;
  }

  get preventSelfTrade(): OuchUser['preventSelfTrade'] {
    return this.options.user.preventSelfTrade;
  }

  get nowEpochMs(): number {
    return this.latest.epochMs;
  }

  /** May a client log in now? */
  get isOpen(): boolean {
    return this.options.link.isUp;
  }

  /** Takes the port over for a client whose password was right: the one before is gone, on whichever gateway it was. Calls back when it is so. */
  take(client: OuchClient, claimed: () => void): void {
    this.client?.close('the user logged in again');
    this.client = client;
    this.waiting.length = 0;
    this.claim = claimed;
    this.claimNote = '';
    this.options.link.send(this.identity, 0, { type: 'portUp' });
  }

  /** The client is gone: orders are cancelled as the port's rules say. */
  leave(client: OuchClient): void {
    if (this.client !== client) return;
    this.client = undefined;
    this.claim = undefined;
    this.waiting.length = 0;
    this.options.link.send(this.identity, 0, { type: 'portDown' });
  }

  /** A message of the client. */
  receive(client: OuchClient, bytes: Uint8Array, start: number, end: number): void {
    if (client !== this.client) return;
    const { dialect, refusals } = this.options;
    const request = dialect.read(bytes, start, end, this);
    const { port } = this.identity;
    if (request.kind === 'command') {
      if (request.why !== undefined) refusals.note('order refused', { port, why: request.why });
      this.highestRefNum = Math.max(this.highestRefNum, request.refNum);
      this.send(request.command);
      return;
    }
    refusals.note(request.kind === 'ignored' ? 'message ignored' : 'protocol breach', { port, why: request.why });
    if (request.kind === 'breach') client.close(request.why);
  }

  private send(command: OrderCommand): void {
    if (this.waiting.length > 0 || !this.isOurs() || !this.pass(command)) {
      if (this.waiting.length >= MOST_WAITING) {
        this.client?.close('the matcher does not keep up');
        return;
      }
      this.waiting.push(command);
    }
  }

  private pass(command: OrderCommand): boolean {
    const { link } = this.options;
    const id = Math.max(this.lastId, link.lastCommand(this.identity.port)) + 1;
    if (!link.send(this.identity, id, command)) return false;
    this.lastId = id;
    return true;
  }

  private isOurs(): boolean {
    const { link } = this.options;
    return link.isUp && this.claim === undefined && link.owner(this.identity.port) === link.name;
  }

  private isUp(): void {
    const { link } = this.options;
    if (this.day !== '' && this.day !== link.day) {
      this.client?.close('another day has begun');
      this.client = undefined;
      this.messages.clear();
      this.highestRefNum = 0;
      this.isDisabled = false;
      this.lastId = 0;
    }
    const isNew = this.day !== link.day;
    this.day = link.day;
    this.messages.session = `${link.day}${this.options.dialect.version === '5.0' ? '50' : '42'}`;
    this.latest = link.moment;
    if (isNew) link.follow(this.identity.port, 0, (report) => this.report(report));
    // What was said while the matcher was away is said again.
    if (this.client !== undefined) link.send(this.identity, 0, { type: 'portUp' });
    else if (link.owner(this.identity.port) === link.name) link.send(this.identity, 0, { type: 'portDown' });
  }

  private owned(owner: string): void {
    const { link } = this.options;
    if (owner !== link.name) {
      // The user is with the other gateway now, or the matcher gave it up for gone.
      if (owner !== '' && this.client !== undefined && (this.claim === undefined || this.claimNote !== '')) {
        const { client } = this;
        this.client = undefined;
        this.claim = undefined;
        this.waiting.length = 0;
        client.close(`the user logged in at ${owner}`);
      }
      return;
    }
    if (this.claim !== undefined) {
      if (this.claimNote === '') {
        this.claimNote = `${link.name} ${++this.logins}`;
        this.pass({ type: 'note', key: NoteKey.login, value: this.claimNote });
      }
      return;
    }
    while (this.waiting.length > 0 && this.pass(this.waiting[0]!)) this.waiting.shift();
  }

  /** Everything that was said to the port before the login is there. */
  private isClaimed(): void {
    const { claim } = this;
    this.claim = undefined;
    this.claimNote = '';
    if (this.messages.next === 1) this.pass({ type: 'note', key: NoteKey.startOfDay, value: '' });
    claim?.();
  }

  private report(report: OrderReport): void {
    const { dialect, refusals } = this.options;
    this.latest = { timeNs: report.timeNs, epochMs: report.epochMs };
    this.learn(report);
    if (report.type === 'rejected' || report.type === 'replaceRejected' || report.type === 'cancelRejected') {
      refusals.note(report.reason, { port: this.identity.port, order: report.token, why: report.text });
    }
    const length = dialect.write(report, this.firm, this.scratch);
    if (length > 0) this.messages.append(this.scratch, length);
    if (report.type === 'systemEvent' && report.event === 'endOfDay') this.messages.isEnded = true;
    if (report.type === 'note' && report.key === NoteKey.login && report.value === this.claimNote) this.isClaimed();
    this.client?.onNews();
  }

  /** What a gateway that was not there has to know of what was said. */
  private learn(report: OrderReport): void {
    switch (report.type) {
      case 'accepted':
      case 'replaced':
        this.used(Number(report.order.token));
        break;
      case 'rejected':
        this.used(Number(report.token));
        break;
      case 'replaceRejected':
        this.used(Number(report.newToken));
        break;
      case 'massCanceled':
        this.used(refNumIn(report.requestId));
        break;
      case 'note':
        if (report.key === NoteKey.disable) this.isDisabled = true;
        else if (report.key === NoteKey.enable) this.isDisabled = false;
        else if (report.key !== NoteKey.reject) break;
        this.used(refNumIn(report.value));
        break;
      default:
    }
  }

  private used(refNum: number): void {
    if (Number.isSafeInteger(refNum)) this.highestRefNum = Math.max(this.highestRefNum, refNum);
  }
}

function refNumIn(json: string): number {
  const { userRefNum } = JSON.parse(json) as { userRefNum?: number };
  return userRefNum ?? 0;
}
