/** How far the copies of a message come apart, by the line that was first: bars of counts on a logarithmic scale, one for each doubling of the time. */
import type { JSX } from 'preact';
import type { LineStatus } from '../../../../control/core/status/schema.js';
import { count, nanoseconds } from '../format.js';

/** Of the data path's clock, 156.25 MHz. */
const BEAT_NS = 6.4;
const BAR = 11;
const HEIGHT = 34;
const AXIS_STEP = 4;

export function Skew({
  skew,
  lines,
}: {
  skew: readonly (readonly number[])[];
  lines: readonly LineStatus[];
}): JSX.Element | null {
  const most = Math.max(0, ...skew.flat());
  if (most === 0) return null;
  return (
    <dl class="skew">
      {skew.map((bins, port) => (
        <div key={port}>
          <dt>{nameOf(lines, port)} first, the other behind by</dt>
          <dd>
            <Bars bins={bins} most={most} name={nameOf(lines, port)} />
            <Axis bins={bins.length} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Times under the bars, every fourth one. */
function Axis({ bins }: { bins: number }): JSX.Element {
  const named = Array.from({ length: Math.ceil(bins / AXIS_STEP) }, (_, i) => i * AXIS_STEP);
  return (
    <ol class="axis" aria-hidden="true">
      {named.map((bin) => (
        <li key={bin}>{nanoseconds(fromNs(bin))}</li>
      ))}
    </ol>
  );
}

function nameOf(lines: readonly LineStatus[], port: number): string {
  return lines[port]?.name ?? `port ${port}`;
}

/** The shortest time that a bin counts. */
function fromNs(bin: number): number {
  return bin === 0 ? 0 : 2 ** (bin - 1) * BEAT_NS;
}

function Bars({ bins, most, name }: { bins: readonly number[]; most: number; name: string }): JSX.Element {
  const scale = Math.log10(most + 1);
  const peak = bins.indexOf(Math.max(...bins));
  const text = `${name} first: most often by ${nanoseconds(fromNs(peak))} and more, ${count(bins[peak] ?? 0)} times`;
  return (
    <svg
      class="bars"
      viewBox={`0 0 ${bins.length * BAR} ${HEIGHT}`}
      width={bins.length * BAR}
      height={HEIGHT}
      role="img"
      aria-label={text}
    >
      {bins.map((value, bin) => {
        const height = value === 0 ? 0 : Math.max(2, (Math.log10(value + 1) / scale) * HEIGHT);
        return (
          <rect key={bin} x={bin * BAR} y={HEIGHT - height} width={BAR - 2} height={height}>
            <title>
              from {nanoseconds(fromNs(bin))}: {count(value)}
            </title>
          </rect>
        );
      })}
    </svg>
  );
}
