/** The Ethernet frame check sequence (CRC-32), for captures that kept it. */

export const FCS_BYTES = 4;

const TABLE = new Uint32Array(256);
for (let byte = 0; byte < 256; byte++) {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 0 ? crc >>> 1 : (crc >>> 1) ^ 0xedb88320;
  TABLE[byte] = crc;
}

/** The CRC of `length` bytes. */
export function crc32(bytes: Uint8Array, at: number, length: number): number {
  let crc = -1;
  for (let i = at; i < at + length; i++) crc = TABLE[(crc ^ bytes[i]!) & 255]! ^ (crc >>> 8);
  return ~crc >>> 0;
}

/** True when the last four of `length` bytes are the FCS of those in front of them. */
export function hasGoodFcs(bytes: Uint8Array, at: number, length: number): boolean {
  if (length < FCS_BYTES) return false;
  const end = at + length;
  const found = bytes[end - 4]! | (bytes[end - 3]! << 8) | (bytes[end - 2]! << 16) | (bytes[end - 1]! << 24);
  return crc32(bytes, at, length - FCS_BYTES) === found >>> 0;
}
