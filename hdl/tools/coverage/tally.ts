/**
 * Counts points by module. A source line counts as reached when any instance has reached it; a bit counts in each instance on its own, and has to change.
 */
import { exclusionOf, type Exclusion } from './exclusions.js';
import type { Point } from './points.js';

export interface ModuleTally {
  readonly module: string;
  readonly lines: Ratio;
  readonly bits: Ratio;
}

export interface Ratio {
  readonly reached: number;
  readonly all: number;
}

export interface Tally {
  readonly modules: readonly ModuleTally[];
  readonly lines: Ratio;
  readonly bits: Ratio;
  readonly missedLines: readonly { readonly file: string; readonly line: number }[];
  /** Bits that never changed, by module and signal, with how many of how many. */
  readonly missedBits: readonly { readonly module: string; readonly signal: string; readonly bits: Ratio }[];
  /** How many points each exclusion has taken out. */
  readonly excluded: ReadonlyMap<Exclusion, number>;
}

/** @param textOf a line of a source file, from 1 */
export function tally(
  points: readonly Point[],
  exclusions: readonly Exclusion[],
  textOf: (file: string, line: number) => string,
): Tally {
  const lines = new Map<string, { file: string; line: number; module: string; reached: boolean }>();
  const bits = new Map<string, { module: string; reached: boolean; signal: string }>();
  const excluded = new Map<Exclusion, number>(exclusions.map((each) => [each, 0]));
  for (const point of points) {
    for (const line of point.lines) {
      const exclusion = exclusionOf(exclusions, point, textOf(point.file, line));
      if (exclusion !== undefined) {
        excluded.set(exclusion, excluded.get(exclusion)! + 1);
        continue;
      }
      if (point.kind === 'line') {
        const key = `${point.file}:${line}`;
        const reached = point.count > 0 || lines.get(key)?.reached === true;
        lines.set(key, { file: point.file, line, module: point.module, reached });
      } else {
        const key = `${point.instance}.${point.signal}`;
        const reached = point.count > 0 || bits.get(key)?.reached === true;
        bits.set(key, { module: point.module, signal: point.signal.replace(/\[.*/, ''), reached });
      }
    }
  }
  const names = [...new Set([...lines.values(), ...bits.values()].map(({ module }) => module))].sort();
  const of = (all: readonly { module: string; reached: boolean }[], module: string): Ratio =>
    ratio(all.filter((each) => each.module === module));
  const allLines = [...lines.values()];
  const allBits = [...bits.values()];
  return {
    modules: names.map((module) => ({ module, lines: of(allLines, module), bits: of(allBits, module) })),
    lines: ratio(allLines),
    bits: ratio(allBits),
    missedLines: allLines
      .filter(({ reached }) => !reached)
      .map(({ file, line }) => ({ file, line }))
      .sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line),
    missedBits: missedBits(allBits),
    excluded,
  };
}

function missedBits(all: readonly { module: string; signal: string; reached: boolean }[]): Tally['missedBits'] {
  const signals = new Map<string, { module: string; signal: string; reached: boolean }[]>();
  for (const bit of all) {
    const key = `${bit.module} ${bit.signal}`;
    const bits = signals.get(key);
    if (bits === undefined) signals.set(key, [bit]);
    else bits.push(bit);
  }
  return [...signals.values()]
    .map((bits) => ({ module: bits[0]!.module, signal: bits[0]!.signal, bits: ratio(bits) }))
    .filter(({ bits }) => bits.reached < bits.all)
    .sort((a, b) => b.bits.all - b.bits.reached - (a.bits.all - a.bits.reached));
}

function ratio(all: readonly { readonly reached: boolean }[]): Ratio {
  return { reached: all.filter(({ reached }) => reached).length, all: all.length };
}

/** 100 for nothing at all. */
export function percent({ reached, all }: Ratio): number {
  return all === 0 ? 100 : (100 * reached) / all;
}
