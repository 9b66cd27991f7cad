/** Takes secrets out of texts that leave the house: those that are known by their value, wherever they stand, and what looks like one. */
import { SECRET_TEXT } from '../../core/logging.js';

const MASK = '[secret]';
/** Shorter ones stand in too many places by accident; nobody should have them. */
const SHORTEST = 4;
/** Of a key file, lines that are no header. */
const KEY_LINE_LETTERS = 16;

export class Scrubber {
  private readonly values: readonly string[];

  /** @param secrets contents of secret files, and whatever else is secret */
  constructor(secrets: Iterable<string>) {
    const values = new Set<string>();
    for (const secret of secrets) {
      const whole = secret.trim();
      const lines = whole.split('\n').map((line) => line.trim());
      for (const each of lines.length === 1 ? [whole] : lines.filter(isKeyLine)) {
        if (each.length < SHORTEST) continue;
        values.add(each);
        // As it stands in JSON, in a URL and in base64.
        values.add(JSON.stringify(each).slice(1, -1));
        values.add(encodeURIComponent(each));
        values.add(Buffer.from(each).toString('base64').replace(/=+$/, ''));
      }
    }
    // A secret that is part of another one must not leave the rest of it.
    this.values = [...values].sort((a, b) => b.length - a.length);
  }

  scrub(text: string): string {
    let clean = text;
    for (const value of this.values) clean = clean.replaceAll(value, MASK);
    return SECRET_TEXT.reduce((result, [pattern, by]) => result.replace(pattern, by), clean);
  }
}

const isKeyLine = (line: string): boolean => line.length >= KEY_LINE_LETTERS && !line.startsWith('-----');
