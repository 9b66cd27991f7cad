/** Decoded messages for programs: one JSON object a line. */
import type { DecodedField, DecodedMessage } from './decode-message.js';
import type { Origin } from './decode-origin.js';

/** `{"time","direction","session","offset","msgType","name","fields":[{"tag","name","value","meaning","entries":[[…]]}],"problems":[…]}` */
export function formatJson(message: DecodedMessage, origin: Origin, offset: number): string {
  const { msgType, name, fields, problems, beginString, sender, target, sendingTime } = message;
  return `${JSON.stringify({
    time: origin.time ?? sendingTime,
    ...(origin.direction === undefined ? {} : { direction: origin.direction }),
    session: origin.session ?? `${beginString}:${sender}->${target}`,
    offset,
    msgType,
    name,
    fields: fields.map(plain),
    ...(problems.length === 0 ? {} : { problems }),
  })}\n`;
}

function plain({ tag, name, value, meaning, entries }: DecodedField): object {
  return {
    tag,
    ...(name === undefined ? {} : { name }),
    value,
    ...(meaning === undefined ? {} : { meaning }),
    ...(entries === undefined ? {} : { entries: entries.map((entry) => entry.map(plain)) }),
  };
}
