/** Copies of bytes that the world holds on to: cut from large pieces of memory, since a buffer of its own for each costs the collector more than the bytes do. */

const SLAB_BYTES = 1 << 16;
/** What is larger has a buffer of its own: it would leave much of a slab unused, and keep it. */
const SLAB_SHARE_BYTES = SLAB_BYTES >> 3;

let slab = new ArrayBuffer(SLAB_BYTES);
let used = 0;

export function copyOf(bytes: Uint8Array): Uint8Array {
  const { length } = bytes;
  if (length > SLAB_SHARE_BYTES) return new Uint8Array(bytes);
  if (used + length > SLAB_BYTES) {
    slab = new ArrayBuffer(SLAB_BYTES);
    used = 0;
  }
  const copy = new Uint8Array(slab, used, length);
  copy.set(bytes);
  used += length;
  return copy;
}
