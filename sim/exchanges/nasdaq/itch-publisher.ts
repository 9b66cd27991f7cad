/** A market's events as ITCH 5.0 messages, encoded straight into the output's buffer. The same calls make the same bytes. */
import * as itch from '../../../control/protocols/itch50/encoder.js';
import type { StockDirectoryFields } from '../../../control/protocols/itch50/encoder.js';
import type { CrossType, DirectListing, Imbalance, MarketEvents } from '../market/events.js';
import type { Instrument } from '../market/instruments.js';
import type { MessageOutput } from '../publish/message-output.js';

/** What ITCH tells about a symbol. */
export type ItchInstrument = Pick<
  Instrument,
  'index' | 'locate' | 'stock' | 'category' | 'roundLot' | 'kind' | 'listing'
>;

/** What ITCH tells about an order. */
export interface ItchOrder {
  readonly id: number;
  readonly instrument: ItchInstrument;
  readonly side: 'B' | 'S';
  readonly price: number;
  readonly shares: number;
  readonly attribution: string;
  readonly tracking: number;
}

export type ItchImbalance = Omit<Imbalance, 'instrument'> & { readonly instrument: ItchInstrument };
export type ItchDirectListing = Omit<DirectListing, 'instrument'> & { readonly instrument: ItchInstrument };

const TWO_32 = 4294967296;
/**
 * Identifiers are the engine's day-unique numbers on top of a base above 2^53, close below a carry of the low word: whoever
 * joins the two words into a double, or forgets the high one, loses orders at once.
 */
const ORDER_BASE_HI = 0x0040_0001;
const ORDER_BASE_LO = 0xffff_8000;
const MATCH_BASE_HI = 0x0020_0003;
const MATCH_BASE_LO = 0xffff_f000;

export class ItchPublisher implements MarketEvents {
  /** Messages published. */
  messages = 0;
  readonly #output: MessageOutput;
  #timeNs = 0;
  #hi = 0;
  #lo = 0;

  constructor(output: MessageOutput) {
    this.#output = output;
  }

  at(timeNs: number): void {
    this.#timeNs = timeNs;
  }

  systemEvent(code: string): void {
    const at = this.#reserve();
    this.#commit(itch.encodeSystemEvent(this.#output.bytes, at, 0, this.#timeNs, code));
  }

  listed(instrument: ItchInstrument): void {
    const at = this.#reserve();
    const fields = directoryFields(instrument);
    this.#commit(itch.encodeStockDirectory(this.#output.bytes, at, instrument.locate, 0, this.#timeNs, fields));
  }

  tradingAction({ locate, stock }: ItchInstrument, state: string, reason: string): void {
    const at = this.#reserve();
    this.#commit(itch.encodeStockTradingAction(this.#output.bytes, at, locate, 0, this.#timeNs, stock, state, reason));
  }

  operationalHalt({ locate, stock }: ItchInstrument, halted: boolean): void {
    const at = this.#reserve();
    const action = halted ? 'H' : 'T';
    this.#commit(itch.encodeOperationalHalt(this.#output.bytes, at, locate, 0, this.#timeNs, stock, 'Q', action));
  }

  shortSaleRestriction({ locate, stock }: ItchInstrument, action: string): void {
    const at = this.#reserve();
    this.#commit(itch.encodeRegShoRestriction(this.#output.bytes, at, locate, 0, this.#timeNs, stock, action));
  }

  participant({ locate, stock }: ItchInstrument, mpid: string, primary: boolean, state: string): void {
    const at = this.#reserve();
    const isPrimary = primary ? 'Y' : 'N';
    const { bytes } = this.#output;
    this.#commit(
      itch.encodeMarketParticipantPosition(bytes, at, locate, 0, this.#timeNs, mpid, stock, isPrimary, 'N', state),
    );
  }

  declineLevels(level1: number, level2: number, level3: number): void {
    const at = this.#reserve();
    this.#commit(itch.encodeMwcbDeclineLevel(this.#output.bytes, at, 0, this.#timeNs, level1, level2, level3));
  }

  declineBreached(level: string): void {
    const at = this.#reserve();
    this.#commit(itch.encodeMwcbStatus(this.#output.bytes, at, 0, this.#timeNs, level));
  }

