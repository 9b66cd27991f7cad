/** Our engine on the real world: one session with QuickFIX, over loopback TCP. */
import type { TlsOptions } from '../../../control/core/streams.js';
import { realTradingWorld } from '../../../control/core/world-trading.js';
import { FixEngine } from '../../../control/fix/engine/engine.js';
import type { EngineEvent } from '../../../control/fix/engine/engine-events.js';
import type { EngineSession } from '../../../control/fix/engine/engine-session.js';
import type { SessionSpec } from '../../../control/fix/engine/settings.js';
import { sessionDefaults, type SessionConfig } from '../../../control/fix/session/config.js';
import type { SessionEvent } from '../../../control/fix/session/events.js';
import type { FixSession } from '../../../control/fix/session/session.js';
import {
  dictionary,
  type DictionaryExtension,
  type DictionaryName,
} from '../../../control/protocols/fix/dictionary.js';
import type { FixEncoder } from '../../../control/protocols/fix/encoder.js';
import { strictValidation, Validator } from '../../../control/protocols/fix/validator.js';
import { OurApplication } from './our-application.js';
import { openOurStorage, type OurStorage } from './our-storage.js';
import { applVerIdOf, beginStringOf, type Version } from './version.js';
import type { Watch } from './watch.js';

export type Role = SessionConfig['role'];

export interface OurOptions {
  readonly version: Version;
  readonly role: Role;
  /** Where the journal is: a second side with the same folder goes on where the first one stopped. */
  readonly folder: string;
  readonly watch: Watch;
  /** An initiator connects to it, an acceptor listens on it; 0 takes any. */
  readonly port: number;
  readonly config?: Partial<SessionConfig>;
  readonly tls?: TlsOptions;
}

const dictionaries: Readonly<Record<Version, readonly [session: DictionaryName, application: DictionaryName]>> = {
  'FIX.4.2': ['FIX42', 'FIX42'],
  'FIX.4.4': ['FIX44', 'FIX44'],
  'FIX.5.0SP2': ['FIXT11', 'FIX50SP2'],
};

export class OurSide {
  private constructor(
    readonly events: readonly EngineEvent[],
    readonly application: OurApplication,
    private readonly engine: FixEngine,
    private readonly storage: OurStorage,
    private readonly entry: EngineSession,
    readonly port: number,
  ) {}

  static async start(options: OurOptions): Promise<OurSide> {
    const { role, watch, port } = options;
    const changed = (): void => watch.changed();
    const application = new OurApplication(changed);
    const storage = openOurStorage(options.folder);
    const events: EngineEvent[] = [];
    const engine = new FixEngine(realTradingWorld, {
      journal: storage.journal,
      openStore: storage.openStore,
      observer: {
        onEvent(event) {
          events.push(event);
          changed();
        },
      },
    });
    watch.addWitness(() => ['we saw last:', ...events.slice(-12).map((event) => JSON.stringify(event))].join('\n  '));
    const listener =
      role === 'acceptor' ? await engine.listen({ host: '127.0.0.1', port, ...tlsOf(options) }) : undefined;
    const entry = engine.addSession(specOf(options, application));
    return new OurSide(events, application, engine, storage, entry, listener?.port ?? port);
  }

  get session(): FixSession {
    return this.entry.session;
  }

  get numbers(): { out: number; in: number } {
    const { store } = this.session;
    return { out: store.nextOutgoing, in: store.nextIncoming };
  }

  /** Events of this kind, in order. */
  seen<T extends SessionEvent['type']>(type: T): Extract<SessionEvent, { type: T }>[] {
    return this.events.flatMap(({ event }) =>
      event.type === type ? [event as Extract<SessionEvent, { type: T }>] : [],
    );
  }

  /** Orders with ClOrdIDs PREFIX1, PREFIX2, … */
  sendOrders(count: number, prefix: string): void {
    for (let i = 1; i <= count; i++) this.sendOrder(`${prefix}${i}`);
  }

  /**
   * @param changes other values by tag, undefined to leave one out: for an order that is wrong
   * @param more adds to the order
   */
  sendOrder(
    clOrdId: string,
    changes: Readonly<Record<number, string | undefined>> = {},
    more: (order: FixEncoder) => void = () => undefined,
  ): void {
    const fields: Record<number, string | undefined> = {
      11: clOrdId,
      ...(this.session.config.beginString === 'FIX.4.2' ? { 21: '1' } : {}),
      55: 'MSFT',
      54: '1',
      38: '100',
      40: '2',
      44: '42.5',
      ...changes,
    };
    const order = this.session.begin('D');
    for (const [tag, value] of Object.entries(fields)) if (value !== undefined) order.string(Number(tag), value);
    order.utcTimestamp(60, realTradingWorld.clock.epochMs(), 'milliseconds');
    more(order);
    this.session.send();
  }

  /** Logs out and stays so; back on. */
  disable(text: string): void {
    this.entry.disable(text);
  }

  enable(): void {
    this.entry.enable();
  }

  /** Ends in order: with a Logout. */
  async stop(): Promise<void> {
    await this.engine.close('end of the day');
    this.storage.journal.close();
  }

  /** Ends without a word to anybody. */
  async crash(): Promise<void> {
    this.session.disconnect('crash');
    await this.stop();
  }
}

/** QuickFIX puts DefaultApplVerID into its Business Message Rejects under FIXT, where the specification has no room for it. */
const quickFixHabits: DictionaryExtension = { messages: [{ msgType: 'j', members: [{ tag: 1137 }] }] };

const tlsOf = ({ tls }: OurOptions): { tls?: TlsOptions } => (tls === undefined ? {} : { tls });

function specOf(options: OurOptions, application: OurApplication): SessionSpec {
  const { version, role, port, config } = options;
  const [session, body] = dictionaries[version];
  const extension = version === 'FIX.5.0SP2' ? quickFixHabits : undefined;
  const validator = new Validator(dictionary(session), dictionary(body, extension), strictValidation);
  const defaultApplVerId = applVerIdOf(version);
  return {
    application,
    validator,
    ...(defaultApplVerId === undefined
      ? {}
      : { validatorFor: (applVerId) => (applVerId === defaultApplVerId ? validator : undefined) }),
    config: {
      ...sessionDefaults,
      role,
      beginString: beginStringOf(version),
      senderCompId: 'CROSSFEED',
      targetCompId: 'QUICKFIX',
      ...(defaultApplVerId === undefined ? {} : { defaultApplVerId }),
      ...config,
    },
    ...(role === 'initiator'
      ? {
          initiator: {
            endpoints: [{ host: '127.0.0.1', port, ...tlsOf(options) }],
            backoffMinMs: 20,
            backoffMaxMs: 100,
          },
        }
      : {}),
  };
}
