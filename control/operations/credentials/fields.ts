/** Credential fields as a person writes them down: YAML, so that a private key can stand there as the block it is. */
import { parse } from 'yaml';
import { z } from 'zod';
import { Secret } from '../../core/secret.js';
import { CredentialError } from './errors.js';

const fields = z.record(z.string(), z.union([z.string(), z.number()]));

/** Throws CredentialError `CREDENTIAL_VALUE`; it never repeats the text. */
export function parseFields(text: string, where: string): ReadonlyMap<string, Secret> {
  let value: unknown;
  try {
    value = parse(text, { schema: 'failsafe' });
  } catch (error) {
    // The parser's own message quotes the line.
    const line = (error as { linePos?: { line: number }[] }).linePos?.[0]?.line;
    throw new CredentialError('CREDENTIAL_VALUE', 'this is not YAML', {
      where: line === undefined ? where : `${where}:${line}`,
    });
  }
  const parsed = fields.safeParse(value);
  if (!parsed.success) {
    throw new CredentialError('CREDENTIAL_VALUE', 'this is no list of fields', {
      where,
      expected: 'lines of `name: value`',
    });
  }
  return new Map(Object.entries(parsed.data).map(([name, text_]) => [name, new Secret(String(text_))]));
}
