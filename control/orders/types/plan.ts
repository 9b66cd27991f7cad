/**
 * Chooses how an order is worked: by its terms and what the venues can do. A venue's own form is taken where a single venue is right for the order: for auctions, icebergs, hidden
 * orders and minimum quantities, and for stops and pegs where no other venue lists the instrument, because a venue's stop or peg sees its own book alone. The client may ask for a
 * form by the parameter `form`.
 */
import type { Instrument } from '../../core/instruments.js';
import type { ClientOrder } from '../../core/order-entry.js';
import { OrdType, TimeInForce, type VenueCapabilities } from '../../core/venue.js';
import type { OrderTypePlan, PlanOrder, Work, Worker } from '../engine/work.js';
import type { SessionEnd } from './algo-worker.js';
import { deny, type TypeDenial } from './denials.js';
import { FORM_RULES, formAt, isNativeAt, type Form } from './forms.js';
import { HiddenWorker } from './hidden.js';
import { IcebergWorker } from './iceberg.js';
import { ImmediateWorker } from './immediate.js';
import { MinimumQuantityWorker } from './minimum-quantity.js';
import { featuresOf, isIceberg, isImmediate, typeOf, type TypeName } from './names.js';
import { NativeWorker } from './native.js';
import { formWanted, wordOf } from './parameters.js';
import { PegWorker } from './peg.js';
import { PlainWorker } from './plain.js';
import { PovWorker } from './pov.js';
import { ScheduleWorker } from './schedule-worker.js';
import { byVolume, evenly, type CurveSource, type Schedule } from './schedules.js';
import { StopWorker } from './stop.js';
import { StopWatches } from './stop-watch.js';
import { TrailingStopWorker } from './trailing-stop.js';
import { termsFault } from './validate.js';

export interface PlanOptions {
  /** Volume curves; without them VWAP goes evenly unless a curve is asked for. */
  readonly curves?: CurveSource;
  /** Ends algorithms whose client named no end; without it they are refused. */
  readonly sessionEnd?: SessionEnd;
}

interface ListedVenue {
  readonly index: number;
  readonly capabilities: VenueCapabilities;
  readonly listed: boolean;
}

/** One for the process: stops of an instrument share what watches for them. */
export function createPlanOrder(options: PlanOptions = {}): PlanOrder {
  const planner = new Planner(options);
  return (terms, instrument, venues) => planner.plan(terms, instrument, venues);
}

/** Types that see one venue's book when they are the venue's. */
const LOCAL: ReadonlySet<TypeName> = new Set(['stop', 'stop-limit', 'peg-same', 'peg-opposite', 'peg-mid']);
/** Types that the router works with whatever each venue has; they go by `native` where each listed venue has them. */
const ROUTED: ReadonlySet<TypeName> = new Set(['market', 'limit', 'post-only', 'immediate-or-cancel', 'fill-or-kill']);
/** Parameters that only the emulated form knows. */
const EMULATED_ONLY = ['refreshRandomPercent', 'refreshDelayMs', 'pegMinTicks', 'pegIntervalMs', 'pegGraceMs'];

class Planner {
  private readonly watches = new StopWatches();
  /** Plans of orders with nothing special, by what venues can do (made once for each instrument) and `plainKey`. */
  private readonly plain = new WeakMap<readonly ListedVenue[], (OrderTypePlan | undefined)[]>();

  constructor(private readonly options: PlanOptions) {}

  plan(
    terms: Readonly<ClientOrder>,
    instrument: Instrument,
    venues: readonly ListedVenue[],
  ): OrderTypePlan | TypeDenial {
    const fault = termsFault(terms);
    if (fault !== undefined) return fault;
    const key = plainKey(terms);
    if (key < 0) return this.choose(terms, instrument, venues);
    let plans = this.plain.get(venues);
    if (plans === undefined) this.plain.set(venues, (plans = []));
    const known = plans[key];
    if (known !== undefined) return known;
    const plan = this.choose(terms, instrument, venues);
    if ('create' in plan) plans[key] = plan;
    return plan;
  }

  private choose(
    terms: Readonly<ClientOrder>,
    instrument: Instrument,
    venues: readonly ListedVenue[],
  ): OrderTypePlan | TypeDenial {
    const listed = venues.filter((venue) => venue.listed);
    if (listed.length === 0) return deny('TYPE_NOT_LISTED', `symbol (55): no venue lists ${instrument.symbol}`);
    const name = typeOf(terms);
    const missing = missingFeature(terms, listed);
    if (missing !== undefined)
      return deny(FORM_RULES[missing].refused, `${missing}: not at any venue that lists ${instrument.symbol}`);
    const form = this.form(terms, name, listed);
    if (typeof form !== 'string') return form;
    return { name, form, create: (work) => this.create(work, name, form) };
  }

