/**
 * Who has which block. The kernel always writes the spare one; a message that takes it over leaves its own behind as the next spare. There are
 * few blocks and may be any number of messages: when none is left, the one that was handed out first is asked to be copied away.
 *
 * Blocks go by numbers, and holders are left where they are when they are known to be wrong: to store a reference costs a barrier of the
 * garbage collector, and this is done for each message.
 */
import { heapWords } from './kernel.js';
import { Block, BLOCK_COUNT, Place } from './memory.js';

export interface BlockHolder {
  /** The number of the block that it has, NO_BLOCK for none. */
  readonly block: number;
  /** The block is needed for others: what is in it is good until the call ends. */
  giveUpBlock(): void;
}

export const NO_BLOCK = -1;

export function addressOfBlock(block: number): number {
  return Place.blocks + block * Block.bytes;
}

/** Tags and slots of each block. */
export const blockTags: readonly Int32Array[] = parts(Block.tagsOffset, Block.slotsOffset);
export const blockSlots: readonly Int32Array[] = parts(Block.slotsOffset, Block.bytes);

function parts(from: number, to: number): Int32Array[] {
  return Array.from({ length: BLOCK_COUNT }, (_, block) =>
    heapWords.subarray((addressOfBlock(block) + from) / 4, (addressOfBlock(block) + to) / 4),
  );
}

// Empty slots, zeros, must be below.
for (let block = 0; block < BLOCK_COUNT; block++) heapWords[addressOfBlock(block) / 4 + Block.stamp] = 1;

/** Who took which block last: the holder only if it says so too. */
const holders = new Array<BlockHolder | undefined>(BLOCK_COUNT).fill(undefined);
let handedOut = 0;

/** What the framer found about the message that it is handing out, and in which block. */
export const framed: {
  /** False at other times: the rest then says nothing. */
  isOut: boolean;
  bytes: Uint8Array;
  start: number;
  end: number;
  /** How far the copy in the heap is from where the message is in `bytes`. */
  shift: number;
  block: number;
} = { isOut: false, bytes: new Uint8Array(0), start: 0, end: 0, shift: 0, block: 0 };

/** The block to be written next. */
export const spare = { block: 0 };

/** The spare block: it is the holder's now. */
export function takeSpare(holder: BlockHolder): number {
  const { block } = spare;
  if (holders[block] !== holder) holders[block] = holder;
  spare.block = holder.block === NO_BLOCK ? freeBlock(block) : holder.block;
  return block;
}

function freeBlock(taken: number): number {
  handedOut = (handedOut + 1) % BLOCK_COUNT;
  if (handedOut === taken) handedOut = (handedOut + 1) % BLOCK_COUNT;
  const holder = holders[handedOut];
  holders[handedOut] = undefined;
  if (holder?.block === handedOut) holder.giveUpBlock();
  return handedOut;
}
