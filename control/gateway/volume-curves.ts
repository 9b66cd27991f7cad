/**
 * Volume curves of VWAP orders: from a file of the configuration, and from what the feed shows. The latter are kept in the data directory: `live.csv` the averages of the days
 * that were seen to their end (`# days N` first), `today.csv` the day under way (`# DATE` first).
 */
import type { Disk } from '../core/disk.js';
import type { SymbolMap } from '../core/instruments.js';
import type { Logger } from '../core/logging.js';
import { readWhole, writeWhole } from '../core/whole-files.js';
import { LiveVolume } from '../orders/types/live-volume.js';
import type { CurveSource, PlacedCurve } from '../orders/types/schedules.js';
import { parseVolumeCurves, type VolumeCurve } from '../orders/types/volume-curve.js';

export interface VolumeCurvesOptions {
  readonly disk: Disk;
  readonly directory: string;
  readonly log: Logger;
  readonly symbols: SymbolMap;
  /** A file's name and text; undefined: none is configured. */
  readonly file: { readonly name: string; readonly text: string } | undefined;
  /** Epoch ms of the midnight before, where the instrument's market is. */
  readonly midnightOf: (instrument: number, epochMs: number) => number;
  /** The firm's day of now, such as `2026-11-23`. */
  readonly today: () => string;
}

const AVERAGE = 'live.csv';
const TODAY = 'today.csv';

export class VolumeCurves {
  private readonly live: LiveVolume;
  private readonly fromFile: ReadonlyMap<string, VolumeCurve>;
  /** Of today by instrument, as the feed tells it. */
  private readonly volumes: Float64Array;

  /** Reads the files. Throws VolumeCurveError for that of the configuration; what is kept here and cannot be read is told in the log and begun anew. */
  constructor(private readonly options: VolumeCurvesOptions) {
    const { symbols, file } = options;
    this.live = new LiveVolume(symbols.instruments.length);
    this.volumes = new Float64Array(symbols.instruments.length);
    this.fromFile = file === undefined ? new Map() : parseVolumeCurves(file.text, file.name);
    this.restore(AVERAGE, 'average');
    this.restore(TODAY, 'today');
  }

  readonly source: CurveSource = (instrument, from, epochMs): PlacedCurve | undefined => {
    const { symbols, midnightOf } = this.options;
    const symbol = symbols.instruments[instrument]?.symbol ?? '';
    const curve = from === 'live' ? this.live.curve(instrument) : (this.fromFile.get(symbol) ?? this.fromFile.get('*'));
    return curve === undefined ? undefined : { curve, midnightEpochMs: midnightOf(instrument, epochMs) };
  };

  traded(instrument: number, quantity: number, epochMs: number): void {
    this.volumes[instrument]! += quantity;
    const msOfDay = epochMs - this.options.midnightOf(instrument, epochMs);
    this.live.sample(instrument, msOfDay, this.volumes[instrument]!);
  }

  /** The firm's day is over: it counts among the averages. */
  endDay(): void {
    this.live.endDay();
    this.volumes.fill(0);
    this.save();
  }

  /** To be called now and then, and at the end. What cannot be written is told in the log: trading goes on. */
  save(): void {
    const { disk, directory, log, symbols, today } = this.options;
    const symbolOf = (instrument: number): string => symbols.instruments[instrument]!.symbol;
    try {
      writeWhole(disk, directory, AVERAGE, `# days ${this.live.days}\n${this.live.text(symbolOf)}`);
      writeWhole(disk, directory, TODAY, `# ${today()}\n${this.live.text(symbolOf, 'today')}`);
    } catch (error) {
      log.error('volume curves cannot be written', { directory, error });
    }
  }

  private restore(name: string, part: 'average' | 'today'): void {
    const { disk, directory, log, symbols, today } = this.options;
    const path = `${directory}/${name}`;
    if (!disk.exists(path)) return;
    try {
      const text = readWhole(disk, path);
      const [head = ''] = text.split('\n', 1);
      if (part === 'today' && head !== `# ${today()}`) return;
      const days = Number(/^# days (\d+)$/.exec(head)?.[1] ?? 1);
      const curves = parseVolumeCurves(text, path);
      for (const [symbol, curve] of curves) {
        const instrument = symbols.bySymbol(symbol);
        if (instrument !== undefined) this.live.restore(instrument.index, curve, part, days);
      }
    } catch (error) {
      log.error('volume curves that were kept cannot be read: they begin anew', { path, error });
    }
  }
}
