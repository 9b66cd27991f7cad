import { describe, expect, it } from 'vitest';
import { compareMessages } from './compare.js';
import { DefinitionError, parseDefinition } from './definition.js';
import { checkSumOf, fillIn, utcSeconds } from './fill-in.js';
import { Inbox } from './inbox.js';

const wire = (text: string): string => text.replaceAll('|', '\x01');
const bytes = (text: string): Buffer => Buffer.from(wire(text), 'latin1');
const noon = Date.UTC(2026, 6, 1, 12, 0, 0, 999);

describe('a definition', () => {
  it('is one action a line, with comments, empty lines and either kind of line end', () => {
    const text = '# first\n\niCONNECT\r\nI8=FIX.4.2|35=0|\nE2,8=FIX.4.2|35=1|\ni3,DISCONNECT\ne2,DISCONNECT';
    expect(parseDefinition('a.def', wire(text)).steps).toEqual([
      { kind: 'connect', connection: 1, line: 3 },
      { kind: 'send', text: wire('8=FIX.4.2|35=0|'), connection: 1, line: 4 },
      { kind: 'expect', text: wire('8=FIX.4.2|35=1|'), connection: 2, line: 5 },
      { kind: 'disconnect', connection: 3, line: 6 },
      { kind: 'expectDisconnect', connection: 2, line: 7 },
    ]);
  });

  it.each(['CONNECT', 'iCONECT', 'eCONNECT', 'X8=FIX.4.2'])('names file and line of what is no action: %s', (line) => {
    expect(() => parseDefinition('a.def', `iCONNECT\n${line}`)).toThrow(DefinitionError);
    expect(() => parseDefinition('a.def', `iCONNECT\n${line}`)).toThrow(/^a\.def:2: not an action/);
  });
});

describe('a sent line', () => {
  it('gets BodyLength and CheckSum', () => {
    const sent = Buffer.from(fillIn(wire('8=FIX.4.2|35=0|34=2|'), noon)).toString('latin1');
    expect(sent).toBe(wire(`8=FIX.4.2|9=10|35=0|34=2|10=${checkSumOf(wire('8=FIX.4.2|9=10|35=0|34=2|'))}|`));
  });

  it('keeps a BodyLength and a CheckSum of its own, right or wrong', () => {
    const sent = (text: string): string => Buffer.from(fillIn(wire(text), noon)).toString('latin1');
    expect(sent('8=F|9=77|35=0|10=256|')).toBe(wire('8=F|9=77|35=0|10=256|'));
    expect(sent('8=F|35=0|10=256|')).toBe(wire('8=F|9=5|35=0|10=256|'));
    expect(sent('8=F|9=77|35=0|')).toBe(wire(`8=F|9=77|35=0|10=${checkSumOf(wire('8=F|9=77|35=0|'))}|`));
    expect(sent('35=0|8=F|9=2|')).toBe(wire('35=0|8=F|9=2|'));
  });

  it('has times in UTC, in seconds', () => {
    expect(utcSeconds(noon)).toBe('20260701-12:00:00');
    const sent = Buffer.from(fillIn('a<TIME>b<TIME+121>c<TIME-1>', noon)).toString('latin1');
    expect(sent).toBe('a20260701-12:00:00b20260701-12:02:01c20260701-11:59:59');
  });
});

describe('what came', () => {
  const message = Buffer.from(fillIn(wire('8=FIX.4.2|35=0|34=2|'), noon));

  it('is split into messages however it was cut', () => {
    const inbox = new Inbox();
    for (const byte of Buffer.concat([message, message])) inbox.push(Uint8Array.of(byte));
    expect([inbox.take()?.kind, inbox.take()?.kind, inbox.take()]).toEqual(['message', 'message', undefined]);
    inbox.close(true, 'end');
    expect(inbox.take()).toEqual({ kind: 'closed', inOrder: true, detail: 'end' });
  });

  it.each([
    ['a wrong CheckSum', '8=FIX.4.2|9=5|35=0|10=001|', 'CheckSum should be'],
    ['a wrong BodyLength', '8=FIX.4.2|9=4|35=0|10=001|', 'BodyLength does not lead to 10='],
    ['something else', 'HTTP/1.1 400 Bad Request and more of the same', 'it does not begin with'],
  ])('is garbage with %s', (_what, text, why) => {
    const inbox = new Inbox();
    inbox.push(bytes(text));
    const taken = inbox.take();
    expect(taken?.kind === 'garbage' && taken.why).toContain(why);
  });

  it('is garbage when the connection closes in the middle of a message', () => {
    const inbox = new Inbox();
    inbox.push(message.subarray(0, 12));
    inbox.close(true, 'end');
    expect(inbox.take()?.kind).toBe('garbage');
  });
});

describe('the comparison', () => {
  const expected = '8=FIX.4.2|9=1|35=3|34=2|49=A|52=0|56=B|45=2|58=Required tag missing|371=56|373=1|10=0|';
  const received =
    '8=FIX.4.2|9=99|35=3|52=20260701-12:00:00.123|34=2|49=A|56=B|373=1|58=TargetCompID is absent|371=56|45=2|10=255|';
  const differences = (change: (text: string) => string, wanted = expected): readonly string[] =>
    compareMessages(wire(wanted), wire(change(received)));

  it('takes any order and any words', () => {
    expect(differences((text) => text)).toEqual([]);
  });

  it.each<[string, (text: string) => string, string]>([
    ['another value', (text) => text.replace('371=56', '371=49'), '371 is 49, expected 56'],
    ['an absent tag', (text) => text.replace('373=1|', ''), '373 is missing, expected 1'],
    ['a tag too many', (text) => text.replace('45=2|', '45=2|372=0|'), '372=0 was not expected'],
    ['a tag that comes twice', (text) => text.replace('45=2|', '45=2|45=2|'), '45 is 2, 2, expected 2'],
    ['another version', (text) => text.replace('FIX.4.2', 'FIX.4.3'), '8 is FIX.4.3, expected FIX.4.2'],
    ['an empty text', (text) => text.replace('TargetCompID is absent', '.'), '58 says nothing: "."'],
    [
      'no text',
      (text) => text.replace('58=TargetCompID is absent|', ''),
      '58 is missing, expected Required tag missing',
    ],
    ['no SendingTime', (text) => text.replace(/52=[^|]*\|/, ''), '52 is missing, expected 0'],
    ['a bad SendingTime', (text) => text.replace('20260701-', '2026-07-01 '), '52 is no time: 2026-07-01 12:00:00.123'],
    [
      'a header in disorder',
      (text) => text.replace('35=3|', '').replace('34=2|', '34=2|35=3|'),
      'the first tags are 8 9 52',
    ],
  ])('sees %s', (_what, change, difference) => {
    expect(differences(change).join('\n')).toContain(difference);
  });

  it('wants the tag named in the text where the expected text names it', () => {
    const wanted = expected.replace('Required tag missing', 'Required tag missing (56)');
    expect(differences((text) => text, wanted)).toEqual(['58 does not name tag 56: "TargetCompID is absent"']);
    expect(differences((text) => text.replace('is absent', '(56) is absent'), wanted)).toEqual([]);
    expect(differences((text) => text.replace('is absent', '(156) is absent'), wanted)).not.toEqual([]);
  });

  it('wants seconds in 4.0 and 4.1', () => {
    const change = (text: string): string => text.replace('FIX.4.2', 'FIX.4.1');
    expect(differences(change, expected.replace('FIX.4.2', 'FIX.4.1'))).toEqual([
      '52 has a fraction, which FIX.4.1 does not know: 20260701-12:00:00.123',
    ]);
  });
});
