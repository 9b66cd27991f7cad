/** What the engine reports: events as plain data, for logs, metrics and alerts, and the bytes of messages for the message log. */
import type { JournalState } from '../../core/journal.js';
import type { GarbledReason } from '../../protocols/fix/framer.js';
import type { SessionEvent } from '../session/events.js';

/** Why a connection came to nothing before it belonged to a session. */
export type DropReason =
  | 'tooManyConnections'
  | 'tooManyAwaitingLogon'
  | 'noLogon'
  | 'logonTimeout'
  | 'garbled'
  | 'unknownSession'
  | 'alreadyConnected'
  | 'sessionDisabled'
  | 'outsideSchedule'
  | 'address'
  | 'tlsSubject'
  | 'listener'
  | 'journalNotOpen'
  | 'closed';

export type EngineOwnEvent =
  | { readonly type: 'sessionAdded' }
  | { readonly type: 'sessionRemoved' }
  | { readonly type: 'connecting'; readonly endpoint: string }
  | { readonly type: 'connected'; readonly endpoint: string; readonly tlsSubject: string | undefined }
  | { readonly type: 'connectFailed'; readonly endpoint: string; readonly detail: string; readonly retryMs: number }
  | {
      readonly type: 'connectionEnded';
      readonly endpoint: string;
      readonly detail: string;
      readonly retryMs: number | undefined;
    }
  | { readonly type: 'dropped'; readonly reason: DropReason; readonly remote: string; readonly detail: string }
  | { readonly type: 'slowConsumer'; readonly queuedBytes: number; readonly limitBytes: number }
  | { readonly type: 'schedule'; readonly on: boolean }
  | { readonly type: 'scheduleReset' }
  | { readonly type: 'journal'; readonly state: JournalState }
  | { readonly type: 'listening'; readonly endpoint: string }
  | { readonly type: 'listenerClosed'; readonly endpoint: string }
  | { readonly type: 'failed'; readonly detail: string };

export interface EngineEvent {
  readonly epochMs: number;
  /** Absent: the engine itself. */
  readonly sessionId: string | undefined;
  readonly event: SessionEvent | EngineOwnEvent;
}

/** All of it is called within the engine's own turns; what it throws is a fault of the program. */
export interface EngineObserver {
  onEvent?(event: EngineEvent): void;
  /** A whole frame came in, for a session. The bytes are valid during the call only. */
  onMessageIn?(sessionId: string, bytes: Uint8Array, start: number, end: number, epochMs: number): void;
  /** Bytes that were no message: garbled, or with a field that cannot be read. Valid during the call only. */
  onGarbledIn?(
    sessionId: string,
    reason: GarbledReason,
    bytes: Uint8Array,
    start: number,
    end: number,
    epochMs: number,
  ): void;
  /** A message was handed to the connection: the journal has committed it. The bytes are valid during the call only. */
  onMessageOut?(sessionId: string, bytes: Uint8Array, start: number, end: number, epochMs: number): void;
}

const EVENTS_KEPT = 1_000;

/** The last events, for a page that is opened later. */
export class EventList {
  private readonly ring: EngineEvent[] = [];
  private next = 0;
  /** Events that are not kept any more. */
  forgotten = 0;

  constructor(private readonly capacity = EVENTS_KEPT) {}

  add(event: EngineEvent): void {
    if (this.ring.length < this.capacity) {
      this.ring.push(event);
      return;
    }
    this.ring[this.next] = event;
    this.next = (this.next + 1) % this.capacity;
    this.forgotten++;
  }

  /** Oldest first. */
  toArray(): EngineEvent[] {
    return [...this.ring.slice(this.next), ...this.ring.slice(0, this.next)];
  }
}
