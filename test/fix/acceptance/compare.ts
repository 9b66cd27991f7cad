/**
 * Compares an expected message with the one that came, by meaning: tags may stand in any order within header and body, texts (58) may
 * use any words, times need only look like times. Stricter than the definitions ask where that costs an acceptor nothing: tags that were
 * not expected count as differences in every message, BeginString counts, and the frame must be in order.
 */

import { soh } from './definition.js';

export interface Field {
  readonly tag: number;
  readonly value: string;
}

/** What the two messages disagree in, a line for people each. Empty: they mean the same. */
export type Differences = readonly string[];

/** Compared otherwise than by value, or not at all. */
const framing = new Set([9, 10]);
const optionalExtras = new Set([9, 10, 52, 58, 122]);
const textTag = 58;
const timePatterns = new Map<number, RegExp>([
  [42, /^\d{8}-\d{2}:\d{2}:\d{2}(\.\d{3,9})?$/],
  [52, /^\d{8}-\d{2}:\d{2}:\d{2}(\.\d{3,9})?$/],
  [60, /^\d{8}-\d{2}:\d{2}:\d{2}(\.\d{3,9})?$/],
  [122, /^\d{8}-\d{2}:\d{2}:\d{2}(\.\d{3,9})?$/],
]);
/** Versions whose UTCTimestamp has no milliseconds. */
const secondsOnly = new Set(['FIX.4.0', 'FIX.4.1']);

export function fieldsOf(text: string): Field[] {
  return text
    .slice(0, text.endsWith(soh) ? -1 : undefined)
    .split(soh)
    .map((field) => {
      const at = field.indexOf('=');
      return { tag: Number(field.slice(0, Math.max(at, 0))), value: at < 0 ? field : field.slice(at + 1) };
    });
}

export function compareMessages(expected: string, received: string): Differences {
  const wanted = fieldsOf(expected);
  const came = fieldsOf(received);
  return [...frameFaults(came), ...valueFaults(wanted, came), ...extras(wanted, came), ...timeFaults(came)];
}

function valuesOf(fields: readonly Field[], tag: number): string[] {
  return fields.filter((field) => field.tag === tag).map((field) => field.value);
}

function frameFaults(came: readonly Field[]): string[] {
  const start = came
    .slice(0, 3)
    .map((field) => field.tag)
    .join(' ');
  return start === '8 9 35' ? [] : [`the first tags are ${start}, not 8 9 35`];
}

function valueFaults(wanted: readonly Field[], came: readonly Field[]): string[] {
  const faults: string[] = [];
  for (const tag of new Set(wanted.map((field) => field.tag))) {
    if (framing.has(tag)) continue;
    const values = valuesOf(wanted, tag);
    const got = valuesOf(came, tag);
    if (got.length === 0) faults.push(`${tag} is missing, expected ${values.join(', ')}`);
    else if (tag === textTag) faults.push(...textFaults(values[0]!, got[0]!));
    else if (timePatterns.has(tag)) continue;
    else if (values.join(soh) !== got.join(soh)) {
      faults.push(`${tag} is ${got.join(', ')}, expected ${values.join(', ')}`);
    }
  }
  return faults;
}

/** Any words will do, but where the expected text names a tag in brackets (no 371 before FIX 4.2), so must ours. */
function textFaults(wanted: string, got: string): string[] {
  if (!/[A-Za-z]{3}/.test(got)) return [`58 says nothing: "${got}"`];
  const tag = /\((-?\d+)\)$/.exec(wanted)?.[1];
  const named = tag === undefined || new RegExp(`(?<![-\\d])${tag}(?!\\d)`).test(got);
  return named ? [] : [`58 does not name tag ${tag}: "${got}"`];
}

function extras(wanted: readonly Field[], came: readonly Field[]): string[] {
  const known = new Set(wanted.map((field) => field.tag));
  return came
    .filter((field) => !known.has(field.tag) && !optionalExtras.has(field.tag))
    .map((field) => `${field.tag}=${field.value} was not expected`);
}

function timeFaults(came: readonly Field[]): string[] {
  const version = valuesOf(came, 8)[0] ?? '';
  const faults: string[] = [];
  if (valuesOf(came, 52).length !== 1) faults.push('SendingTime (52) must be there once');
  for (const { tag, value } of came) {
    const pattern = timePatterns.get(tag);
    if (!pattern) continue;
    if (!pattern.test(value)) faults.push(`${tag} is no time: ${value}`);
    else if (tag === 52 && secondsOnly.has(version) && value.length !== 17) {
      faults.push(`52 has a fraction, which ${version} does not know: ${value}`);
    }
  }
  return faults;
}
