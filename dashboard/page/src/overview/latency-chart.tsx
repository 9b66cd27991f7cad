/** A latency as a histogram for each second: time to the right, latency upwards, the darker the more of them. No average hides what was slow. */
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { latencyOfBucket, latencyQuantile } from '../../../../control/core/latency-histogram.js';
import { HISTORY_SECONDS } from '../../../../control/core/status/page.js';
import { nanoseconds } from '../format.js';

const HEIGHT = 96;
/** Latencies from 2^9 ns (half a microsecond) to 2^33 (eight seconds), two rows for each doubling. */
const FIRST_OCTAVE = 9;
const OCTAVES = 24;
const ROWS = OCTAVES * 2;
const COLUMN = 4;
const ROW = HEIGHT / ROWS;
const TICKS = [1e3, 1e6, 1e9];

export interface LatencyChartProps {
  readonly title: string;
  readonly columns: readonly (readonly number[])[];
  /** Changes with the colours. */
  readonly theme: string;
}

export function LatencyChart({ title, columns, theme }: LatencyChartProps): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (canvas.current !== null) draw(canvas.current, columns);
  }, [columns, theme]);
  const all = countsOf(columns);
  const p50 = latencyQuantile(all, 0.5);
  const p99 = latencyQuantile(all, 0.99);
  const max = latencyQuantile(all, 1);
  const text =
    all.size === 0
      ? 'none measured in this time'
      : `p50 ${nanoseconds(p50)} · p99 ${nanoseconds(p99)} · at most ${nanoseconds(max)}`;
  return (
    <figure class="latency" data-latency={title}>
      <figcaption>
        <strong>{title}</strong> <span class="muted">{text}</span>
      </figcaption>
      <div class="plot">
        <canvas
          ref={canvas}
          width={HISTORY_SECONDS * COLUMN}
          height={HEIGHT}
          role="img"
          aria-label={`${title}, the last ${HISTORY_SECONDS} seconds: ${text}`}
        />
        <ol class="ticks" aria-hidden="true">
          {TICKS.map((ns) => (
            <li key={ns}>{nanoseconds(ns)}</li>
          ))}
        </ol>
      </div>
    </figure>
  );
}

function countsOf(columns: readonly (readonly number[])[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const column of columns) {
    for (let i = 0; i + 1 < column.length; i += 2)
      counts.set(column[i]!, (counts.get(column[i]!) ?? 0) + column[i + 1]!);
  }
  return counts;
}

function rowOf(bucket: number): number {
  const octave = Math.log2(Math.max(1, latencyOfBucket(bucket)));
  return Math.max(0, Math.min(ROWS - 1, Math.floor((octave - FIRST_OCTAVE) * 2)));
}

function draw(canvas: HTMLCanvasElement, columns: readonly (readonly number[])[]): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const style = getComputedStyle(canvas);
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.strokeStyle = style.getPropertyValue('--edge');
  context.lineWidth = 1;
  for (const ns of TICKS) {
    const y = Math.round(HEIGHT - (Math.log2(ns) - FIRST_OCTAVE) * 2 * ROW) + 0.5;
    context.beginPath();
    context.moveTo(0, y);
    context.lineTo(canvas.width, y);
    context.stroke();
  }
  context.fillStyle = style.getPropertyValue('--accent');
  const start = HISTORY_SECONDS - columns.length;
  for (const [second, column] of columns.entries()) {
    const rows = new Map<number, number>();
    for (let i = 0; i + 1 < column.length; i += 2) {
      const row = rowOf(column[i]!);
      rows.set(row, (rows.get(row) ?? 0) + column[i + 1]!);
    }
    for (const [row, count] of rows) {
      // One alone has to be seen beside ten thousand.
      context.globalAlpha = Math.min(1, 0.5 + Math.log10(count) * 0.14);
      context.fillRect((start + second) * COLUMN, HEIGHT - (row + 1) * ROW, COLUMN, Math.max(2, ROW));
    }
  }
  context.globalAlpha = 1;
}
