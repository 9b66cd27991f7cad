/** What stands around a card: the line to it, its JTAG cable, where files go. */
import type { FeedDevice } from '../feed/feed-device.js';
import type { Programmer } from '../bitstream/programmer.js';

export interface Bench {
  /** For people: the serial device. */
  readonly port: string;
  readonly baud: number;
  readonly isSimulated: boolean;
  /** The card through the driver, `sim:NAME` or `pcie:BDF`; absent: only its console is there. */
  readonly device: string | undefined;
  /** Opens the card under test for a feed to be played through it; absent: only its console is there. Throws NicError and NicLibraryError. */
  readonly openFeed: (() => FeedDevice) | undefined;
  /** Where a file of this run goes: under the name that was asked for, or under its own beside the report. Its folder is made. */
  outputFile(name: string, askedFor?: string): string;
  /** Absent: there is no JTAG cable to this card. */
  readonly programmer: Programmer | undefined;
  /** What the card should answer as BUILD_ID; undefined: not known here. */
  readonly expectedBuildId: number | undefined;
  /** Opens the line at another rate and asks once; true: the card answered. Leaves the line closed. */
  answersAt(baud: number, signal: AbortSignal): Promise<boolean>;
}
