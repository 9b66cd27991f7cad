/** The file of people who log in on the page (`crossfeed people`): names, roles and scrypt hashes, readable by its owner only. */
import { peopleSchema, type Person } from '../clients/http/people.js';
import { InputError } from '../core/errors.js';
import { readSecretFile } from '../core/world-secrets.js';

/** Throws WorldError, InputError `PEOPLE_FILE`. What is wrong is told by its place: values stay out of the message. */
export function readPeople(path: string): Person[] {
  const text = Buffer.from(readSecretFile(path)).toString('utf8');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new InputError('PEOPLE_FILE', 'this is no file of people', { where: path, expected: 'JSON' });
  }
  const result = peopleSchema.safeParse(json);
  if (result.success) return result.data.people;
  const [issue] = result.error.issues;
  const place = issue?.path.map(String).join('.') ?? '';
  throw new InputError('PEOPLE_FILE', 'this is no file of people', {
    where: `${path}: ${place}`,
    expected: issue?.message,
  });
}
