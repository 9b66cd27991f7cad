/** Decoded messages for people: aligned rows, or one line a message; in colour where that is wanted. */
import type { DecodedField, DecodedMessage } from './decode-message.js';
import type { Origin } from './decode-origin.js';

export interface Painter {
  readonly name: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly value: (text: string) => string;
  readonly meaning: (text: string) => string;
  readonly incoming: (text: string) => string;
  readonly outgoing: (text: string) => string;
  readonly problem: (text: string) => string;
}

const plain = (text: string): string => text;
const sgr =
  (code: string) =>
  (text: string): string =>
    text === '' ? '' : `\x1b[${code}m${text}\x1b[0m`;

export const noColour: Painter = {
  name: plain,
  dim: plain,
  value: plain,
  meaning: plain,
  incoming: plain,
  outgoing: plain,
  problem: plain,
};

export const colours: Painter = {
  name: sgr('1'),
  dim: sgr('2'),
  value: plain,
  meaning: sgr('36'),
  incoming: sgr('32'),
  outgoing: sgr('34'),
  problem: sgr('31'),
};

const INDENT = '    ';
const WIDEST_NAME = 28;
const WIDEST_VALUE = 40;

/** A block of rows, an empty line behind it. */
export function formatBlock(message: DecodedMessage, origin: Origin, paint: Painter): string {
  const lines = [header(message, origin, paint)];
  for (const problem of message.problems) lines.push(paint.problem(`  ! ${printable(problem)}`));
  rows(message.fields, '', paint, lines);
  return `${lines.join('\n')}\n\n`;
}

/** One line. */
export function formatLine(message: DecodedMessage, origin: Origin, paint: Painter): string {
  const parts = [header(message, origin, paint)];
  words(
    // The header line has said these.
    message.fields.filter(({ tag }) => ![8, 9, 10, 34, 35, 49, 56].includes(tag)),
    paint,
    parts,
  );
  for (const problem of message.problems) parts.push(paint.problem(`! ${printable(problem)}`));
  return `${parts.join(' ')}\n`;
}

function header(message: DecodedMessage, { time, direction, session }: Origin, paint: Painter): string {
  const { name, msgType, msgSeqNum, sendingTime, beginString, sender, target } = message;
  const arrow = direction === 'in' ? paint.incoming('<') : direction === 'out' ? paint.outgoing('>') : '-';
  const from = session ?? `${beginString}:${sender}->${target}`;
  const kind = `${name} (${msgType === '' ? '?' : msgType})`;
  const number = msgSeqNum === '' ? '' : ` ${paint.dim(`#${printable(msgSeqNum)}`)}`;
  return `${paint.dim(printable(time ?? sendingTime))} ${arrow} ${printable(from)} ${paint.name(printable(kind))}${number}`;
}

function rows(fields: readonly DecodedField[], indent: string, paint: Painter, lines: string[]): void {
  const nameWidth = Math.min(WIDEST_NAME, Math.max(0, ...fields.map(({ name }) => (name ?? '?').length)));
  const shown = fields.map(({ value }) => printable(value));
  // Meanings stand in one column, where values are short enough to let them.
  const valueWidth = Math.max(
    0,
    ...fields.map(({ meaning }, i) => (meaning === undefined ? 0 : Math.min(WIDEST_VALUE, shown[i]!.length))),
  );
  fields.forEach(({ tag, name, meaning, entries }, i) => {
    const label = `${indent}${String(tag === 0 ? '?' : tag).padStart(6)} `;
    const said = meaning === undefined ? paint.value(shown[i]!) : meant(shown[i]!, meaning, valueWidth, paint);
    lines.push(`${paint.dim(label)}${(name ?? '?').padEnd(nameWidth)} ${said}`);
    entries?.forEach((entry, n) => {
      lines.push(paint.dim(`${indent}${INDENT}  [${n + 1}]`));
      rows(entry, `${indent}${INDENT}`, paint, lines);
    });
  });
}

function meant(value: string, meaning: string, width: number, paint: Painter): string {
  return `${paint.value(value)}${' '.repeat(Math.max(0, width - value.length))} ${paint.meaning(`(${meaning})`)}`;
}

function words(fields: readonly DecodedField[], paint: Painter, parts: string[]): void {
  for (const { tag, name, value, meaning, entries } of fields) {
    const said = meaning === undefined ? '' : paint.meaning(`(${meaning})`);
    parts.push(`${paint.dim(`${name ?? tag}=`)}${paint.value(printable(value))}${said}`);
    if (entries === undefined) continue;
    for (const entry of entries) {
      const inner: string[] = [];
      words(entry, paint, inner);
      parts.push(`[${inner.join(' ')}]`);
    }
  }
}

/** What a terminal must not take for a command is written `\xHH`. */
export function printable(text: string): string {
  return CONTROL.test(text) ? text.replaceAll(CONTROLS, escapeControl) : text;
}

// eslint-disable-next-line no-control-regex -- control characters are what this is about.
const CONTROL = /[\x00-\x1f\x7f-\x9f]/;
const CONTROLS = new RegExp(CONTROL, 'g');

function escapeControl(char: string): string {
  return `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
