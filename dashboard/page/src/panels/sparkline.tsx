import type { JSX } from 'preact';
import { count } from '../format.js';

const WIDTH = 84;
const HEIGHT = 20;

/** The last seconds of a rate, the newest at the right, from zero up. */
export function Sparkline({
  values,
  seconds,
  label,
}: {
  values: readonly number[];
  seconds: number;
  label: string;
}): JSX.Element {
  const top = Math.max(1, ...values);
  const step = WIDTH / (seconds - 1);
  const start = WIDTH - (values.length - 1) * step;
  const points = values.map(
    (value, index) => `${(start + index * step).toFixed(1)},${(HEIGHT - 1 - (value / top) * (HEIGHT - 3)).toFixed(1)}`,
  );
  const line = points.length === 0 ? '' : `M${points.join('L')}`;
  const area = points.length === 0 ? '' : `${line}L${WIDTH},${HEIGHT}L${start.toFixed(1)},${HEIGHT}Z`;
  const text = `${label}: now ${count(values.at(-1) ?? 0)}, at most ${count(values.length === 0 ? 0 : top)}`;
  return (
    <svg class="spark" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width={WIDTH} height={HEIGHT} role="img" aria-label={text}>
      <title>{text}</title>
      <path class="area" d={area} />
      <path class="line" d={line} />
    </svg>
  );
}
