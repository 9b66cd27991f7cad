/** From a line of a definition to the bytes on the wire. */

import { soh } from './definition.js';

const dayMs = 86_400_000;
const head = new RegExp(`^8=[^${soh}]*${soh}`);
const trailer = new RegExp(`(?<=${soh})10=[^${soh}]*${soh}$`);

/** Seconds precision, as the definitions want it in every version. */
export function utcSeconds(epochMs: number): string {
  const seconds = Math.floor(epochMs / 1000) * 1000;
  const [date, time] = new Date(seconds).toISOString().slice(0, 19).split('T') as [string, string];
  return `${date.replaceAll('-', '')}-${time}`;
}

/** `<TIME>`, `<TIME+n>` and `<TIME-n>` with n in seconds. */
export function fillInTimes(text: string, epochMs: number): string {
  return text.replace(/<TIME(?:([+-])(\d+))?>/g, (_all, sign: string | undefined, count: string | undefined) => {
    const offsetMs = Number(count ?? '0') * 1000;
    if (offsetMs > 1000 * dayMs) throw new RangeError(`<TIME${sign ?? ''}${count ?? ''}> is years away`);
    return utcSeconds(epochMs + (sign === '-' ? -offsetMs : offsetMs));
  });
}

/** Puts BodyLength and CheckSum in where they are absent; a text that does not begin with BeginString goes as it is. */
export function fillIn(text: string, epochMs: number): Uint8Array {
  const timed = fillInTimes(text, epochMs);
  const begin = head.exec(timed)?.[0];
  if (begin === undefined) return Buffer.from(timed, 'latin1');
  const checkSum = trailer.exec(timed)?.[0] ?? '';
  const body = timed.slice(begin.length, timed.length - checkSum.length);
  const length = timed.includes(`${soh}9=`) ? '' : `9=${body.length}${soh}`;
  const message = `${begin}${length}${body}`;
  return Buffer.from(message + (checkSum || `10=${checkSumOf(message)}${soh}`), 'latin1');
}

/** The three digits that belong into CheckSum (10). */
export function checkSumOf(message: string): string {
  let sum = 0;
  for (let i = 0; i < message.length; i++) sum += message.charCodeAt(i);
  return String(sum % 256).padStart(3, '0');
}
