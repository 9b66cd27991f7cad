/** For tests of the FIX side: a matcher of a few lines whose log the test writes, and a client that speaks FIX by hand. */
import type { Stream, StreamHandler, TlsOptions } from '../../../control/core/streams.js';
import type { TradingWorld } from '../../../control/core/world.js';
import { FixFramer } from '../../../control/protocols/fix/framer.js';
import { fixMessage } from '../../../control/protocols/fix/testing.js';
import type { MatcherLink } from '../core/links.js';
import type { OrderCommand, OrderReport, PortIdentity, SimListing } from '../core/orders.js';

type Logged = { readonly report: OrderReport; readonly port: string; readonly firm: string };
type WithoutBase<T> = T extends unknown ? Omit<T, 'portSequence' | 'timeNs' | 'epochMs'> : never;

/** Takes commands by their ids, repeats notes, and tells what the test puts into its log. */
export class StubMatcher {
  readonly commands: { readonly port: string; readonly id: number; readonly command: OrderCommand }[] = [];
  readonly log: Logged[] = [];
  private readonly links = new Set<StubLink>();
  private readonly taken = new Map<string, number>();
  private readonly owners = new Map<string, StubLink>();
  private readonly counts = new Map<string, number>();

  constructor(readonly listings: readonly SimListing[] = []) {}

  link(world: Pick<TradingWorld, 'timers' | 'clock'>): StubLink {
    const link = new StubLink(this, world);
    this.links.add(link);
    return link;
  }

  lastCommand(port: string): number {
    return this.taken.get(port) ?? 0;
  }

  take(link: StubLink, from: PortIdentity, id: number, command: OrderCommand, epochMs: number): void {
    const owner = this.owners.get(from.port);
    if (command.type === 'portUp') this.owners.set(from.port, link);
    else if (owner !== undefined && owner !== link) {
      link.refused(from.port, id);
      return;
    }
    if (command.type === 'portDown') this.owners.delete(from.port);
    if (id !== 0 && id <= this.lastCommand(from.port)) return;
    if (id !== 0) this.taken.set(from.port, id);
    this.commands.push({ port: from.port, id, command });
    if (command.type === 'note') this.tell(from, { type: 'note', key: command.key, value: command.value }, epochMs);
  }

  release(link: StubLink): void {
    for (const [port, owner] of this.owners) if (owner === link) this.owners.delete(port);
  }

  /** Puts a report into the log. */
  tell({ port, firm }: PortIdentity, report: WithoutBase<OrderReport>, epochMs: number): void {
    const portSequence = (this.counts.get(port) ?? 0) + 1;
    this.counts.set(port, portSequence);
    const whole = { ...report, portSequence, timeNs: 0, epochMs } as OrderReport;
    this.log.push({ report: whole, port, firm });
    for (const link of this.links) link.pump();
  }
}

export class StubLink implements MatcherLink {
  readonly day = 'STUB00';
  readonly moment = { timeNs: 0, epochMs: 0 };
  isUp = true;
  private readonly firms = new Map<
    string,
    { after: number; listener: (report: OrderReport, port: string, logSequence: number) => void }
  >();
  private readonly downListeners: ((why: string) => void)[] = [];
  private readonly refusedListeners: ((port: string, commandId: number, why: string) => void)[] = [];
  private readonly upListeners: (() => void)[] = [];

  constructor(
    private readonly matcher: StubMatcher,
    private readonly world: Pick<TradingWorld, 'timers' | 'clock'>,
  ) {}

  get listings(): readonly SimListing[] {
    return this.matcher.listings;
  }

  send(from: PortIdentity, id: number, command: OrderCommand): boolean {
    if (!this.isUp) return false;
    this.world.timers.after(1, () => this.matcher.take(this, from, id, command, this.world.clock.epochMs()));
    return true;
  }

  follow(): void {
    throw new Error('the FIX side follows firms');
  }

  followFirm(
    firm: string,
    after: number,
    listener: (report: OrderReport, port: string, logSequence: number) => void,
  ): void {
    this.firms.set(firm, { after, listener });
    this.pump();
  }

  lastCommand(port: string): number {
    return this.matcher.lastCommand(port);
  }

  unfollow(): void {
    // Nothing is followed by port.
  }

