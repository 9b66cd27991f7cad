/** How a venue's order side talks to one protocol: the inner port between `ConfiguredVenue` and the OUCH and FIX implementations. */
import type { VenueSessionState, VenueSessionStatus } from '../core/venue.js';
import type { InitiatorEndpoint } from '../fix/engine/settings.js';

/** Which of a venue's gateways an order entry should use first. */
export type GatewayChoice = 'primary' | 'backup';

/** A gateway with its role. Endpoints of one role stand for one gateway reached over several paths. */
export interface Gateway extends InitiatorEndpoint {
  readonly role: GatewayChoice;
}

/** What an order entry reports besides orders. */
export interface EntryListener {
  /** `active` once everything that the venue had to say has been given. */
  onEntryState(entry: OrderEntry, state: VenueSessionState, detail: string): void;
  /** A connection broke, was refused, or could not be made: what the fallback policy counts. */
  onEntryFault(entry: OrderEntry, detail: string): void;
  /** Orders that were uncertain are not among those that the venue calls open. */
  onNotOpen(entry: OrderEntry, slots: readonly number[]): void;
}

/** One way to send orders. Slots are those of the venue's order table. Senders return false when nothing could leave. */
export interface OrderEntry {
  /** 0 the configured order entry, 1 its fallback: as the order table keeps it. */
  readonly number: number;
  readonly protocol: string;
  readonly state: VenueSessionState;
  /** Counts connections that were logged on: what was sent on an older one may be lost. */
  readonly connection: number;
  status(): VenueSessionStatus;
  connect(): void;
  disconnect(reason: string): Promise<void>;
  useGateway(choice: GatewayChoice, reason: string): void;
  /** Why the order cannot be said in this protocol; '' when it can. */
  refusal(slot: number): '' | 'unsupported' | 'badValue';
  /** Gives the order what names it on the wire, before it is written to the journal. */
  prepare(slot: number): void;
  sendSubmit(slot: number): boolean;
  sendCancel(slot: number): boolean;
  sendReplace(oldSlot: number, newSlot: number): boolean;
  /** @param instrument -1 for all */
  sendMassCancel(instrument: number): boolean;
  sendStatus(slot: number): boolean;
  /** True where what is uncertain after a replay has to be asked for, because the protocol itself does not tell. */
  readonly asksAfterReplay?: boolean;
  /** Asks for all open orders at once; those of the slots that are not among them are over. False: the venue has no words for it. */
  sendMassStatus?(slots: readonly number[]): boolean;
  /** Takes an inbound record of this entry's own stream again, after a restart. */
  readonly recovery: EntryRecovery | undefined;
  counters(): Readonly<Record<string, number>>;
}

/** How the journal is read again, for an entry whose reports are in records of its own. */
export interface EntryRecovery {
  readonly stream: number;
  restore(kind: number, number: number, bytes: Uint8Array, start: number, end: number): void;
  /** Everything has been read. */
  finish(): void;
  /** Makes older records of the stream dispensable. */
  compact(): void;
}
