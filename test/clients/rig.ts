/** A client by hand and the acceptor over a journal in the virtual world, with scripted orders behind it. */
import type { SymbolMap } from '../../control/core/instruments.js';
import type { OrderEntry } from '../../control/core/order-entry.js';
import { sessionId } from '../../control/fix/session/config.js';
import { JournalSessionStores } from '../../control/fix/store/journal-stores.js';
import { openJournal, type FileJournal } from '../../control/journal/journal.js';
import { silentLogger } from '../../control/core/logging.js';
import { ClientAcceptor } from '../../control/clients/acceptor.js';
import { parseClientsConfig } from '../../control/clients/config/config.js';
import { ScriptedOrders, testSymbols } from '../../control/clients/testing.js';
import { RawPeer } from '../fix/engine/raw-peer.js';
import type { VirtualHost } from '../support/world/host.js';
import type { VirtualProcess } from '../support/world/process.js';
import { VirtualWorld } from '../support/world/world.js';

export const PORT = 9880;
const ADDRESS = '10.0.0.2';

export const CONFIG = `
fix: { host: ${ADDRESS}, port: ${PORT} }
list:
  - id: CLIENT1
    fix: { targetCompId: CLIENT1 }
    dropCopy: { targetCompId: COPY1 }
    cancelOnDisconnect: { graceMs: 3000 }
  - id: CLIENT2
    fix: { targetCompId: CLIENT2 }
    permissions: [status, cancel]
    ownTags: true
`;

/** What stands behind the acceptor: scripted orders, or an order engine. */
export interface OrdersOfRig extends OrderEntry {
  /** Reads the journal, and tells reports again. */
  recover(): void;
}

export interface Gateway<T extends OrdersOfRig> {
  readonly process: VirtualProcess;
  readonly journal: FileJournal;
  readonly orders: T;
  readonly acceptor: ClientAcceptor;
}

export type MakeOrders<T> = (process: VirtualProcess, journal: FileJournal) => T;

export const scripted: MakeOrders<ScriptedOrders> = ({ clock }, journal) =>
  new ScriptedOrders(journal, () => clock.epochMs());

export class Rig<T extends OrdersOfRig = ScriptedOrders> {
  readonly world: VirtualWorld;
  readonly host: VirtualHost;
  private readonly clientHost: VirtualHost;
  gateway!: Gateway<T>;

  constructor(
    seed: number,
    private readonly makeOrders: MakeOrders<T>,
    private readonly symbols: SymbolMap = testSymbols,
  ) {
    this.world = new VirtualWorld({ seed });
    this.clientHost = this.world.addHost('client', { addresses: ['10.0.0.1'] });
    this.host = this.world.addHost('gateway', { addresses: [ADDRESS] });
  }

  /** With scripted orders. */
  static async started(seed = 1): Promise<Rig> {
    const rig = new Rig(seed, scripted);
    await rig.start();
    return rig;
  }

  /** Starts a gateway process, on what the one before it left behind. */
  async start(): Promise<void> {
    const process = this.host.start();
    const { clock, timers, disk } = process;
    const made = process.run(() => {
      const journal = openJournal({ directory: '/data/journal', disk, clock, timers });
      const stores = new JournalSessionStores({ journal, clock, timers });
      const orders = this.makeOrders(process, journal);
      const acceptor = new ClientAcceptor({
        world: process,
        journal,
        openStore: (config) => stores.open(sessionId(config)),
        closeStore: (id) => stores.close(id),
        credentials: { read: () => 'secret' },
        config: parseClientsConfig('clients.yaml', CONFIG),
        file: '/etc/clients.yaml',
        symbols: this.symbols,
        markets: ['XNAS'],
        log: silentLogger,
      });
      acceptor.attach(orders);
      orders.recover();
      return { process, journal, orders, acceptor };
    });
    if (made === undefined) throw new Error('the process is gone');
    this.gateway = made;
    await this.world.wait(process.run(() => made.acceptor.start()) ?? Promise.resolve());
  }

  /** Acts within the gateway. */
  act(run: (gateway: Gateway<T>) => void): void {
    this.gateway.process.run(() => run(this.gateway));
  }

  client(compId = 'CLIENT1'): RawClient {
    return new RawClient(this, this.clientHost.start(), compId);
  }
}

/** A FIX client that keeps its own numbers, and everything it got. */
export class RawClient {
  nextOut = 1;
  private peer!: RawPeer;
  private parsed: Map<number, string>[] = [];
  private readonly sent = new Map<number, string>();

  constructor(
    private readonly rig: { readonly world: VirtualWorld },
    private readonly process: VirtualProcess,
    private readonly compId: string,
    private readonly host = ADDRESS,
  ) {
    this.connect();
  }

  connect(): void {
    this.parsed = [];
    this.peer = new RawPeer(this.process, { host: this.host, port: PORT });
  }

  /** Messages of this connection: fields by tag, the first where one repeats. */
  get messages(): Map<number, string>[] {
    const frames = this.peer.received.split('|10=');
    for (let i = this.parsed.length; i < frames.length - 1; i++) this.parsed.push(fieldsOf(frames[i]!));
    return this.parsed;
  }

  /** The wire of this connection. */
  get received(): string {
    return this.peer.received;
  }

  get isCut(): boolean {
    return this.peer.end !== undefined;
  }

  of(...types: string[]): Map<number, string>[] {
    return this.messages.filter((message) => types.includes(message.get(35) ?? ''));
  }

  send(type: string, body = '', number = this.nextOut++): void {
    this.sent.set(number, `${type} ${body}`);
    this.put(number, type, body);
  }

  private put(number: number, type: string, body: string): void {
    this.peer.send(number, `35=${type}|49=${this.compId}|56=CROSSFEED${body === '' ? '' : `|${body}`}`);
  }

  /** Sends again what this connection was asked for, application messages only. */
  answerResendRequests(): void {
    for (const request of this.of('2')) {
      for (let number = Number(request.get(7)); number < this.nextOut; number++) {
        const [type = '', body = ''] = (this.sent.get(number) ?? '0 ').split(/ (.*)/s);
        if (/^[A0125]$/.test(type)) this.put(number, '4', `43=Y|122=20231114-22:13:20|123=Y|36=${number + 1}`);
        else this.put(number, type, `43=Y|122=20231114-22:13:20|${body}`);
      }
    }
  }

  async logOn(more = ''): Promise<void> {
    await this.rig.world.run(50);
    this.send('A', `98=0|108=30${more}`);
    await this.rig.world.run(200);
  }

  async ask(type: string, body: string): Promise<void> {
    this.send(type, body);
    await this.rig.world.run(50);
  }

  /** A day limit order to buy 100 AAPL at 187.25. */
  order(clOrdId: string, more = '38=100'): Promise<void> {
    return this.ask('D', `11=${clOrdId}|55=AAPL|54=1|60=20231114-22:13:20|${more}|40=2|44=187.25`);
  }

  cut(): void {
    this.process.run(() => this.peer.stream?.destroy());
  }
}

function fieldsOf(frame: string): Map<number, string> {
  const fields = new Map<number, string>();
  for (const field of frame.replace(/^\d+\|/, '').split('|')) {
    const equals = field.indexOf('=');
    const tag = Number(field.slice(0, equals));
    if (!fields.has(tag)) fields.set(tag, field.slice(equals + 1));
  }
  return fields;
}
