/** Reads directory messages out of a record ring and tells the symbol map. */
import { FIELD, FLAG, HEADER, RECORD } from '../../core/generated/records.js';
import type { RecordRing, RecordSink } from '../../core/record-ring.js';
import { SymbolError } from '../errors.js';
import type { VenueSymbolMap } from './symbol-map.js';

const STOCK_BYTES = 8;

export interface DirectoryChannel {
  readonly venue: number;
  /** For errors: the feed's name. */
  readonly source: string;
}

/** A sink beside the books: cheap for every record that is no directory message. */
export class DirectoryReader implements RecordSink {
  learned = 0;
  conflicts = 0;

  /** @param channels by channel number */
  constructor(
    private readonly map: VenueSymbolMap,
    private readonly channels: readonly (DirectoryChannel | undefined)[],
    private readonly onConflict: (error: SymbolError) => void,
    private readonly onRegSho?: (instrument: number, action: string) => void,
  ) {}

  onRecords(ring: RecordRing, first: number, end: number): void {
    const { u8, mask } = ring;
    for (let index = first; index !== end; index = (index + 1) >>> 0) {
      const at = (index & mask) << 6;
      const type = u8[at + HEADER.type]!;
      if (type === RECORD.StockDirectory) this.directory(ring, at);
      else if (type === RECORD.Session) this.session(u8[at + HEADER.channel]!);
      else if (type === RECORD.RegShoRestriction) this.regSho(ring, at);
      if ((u8[at + HEADER.flags]! & FLAG.twoSlots) !== 0) index = (index + 1) >>> 0;
    }
  }

  private session(channelNumber: number): void {
    const channel = this.channels[channelNumber];
    if (channel !== undefined) this.map.forgetLocates(channel.venue, channelNumber);
  }

  /** Short sale restrictions of Nasdaq's feed, by what the directory called the stock. */
  private regSho({ u8, u16 }: RecordRing, at: number): void {
    const channel = u8[at + HEADER.channel]!;
    const venue = this.channels[channel]?.venue;
    if (venue === undefined || this.onRegSho === undefined) return;
    const instrument = this.map.instrumentByLocate(venue, channel, u16[(at + HEADER.stockLocate) >> 1]!);
    if (instrument >= 0) this.onRegSho(instrument, String.fromCharCode(u8[at + FIELD.RegShoRestriction.regShoAction]!));
  }

  private directory({ u8, u16 }: RecordRing, at: number): void {
    const channelNumber = u8[at + HEADER.channel]!;
    const channel = this.channels[channelNumber];
    if (channel === undefined) return;
    const locate = u16[(at + HEADER.stockLocate) >> 1]!;
    let symbol = '';
    for (let i = 0; i < STOCK_BYTES; i++) {
      const code = u8[at + FIELD.StockDirectory.stock + i]!;
      if (code > 0x20) symbol += String.fromCharCode(code);
    }
    try {
      if (this.map.learn(channel.venue, channelNumber, symbol, locate, channel.source)) this.learned++;
    } catch (error) {
      if (!(error instanceof SymbolError)) throw error;
      this.conflicts++;
      this.onConflict(error);
    }
  }
}