  ipoRelease({ locate, stock }: ItchInstrument, releaseNs: number, postponed: boolean, price: number): void {
    const at = this.#reserve();
    const seconds = Math.floor(releaseNs / 1e9);
    const { bytes } = this.#output;
    const qualifier = postponed ? 'C' : 'A';
    this.#commit(
      itch.encodeIpoQuotingPeriodUpdate(bytes, at, locate, 0, this.#timeNs, stock, seconds, qualifier, price),
    );
  }

  auctionCollar(
    { locate, stock }: ItchInstrument,
    reference: number,
    upper: number,
    lower: number,
    extension: number,
  ): void {
    const at = this.#reserve();
    const { bytes } = this.#output;
    this.#commit(
      itch.encodeLuldAuctionCollar(bytes, at, locate, 0, this.#timeNs, stock, reference, upper, lower, extension),
    );
  }

  imbalance(imbalance: Readonly<ItchImbalance>): void {
    const at = this.#reserve();
    const { instrument, direction, referencePrice, nearPrice } = imbalance;
    this.#commit(
      itch.encodeNoii(this.#output.bytes, at, instrument.locate, 0, this.#timeNs, {
        pairedShares: imbalance.pairedShares,
        imbalanceShares: imbalance.imbalanceShares,
        imbalanceDirection: direction,
        stock: instrument.stock,
        farPrice: imbalance.farPrice,
        nearPrice,
        currentReferencePrice: referencePrice,
        crossType: imbalance.crossType,
        priceVariation: priceVariation(nearPrice, referencePrice),
      }),
    );
  }

  retailInterest({ locate, stock }: ItchInstrument, interest: string): void {
    const at = this.#reserve();
    this.#commit(itch.encodeRpii(this.#output.bytes, at, locate, 0, this.#timeNs, stock, interest));
  }

  directListing(terms: ItchDirectListing): void {
    const at = this.#reserve();
    const { instrument } = terms;
    this.#commit(
      itch.encodeDirectListingCapitalRaise(this.#output.bytes, at, instrument.locate, 0, this.#timeNs, {
        stock: instrument.stock,
        openEligibility: terms.openEligible ? 'Y' : 'N',
        minAllowablePrice: terms.minPrice,
        maxAllowablePrice: terms.maxPrice,
        nearExecutionPrice: terms.nearPrice,
        nearExecutionTime: terms.nearTimeNs,
        lowerPriceRangeCollar: terms.lowerCollar,
        upperPriceRangeCollar: terms.upperCollar,
      }),
    );
  }

  added(order: ItchOrder): void {
    const at = this.#reserve();
    const { bytes } = this.#output;
    const { tracking, side, shares, price, attribution } = order;
    const { locate, stock } = order.instrument;
    this.#orderRef(order.id);
    this.#commit(
      attribution === ''
        ? itch.encodeAddOrder(bytes, at, locate, tracking, this.#timeNs, this.#hi, this.#lo, side, shares, stock, price)
        : itch.encodeAddOrderMpid(
            bytes,
            at,
            locate,
            tracking,
            this.#timeNs,
            this.#hi,
            this.#lo,
            side,
            shares,
            stock,
            price,
            attribution,
          ),
    );
  }

  executed(order: ItchOrder, shares: number, match: number): void {
    const at = this.#reserve();
    const { locate } = order.instrument;
    this.#orderRef(order.id);
    const hi = this.#hi;
    const lo = this.#lo;
    this.#matchRef(match);
    this.#commit(
      itch.encodeOrderExecuted(
        this.#output.bytes,
        at,
        locate,
        order.tracking,
        this.#timeNs,
        hi,
        lo,
        shares,
        this.#hi,
        this.#lo,
      ),
    );
  }

  executedAt(order: ItchOrder, shares: number, match: number, price: number, printable: boolean): void {
    const at = this.#reserve();
    const { locate } = order.instrument;
    this.#orderRef(order.id);
    const hi = this.#hi;
    const lo = this.#lo;
    this.#matchRef(match);
    const print = printable ? 'Y' : 'N';
    this.#commit(
      itch.encodeOrderExecutedWithPrice(
        this.#output.bytes,
        at,
        locate,
        order.tracking,
        this.#timeNs,
        hi,
        lo,
        shares,
        this.#hi,
        this.#lo,
        print,
        price,
      ),
    );
  }

  reduced(order: ItchOrder, shares: number): void {
    const at = this.#reserve();
    const { locate } = order.instrument;
    this.#orderRef(order.id);
    this.#commit(
      itch.encodeOrderCancel(this.#output.bytes, at, locate, order.tracking, this.#timeNs, this.#hi, this.#lo, shares),
    );
  }

  deleted(order: ItchOrder): void {
    const at = this.#reserve();
    const { locate } = order.instrument;
    this.#orderRef(order.id);
    this.#commit(
      itch.encodeOrderDelete(this.#output.bytes, at, locate, order.tracking, this.#timeNs, this.#hi, this.#lo),
    );
  }

  replaced(order: ItchOrder, originalId: number): void {
    const at = this.#reserve();
    const { locate } = order.instrument;
    const { tracking, shares, price } = order;
    this.#orderRef(originalId);
    const hi = this.#hi;
    const lo = this.#lo;
    this.#orderRef(order.id);
    this.#commit(
      itch.encodeOrderReplace(
        this.#output.bytes,
        at,
        locate,
        tracking,
        this.#timeNs,
        hi,
        lo,
        this.#hi,
        this.#lo,
        shares,
        price,
      ),
    );
  }

  /** The side is always B and the order reference 0, as the exchange has had it for years. */
  hiddenTraded(order: ItchOrder, shares: number, match: number): void {
    const at = this.#reserve();
    const { locate, stock } = order.instrument;
    this.#matchRef(match);
    this.#commit(
      itch.encodeTradeNonCross(
        this.#output.bytes,
        at,
        locate,
        order.tracking,
        this.#timeNs,
        0,
        0,
        'B',
        shares,
        stock,
        order.price,
        this.#hi,
        this.#lo,
      ),
    );
  }

  crossed({ locate, stock }: ItchInstrument, shares: number, price: number, match: number, type: CrossType): void {
    const at = this.#reserve();
    this.#matchRef(match);
    this.#commit(
      itch.encodeCrossTrade(
        this.#output.bytes,
        at,
        locate,
        0,
        this.#timeNs,
        shares,
        stock,
        price,
        this.#hi,
        this.#lo,
        type,
      ),
    );
  }

  tradeBroken({ locate }: ItchInstrument, match: number): void {
    const at = this.#reserve();
    this.#matchRef(match);
    this.#commit(itch.encodeBrokenTrade(this.#output.bytes, at, locate, 0, this.#timeNs, this.#hi, this.#lo));
  }

  #reserve(): number {
    return this.#output.reserve(itch.MAX_ITCH_BYTES);
  }

  #commit(length: number): void {
    this.#output.commit(length);
    this.messages++;
  }

  #orderRef(id: number): void {
    const lo = ORDER_BASE_LO + id;
    this.#hi = ORDER_BASE_HI + Math.floor(lo / TWO_32);
    this.#lo = lo >>> 0;
  }

  #matchRef(match: number): void {
    const lo = MATCH_BASE_LO + match;
    this.#hi = MATCH_BASE_HI + Math.floor(lo / TWO_32);
    this.#lo = lo >>> 0;
  }
}

