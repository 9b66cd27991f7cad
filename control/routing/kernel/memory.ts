/**
 * The memory of one router, and the kernel that works in it: all that a decision reads and writes, at addresses that do not change. The market view may have its
 * arrays in it, too (`quotes`, `best`): a decision then reads them where they are, else what it needs of them is copied before each.
 */
import { BEST_STRIDE, QUOTE_STRIDE } from '../../core/market-view.js';
import { assemble } from '../../protocols/web-assembly/assembler.js';
import { WebAssembly, type WasmMemory } from '../../protocols/web-assembly/web-assembly.js';
import type { RoutingConfig } from '../config.js';
import { frameWordsMax } from '../decisions/frame.js';
import { CLASS_INTEGERS } from '../fee-classes.js';
import { FILL_WORDS, LOCAL_WORDS } from '../learning/measures.js';
import { STATE_WORDS, TERM_WORDS } from '../terms.js';
import { ahead, highest } from './ahead.js';
import { AT, FIRST_BYTES } from './layout.js';
import { look } from './look.js';
import { sweep } from './sweep.js';

const PAGE_BYTES = 65_536;
const LINE_BYTES = 64;

export interface RoutingMemoryOptions {
  readonly instruments: number;
  readonly venues: number;
  readonly config: Pick<RoutingConfig, 'depth' | 'ringKiB' | 'slicesMax'>;
}

export interface Kernel {
  readonly look: (instrument: number, side: number, strategy: number, plan: number, flags: number) => number;
  readonly sweep: (isResumed: number) => number;
}

let compiled: object | undefined;

/** Bytes of each part, in the order in which they stand. */
function parts({ instruments, venues, config }: RoutingMemoryOptions): Readonly<Record<string, number>> {
  const frame = frameWordsMax(venues, config.depth, config.slicesMax);
  const cells = instruments * venues;
  return {
    quotes: 8 * cells * QUOTE_STRIDE,
    best: 8 * instruments * BEST_STRIDE,
    states: 8 * instruments * STATE_WORDS,
    rows: 8 * cells * TERM_WORDS,
    classes: 4 * instruments * CLASS_INTEGERS,
    speeds: 8 * venues,
    fills: 8 * venues * FILL_WORDS,
    local: 8 * cells * LOCAL_WORDS,
    reserved: 8 * instruments,
    levelPrices: 8 * venues * config.depth,
    levelQuantities: 8 * venues * config.depth,
    ring: 8 * Math.max((config.ringKiB * 1024) / 8, 4 * frame),
  };
}

export class RoutingMemory {
  /** For the market view: what `quotes` and `best` of control/core/market-view.ts are. */
  readonly quotes: Float64Array;
  readonly best: Float64Array;
  /** As terms.ts, learning/measures.ts and decisions/ring.ts tell. */
  readonly states: Float64Array;
  readonly rows: Float64Array;
  /** As fee-classes.ts tells. */
  readonly classes: Int32Array;
  readonly speeds: Float64Array;
  readonly fills: Float64Array;
  readonly local: Float64Array;
  readonly reserved: Int32Array;
  readonly ring: Float64Array;
  /** Levels of venues, `depth` of each, as the kernel reads them. */
  readonly levelPrices: Float64Array;
  readonly levelQuantities: Float64Array;
  /** By venue and instrument: `AT` and `LIST` of layout.ts. */
  readonly integers: Int32Array;
  readonly doubles: Float64Array;
  /** All of it. */
  readonly words: Float64Array;
  /** Index of the ring in them. */
  readonly ringAt: number;
  readonly kernel: Kernel;
  readonly instruments: number;
  readonly venues: number;

  constructor(options: RoutingMemoryOptions) {
    this.instruments = options.instruments;
    this.venues = options.venues;
    const sizes = parts(options);
    const places: Record<string, number> = {};
    let bytes = Math.ceil(FIRST_BYTES / LINE_BYTES) * LINE_BYTES;
    for (const [name, size] of Object.entries(sizes)) {
      places[name] = bytes;
      bytes = Math.ceil((bytes + size) / LINE_BYTES) * LINE_BYTES;
    }
    const pages = Math.ceil(bytes / PAGE_BYTES);
    const memory: WasmMemory = new WebAssembly.Memory({ initial: pages, maximum: pages });
    const doubles = (name: string): Float64Array => new Float64Array(memory.buffer, places[name], sizes[name]! / 8);
    this.quotes = doubles('quotes');
    this.best = doubles('best');
    this.states = doubles('states');
    this.rows = doubles('rows');
    this.classes = new Int32Array(memory.buffer, places['classes'], sizes['classes']! / 4);
    this.speeds = doubles('speeds');
    this.fills = doubles('fills');
    this.local = doubles('local');
    this.reserved = new Int32Array(memory.buffer, places['reserved'], sizes['reserved']! / 4);
    this.levelPrices = doubles('levelPrices');
    this.levelQuantities = doubles('levelQuantities');
    this.ring = doubles('ring');
    this.words = new Float64Array(memory.buffer);
    this.ringAt = places['ring']! / 8;
    this.integers = new Int32Array(memory.buffer, 0, FIRST_BYTES / 4);
    this.doubles = new Float64Array(memory.buffer, 0, FIRST_BYTES / 8);
    for (const [name, at] of Object.entries(AT)) if (name in places) this.integers[at / 4] = places[name]!;
    this.integers[AT.ringWords / 4] = this.ring.length;
    this.integers[AT.venues / 4] = options.venues;
    this.integers[AT.depth / 4] = options.config.depth;
    compiled ??= new WebAssembly.Module(assemble([highest, ahead, look, sweep], 1));
    this.kernel = new WebAssembly.Instance(compiled, { env: { memory } }).exports as unknown as Kernel;
  }
}
