import { expect, it } from 'vitest';
import { Scrubber } from './scrub.js';

it('takes out what is known, in every shape, and what looks like a secret', () => {
  const scrubber = new Scrubber([
    'hunter2 "quoted"\n',
    'hunter2',
    '-----BEGIN X-----\nMC4CAQAwBQYDK2VwBCIEI\n-----END X-----\n',
    'ab',
  ]);
  const text = [
    'password hunter2 "quoted" end',
    JSON.stringify({ text: 'hunter2 "quoted"' }),
    `/?key=${encodeURIComponent('hunter2 "quoted"')}`,
    Buffer.from('hunter2').toString('base64'),
    'MC4CAQAwBQYDK2VwBCIEI',
    'Authorization: Bearer Qm1fabcdefghijk',
    'https://user:pass@host/',
    '35=A|554=secret|96=raw|58=text',
    'about',
  ].join('\n');
  expect(scrubber.scrub(text).split('\n')).toEqual([
    'password [secret] end',
    '{"text":"[secret]"}',
    '/?key=[secret]',
    '[secret]==',
    '[secret]',
    'Authorization: Bearer [redacted]',
    'https://user:[redacted]@host/',
    '35=A|554=[redacted]|96=[redacted]|58=text',
    'about',
  ]);
});
