/** A side that trades without a pause over real sockets and a real disk. Both sides of the test are one of these. */
import type { Timer, TradingWorld } from '../../../control/core/world.js';
import { FixEngine } from '../../../control/fix/engine/engine.js';
import type { EngineObserver } from '../../../control/fix/engine/engine-events.js';
import type { Fate, FixApplication, NotDelivered, Verdict } from '../../../control/fix/session/application.js';
import { sessionDefaults, sessionId } from '../../../control/fix/session/config.js';
import type { FixSession } from '../../../control/fix/session/session.js';
import { JournalSessionStores } from '../../../control/fix/store/journal-stores.js';
import { openJournal, type FileJournal } from '../../../control/journal/journal.js';
import type { FixMessage } from '../../../control/protocols/fix/message.js';

export interface TraderOptions {
  readonly directory: string;
  readonly role: 'initiator' | 'acceptor';
  /** Where an initiator connects to. */
  readonly port?: number;
  readonly observer?: EngineObserver;
  /** A message is about to be sent with this number: returns its id. */
  noteSending(number: number): number;
  noteDelivered(id: number, number: number, possDup: boolean): void;
  /** Everything noted so far has been committed. */
  noteCommitted(): void;
  noteTold(first: number, last: number, why: NotDelivered, fate: Fate): void;
}

const SEND_MS = 4;
const BURST_MAX = 4;

export class Trader implements FixApplication {
  readonly engine: FixEngine;
  readonly session: FixSession;
  readonly journal: FileJournal;
  readonly #random;
  #sending: Timer | undefined;
  #awaitsCommit = false;

  constructor(
    private readonly world: TradingWorld,
    private readonly options: TraderOptions,
  ) {
    const { directory, role, port = 0, observer } = options;
    const { clock, timers, disk } = world;
    this.#random = world.random(1);
    // Small files, so that kills meet their change too.
    this.journal = openJournal({ directory, disk, clock, timers, segmentBytes: 128 * 1024 });
    const stores = new JournalSessionStores({ journal: this.journal, clock, timers });
    this.engine = new FixEngine(world, {
      journal: this.journal,
      openStore: (config) => stores.open(sessionId(config)),
      ...(observer === undefined ? {} : { observer }),
    });
    const isInitiator = role === 'initiator';
    this.session = this.engine.addSession({
      config: {
        ...sessionDefaults,
        role,
        beginString: 'FIX.4.4',
        senderCompId: isInitiator ? 'DESK' : 'BANK',
        targetCompId: isInitiator ? 'BANK' : 'DESK',
        heartBtIntS: 2,
      },
      application: this,
      ...(isInitiator
        ? {
            initiator: { endpoints: [{ host: '127.0.0.1', port }], backoffMinMs: 20, backoffMaxMs: 200, stableMs: 100 },
          }
        : {}),
    }).session;
  }

  trade(): void {
    this.#sending = this.world.timers.every(SEND_MS, () => {
      for (let left = 1 + this.#random.below(BURST_MAX); left > 0; left--) this.sendOne();
    });
  }

  stop(): void {
    this.#sending?.cancel();
  }

  sendOne(): void {
    const { session } = this;
    const number = session.store.nextOutgoing;
    const id = this.options.noteSending(number);
    const message = session.begin('D');
    message.int(11, id);
    message.string(58, 'x'.repeat(1 + this.#random.below(300)));
    if (session.send() !== number) throw new Error(`message ${id} was not given number ${number}`);
    this.#noteWhenCommitted();
  }

  onLogon(): void {
    // Nothing to do.
  }

  onLogout(): void {
    // Nothing to do.
  }

  onMessage(_session: FixSession, message: FixMessage): Verdict {
    this.options.noteDelivered(message.int(11), message.int(34), message.flag(43));
    this.#noteWhenCommitted();
    return 'accepted';
  }

  onNotDelivered(
    _session: FixSession,
    direction: string,
    first: number,
    last: number,
    why: NotDelivered,
    fate: Fate,
  ): void {
    if (direction === 'outgoing') this.options.noteTold(first, last, why, fate);
  }

  /** The engine commits when the callback has returned; this comes right after it. */
  #noteWhenCommitted(): void {
    if (this.#awaitsCommit) return;
    this.#awaitsCommit = true;
    this.world.timers.soon(() => {
      this.#awaitsCommit = false;
      if (this.journal.state === 'open') this.options.noteCommitted();
    });
  }
}