  private form(terms: Readonly<ClientOrder>, name: TypeName, listed: readonly ListedVenue[]): Form | TypeDenial {
    const wanted = formWanted(terms);
    if (ROUTED.has(name)) {
      const form = listed.some(({ capabilities }) => formAt(name, capabilities) === 'native') ? 'native' : 'emulated';
      return wanted === '' || wanted === form ? form : this.noForm(wanted, name);
    }
    const features = featuresOf(terms);
    const isTaken = takesAMinimum(terms);
    const canNative = isTaken
      ? isImmediate(terms) && listed.some(({ capabilities }) => formAt('minimum-quantity', capabilities) === 'native')
      : listed.some(({ capabilities }) => isNativeAt(features, capabilities));
    const canEmulated = canEmulate(terms, name, listed);
    if (wanted !== '')
      return (wanted === 'native' ? canNative : canEmulated) ? (wanted as Form) : this.noForm(wanted, name);
    const suits =
      !(LOCAL.has(name) && (listed.length > 1 || terms.trigger !== 'last' || sharesVenues(terms))) &&
      !EMULATED_ONLY.some((parameter) => parameter in terms.algoParameters);
    if (canNative && (suits || !canEmulated)) return 'native';
    return canEmulated ? 'emulated' : this.noForm('emulated', name);
  }

  private noForm(wanted: string, name: TypeName): TypeDenial {
    return deny(
      'TYPE_FORM_NOT_AVAILABLE',
      `parameter form (848): ${name} has no ${wanted} form at the venues that list the instrument`,
    );
  }

  private create(work: Work, name: TypeName, form: Form): Worker {
    if (form === 'native' && !ROUTED.has(name) && !takesAMinimum(work.terms)) return new NativeWorker(work);
    const { sessionEnd } = this.options;
    switch (name) {
      case 'twap':
        return new ScheduleWorker(work, sessionEnd, () => evenly);
      case 'vwap':
        return new ScheduleWorker(work, sessionEnd, (own) => this.curve(own));
      case 'pov':
        return new PovWorker(work, sessionEnd);
      case 'trailing-stop':
        return new TrailingStopWorker(work, this.watches.of(work.instrument.index), triggered);
      case 'stop':
      case 'stop-limit':
        return new StopWorker(work, this.watches.of(work.instrument.index), triggered);
      case 'peg-same':
      case 'peg-opposite':
      case 'peg-mid':
        return new PegWorker(work);
      case 'minimum-quantity':
        return new MinimumQuantityWorker(work);
      case 'iceberg':
        return new IcebergWorker(work);
      case 'hidden':
        return new HiddenWorker(work);
      default:
        return triggered(work);
    }
  }

  private curve(work: Work): Schedule | undefined {
    const wanted = wordOf(work.terms, 'curve');
    if (wanted === 'flat') return evenly;
    const { curves } = this.options;
    const { index } = work.instrument;
    const now = work.epochMs();
    const placed =
      wanted === 'auto'
        ? (curves?.(index, 'file', now) ?? curves?.(index, 'live', now))
        : curves?.(index, wanted === 'file' ? 'file' : 'live', now);
    if (placed !== undefined) return byVolume(placed, wanted === 'auto');
    return wanted === 'auto' ? evenly : undefined;
  }
}

/** Of its group one is at a venue at a time: a stop that waited there would keep the others away. */
function sharesVenues({ linkKind, algoParameters }: Readonly<ClientOrder>): boolean {
  return (linkKind === 'oco' || linkKind === 'bracket') && algoParameters['overfill'] !== 'accept';
}

/** What works an order without conditions. */
function triggered(work: Work): Worker {
  return isImmediate(work.terms) ? new ImmediateWorker(work) : new PlainWorker(work);
}

/** Limit and market orders without instructions differ in this only; -1: it is another, or has instructions. */
function plainKey(terms: Readonly<ClientOrder>): number {
  const { ordType, timeInForce } = terms;
  if (ordType !== OrdType.limit && ordType !== OrdType.market) return -1;
  if (terms.postOnly || terms.hidden || terms.displayQuantity !== 0 || terms.minQuantity !== 0) return -1;
  if (terms.algo !== '' || terms.linkKind !== '') return -1;
  for (const name in terms.algoParameters) if (name !== '') return -1;
  // Both are characters of FIX.
  return ((ordType & 0x0f) << 4) | (timeInForce & 0x0f);
}

/** The first thing the order asks for that no venue has in any form. */
function missingFeature(terms: Readonly<ClientOrder>, listed: readonly ListedVenue[]): TypeName | undefined {
  const canBeSwept = wordOf(terms, 'fillOrKill') === 'sweep';
  return featuresOf(terms).find((feature) => {
    const needsVenue = feature === 'fill-or-kill' && !canBeSwept;
    return !listed.some(({ capabilities }) => {
      const form = formAt(feature, capabilities);
      return form === 'native' || (form === 'emulated' && !needsVenue);
    });
  });
}

/** A minimum quantity in a book protects nothing: venues honour it as the order comes in. So one that waits does so here, unless it is hidden. */
function takesAMinimum(terms: Readonly<ClientOrder>): boolean {
  return terms.minQuantity > 0 && !terms.hidden;
}

function canEmulate(terms: Readonly<ClientOrder>, name: TypeName, listed: readonly ListedVenue[]): boolean {
  const isPeg = name === 'peg-same' || name === 'peg-opposite' || name === 'peg-mid';
  if (terms.postOnly && (isIceberg(terms) || (terms.hidden && !isPeg))) return false;
  return listed.some(({ capabilities }) => {
    if (isPeg && terms.hidden && capabilities.hidden === 'none') return false;
    const isWorked = FORM_RULES[name].emulated(capabilities);
    return isWorked && (terms.timeInForce !== TimeInForce.immediateOrCancel || hasImmediate(capabilities));
  });
}

function hasImmediate(can: VenueCapabilities): boolean {
  return formAt('immediate-or-cancel', can) === 'native';
}
