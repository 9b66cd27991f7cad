/** Our side in the virtual world: a process with a journal and its venues, and a handler that writes down what it hears. */
import type { Journal } from '../../control/core/journal.js';
import {
  blankOrder,
  type VenueHandler,
  type VenueOrder,
  type VenueRefusal,
  type VenueReport,
  type VenueSessionState,
} from '../../control/core/venue.js';
import { sessionId } from '../../control/fix/session/config.js';
import { JournalSessionStores } from '../../control/fix/store/journal-stores.js';
import { openJournal } from '../../control/journal/journal.js';
import { VenueSecrets } from '../../control/venues/secrets.js';
import { VenueSet, type VenueSetOptions } from '../../control/venues/venue-set.js';
import type { VirtualHost } from '../support/world/host.js';
import type { VirtualProcess } from '../support/world/process.js';

export const universe = `
name: test
instruments:
  - AAPL
  - MSFT
  - BRK.B
  - { symbol: BTC-USD, assetClass: cryptoSpot, unit: BTC, priceScale: 2, quantityScale: 8 }
`;

export const plainOrder: VenueOrder = { ...blankOrder(), quantity: 100, price: 1_000_000, capacity: '' };

/** ExecType as a word. */
const words: Readonly<Record<string, string>> = {
  '0': 'new',
  '4': 'canceled',
  '5': 'replaced',
  '6': 'pendingCancel',
  '8': 'rejected',
  C: 'expired',
  D: 'restated',
  F: 'trade',
  G: 'correct',
  H: 'bust',
  I: 'status',
};

/** Lives as long as the test: what it heard from all processes, in order. */
export class Notes implements VenueHandler {
  readonly lines: string[] = [];
  readonly reports: VenueReport[] = [];

  onReport(report: Readonly<VenueReport>): void {
    this.reports.push({ ...report });
    const type = String.fromCharCode(report.execType);
    const word = words[type] ?? type;
    const trade = type === 'F' ? ` ${report.lastQuantity}@${report.lastPrice}` : '';
    const why = report.reasonCode === '' ? '' : ` ${report.reasonCode}`;
    const source = report.source === 'session' ? '' : ` by ${report.source}`;
    this.lines.push(`${report.orderId} ${word}${trade} leaves ${report.leavesQuantity}${why}${source}`);
  }

  onRefusal({ orderId, request, reasonCode }: Readonly<VenueRefusal>): void {
    this.lines.push(`${orderId} ${request} refused ${reasonCode}`.trimEnd());
  }

  onState(_venue: number, state: VenueSessionState): void {
    this.lines.push(`- ${state}`);
  }

  onUncertain(_venue: number, orderId: number, request: string): void {
    this.lines.push(`${orderId} ${request} uncertain`);
  }

  /** What was heard since the last call, without states unless asked for. */
  take(states = false): string[] {
    const taken = this.lines.splice(0);
    return states ? taken : taken.filter((line) => !line.startsWith('-'));
  }
}

export class Desk {
  process!: VirtualProcess;
  set!: VenueSet;
  journal!: Journal;
  readonly notes = new Notes();

  constructor(
    readonly host: VirtualHost,
    private readonly files: Readonly<Record<string, string>>,
    private readonly options: Partial<VenueSetOptions> = {},
  ) {}

  /** Starts a process, reads the journal, and connects. */
  start(): void {
    this.process = this.host.start();
    const { process } = this;
    process.run(() => {
      const { clock, timers, disk } = process;
      const journal = openJournal({ directory: '/data/journal', disk, clock, timers });
      const stores = new JournalSessionStores({ journal, clock, timers });
      const all: Readonly<Record<string, string>> = { '/config/universe.yaml': universe, ...this.files };
      this.journal = journal;
      this.set = new VenueSet({
        files: Object.keys(this.files).filter((file) => !file.includes('base') && !file.includes('universe')),
        readText: (path) => {
          const text = all[path];
          if (text === undefined) throw new Error(`no file ${path}`);
          return text;
        },
        world: process,
        journal,
        openStore: (config) => stores.open(sessionId(config)),
        closeStore: (id) => stores.close(id),
        secrets: new VenueSecrets({ read: () => 'secret' }, { secret: () => 'secret' }),
        handler: this.notes,
        seed: 1,
        ...this.options,
      });
      this.set.recover();
      this.set.connect();
    });
  }

  kill(): void {
    this.process.kill();
  }

  get venue() {
    return this.set.venues[0]!;
  }

  submit(orderId: number, more: Partial<VenueOrder> = {}): string {
    return this.act(() => this.venue.submit({ ...plainOrder, orderId, ...more }));
  }

  cancel(orderId: number): string {
    return this.act(() => this.venue.cancel(orderId));
  }

  act<T>(code: () => T): T {
    return this.process.run(code) as T;
  }
}