function directoryFields(instrument: ItchInstrument): StockDirectoryFields {
  const { stock, category, roundLot, kind, listing } = instrument;
  const etf = kind === 'etf' || kind === 'inverse-etf';
  return {
    stock,
    marketCategory: category,
    financialStatus: 'QGS'.includes(category) ? 'N' : ' ',
    roundLotSize: roundLot,
    roundLotsOnly: 'N',
    issueClassification: kind === 'ads' ? 'A' : etf ? 'Q' : 'C',
    issueSubType: etf ? 'E' : 'Z',
    authenticity: 'P',
    shortSaleThreshold: 'N',
    ipoFlag: listing === 'ipo' ? 'Y' : listing === 'direct' ? 'Z' : 'N',
    luldReferencePriceTier: instrument.index < 100 ? '1' : '2',
    etpFlag: etf ? 'Y' : 'N',
    etpLeverageFactor: etf ? (kind === 'inverse-etf' ? 3 : 1) : 0,
    inverseIndicator: kind === 'inverse-etf' ? 'Y' : 'N',
  };
}

/** The NOII's code for how far the near price is from the reference. */
function priceVariation(near: number, reference: number): string {
  if (reference === 0) return ' ';
  const percent = (Math.abs(near - reference) * 100) / reference;
  if (percent < 1) return 'L';
  if (percent < 10) return String(Math.floor(percent));
  return percent < 20 ? 'A' : percent < 30 ? 'B' : 'C';
}
