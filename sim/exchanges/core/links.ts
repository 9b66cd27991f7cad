/** How the processes of one exchange hold together: the matcher is in the middle, everybody else connects to it and resumes where it was. */
import type { OperatorCommand } from './operator.js';
import type { OrderCommand, OrderReport, PortIdentity, SimListing } from './orders.js';

/** A gateway's connection to the matcher (bus.ts makes one over the exchange's local socket; tests join both ends in memory). */
export interface MatcherLink {
  readonly isUp: boolean;
  /** Names the exchange's trading day, six capitals or digits: new where a new day's log was begun; '' before the first time it was up. */
  readonly day: string;
  /** Venue time and wall clock of one moment: when the link came up last. */
  readonly moment: { readonly timeNs: number; readonly epochMs: number };
  readonly listings: readonly SimListing[];
  /**
   * A command of a port. The matcher logs it before anything follows from it. False when the link is down: nothing was sent. A command that was sent
   * may be lost with the matcher only if it had no report; `commandId` (increasing per port, kept by the gateway in a note or in the protocol's
   * own numbers) makes a repetition harmless: the matcher ignores what it has already taken. The link itself sends again after a reconnection what
   * the matcher had not taken. `commandId` 0 is not counted and not sent again (`portUp` and `portDown` may use it).
   */
  send(from: PortIdentity, commandId: number, command: OrderCommand): boolean;
  /** Reports of the port after `portSequence`, then live ones, in order, each once. A second call moves the place. */
  follow(port: string, afterPortSequence: number, listener: (report: OrderReport) => void): void;
  /** Reports of every port of a firm ('*' for all), for drop copies; `after` counts all reports of the exchange's log. */
  followFirm(
    firm: string,
    after: number,
    listener: (report: OrderReport, port: string, logSequence: number) => void,
  ): void;
  /** The newest command that the matcher has taken from a port, 0 when none; asked once the link is up. */
  lastCommand(port: string): number;
  unfollow(port: string): void;
  /**
   * The link whose session a port is: the one that sent the last `portUp`, '' after `portDown`. Commands of other links are refused, so that a
   * gateway that is behind cannot act for a client who has moved to the other one. A port that never had a `portUp` takes commands from anybody.
   */
  owner(port: string): string;
  /** The matcher has taken commands of a port (its own place included), or somebody took the port over. Called for all ports. */
  onTaken(listener: (place: { readonly port: string; readonly id: number; readonly owner: string }) => void): void;
  /** A command was not logged: the port's session is another link's. */
  onRefused(listener: (port: string, commandId: number, why: string) => void): void;
  /** Busts, corrections, halts; `done` with what was wrong, undefined when it was done. */
  operate(command: OperatorCommand, done: (error: string | undefined) => void): void;
  onUp(listener: () => void): void;
  onDown(listener: (why: string) => void): void;
  close(): void;
}

/**
 * A market event as publishers get it: what the exchange tells everybody, in the order of its log. `feedSequence` counts from 1
 * without holes; the same event has the same number after a restart of any process.
 */
export interface FeedEvent {
  readonly feedSequence: number;
  readonly timeNs: number;
  /**
   * Name of the method of MarketEvents (market/events.ts), and its arguments as plain data with instruments by index. `tracking` is the mark of
   * the gateway that caused it; absent: 0.
   */
  readonly event: FeedEventBody;
}

export type FeedEventBody =
  | { readonly type: 'systemEvent'; readonly code: string }
  | {
      readonly type: 'added';
      readonly instrument: number;
      readonly orderId: number;
      readonly tracking?: number;
      readonly side: 'B' | 'S';
      readonly price: number;
      readonly quantity: number;
      readonly attribution: string;
    }
  | {
      readonly type: 'executed';
      readonly instrument: number;
      readonly orderId: number;
      readonly tracking?: number;
      readonly quantity: number;
      readonly match: number;
      readonly price: number;
      readonly atOwnPrice: boolean;
      readonly printable: boolean;
      readonly leaves: number;
    }
  | {
      readonly type: 'reduced';
      readonly instrument: number;
      readonly orderId: number;
      readonly tracking?: number;
      readonly quantity: number;
    }
  | {
      readonly type: 'deleted';
      readonly instrument: number;
      readonly orderId: number;
      readonly tracking?: number;
    }
  | {
      readonly type: 'replaced';
      readonly instrument: number;
      readonly orderId: number;
      readonly tracking?: number;
      readonly originalId: number;
      readonly price: number;
      readonly quantity: number;
      readonly side: 'B' | 'S';
    }
  | {
      readonly type: 'hiddenTraded';
      readonly instrument: number;
      readonly orderId: number;
      readonly tracking?: number;
      readonly side: 'B' | 'S';
      readonly quantity: number;
      readonly price: number;
      readonly match: number;
    }
  | {
      readonly type: 'crossed';
      readonly instrument: number;
      readonly quantity: number;
      readonly price: number;
      readonly match: number;
      readonly crossType: string;
    }
  | { readonly type: 'tradeBroken'; readonly instrument: number; readonly match: number }
  | { readonly type: 'tradingAction'; readonly instrument: number; readonly state: string; readonly reason: string }
  | { readonly type: 'other'; readonly name: string; readonly data: Readonly<Record<string, unknown>> };

/** A resting order in a snapshot. */
export interface SnapshotOrder {
  readonly instrument: number;
  readonly orderId: number;
  readonly side: 'B' | 'S';
  readonly price: number;
  readonly quantity: number;
  readonly attribution: string;
}

/** A publisher's connection to the matcher. */
export interface FeedLink {
  readonly isUp: boolean;
  readonly listings: readonly SimListing[];
  /** Events after `feedSequence`, then live ones, in order, in batches. Old ones may be gone: then `onSnapshotNeeded`. */
  follow(
    afterFeedSequence: number,
    onEvents: (events: readonly FeedEvent[]) => void,
    onSnapshotNeeded: (oldest: number) => void,
  ): void;
  /** All displayed orders, and each instrument's trading state (`halted`, `quoting`, `trading`), as of a feed sequence number. */
  snapshot(): Promise<{
    readonly feedSequence: number;
    readonly timeNs: number;
    readonly orders: readonly SnapshotOrder[];
    readonly states: readonly string[];
  }>;
  onUp(listener: () => void): void;
  onDown(listener: (why: string) => void): void;
  close(): void;
}
