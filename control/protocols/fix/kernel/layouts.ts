/**
 * What messages looked like: the tags of a message in their order, with its MsgType. The messages of a counterparty are much alike, so that the
 * kernel has only to find out that a message is like an earlier one, and the validator only to look at its values.
 */
import { packMsgTypeBytes } from '../msg-type.js';
import { addressOfBlock, blockTags } from './blocks.js';
import { heap, heapWords } from './kernel.js';
import { Block, Layout, LAYOUT_COUNT, Place, PREDICTIONS } from './memory.js';

const MSG_TYPE = 35;
const MSG_TYPE_FIELD = 2;
const WORD_BYTES = 8;
const LEAST_SLOTS = 1024;
/** A layout costs as much to learn as some messages cost to index: one in so many that are unlike is learnt. */
const LEARN_ONE_IN = 8;

export class MessageLayout {
  readonly count: number;
  /** By tag: the first field that has it, -1 for none. */
  readonly slots: Int32Array;

  constructor(
    /** Its place in the kernel: another layout may get it later. */
    readonly number: number,
    readonly tags: Int32Array,
    /** Packed. */
    readonly msgType: number,
  ) {
    this.count = tags.length;
    this.slots = new Int32Array(Math.max(LEAST_SLOTS, ...tags.map((tag) => tag + 1))).fill(-1);
    for (let i = tags.length - 1; i >= 0; i--) this.slots[tags[i]!] = i;
  }
}

/** By number; the first one is that of no layout. */
const layouts: (MessageLayout | undefined)[] = [undefined];
const byHeads = new Map<string, MessageLayout>();
let misses = 0;

export function layoutOf(number: number): MessageLayout | undefined {
  return layouts[number];
}

/**
 * Told of each good message that was unlike the expected: sees to it that one like it is expected next.
 * @param block has all of its fields
 * @param start of the message, as the block's places are
 * @param shift from there to the heap
 * @param salt of the connection
 */
export function learnLayout(block: number, start: number, shift: number, salt: number): void {
  if (misses++ % LEARN_ONE_IN !== 0) return;
  const words = addressOfBlock(block) / 4;
  const tags = blockTags[block]!;
  const count = heapWords[words + Block.count]!;
  if (count > Layout.fields || count <= MSG_TYPE_FIELD || tags[MSG_TYPE_FIELD] !== MSG_TYPE) return;
  const place = (field: number, which: 0 | 1): number =>
    heapWords[words + Block.headWords + 2 * field + which]! + shift;
  const typeAt = place(MSG_TYPE_FIELD, 0);
  const typeEnd = place(MSG_TYPE_FIELD, 1);
  const heads = Array.from({ length: count }, (_, i): Head => {
    const at = i === 0 ? start + shift : place(i - 1, 1) + 1;
    const valueAt = place(i, 0);
    return { text: heap.slice(at, i === MSG_TYPE_FIELD ? typeEnd + 1 : valueAt), width: valueAt - at };
  });
  const msgType = packMsgTypeBytes(heap, typeAt, typeEnd);
  if (msgType === 0 || heads.some(({ text }) => text.length > WORD_BYTES)) return;
  const key = heads.map(({ text }) => String.fromCharCode(...text)).join('');
  const layout = byHeads.get(key) ?? addLayout(key, heads, tags.slice(0, count), msgType);
  const prediction = (heap[typeAt]! + 256 * heap[typeAt + 1]! + salt) & (PREDICTIONS - 1);
  const word = Place.predictions / 4 + 2 * prediction;
  heapWords[word + 1] = heapWords[word]!;
  heapWords[word] = addressOf(layout.number);
}

/** How a field begins, of the third one up to its end; and how many bytes are before its value. */
interface Head {
  readonly text: Uint8Array;
  readonly width: number;
}

function addressOf(number: number): number {
  return Place.layouts + (number - 1) * Layout.bytes;
}

function addLayout(key: string, heads: readonly Head[], tags: Int32Array, msgType: number): MessageLayout {
  if (layouts.length > LAYOUT_COUNT) forgetLayouts();
  const layout = new MessageLayout(layouts.length, tags, msgType);
  layouts.push(layout);
  byHeads.set(key, layout);
  const address = addressOf(layout.number);
  heapWords[(address + Layout.number) / 4] = layout.number;
  heapWords[(address + Layout.count) / 4] = heads.length;
  heads.forEach(({ text, width }, i) => {
    const entry = address + Layout.entriesOffset + i * Layout.entryBytes;
    heap.fill(0, entry, entry + Layout.entryBytes);
    heap.set(text, entry + Layout.headOffset);
    heap.fill(0xff, entry + Layout.maskOffset, entry + Layout.maskOffset + text.length);
    heapWords[(entry + Layout.widthOffset) / 4] = width;
  });
  // A mask of zeros and a head that is not zero: fits nothing.
  const end = address + Layout.entriesOffset + heads.length * Layout.entryBytes;
  heap.fill(0, end, end + Layout.entryBytes);
  heap[end + Layout.headOffset] = 1;
  return layout;
}

/** There are too many: what comes from now on is learnt anew. Messages that have one keep it. */
function forgetLayouts(): void {
  layouts.length = 1;
  byHeads.clear();
  heapWords.fill(0, Place.predictions / 4, Place.predictions / 4 + 2 * PREDICTIONS);
}
