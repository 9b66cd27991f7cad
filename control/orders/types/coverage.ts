/** The generated parts of docs/order-types.md: what each venue does, which parameters there are, and the codes. Made of the tables that the code runs on. */
import type { VenueCapabilities } from '../../core/venue.js';
import { TYPE_CODES } from './denials.js';
import { FORM_RULES, formAt } from './forms.js';
import { TYPE_NAMES } from './names.js';
import { FORM, NUMBERS, WORDS } from './parameters.js';

export interface CoveredVenue {
  readonly id: string;
  readonly capabilities: VenueCapabilities;
}

/** Venue × type: native, emulated, or refused with its code. */
export function coverageTable(venues: readonly CoveredVenue[]): string {
  const rows = TYPE_NAMES.map((type) => [
    type,
    ...venues.map(({ capabilities }) => {
      const form = formAt(type, capabilities);
      return form === 'native' || form === 'emulated' ? form : `refused: \`${form}\``;
    }),
    FORM_RULES[type].how,
  ]);
  return table(['type', ...venues.map(({ id }) => id), 'emulated as'], rows);
}

export function parameterTable(): string {
  const numbers = Object.entries(NUMBERS).map(([name, { types, min, max, fallback, what }]) => [
    `\`${name}\``,
    types.join(', '),
    `${min} to ${max}`,
    name === 'slices' ? '' : String(fallback),
    what,
  ]);
  const words = Object.entries(WORDS).map(([name, { types, words, what }]) => [
    `\`${name}\``,
    types.join(', '),
    words.join(', '),
    words[0],
    what,
  ]);
  const form = [
    `\`${FORM.name}\``,
    'all',
    FORM.words.join(', '),
    'whichever suits',
    'refused where the form does not exist',
  ];
  return table(['parameter', 'types', 'values', 'when not given', 'what it does'], [form, ...numbers, ...words]);
}

export function codeTable(): string {
  return table(
    ['code', 'means'],
    Object.entries(TYPE_CODES).map(([code, what]) => [`\`${code}\``, what]),
  );
}

/** `text` with what stands between the markers of each part made anew; markers are `<!-- generated: NAME -->` and `<!-- end -->`. */
export function fillDocument(text: string, parts: Readonly<Record<string, string>>): string {
  return text.replace(
    /(<!-- generated: (\w+) -->\n)[\s\S]*?(<!-- end -->)/g,
    (whole, begin: string, name: string, end: string) => {
      const part = parts[name];
      return part === undefined ? whole : `${begin}\n${part}\n${end}`;
    },
  );
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return `${[line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')}\n`;
}
