/**
 * What we may write into the fields of an order, a venue may repeat in its reports: values that its version of FIX does not know, and its dialect does, are no fault of a report.
 * A report that is refused is lost, and with it a fill.
 */
import { dictionaryNameOf } from '../../fix/config/build.js';
import { dictionary, type DictionaryExtension, type ValuesExtension } from '../../protocols/fix/dictionary.js';
import type { Dialect } from '../config/dialect-schema.js';
import type { FixSessionSettings } from '../config/session-schema.js';

const ORD_TYPE = 40;
const TIME_IN_FORCE = 59;

/** The extension of a session of the venue, by the values of all its dialects. */
export function withWrittenValues(
  settings: FixSessionSettings,
  dialects: readonly Dialect[],
): DictionaryExtension | undefined {
  const { extension } = settings;
  const name = dictionaryNameOf(settings);
  if (name === undefined) return extension;
  const standard = dictionary(name);
  const own = new Set(extension?.fields?.map(({ tag }) => tag));
  const added = dialects
    .flatMap(written)
    // What is written in fields that the dictionary does not have is not looked at.
    .filter(({ tag }) => own.has(tag) || standard.field(tag) !== undefined);
  if (added.length === 0) return extension;
  return { ...extension, addedValues: [...(extension?.addedValues ?? []), ...added] };
}

function written(dialect: Dialect): ValuesExtension[] {
  const { hidden, postOnly, sweep, shortSale, pegs, fixed, ordTypes, timesInForce } = dialect;
  const fields = [hidden, postOnly, sweep, shortSale, ...Object.values(pegs), ...Object.values(fixed)].flat();
  const one = (tag: number, value: string): ValuesExtension => ({ tag, values: { [value]: 'OF_THE_DIALECT' } });
  return [
    ...fields.flatMap(({ tag, value }) => value.split(' ').map((each) => one(tag, each))),
    ...Object.values(ordTypes).map((value) => one(ORD_TYPE, value)),
    ...Object.values(timesInForce).map((value) => one(TIME_IN_FORCE, value)),
  ];
}
