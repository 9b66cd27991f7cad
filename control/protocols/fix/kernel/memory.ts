/** The one memory that the kernel works in, and what lies where. Its size is fixed: nothing ever moves, so views of it stay good. */

/** Tags below this are looked up by number, others by looking through all fields. */
export const KERNEL_TAGS = 16_384;

/**
 * The index of a message. First words of 32 bits: its layout's number (0 when it has none that is known, and only then the rest is set); a
 * stamp; how many fields there are; where the first one begins that was not taken. Then two words for each field, where its value begins
 * and where it ends; the tags; and for every tag stamp + number of the first field that has it. What earlier messages left there is
 * below the stamp.
 */
export const Block = {
  layout: 0,
  stamp: 1,
  count: 2,
  resume: 3,
  headWords: 4,
  fields: 1024,
  tagsOffset: 16 + 8 * 1024,
  slotsOffset: 16 + 12 * 1024,
  bytes: 16 + 12 * 1024 + 4 * KERNEL_TAGS,
} as const;

/** Some for messages that are kept while others come. */
export const BLOCK_COUNT = 16;

/**
 * How the fields of a message begin. First its number and how many fields there are, then for each field eight bytes, a mask that leaves of
 * them the tag and '=' (of the third field the MsgType too, to its SOH), and how many bytes are before the value.
 */
export const Layout = {
  number: 0,
  count: 4,
  entriesOffset: 16,
  headOffset: 0,
  maskOffset: 8,
  widthOffset: 16,
  entryBytes: 24,
  fields: 64,
  /** With an entry behind the last one. */
  bytes: 16 + 24 * 65,
} as const;
export const LAYOUT_COUNT = 256;

/** How the values of a layout are checked: for each field a Kind (see check.ts), three words that are free, and 128 bits. */
export const Checks = { entryBytes: 32, kindOffset: 0, bitsOffset: 16, bytes: 32 * 64 } as const;
export const CHECKS_COUNT = 256;

/** Layouts that are expected next, by connection and MsgType: two for each place, the likelier one first. */
export const PREDICTIONS = 1024;

/** Longest stretch of input that is looked at in one go. */
export const WINDOW_BYTES = 128 * 1024;
/** Vectors are loaded beyond the last byte. */
export const SLACK_BYTES = 128;
const WINDOW_COUNT = 8;

const FIXED = 1024;
const BLOCKS = FIXED + KERNEL_TAGS;
const PREDICTED = BLOCKS + BLOCK_COUNT * Block.bytes;
const LAYOUTS = PREDICTED + 8 * PREDICTIONS;
const CHECKS = LAYOUTS + LAYOUT_COUNT * Layout.bytes;
const DIGITS = CHECKS + CHECKS_COUNT * Checks.bytes;
const SECOND = DIGITS + 4 * 10_000;
const WINDOWS = SECOND + 32;
const ENCODERS = Math.ceil((WINDOWS + WINDOW_COUNT * (WINDOW_BYTES + SLACK_BYTES)) / 4096) * 4096;
/** Room for the messages of encoders: 512 of them, as long as messages are short. */
const ENCODERS_BYTES = 512 * 4096;

export const Place = {
  /** The last date that was found right, as the eight bytes "YYYYMMDD". */
  date: 0,
  /** 64 bytes of ones and 64 of zeros. */
  tailMask: 128,
  /** The lowest and the highest "YYYYMMDD-HH:MM:SS.nnnnnnnnn". */
  timeLow: 64,
  timeHigh: 96,
  /** A byte for each tag: not 0 when it announces the length of a data field. */
  lengthTags: FIXED,
  blocks: BLOCKS,
  predictions: PREDICTED,
  layouts: LAYOUTS,
  checks: CHECKS,
  /** "0000" to "9999". */
  digits: DIGITS,
  /** "YYYYMMDD-HH:MM:SS" of the last timestamp that was written. */
  second: SECOND,
  encoders: ENCODERS,
  encodersEnd: ENCODERS + ENCODERS_BYTES,
  /** Copies of the input, one behind the other when calls lie in one another. */
  windows: WINDOWS,
} as const;

const PAGE_BYTES = 65_536;
export const MEMORY_PAGES = Math.ceil(Place.encodersEnd / PAGE_BYTES);
export const MEMORY_BYTES = MEMORY_PAGES * PAGE_BYTES;
/** Where windows end. */
export const WINDOWS_END: number = ENCODERS;
