/** What lies where in the memory that a record kernel works in, the record ring included. Its size is fixed: views of it stay good. */

/** How a message type becomes a record: an entry for each type of each protocol. */
export const Entry = {
  /** The length a message must have, as it stands in front of it; NONE where the kernel leaves the type alone. */
  length: 0,
  /** Vectors: what is put into the first and the third sixteen bytes of a record, and what its fourth are multiplied by, as four numbers. */
  head: 16,
  fill: 32,
  factors: 48,
  /** A vector for each pair of sixteen bytes of a message and of a record: which byte goes where. */
  places: 64,
  bytes: 256,
} as const;
export const NONE = 0xffff_ffff;

/**
 * What the records of one call have in common. Vectors hold what is put into the first, second and fourth sixteen bytes of a record; `head` the
 * sequence number of the first one, too.
 */
export const Call = {
  head: 0,
  sequence: 8,
  ingress: 16,
  lap: 32,
  /** Two numbers of 64 bits, 0 and 1. */
  step: 48,
  /** PITCH: nanoseconds of the last Time. */
  clock: 64,
  /** Where decoding stopped. */
  next: 72,
} as const;

/** The longest input of one call: what a datagram can hold. */
export const WINDOW_BYTES = 65_536;
const PAGE_BYTES = 65_536;
const ENTRIES_BYTES = 256 * Entry.bytes;

export const Place = {
  itch50: 0,
  pitch2: ENTRIES_BYTES,
  call: 2 * ENTRIES_BYTES,
  /** With room for what vectors load beyond the last byte. */
  window: 3 * ENTRIES_BYTES,
  ring: 5 * ENTRIES_BYTES,
} as const;

/** Pages in front of the ring. */
export const FIRST_PAGES = Place.ring / PAGE_BYTES;

export function pagesFor(ringBytes: number): number {
  return FIRST_PAGES + Math.ceil(ringBytes / PAGE_BYTES);
}
