/** CSV after RFC 4180, as the day's files have it: a head, comma, quotes where needed, line feeds; and files that are there whole or not at all. */
import { DayError } from './errors.js';

export function csvText(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, ...rows].map((row) => `${row.map(field).join(',')}\n`).join('');
}

/** A spreadsheet takes a field that begins with one of these for a formula: it gets an apostrophe in front, unless it is a number. */
const FORMULA = /^[=+@\t\r-]/;
const NUMBER = /^-?\d+(\.\d+)?$/;

function field(text: string): string {
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One line of a file: its number from 1, and its fields. */
export interface CsvRow {
  readonly line: number;
  readonly fields: readonly string[];
}

/** Lines after the head; empty ones, and those that begin with #, are passed over. Throws DayError when the head is another or a quote stays open. */
export function parseCsv(file: string, text: string, head: readonly string[]): CsvRow[] {
  const rows: CsvRow[] = [];
  let line = 1;
  let at = text.startsWith('\ufeff') ? 1 : 0;
  while (at < text.length) {
    const start = line;
    const fields: string[] = [];
    let value = '';
    let quoted = false;
    for (; ; at++) {
      const char = text[at];
      if (quoted) {
        if (char === undefined) throw new DayError('DAY_FILE', 'a quote is not closed', { where: `${file}:${start}` });
        if (char === '\n') line++;
        if (char !== '"') value += char;
        else if (text[at + 1] === '"') value += text[++at]!;
        else quoted = false;
      } else if (char === '"' && value === '') quoted = true;
      else if (char === ',') {
        fields.push(value);
        value = '';
      } else if (char === '\n' || char === undefined) break;
      else value += char;
    }
    at++;
    line++;
    fields.push(value.endsWith('\r') ? value.slice(0, -1) : value);
    if (fields.length === 1 && (fields[0] === '' || fields[0]!.startsWith('#'))) continue;
    rows.push({ line: start, fields });
  }
  const found = rows.shift();
  if (found?.fields.join(',') !== head.join(',')) {
    throw new DayError('DAY_FILE', 'the head of the file', {
      where: `${file}:${found?.line ?? 1}`,
      found: found?.fields.join(',') ?? 'nothing',
      expected: head.join(','),
    });
  }
  return rows;
}
