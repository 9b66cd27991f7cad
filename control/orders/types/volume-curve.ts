/**
 * How much of an instrument trades when, within a day: from a file, or recorded from the live feed (live-volume.ts). Times are ms after midnight where the market is.
 *
 * The file is text, one stretch a line: `SYMBOL,09:30,09:35,123456`. `*` stands for every symbol that has no lines of its own. Stretches of a symbol are in order and do not
 * overlap; volumes are in the instrument's units, and only their proportions matter but for `curve=auto`. Empty lines, lines that begin with `#` and a head
 * `symbol,start,end,volume` are passed over.
 */
import { VolumeCurveError } from './errors.js';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1440;
/** Lines of a file. */
const LINES_MAX = 2_000_000;

export class VolumeCurve {
  /** Parallel: stretches in order, and the volume up to the end of each. */
  constructor(
    private readonly starts: readonly number[],
    private readonly ends: readonly number[],
    private readonly sums: readonly number[],
  ) {}

  get total(): number {
    return this.sums.at(-1) ?? 0;
  }

  get stretches(): number {
    return this.starts.length;
  }

  /** Volume from the beginning of the day to then; even within a stretch. */
  until(msOfDay: number): number {
    let sum = 0;
    for (let i = 0; i < this.starts.length && msOfDay > this.starts[i]!; i++) {
      const before = i === 0 ? 0 : this.sums[i - 1]!;
      const part = Math.min(1, (msOfDay - this.starts[i]!) / (this.ends[i]! - this.starts[i]!));
      sum = before + (this.sums[i]! - before) * part;
    }
    return sum;
  }

  between(fromMsOfDay: number, toMsOfDay: number): number {
    return Math.max(0, this.until(toMsOfDay) - this.until(fromMsOfDay));
  }
}

/** Collects the stretches of one curve. */
export class CurveBuilder {
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];
  private readonly sums: number[] = [];

  /** False when the stretch is empty, or begins before the last one ended. */
  add(startMs: number, endMs: number, volume: number): boolean {
    if (!(endMs > startMs) || startMs < (this.ends.at(-1) ?? 0)) return false;
    this.starts.push(startMs);
    this.ends.push(endMs);
    this.sums.push((this.sums.at(-1) ?? 0) + volume);
    return true;
  }

  build(): VolumeCurve {
    return new VolumeCurve(this.starts, this.ends, this.sums);
  }
}

/**
 * The curves of a file by symbol, `*` among them. Throws VolumeCurveError with file, line, what was found and what was expected.
 *
 * @param where the file's name, for messages
 */
export function parseVolumeCurves(text: string, where: string): Map<string, VolumeCurve> {
  const builders = new Map<string, CurveBuilder>();
  const lines = text.split('\n');
  if (lines.length > LINES_MAX) throw fault(where, LINES_MAX, `${lines.length} lines`, `at most ${LINES_MAX}`);
  for (const [i, raw] of lines.entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#') || (builders.size === 0 && line === 'symbol,start,end,volume')) continue;
    const [symbol, start, end, volume, ...rest] = line.split(',').map((field) => field.trim());
    if (!symbol || start === undefined || end === undefined || volume === undefined || rest.length > 0)
      throw fault(where, i + 1, line, 'symbol,start,end,volume');
    const startMs = timeOf(start);
    const endMs = timeOf(end);
    if (startMs < 0 || endMs < 0) throw fault(where, i + 1, `${start} to ${end}`, 'times such as 09:30, to 24:00');
    if (!/^\d{1,15}$/.test(volume)) throw fault(where, i + 1, volume, 'a volume: a whole number');
    let builder = builders.get(symbol);
    if (builder === undefined) builders.set(symbol, (builder = new CurveBuilder()));
    if (!builder.add(startMs, endMs, Number(volume)))
      throw fault(where, i + 1, `${start} to ${end}`, 'a stretch that comes after the last one of its symbol');
  }
  const curves = new Map<string, VolumeCurve>();
  for (const [symbol, builder] of builders) {
    const curve = builder.build();
    if (curve.total === 0) throw fault(where, 0, `no volume for ${symbol}`, 'some volume on some line');
    curves.set(symbol, curve);
  }
  return curves;
}

function timeOf(text: string): number {
  const match = /^(\d\d):(\d\d)$/.exec(text);
  if (match === null) return -1;
  const minutes = Number(match[1]) * 60 + Number(match[2]);
  return Number(match[2]) < 60 && minutes <= DAY_MINUTES ? minutes * MINUTE_MS : -1;
}

function fault(file: string, line: number, found: string, expected: string): VolumeCurveError {
  const where = line > 0 ? `${file}:${line}` : file;
  return new VolumeCurveError('TYPE_CURVE_FILE', 'a volume curve that cannot be used', { where, found, expected });
}
