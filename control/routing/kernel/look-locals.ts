/** What the pieces of `look` (look.ts) work with. */
import { f64, i32, type Code, type Local, type ValueType } from '../../protocols/web-assembly/assembler.js';
import { HEAD_WORDS } from '../decisions/frame.js';
import { item, locals, SEEN_BYTES_LOG2 } from './words.js';

/** Where the first venue's quote stands in a frame. */
export const SEEN = 8 * HEAD_WORDS;

/** The function's parameters and locals, and what stands where they say. */
export type LookLocals = ReturnType<typeof lookLocals>;

export function lookLocals(args: readonly Local[], local: (type: ValueType) => Local) {
  const [instrument, side, strategy, plan, flags] = args as [Local, Local, Local, Local, Local];
  const integers = locals(
    local,
    'i32',
    'at',
    'isBuy',
    'isOut',
    'quote',
    'seen',
    'free',
    'best',
    'state',
    'rules',
    'venue',
    'mask',
    'isProtected',
    'merges',
    'listed',
    'usable',
    'group',
    'out',
    'gone',
    'notes',
    'chosen',
    'unchosen',
    'through',
    'leader',
    'isDeep',
    'tied',
    'from',
  );
  const doubles = locals(
    local,
    'f64',
    'price',
    'sign',
    'limit',
    'epochMs',
    'quantity',
    'roundLot',
    'barrier',
    'taken',
    'shown',
    'remaining',
  );
  const vectors = locals(local, 'v128', 'quoted', 'odd', 'none');
  const { at } = integers;
  const seenOf = (venue: Local): Code => item(at, venue, SEEN_BYTES_LOG2);
  return {
    ...{ instrument, side, strategy, plan, flags },
    ...integers,
    ...doubles,
    ...vectors,
    /** A STATE of the instrument. */
    own: (field: number): Code => f64.load(integers.state, 8 * field),
    seenOf,
    signedOf: (venue: Local): Code => f64.mul(doubles.sign, f64.load(seenOf(venue), SEEN)),
    displayedOf: (venue: Local): Code => f64.load(seenOf(venue), SEEN + 8),
    /** What of it this order can have. */
    freeOf: (venue: Local): Code => f64.load(item(integers.free, venue, SEEN_BYTES_LOG2), SEEN + 8),
  };
}

export function not(mask: Local): Code {
  return i32.xor(mask, -1);
}
