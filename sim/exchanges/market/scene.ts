/** What the parts of a simulated market share. */
import type { Random } from '../../../control/core/world.js';
import type { Agenda } from './agenda.js';
import type { Auction } from './auction.js';
import type { MatchingEngine } from './engine.js';
import type { MarketEvents } from './events.js';
import type { Flow } from './flow.js';
import type { Instrument } from './instruments.js';

export const SECOND_NS = 1e9;
/** 09:30, ns since midnight. */
export const OPEN_NS = 34_200 * SECOND_NS;

export interface Scene {
  readonly instruments: readonly Instrument[];
  readonly engine: MatchingEngine;
  readonly flow: Flow;
  readonly auction: Auction;
  readonly agenda: Agenda;
  readonly events: MarketEvents;
  readonly random: Random;
  readonly startNs: number;
  /** The wall clock at a time of the market, ms, not rounded. */
  readonly epochMsAt: (timeNs: number) => number;
}
