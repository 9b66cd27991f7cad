/** What every capture reader gives: frames, one after the other. */

export interface Capture {
  readonly path: string;
  /** Bytes of the file, and how many of them have been read. */
  readonly size: number;
  readonly bytesRead: number;
  /** Moves on to the next frame; false at the end. Throws a `CaptureError` where the file cannot be read on. */
  next(): boolean;
  /** The frame without its FCS: `length` bytes at `bytes[at]`, valid until the next call of `next`. */
  readonly bytes: Uint8Array;
  readonly at: number;
  readonly length: number;
  /** The frame was damaged, or the capture does not hold all of it. */
  readonly badFcs: boolean;
  /** When it was captured, ns since the Unix epoch (BinaryFILE: since midnight). */
  readonly timeNs: bigint;
  close(): void;
}

/** Takes one line for the user; the same kind of trouble is reported once a file. */
export type Warn = (message: string) => void;

/** Captures that are of another kind than Ethernet say so by their link type. */
export const LINKTYPE_ETHERNET = 1;
/** The longest packet that capture programs write. */
export const MAX_CAPTURED_BYTES = 262_144;
