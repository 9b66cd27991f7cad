import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SecretMask } from './mask.js';
import { SecretTags } from './secret-fields.js';
import { whole } from './testing.js';

const masked = (bytes: Buffer, mask = new SecretMask(new SecretTags())): string => {
  return mask.mask(bytes.toString('latin1')).text.replaceAll('\x01', '|');
};
const shown = (bytes: Buffer): string => bytes.toString('latin1').replaceAll('\x01', '|');

describe('SecretMask', () => {
  it('replaces secrets, and makes the message whole again', () => {
    const logon = whole('35=A|49=A|56=B|34=1|52=20261123-10:00:00|98=0|108=30|553=me|554=hunter2|925=hunter3|');
    const clean = whole('35=A|49=A|56=B|34=1|52=20261123-10:00:00|98=0|108=30|553=me|554=***|925=***|');
    expect(masked(logon)).toBe(shown(clean));
  });

  it('gives two messages that differ in their secrets only the same line', () => {
    expect(masked(whole('35=A|95=7|96=secret1|554=x|'))).toBe(
      masked(whole('35=A|95=12|96=other\x01secret|554=longer|')),
    );
  });

  it('masks data that holds SOH by its length, and hides the length', () => {
    expect(masked(whole('35=A|95=8|96=ab\x01554=c|108=30|'))).toBe(shown(whole('35=A|95=3|96=***|108=30|')));
  });

  it('masks to the end of the message when the length of a secret is not right', () => {
    expect(masked(whole('35=A|95=4|96=abcdef|108=30|'))).toBe(shown(whole('35=A|95=3|96=***|')));
    expect(masked(whole('35=A|96=ab\x01cd|108=30|'))).toBe(shown(whole('35=A|96=***|')));
  });

  it('leaves RawData of other messages, and masks signatures everywhere', () => {
    expect(masked(whole('35=B|95=3|96=abc|'))).toBe(shown(whole('35=B|95=3|96=abc|')));
    expect(masked(whole('35=D|11=1|93=5|89=a\x01b\x01c|'))).toBe(shown(whole('35=D|11=1|93=3|89=***|')));
  });

  it('masks configured tags, data fields among them', () => {
    const mask = new SecretMask(new SecretTags({ tags: [9001, 9003], lengthTags: new Map([[9002, 9003]]) }));
    expect(masked(whole('35=D|9001=key|9002=3|9003=a\x01b|'), mask)).toBe(
      shown(whole('35=D|9001=***|9002=3|9003=***|')),
    );
  });

  it('knows a secret again that the counterparty repeats', () => {
    const mask = new SecretMask(new SecretTags());
    masked(whole('35=A|554=hunter2|'), mask);
    expect(masked(whole('35=5|58=hunter2 is no password|'), mask)).toBe(shown(whole('35=5|58=*** is no password|')));
    expect(masked(whole('35=3|354=9|355=a hunter2|'), mask)).toBe(shown(whole('35=3|354=5|355=a ***|')));
    expect(masked(whole('35=8|58=hunter2|'), mask)).toBe(shown(whole('35=8|58=hunter2|')));
  });

  it('hides lengths and sum of a damaged message, and what may be the rest of a secret', () => {
    const mask = new SecretMask(new SecretTags());
    const text = (readable: string) => readable.replaceAll('|', '\x01');
    expect(mask.maskGarbled(text('8=FIX.4.4|9=99|35=A|554=secret|10=123|'))).toEqual({
      text: text('8=FIX.4.4|9=***|35=A|554=***|10=***|'),
      masked: true,
    });
    expect(mask.maskGarbled(text('8=FIX.4.4|9=99|35=A|96=sec'))?.text).toBe(text('8=FIX.4.4|9=***|35=A|96=***'));
    expect(mask.maskGarbled(text('8=FIXret|'))).toBeUndefined();
    const heartbeat = whole('35=0|');
    mask.mayEcho(heartbeat, 0, heartbeat.length);
    expect(mask.maskGarbled(text('8=FIX.4.4|9=5|35=0|10=000|'))?.masked).toBe(false);
    expect(mask.maskGarbled('554=x')).toBeUndefined();
  });

  it('never lets a secret through, whatever the message looks like', () => {
    const secret = 'S3CR3T';
    const secretField = fc.constantFrom(
      `554=${secret}\x01`,
      `925=${secret}\x01`,
      `1401=${secret.length}\x011402=${secret}\x01`,
      `95=${secret.length + 2}\x0196=${secret}\x01x\x01`,
      `96=${secret}\x01`,
      `95=2\x0196=${secret}\x01`,
      `95=99999\x0196=${secret}\x01`,
      `93=3\x0189=\x01\x01${secret}\x01`,
      `554=\x01554=${secret}\x01`,
    );
    const plainField = fc.constantFrom('11=a\x01', '58=text\x01', '\x01', 'x\x01', '=1\x01', '38=100\x01', '354=1\x01');
    const bodies = fc.array(fc.oneof(secretField, plainField), { maxLength: 8 });
    fc.assert(
      fc.property(bodies, fc.nat(40), fc.boolean(), (fields, cut, garble) => {
        const bytes = whole(`35=A\x01${fields.join('')}`);
        const mask = new SecretMask(new SecretTags());
        if (garble) {
          const text = bytes.subarray(0, bytes.length - cut).toString('latin1');
          expect(mask.maskGarbled(text)?.text ?? '').not.toContain(secret);
        } else expect(masked(bytes, mask)).not.toContain(secret);
      }),
      { numRuns: 3000 },
    );
  });
});
