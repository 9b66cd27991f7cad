/** What goes over an exchange's bus, one JSON object a line. `t` says which. */
import type { FeedEvent, SnapshotOrder } from './links.js';
import type { OperatorCommand } from './operator.js';
import type { OrderCommand, OrderReport, PortIdentity, SimListing } from './orders.js';

/** From a gateway, a publisher or the supervisor. */
export type ToMatcher =
  /** First. `name` is the role, unique in the exchange: a second connection of the same name replaces the first. */
  | { readonly t: 'hello'; readonly name: string }
  | { readonly t: 'command'; readonly from: PortIdentity; readonly id: number; readonly command: OrderCommand }
  | { readonly t: 'follow'; readonly port: string; readonly after: number }
  | { readonly t: 'unfollow'; readonly port: string }
  | { readonly t: 'followFirm'; readonly firm: string; readonly after: number }
  | { readonly t: 'feed'; readonly after: number }
  | { readonly t: 'snapshot'; readonly request: number }
  | { readonly t: 'operate'; readonly request: number; readonly command: OperatorCommand };

export type FirmReport = readonly [logSequence: number, port: string, report: OrderReport];

/** Venue time, ns since midnight of the exchange's day, and the same moment on the wall clock. */
export interface VenueMoment {
  readonly timeNs: number;
  readonly epochMs: number;
}

/** How a port stands in the log: the newest command taken, and the link whose session it is ('' none). */
export interface PortPlace {
  readonly port: string;
  readonly id: number;
  readonly owner: string;
}

export type FromMatcher =
  | {
      readonly t: 'up';
      readonly day: string;
      readonly time: VenueMoment;
      readonly listings: readonly SimListing[];
      readonly ports: readonly PortPlace[];
    }
  | { readonly t: 'taken'; readonly ports: readonly PortPlace[] }
  /** Not logged: the port's session is elsewhere, or the log is full. */
  | { readonly t: 'refused'; readonly port: string; readonly id: number; readonly why: string }
  | { readonly t: 'reports'; readonly port: string; readonly reports: readonly OrderReport[] }
  | { readonly t: 'firm'; readonly firm: string; readonly reports: readonly FirmReport[] }
  | { readonly t: 'events'; readonly events: readonly FeedEvent[] }
  | { readonly t: 'gone'; readonly oldest: number }
  | { readonly t: 'snapshotPart'; readonly request: number; readonly orders: readonly SnapshotOrder[] }
  | {
      readonly t: 'snapshotEnd';
      readonly request: number;
      readonly feedSequence: number;
      readonly timeNs: number;
      readonly states: readonly string[];
    }
  | { readonly t: 'answer'; readonly request: number; readonly error: string | undefined };
