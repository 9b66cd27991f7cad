/** How this process has its JavaScript compiled. */
import { setFlagsFromString } from 'node:v8';

/**
 * Bytecode that V8 inlines into one optimised function: instead of 920, and, with the smallest functions, which it always inlines, of 4600. A message goes through many
 * small functions of decoder, session, journal and encoder, and a call costs as much as the reading of a short value. With less, it also depends on the
 * order in which functions were compiled which of them are called. docs/fix-codec.md has the figures.
 */
const INLINED_BYTECODE_MAX = 15_000;
const INLINED_BYTECODE_MAX_ABSOLUTE = 12_000;

/** To be called once, before anything is hot. */
export function inlineMore(): void {
  setFlagsFromString(`--max-inlined-bytecode-size-cumulative=${INLINED_BYTECODE_MAX}`);
  setFlagsFromString(`--max-inlined-bytecode-size-absolute=${INLINED_BYTECODE_MAX_ABSOLUTE}`);
}
