/** docs/rtl-coverage.md. */
import { percent, type Ratio, type Tally } from './tally.js';

export interface CoverageReport {
  readonly date: string;
  readonly commit: string;
  readonly tool: string;
  /** What was played, in words. */
  readonly stimuli: readonly string[];
  readonly crosses: { readonly met: number; readonly reachable: number; readonly missing: readonly string[] };
  readonly tally: Tally;
  /** The text of a source line. */
  readonly textOf: (file: string, line: number) => string;
}

export const LINE_GOAL = 98;
export const TOGGLE_GOAL = 90;
const LINES_SHOWN = 60;
const SIGNALS_SHOWN = 40;

export function reportOf({ date, commit, tool, stimuli, crosses, tally, textOf }: CoverageReport): string {
  const { lines, bits, modules, missedLines, missedBits, excluded } = tally;
  return `# RTL: coverage

\`npm run coverage\` writes this page: it builds the card with Verilator's counters, plays what is listed below through it, each stream compared with an independent
model, and counts. ${date}, ${tool}, sources ${commit}.

| what | reached | of | share | goal |
|---|---|---|---|---|
| lines | ${lines.reached} | ${lines.all} | ${share(lines)} | ≥ ${LINE_GOAL} % ${verdict(percent(lines) >= LINE_GOAL)} |
| bits that changed, each instance on its own | ${bits.reached} | ${bits.all} | ${share(bits)} | ≥ ${TOGGLE_GOAL} % ${verdict(percent(bits) >= TOGGLE_GOAL)} |
| crosses of message type, alignment, place in the packet, port and state of the gap | ${crosses.met} | ${crosses.reachable} | ${share({ reached: crosses.met, all: crosses.reachable })} | all ${verdict(crosses.met === crosses.reachable)} |

A line counts when any instance of its module has reached it. The crosses are of ITCH 5.0: 23 types and those that are unknown, the eight bytes of a beat at which a message
begins, alone, first, between or last in its packet, on either port, and what the copy was: the next message, the one that fills a gap, one beyond a gap, a second copy, or
one that was reported missing. Not reachable: a packet's first message at anything but a multiple of four bytes, since the headers in front of it have 64 bytes and tags
and IPv4 options add multiples of four.
${crosses.missing.length === 0 ? '' : `\nNot met: ${crosses.missing.join('; ')}.\n`}
## What was played

${stimuli.map((each) => `- ${each}`).join('\n')}

## By module

| module | lines | | bits | |
|---|---|---|---|---|
${modules.map((each) => `| \`${each.module}\` | ${count(each.lines)} | ${share(each.lines)} | ${count(each.bits)} | ${share(each.bits)} |`).join('\n')}

## Lines that were not reached

${
  missedLines.length === 0
    ? 'None.'
    : missedLines
        .slice(0, LINES_SHOWN)
        .map(({ file, line }) => `- \`${file}:${line}\` \`${textOf(file, line).trim()}\``)
        .join('\n')
}
${more(missedLines.length - LINES_SHOWN)}
## Signals with bits that never changed

${
  missedBits.length === 0
    ? 'None.'
    : missedBits
        .slice(0, SIGNALS_SHOWN)
        .map(({ module, signal, bits: own }) => `- \`${module}.${signal}\`: ${own.all - own.reached} of ${own.all}`)
        .join('\n')
}
${more(missedBits.length - SIGNALS_SHOWN)}
## Not counted

| points | why |
|---|---|
${[...excluded].map(([{ because }, points]) => `| ${points} | ${because} |`).join('\n')}
`;
}

function count({ reached, all }: Ratio): string {
  return all === 0 ? '' : `${reached} of ${all}`;
}

function share(ratio: Ratio): string {
  return ratio.all === 0 ? '' : `${percent(ratio).toFixed(1)} %`;
}

function verdict(isMet: boolean): string {
  return isMet ? 'met' : '**missed**';
}

function more(count: number): string {
  return count > 0 ? `\nAnd ${count} more.\n` : '';
}
