import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../core/errors.js';
import { realFiles } from '../../core/world-files.js';
import { escapeBytes } from '../../fix/message-log/line.js';
import { whole } from '../../fix/message-log/testing.js';
import { decodeCommand } from './decode.js';
import { readOrigin } from './decode-origin.js';
import { type FoundMessage, MessageScanner } from './decode-scan.js';

const ORDER = whole(
  '35=D|49=A|56=B|34=2|52=20261123-10:00:00.123|11=c1|55=XYZ|54=1|60=20261123-10:00:00|38=100|40=2|44=1.5|',
);
const BEAT = whole('35=0|49=B|56=A|34=3|52=20261123-10:00:01|');
const text = (bytes: Buffer, separator: string) => bytes.toString('latin1').replaceAll('\x01', separator);

async function decode(input: Buffer | string, ...args: string[]) {
  const bytes = Buffer.from(input as string, 'latin1');
  let out = '';
  const warnings: string[] = [];
  const command = decodeCommand({
    files: realFiles,
    stdin: (async function* () {
      // Pieces of odd size: nothing may depend on where a read ends.
      for (let at = 0; at < bytes.length; at += 37) yield bytes.subarray(at, at + 37);
    })(),
    write: (more) => void (out += more),
    isOpen: () => true,
    warn: (warning) => void warnings.push(warning),
    isColour: false,
  });
  command.exitOverride();
  process.exitCode = undefined;
  await command.parseAsync(['-', ...args], { from: 'user' });
  const status = process.exitCode;
  process.exitCode = undefined;
  return { out, warnings, status };
}

const json = async (input: Buffer | string, ...args: string[]) =>
  (await decode(input, '--json', ...args)).out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

