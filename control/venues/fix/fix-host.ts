/** The FIX engine of all venues, and who hears of which session. */
import type { Journal } from '../../core/journal.js';
import type { TradingWorld } from '../../core/world.js';
import type { EngineEvent, EngineObserver } from '../../fix/engine/engine-events.js';
import { FixEngine, type FixEngineOptions } from '../../fix/engine/engine.js';
import type { SessionEvent } from '../../fix/session/events.js';
import type { EngineOwnEvent } from '../../fix/engine/engine-events.js';
import { VenueError } from '../errors.js';

export interface FixHostOptions {
  readonly world: TradingWorld;
  readonly journal: Journal;
  readonly openStore: NonNullable<FixEngineOptions['openStore']>;
  readonly closeStore: NonNullable<FixEngineOptions['closeStore']>;
  /** Hears everything too: message log, metrics. */
  readonly observer?: EngineObserver;
  readonly seed?: number;
}

export type FixEventListener = (event: SessionEvent | EngineOwnEvent) => void;

export class FixHost {
  readonly engine: FixEngine;
  private readonly listeners = new Map<string, FixEventListener>();

  constructor({ world, journal, openStore, closeStore, observer, seed }: FixHostOptions) {
    const relay: EngineObserver = {
      ...(observer?.onMessageIn === undefined ? {} : { onMessageIn: observer.onMessageIn.bind(observer) }),
      ...(observer?.onGarbledIn === undefined ? {} : { onGarbledIn: observer.onGarbledIn.bind(observer) }),
      ...(observer?.onMessageOut === undefined ? {} : { onMessageOut: observer.onMessageOut.bind(observer) }),
      onEvent: (event: EngineEvent) => {
        observer?.onEvent?.(event);
        if (event.sessionId !== undefined) this.listeners.get(event.sessionId)?.(event.event);
      },
    };
    this.engine = new FixEngine(world, {
      journal,
      openStore,
      closeStore,
      observer: relay,
      ...(seed === undefined ? {} : { seed }),
    });
  }

  /** Throws VenueError `VENUE_SESSION` for a second session of one name. */
  listen(sessionId: string, listener: FixEventListener): void {
    if (this.listeners.has(sessionId)) {
      throw new VenueError('VENUE_SESSION', 'two sessions of one process have the same CompIDs', {
        found: sessionId,
        expected: 'another senderCompId or targetCompId',
      });
    }
    this.listeners.set(sessionId, listener);
  }
}
