/**
 * CRC-32C over aligned words, eight bytes a step. zlib's CRC-32 is faster per byte, but takes a view of its own for every record: 454 ns
 * against 286 ns for a record of 232 bytes, and garbage.
 */

const POLYNOMIAL = 0x82f63b78;

/** Eight tables of 256: the effect of a byte that has k more bytes behind it. */
const TABLES = makeTables();

/** Of words `from` to `to`, an index each, little-endian. `seed` is what came before: 0 at the start. */
export function crc32c(words: Int32Array, from: number, to: number, seed: number): number {
  let crc = ~seed;
  let i = from;
  if (((to - i) & 1) === 1) crc = crcWord(crc, words[i++]!);
  for (; i < to; i += 2) crc = crcPair(crc, words[i]!, words[i + 1]!);
  return ~crc;
}

/** One step of four bytes, on the inverted checksum. */
export function crcWord(crc: number, word: number): number {
  const a = word ^ crc;
  return (
    TABLES[768 + (a & 255)]! ^ TABLES[512 + ((a >>> 8) & 255)]! ^ TABLES[256 + ((a >>> 16) & 255)]! ^ TABLES[a >>> 24]!
  );
}

/** One step of eight bytes, on the inverted checksum. */
export function crcPair(crc: number, low: number, high: number): number {
  const a = low ^ crc;
  return (
    TABLES[1792 + (a & 255)]! ^
    TABLES[1536 + ((a >>> 8) & 255)]! ^
    TABLES[1280 + ((a >>> 16) & 255)]! ^
    TABLES[1024 + (a >>> 24)]! ^
    TABLES[768 + (high & 255)]! ^
    TABLES[512 + ((high >>> 8) & 255)]! ^
    TABLES[256 + ((high >>> 16) & 255)]! ^
    TABLES[high >>> 24]!
  );
}

function makeTables(): Int32Array {
  const tables = new Int32Array(8 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
    tables[byte] = crc;
  }
  for (let i = 256; i < tables.length; i++) {
    const shorter = tables[i - 256]!;
    tables[i] = (shorter >>> 8) ^ tables[shorter & 255]!;
  }
  return tables;
}
