/** Packs the fields of a record into its slots: the place of every one is decided here. */

export class LayoutError extends Error {
  constructor(where: string, found: string, expected: string) {
    super(`${where}: found ${found}, expected ${expected}`);
    this.name = 'LayoutError';
  }
}

/** One field of a record: where it stands in the message and in the record. */
export interface PackedField {
  readonly name: string;
  /** u8, u16, u32, u48, u64, price4, price8, price4x8, beats48 or alphaN. */
  readonly kind: string;
  /** The kind on the wire, where the record has the value in a wider one. */
  readonly wire?: string;
  /** Byte offset in the wire message; -1 where the field has none (control records). */
  readonly messageOffset: number;
  /** Byte offset in the record; -1 for the message type, which the header's `type` carries. */
  readonly recordOffset: number;
  readonly size: number;
}

/** Size in bytes of a field kind. */
export function sizeOf(kind: string): number {
  if (kind.startsWith('alpha')) return Number(kind.slice(5));
  const sizes: Record<string, number> = {
    u8: 1,
    u16: 2,
    u32: 4,
    u48: 6,
    beats48: 6,
    u64: 8,
    price2: 2,
    price4: 4,
    price8: 8,
    price4x8: 8,
  };
  const size = sizes[kind];
  if (size === undefined) throw new LayoutError('field kind', kind, Object.keys(sizes).join(', '));
  return size;
}

/** The largest power of two up to 8 that a field of this size is aligned to. */
function alignmentOf(size: number): number {
  if (size >= 8) return 8;
  return size >= 4 ? 4 : size >= 2 ? 2 : 1;
}

/**
 * First free aligned offset for each field, largest alignment first, so that holes stay small; those that have a place of
 * their own come before all others.
 */
function pack(
  where: string,
  fields: readonly (readonly [string, string])[],
  free: readonly (readonly [number, number])[],
  places: Readonly<Record<string, number>>,
): Map<string, number> {
  const end = Math.max(...free.map(([, last]) => last));
  const taken = new Uint8Array(end).fill(1);
  for (const [first, last] of free) taken.fill(0, first, last);
  const placed = new Map<string, number>();
  const order = fields
    .map(([name, kind], index) => ({ name, size: sizeOf(kind), index }))
    .sort(
      (a, b) =>
        Number(b.name in places) - Number(a.name in places) ||
        alignmentOf(b.size) - alignmentOf(a.size) ||
        a.index - b.index,
    );
  for (const { name, size } of order) {
    const step = alignmentOf(size);
    let offset = places[name] ?? 0;
    if (offset % step !== 0)
      throw new LayoutError(`${where}.${name}`, `place ${String(offset)}`, `a multiple of ${String(step)}`);
    while (offset + size <= end && taken.subarray(offset, offset + size).some((used) => used === 1)) offset += step;
    if (offset + size > end) {
      throw new LayoutError(
        `${where}.${name}`,
        `no free place for ${String(size)} bytes`,
        'a record of at most two slots',
      );
    }
    taken.fill(1, offset, offset + size);
    placed.set(name, offset);
  }
  return placed;
}

/** One slot where it fits, else two. */
export function packIntoSlots(
  where: string,
  fields: readonly (readonly [string, string])[],
  free: readonly (readonly [number, number])[],
  slotBytes: number,
  places: Readonly<Record<string, number>> = {},
): { offsets: Map<string, number>; slots: number } {
  const firstSlot = free.filter(([first]) => first < slotBytes);
  try {
    return { offsets: pack(where, fields, firstSlot, places), slots: 1 };
  } catch (error) {
    if (!(error instanceof LayoutError)) throw error;
    return { offsets: pack(where, fields, free, places), slots: 2 };
  }
}

/** The fields of a message must follow each other without overlap or hole, and fill its length. */
export function checkContiguous(where: string, fields: readonly PackedField[], length: number): void {
  let next = 0;
  for (const field of fields) {
    if (field.messageOffset !== next) {
      throw new LayoutError(
        `${where}.${field.name}`,
        `offset ${String(field.messageOffset)}`,
        `offset ${String(next)}`,
      );
    }
    next += field.wire === undefined ? field.size : sizeOf(field.wire);
  }
  if (next !== length) throw new LayoutError(where, `fields of ${String(next)} bytes`, `length ${String(length)}`);
}