describe('fix decode', () => {
  it('prints aligned rows in names', async () => {
    const { out } = await decode(ORDER);
    expect(out).toBe(
      [
        '20261123-10:00:00.123 - FIX.4.4:A->B NewOrderSingle (D) #2',
        '     8 BeginString  FIX.4.4',
        '     9 BodyLength   103',
        '    35 MsgType      D (NewOrderSingle)',
        '    49 SenderCompID A',
        '    56 TargetCompID B',
        '    34 MsgSeqNum    2',
        '    52 SendingTime  20261123-10:00:00.123',
        '    11 ClOrdID      c1',
        '    55 Symbol       XYZ',
        '    54 Side         1 (buy)',
        '    60 TransactTime 20261123-10:00:00',
        '    38 OrderQty     100',
        '    40 OrdType      2 (limit)',
        '    44 Price        1.5',
        `    10 CheckSum     ${/10=(\d+)/.exec(ORDER.toString())![1]}`,
        '',
        '',
      ].join('\n'),
    );
  });

  it.each([
    ['SOH', (bytes: Buffer) => bytes.toString('latin1'), undefined, undefined],
    ['bars', (bytes: Buffer) => text(bytes, '|'), undefined, undefined],
    ['^A', (bytes: Buffer) => text(bytes, '^A'), undefined, undefined],
    ['<SOH>', (bytes: Buffer) => text(bytes, '<SOH>'), undefined, undefined],
    [
      'QuickFIX file log',
      (bytes: Buffer) => `20261123-10:00:05.000001 : ${bytes.toString('latin1')}\n`,
      undefined,
      '20261123-10:00:05.000001',
    ],
    [
      'QuickFIX screen log',
      (bytes: Buffer) => `<20261123-10:00:05, FIX.4.4:A->B, incoming>\n  (${bytes.toString('latin1')})\n`,
      'in',
      '20261123-10:00:05',
    ],
    [
      'QuickFIX/J',
      (bytes: Buffer) => `<20261123-10:00:05, FIX.4.4:A->B, outgoing> (${text(bytes, '|')})\n`,
      'out',
      '20261123-10:00:05',
    ],
    [
      'a log of any kind',
      (bytes: Buffer) => `2026-11-23 10:00:05,123 INFO sent: ${text(bytes, '|')}\r\n`,
      'out',
      '2026-11-23 10:00:05,123',
    ],
    [
      'our own',
      (bytes: Buffer) => `2026-11-23T10:00:05.000Z < FIX.4.4:B->A - ${text(bytes, '|')}\n`,
      'in',
      '2026-11-23T10:00:05.000Z',
    ],
  ])('reads %s', async (_name, wrap, direction, time) => {
    const found = await json(wrap(ORDER) + wrap(BEAT));
    expect(found.map(({ name }) => name)).toEqual(['NewOrderSingle', 'Heartbeat']);
    expect(found.map(({ problems }) => problems)).toEqual([undefined, undefined]);
    expect(found[0].direction).toBe(direction);
    if (time !== undefined) expect(found[0].time).toBe(time);
    expect(found[0].fields.find(({ tag }: { tag: number }) => tag === 44)).toEqual({
      tag: 44,
      name: 'Price',
      value: '1.5',
    });
  });

  it('reads every byte of our own log back', async () => {
    const data = whole('35=B|49=A|56=B|34=2|52=20261123-10:00:00|148=a|33=1|58=x|95=10|96=a|8=FIX\n|b|');
    const line = Buffer.alloc(4 * data.length);
    const length = escapeBytes(data, 0, data.length, line, 0);
    const found = await json(`2026-11-23T10:00:05.000Z > S - ${line.toString('latin1', 0, length)}\n`);
    expect(found).toHaveLength(1);
    expect(found[0].problems).toBeUndefined();
    expect(JSON.stringify(found[0].fields)).toContain('a\\u00018=FIX\\n\\u0001b');
  });

  it('shows remarks of our own log, and what its marks say', async () => {
    const log =
      `2026-11-23T10:00:00.000Z < S garbled:checkSum ${text(BEAT, '|').replace(/10=\d+/, '10=000')}\n` +
      `2026-11-23T10:00:00.000Z < S garbled:noise,cut:5 \n` +
      `2026-11-23T10:00:01.000Z # S - dropped 4 messages of 500 bytes since 2026-11-23T09:00:00.000Z: DISK_ENOSPC\n` +
      `2026-11-23T10:00:02.000Z > S masked ${text(BEAT, '|')}\n`;
    const { out } = await decode(log, '--compact');
    const lines = out.split('\n');
    expect(lines[0]).toMatch(
      /Heartbeat \(0\) #3 .*! refused by the session: checkSum ! CheckSum \(10\) is 000, computed \d{3}$/,
    );
    expect(lines[1]).toBe('2026-11-23T10:00:00.000Z < S garbled:noise,cut:5 ');
    expect(lines[2]).toContain('# S - dropped 4 messages');
    expect(lines[3]).toMatch(/^2026-11-23T10:00:02.000Z > FIX.4.4:B->A Heartbeat/);
    expect(lines).toHaveLength(5);
  });

  it('goes on after what is wrong, and says what it is', async () => {
    const good = BEAT.toString('latin1');
    const input =
      good.replace(/9=\d+/, '9=99') +
      good.replace(/10=\d\d\d/, '10=001') +
      '8=FIX.4.4\x019=12\x0135=0\x0149=B\x01' + // the next one begins before its end
      text(whole('35=D|49=A|56=B|34=2|52=20261123-10:00:00|11=c|'), '\x01') +
      text(whole('35=ZZ|49=A|56=B|34=2|52=20261123-10:00:00|'), '\x01') +
      text(whole('35=0|49=A|56=B|34=x|52=20261123-10:00:00|'), '\x01') +
      text(whole('35=0|49=A|56=B|34=1|rubbish|52=20261123-10:00:00|'), '\x01') +
      good;
    const found = await json(input);
    expect(found.map(({ problems }) => (problems ?? []).join('; '))).toEqual([
      expect.stringMatching(/^BodyLength \(9\) is 99, counted \d+; CheckSum/),
      expect.stringMatching(/^CheckSum \(10\) is 001, computed \d{3}$/),
      'cut off: the next message begins before its CheckSum (10)',
      expect.stringMatching(/required tag 55 Symbol is missing|required tag 54 Side is missing/),
      'MsgType ZZ is not in FIX44',
      'incorrect data format for value: 34 (MsgSeqNum)',
      'a field without "="',
      '',
    ]);
    const { warnings, status } = await decode(input, '--bad', '--compact', '--check');
    expect(warnings).toEqual(['7 of 8 messages have something wrong with them (--bad shows only these)']);
    expect(status).toBe(1);
  });

  it('nests groups, in text and in JSON', async () => {
    const bytes = whole(
      '35=8|49=A|56=B|34=2|52=20261123-10:00:00|37=o|17=e|150=F|39=1|55=X|54=1|151=1|14=1|6=1|453=2|448=p|447=D|452=1|802=1|523=s|803=1|448=q|447=D|452=3|60=20261123-10:00:00|',
    );
    const { out } = await decode(bytes);
    expect(out).toContain(
      [
        '   453 NoPartyIDs   2',
        '      [1]',
        '       448 PartyID       p',
        '       447 PartyIDSource D (proprietary)',
        '       452 PartyRole     1 (executing firm)',
        '       802 NoPartySubIDs 1',
        '          [1]',
        '           523 PartySubID     s',
        '           803 PartySubIDType 1 (firm)',
        '      [2]',
        '       448 PartyID       q',
        '       447 PartyIDSource D (proprietary)',
        '       452 PartyRole     3 (client id)',
        '    60 TransactTime 20261123-10:00:00',
      ].join('\n'),
    );
    const [{ fields }] = await json(bytes);
    const parties = fields.find(({ tag }: { tag: number }) => tag === 453);
    expect(parties.entries.map((entry: { value: string }[]) => entry.map(({ value }) => value))).toEqual([
      ['p', 'D', '1', '1'],
      ['q', 'D', '3'],
    ]);
    expect((await decode(bytes, '--compact')).out).toContain('NoPartyIDs=2 [PartyID=p PartyIDSource=D(proprietary)');
  });

  it('filters by type, session and tag, by number or by name', async () => {
    const input = Buffer.concat([ORDER, BEAT]);
    const names = async (...args: string[]) => (await json(input, ...args)).map(({ msgType }) => msgType as string);
    expect(await names('--type', 'D')).toEqual(['D']);
    expect(await names('--type', 'heartbeat,8')).toEqual(['0']);
    expect(await names('--session', 'b->a')).toEqual(['0']);
    expect(await names('--tag', '11=c1')).toEqual(['D']);
    expect(await names('--tag', 'ClOrdID=c*', '--tag', '54=1')).toEqual(['D']);
    expect(await names('--tag', '11=c')).toEqual([]);
    expect(await names('--tag', '11')).toEqual(['D']);
    await expect(decode(input, '--tag', 'Nonsense=1')).rejects.toThrow(InputError);
    await expect(decode(input, '--type', 'Nonsense')).rejects.toThrow(InputError);
    await expect(decode(input, '--dictionary', 'FIX99')).rejects.toThrow(/FIX44/);
  });

  it('uses the application version of FIXT sessions', async () => {
    const logon = whole('35=A|49=A|56=B|34=1|52=20261123-10:00:00|98=0|108=30|1137=7|', 'FIXT.1.1');
    const [first, second] = await json(
      Buffer.concat([logon, whole('35=D|49=A|56=B|34=2|52=20261123-10:00:00|11=c|', 'FIXT.1.1')]),
    );
    expect(first.fields.at(-2)).toEqual({ tag: 1137, name: 'DefaultApplVerID', value: '7', meaning: 'FIX50' });
    expect(second.name).toBe('NewOrderSingle');
    expect(second.problems).toContain('required tag 54 Side is missing');
  });

  it('hides secrets unless told to show them, and gives a terminal no commands', async () => {
    const logon = whole('35=A|49=A|56=B|34=1|52=20261123-10:00:00|98=0|108=30|554=hunter2|58=\x1b[2J|');
    expect((await decode(logon)).out).not.toContain('hunter2');
    expect((await decode(logon, '--show-secrets')).out).toContain('hunter2');
    expect((await decode(logon)).out).toContain('\\x1b[2J');
    expect((await decode(logon, '--color')).out.replaceAll(/\x1b\[\d*m/g, '')).not.toContain('\x1b'); // eslint-disable-line no-control-regex
  });

  it('says so when there is no message', async () => {
    await expect(decode('no such thing, 108=FIX')).rejects.toThrow(/no FIX message: found 22 bytes/);
    expect((await decode('')).out).toBe('');
  });
});

describe('MessageScanner', () => {
  const scan = (bytes: Uint8Array, sizes: readonly number[], max = 1000) => {
    const scanner = new MessageScanner(max);
    const found: FoundMessage[] = [];
    const handler = { onMessage: (each: FoundMessage) => void found.push(each), onRemark: () => undefined };
    let at = 0;
    for (const size of sizes) {
      scanner.push(bytes.subarray(at, at + size), handler);
      at += size;
    }
    scanner.push(bytes.subarray(at), handler);
    scanner.end(handler);
    return found.map(({ bytes: each, offset, problem }) => [Buffer.from(each).toString('latin1'), offset, problem]);
  };

  it('finds the same whatever the pieces are', () => {
    const pieces = fc.constantFrom(
      ORDER.toString('latin1'),
      text(ORDER, '|'),
      text(BEAT, '^A'),
      `${text(BEAT, '|')}\n`,
      'noise\n',
      '8=FIX',
      '8=FIX.4.4\x019=5\x01',
      `2026-11-23T10:00:05.000Z > S - ${text(BEAT, '|')}\n`,
      '20261123-10:00:00 : ',
      '10=123\x01',
    );
    fc.assert(
      fc.property(
        fc.array(pieces, { maxLength: 12 }),
        fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 40 }),
        (parts, sizes) => {
          const bytes = Buffer.from(parts.join(''), 'latin1');
          expect(scan(bytes, sizes)).toEqual(scan(bytes, []));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('keeps no more than the longest message', () => {
    const scanner = new MessageScanner(1000);
    const handler = { onMessage: () => undefined, onRemark: () => undefined };
    const held = () => (scanner as unknown as { buffer: Buffer }).buffer.length;
    for (let i = 0; i < 200; i++) {
      scanner.push(Buffer.from('8=FIX.4.4\x019=5\x01'.padEnd(500, 'x')), handler);
      expect(held()).toBeLessThan(3000);
    }
    for (let i = 0; i < 200; i++) {
      scanner.push(Buffer.alloc(500, 0x78), handler);
      expect(held()).toBeLessThan(3000);
    }
  });

  it('takes any bytes', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(fc.uint8Array({ maxLength: 30 }), fc.constant(BEAT), fc.constant(Buffer.from('8=FIX.4.2|9='))),
        ),
        (parts) => {
          scan(Buffer.concat(parts), [10, 20, 30], 200);
        },
      ),
    );
  });
});

describe('readOrigin', () => {
  it.each([
    ['2026-11-23T10:00:00.000Z > FIX.4.4:A->B - ', 'out', 'FIX.4.4:A->B'],
    ['2026-11-23T10:00:00.000Z < FIXT.1.1:A/x->B/y/z - ', 'in', 'FIXT.1.1:A/x->B/y/z'],
    ['20261123-10:00:00 : ', undefined, undefined],
    ['2026/11/23 10:00:00.000000 <incoming> ', 'in', undefined],
    ['10:00:00 RECV ', 'in', undefined],
    ['INFO Sending message -> ', 'out', undefined],
    ['fromApp: ', 'in', undefined],
    ['sent and received ', undefined, undefined],
  ])('%s', (prefix, direction, session) => {
    expect(readOrigin(prefix)).toMatchObject({ direction, session });
  });
});
