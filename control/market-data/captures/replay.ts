/** Runs captures through an engine: `crossfeed replay` without its command line. */
import { CrossfeedError } from '../../core/errors.js';
import type { ChannelConfig, FeedConfig } from '../../core/feed.js';
import type { RecordSink } from '../../core/record-ring.js';
import type { Files, OutputFile } from '../../core/world-files.js';
import { BookSet } from '../books/book-set.js';
import { NdjsonWriter } from '../records/ndjson.js';
import type { Warn } from './capture.js';
import { CaptureFrames } from './capture-frames.js';
import { ChannelDiscovery, configureChannels } from './discover.js';
import type { OnFrame } from './merge.js';
import type { ReplayEngine, ReplayEngineKind } from './replay-engine.js';
import { RecordTally, summarise, type ReplaySummary } from './summary.js';

/** Captures hold frames from before the MAC padded them; all that is needed is the Ethernet header. */
export const MIN_FRAME_BYTES = 14;
export const MAX_FRAME_BYTES = 1518;
export const DEFAULT_WINDOW_NS = 100_000;
/** What every engine's input takes of one frame; far beyond what any accepts. */
const ENGINE_FRAME_BYTES_MAX = 16_000;
const POLL_SLOTS = 1 << 15;
const FRAMES_PER_POLL = 256;
const FRAMES_PER_PROGRESS = 4096;

export interface ReplayOptions {
  readonly files: Files;
  /** The protocol of the captures; absent: ITCH 5.0. */
  readonly protocol?: ChannelConfig['protocol'];
  /** The capture that enters port 0. */
  readonly a: string;
  /** The capture that enters port 1. */
  readonly b?: string;
  readonly engine: ReplayEngineKind;
  /** How long a gap waits, ns; absent: 100 µs. */
  readonly windowNs?: number;
  /** Absent: verified. */
  readonly mode?: ChannelConfig['mode'];
  /** Where to write the records as lines of JSON. */
  readonly records?: string;
  /** Build order books, and report their best prices. */
  readonly books?: boolean;
  readonly warn?: Warn;
  readonly onProgress?: (step: 'reading' | 'replaying', bytesRead: number, size: number) => void;
  /** Also gets every record. */
  readonly sink?: RecordSink;
}

/** Replays one capture or two. Nothing is left behind under the name of `records` when it fails. */
export async function replayCaptures(options: ReplayOptions): Promise<ReplaySummary> {
  const { engine: kind, windowNs = DEFAULT_WINDOW_NS } = options;
  const warn = once(options.warn);
  const found = discover(options, warn);
  const { channels, warnings } = configureChannels(found, windowNs, kind.limits, options.protocol, options.mode);
  warnings.forEach(warn);
  const output = options.records === undefined ? undefined : options.files.openOutput(options.records);
  let done = false;
  try {
    const config: FeedConfig = { minFrameBytes: MIN_FRAME_BYTES, maxFrameBytes: MAX_FRAME_BYTES, channels };
    const engine = kind.open(config);
    try {
      const summary = run(options, engine, output, warn);
      output?.commit();
      done = true;
      return summary;
    } finally {
      await engine.close();
    }
  } finally {
    if (!done) output?.discard();
  }
}

/** Both passes meet the same trouble; it is reported once. */
function once(warn: Warn | undefined): Warn {
  const seen = new Set<string>();
  return (message) => {
    if (seen.has(message)) return;
    seen.add(message);
    warn?.(message);
  };
}

/** Calls `onFrame` for every frame of the captures, in the order of their times. */
function eachFrame(
  { files, a, b, onProgress }: ReplayOptions,
  step: 'reading' | 'replaying',
  warn: Warn,
  onFrame: OnFrame,
  onEnded?: (port: number) => void,
): void {
  const frames = new CaptureFrames(files, b === undefined ? [a] : [a, b], warn);
  try {
    const running = b === undefined ? [true] : [true, true];
    for (let count = 0; ; count++) {
      for (let port = 0; port < running.length; port++) {
        if (!running[port] || !frames.ended(port)) continue;
        running[port] = false;
        onEnded?.(port);
      }
      if (count % FRAMES_PER_PROGRESS === 0) onProgress?.(step, frames.progress.bytesRead, frames.progress.size);
      if (!frames.next(onFrame)) break;
    }
    onProgress?.(step, frames.progress.size, frames.progress.size);
  } finally {
    frames.close();
  }
}

function discover(options: ReplayOptions, warn: Warn): ChannelDiscovery['found'] {
  const discovery = new ChannelDiscovery(MIN_FRAME_BYTES, MAX_FRAME_BYTES, options.protocol);
  eachFrame(options, 'reading', warn, (port, _arrival, capture) => discovery.frame(port, capture));
  return discovery.found;
}

function run(options: ReplayOptions, engine: ReplayEngine, output: OutputFile | undefined, warn: Warn): ReplaySummary {
  const tally = new RecordTally();
  const books = options.books === true ? new BookSet({ channels: engine.counters().channels.length }) : undefined;
  const lines = output && new NdjsonWriter((bytes) => output.write(bytes));
  const sinks: RecordSink[] = [tally];
  if (lines) sinks.push(lines);
  if (books) sinks.push(books);
  if (options.sink) sinks.push(options.sink);
  const sink: RecordSink = {
    onRecords: (ring, first, end) => {
      for (const each of sinks) each.onRecords(ring, first, end);
    },
  };

  let idle = 0;
  const pollOrRest = (): void => {
    if (engine.poll(sink, POLL_SLOTS) > 0) {
      idle = 0;
      return;
    }
    if (++idle > RESTS_MAX) {
      throw new CrossfeedError('REPLAY_STUCK', 'the engine takes no frame and delivers no record', {
        where: `behind frame ${frames}`,
      });
    }
    rest();
  };

  if (options.b === undefined) engine.endOfPort(1);
  let frames = 0;
  eachFrame(
    options,
    'replaying',
    warn,
    (port, arrivalBeats, { bytes, at, length, badFcs }) => {
      const taken = Math.min(length, ENGINE_FRAME_BYTES_MAX);
      const frame = bytes.subarray(at, at + taken);
      if (taken < length)
        warn('frames of more than 16,000 bytes are replayed as if they ended there: oversize as well');
      while (!engine.pushFrame(port, arrivalBeats, frame, taken, badFcs)) pollOrRest();
      idle = 0;
      if (++frames % FRAMES_PER_POLL === 0) engine.poll(sink, POLL_SLOTS);
    },
    (port) => engine.endOfPort(port),
  );
  engine.endOfInput();
  while (!engine.drained()) pollOrRest();
  while (engine.poll(sink, POLL_SLOTS) > 0);
  lines?.flush();
  return summarise(engine, tally, books);
}

const REST_MS = 0.1;
/** A minute of rest at least. */
const RESTS_MAX = 600_000;
const RESTING = new Int32Array(new SharedArrayBuffer(4));

/** Leaves the processor to the device's thread for a moment: nothing was there to poll. */
function rest(): void {
  Atomics.wait(RESTING, 0, 0, REST_MS);
}