  owner(): string {
    return '';
  }

  onTaken(): void {
    // Nobody here asks.
  }

  operate(): void {
    throw new Error('the FIX side does not operate');
  }

  onRefused(listener: (port: string, commandId: number, why: string) => void): void {
    this.refusedListeners.push(listener);
  }

  refused(port: string, id: number): void {
    for (const listener of this.refusedListeners) listener(port, id, 'the session is elsewhere');
  }

  onUp(listener: () => void): void {
    this.upListeners.push(listener);
  }

  onDown(listener: (why: string) => void): void {
    this.downListeners.push(listener);
  }

  /** What the test does to it. */
  goDown(): void {
    this.isUp = false;
    this.matcher.release(this);
    for (const listener of this.downListeners) listener('the test said so');
  }

  goUp(): void {
    this.isUp = true;
    for (const listener of this.upListeners) listener();
    this.pump();
  }

  close(): void {
    this.isUp = false;
    this.matcher.release(this);
    this.firms.clear();
  }

  pump(): void {
    if (!this.isUp) return;
    for (const [firm, following] of this.firms) {
      while (following.after < this.matcher.log.length) {
        const logged = this.matcher.log[following.after++]!;
        if (firm === '*' || firm === logged.firm) following.listener(logged.report, logged.port, following.after);
      }
    }
  }
}

/** A client by hand: says what the test says, byte for byte, and keeps what it hears. */
export class HandClient implements StreamHandler {
  readonly received: string[] = [];
  stream: Stream | undefined;
  ended: string | undefined;
  private readonly framer = new FixFramer({ maxMessageBytes: 1 << 20 });
  private number = 0;

  constructor(
    private readonly world: Pick<TradingWorld, 'streams' | 'clock'>,
    private readonly options: {
      readonly beginString: string;
      readonly sender: string;
      readonly target: string;
      /** Time as it stands in SendingTime. */
      readonly time?: (epochMs: number) => string;
    },
  ) {}

  connect(host: string, port: number, tls?: TlsOptions): void {
    const remote = { host, port };
    this.world.streams.connect({ remote, timeoutMs: 5000, ...(tls === undefined ? {} : { tls }) }, this);
  }

  onOpen(stream: Stream): void {
    this.stream = stream;
  }

  onData(bytes: Uint8Array): void {
    this.framer.push(bytes, {
      onMessage: (all, start, end) => {
        this.received.push(Buffer.from(all.subarray(start, end)).toString('latin1').replaceAll('\x01', '|'));
        return true;
      },
      onGarbled: (reason) => {
        throw new Error(`the exchange sent garbage: ${reason}`);
      },
    });
  }

  onDrain(): void {
    // Nothing waits.
  }

  onClose(end: string): void {
    this.ended = end;
    this.stream = undefined;
  }

  /** Number of the next message; 1 at first. */
  set next(number: number) {
    this.number = number - 1;
  }

  get next(): number {
    return this.number + 1;
  }

  time(): string {
    return (this.options.time ?? fixTime)(this.world.clock.epochMs());
  }

  /** @param body fields behind the header, `11=A|55=B|`; @param header other ones than the usual behind 56 */
  say(
    type: string,
    body = '',
    { number, extra = '', time = this.time() }: { number?: number; extra?: string; time?: string } = {},
  ): void {
    const { beginString, sender, target } = this.options;
    const sequence = number ?? ++this.number;
    this.raw(
      fixMessage(`35=${type}|49=${sender}|56=${target}|34=${sequence}|52=${time}|${extra}${body}`, { beginString }),
    );
  }

  raw(bytes: Uint8Array): void {
    this.stream?.write(bytes);
  }

  /** Messages of a type. */
  of(type: string): string[] {
    return this.received.filter((text) => text.includes(`|35=${type}|`));
  }

  get last(): string {
    return this.received.at(-1) ?? '';
  }
}

export function fixTime(epochMs: number): string {
  return new Date(epochMs).toISOString().replaceAll('-', '').replace('T', '-').replace('Z', '');
}

/** A value of a message as HandClient keeps it. */
export function value(text: string, tag: number): string | undefined {
  const found = text.split('|').find((field) => field.startsWith(`${tag}=`));
  return found?.slice(found.indexOf('=') + 1);
}
