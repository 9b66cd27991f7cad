/** A DataView of a send buffer: writing a number through it is one store where bytes are four, and compilers see through it. */

const views = new WeakMap<Uint8Array, DataView>();
let lastBytes: Uint8Array | undefined;
let lastView: DataView = new DataView(new ArrayBuffer(0));

/** Made once for each array, which lives as long as its owner keeps it; asked for again, it allocates nothing. */
export function viewOf(bytes: Uint8Array): DataView {
  if (bytes === lastBytes) return lastView;
  let view = views.get(bytes);
  if (view === undefined) {
    view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    views.set(bytes, view);
  }
  lastBytes = bytes;
  lastView = view;
  return view;
}
