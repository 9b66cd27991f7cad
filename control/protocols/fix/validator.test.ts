import { describe, expect, it } from 'vitest';
import { dictionary, type DictionaryName } from './dictionary.js';
import { FixEncoder } from './encoder.js';
import { FixMessage } from './message.js';
import { strictValidation, Validator, type ValidationOptions } from './validator.js';

const HEADER = '34=2|49=TW|52=20240610-13:30:00|56=ISLD|';
const ORDER = '11=ID|21=1|40=1|54=1|38=200.00|55=INTC|60=20240610-13:30:00|';

/** Validates "35=…|…" and answers [reason, tag], or 'fine'. */
function check(
  text: string,
  {
    version = 'FIX42',
    options = {},
    validator,
  }: { version?: DictionaryName; options?: Partial<ValidationOptions>; validator?: Validator } = {},
): [number, number] | 'fine' {
  const bytes = Buffer.from(`8=FIX.4.2|9=0|${text}10=000|`.replaceAll('|', '\x01'), 'latin1');
  const message = new FixMessage();
  expect(message.parse(bytes, 0, bytes.length)).toBe(0);
  const standard = dictionary(version);
  const used = validator ?? new Validator(standard, standard, { ...strictValidation, ...options });
  const result = used.validate(message);
  expect(used.text === '').toBe(result === 0);
  return result === 0 ? 'fine' : [result - 1, used.refTagId];
}

describe('what the acceptance definitions expect', () => {
  const cases: [string, string, [number, number] | 'fine'][] = [
    ['14a, a tag that is nowhere', `35=0|${HEADER}999=HI|`, [0, 999]],
    ['14a, tag 0', `35=0|${HEADER}0=HI|`, [0, 0]],
    ['14a, a negative tag', `35=0|${HEADER}-1=HI|`, [0, -1]],
    ['14a, a user-defined tag', `35=0|${HEADER}5000=HI|`, [0, 5000]],
    ['14b, in the header', '35=0|34=2|49=TW|52=20240610-13:30:00|', [1, 56]],
    ['14b, in the body', `35=D|${HEADER}40=1|60=20240610-13:30:00|54=1|21=3|11=id|`, [1, 55]],
    ['14c', `35=0|${HEADER}55=MSFT|`, [2, 55]],
    ['14d', '35=0|34=2|49=TW|52=20240610-13:30:00|56=|', [4, 56]],
    ['14e, one character', `35=D|${HEADER}${ORDER.replace('21=1', '21=4')}`, [5, 21]],
    ['14e, several', `35=D|${HEADER}${ORDER}167=BOO|`, [5, 167]],
    ['14e, right', `35=D|${HEADER}${ORDER}167=FUT|`, 'fine'],
    ['14f', `35=D|${HEADER}${ORDER.replace('38=200', '38=+200')}`, [6, 38]],
    ['14g, body first', `35=D|${ORDER}${HEADER}`, [14, 34]],
    ['14g, one of the body first', `35=D|55=MSFT|${HEADER}11=id|21=3|40=1|54=1|60=20240610-13:30:00|`, [14, 34]],
    ['14h', `35=D|${HEADER}11=ID|21=1|40=1|40=2|54=1|38=200.00|55=INTC|60=20240610-13:30:00|`, [13, 40]],
    ['14i', `35=D|${HEADER}${ORDER}386=3|336=PRE-OPEN|336=AFTER-HOURS|`, [16, 386]],
    ['15', `35=D|49=TW|34=3|56=ISLD|52=20240610-13:30:00|40=1|55=MSFT|60=20240610-13:30:00|54=1|21=3|11=id|`, 'fine'],
    [
      '21',
      `35=d|${HEADER}320=JCD1091|322=10343|323=6|55=TBS|22=8|167=OPT|336=ONE_MAIN|58=No Products found|393=0|146=0|`,
      'fine',
    ],
    ['2q', `35=*|${HEADER}`, [11, 0]],
    ['2r', `35=8|${HEADER}37=id|17=id|20=0|150=0|39=0|55=WLRI|54=1|151=100|14=0|6=0.0|`, 'fine'],
  ];
  it.each(cases)('%s', (_name, text, expected) => {
    expect(check(text)).toEqual(expected);
  });

  it('FIX 4.0: a required tag that is missing goes before one that does not belong', () => {
    expect(check(`35=D|${HEADER}40=1|60=20240610-13:30:00|54=1|21=3|11=id|38=1|`, { version: 'FIX40' })).toEqual([
      1, 55,
    ]);
  });

  it('FIXT 1.1: administrative messages have the fields of FIXT 1.1 alone', () => {
    const validator = new Validator(dictionary('FIXT11'), dictionary('FIX50SP2'));
    expect(check(`35=0|${HEADER}58=HI|`, { validator })).toEqual([2, 58]);
    expect(check(`35=0|${HEADER}999=HI|`, { validator })).toEqual([0, 999]);
    const order = ORDER.replace('21=1|', '');
    expect(check(`35=D|${HEADER}${order}386=3|336=PRE-OPEN|336=AFTER-HOURS|`, { validator })).toEqual([16, 386]);
    expect(check(`35=D|${HEADER}${order}1128=9|`, { validator })).toEqual([14, 1128]);
    expect(check(`35=D|${HEADER}1128=9|${order}`, { validator })).toBe('fine');
  });
});

describe('switches', () => {
  const bad: [keyof ValidationOptions, string][] = [
    ['requiredFields', `35=D|${HEADER}${ORDER.replace('55=INTC|', '')}`],
    ['fieldOrder', `35=D|55=MSFT|${HEADER}11=id|21=3|40=1|54=1|60=20240610-13:30:00|`],
    ['groupOrder', `35=8|${HEADER}37=1|17=1|20=0|150=0|39=0|55=A|54=1|151=1|14=0|6=0|382=1|375=B|437=5|337=T|`],
    ['enums', `35=D|${HEADER}${ORDER.replace('54=1', '54=z')}`],
    ['types', `35=D|${HEADER}${ORDER.replace('38=200.00', '38=2e2')}`],
    ['unknownTags', `35=0|${HEADER}55=MSFT|`],
    ['unknownTags', `35=0|${HEADER}4999=MSFT|`],
    ['unknownTags', `35=0|${HEADER}5000=MSFT|`],
    ['emptyValues', `35=D|${HEADER}${ORDER}44=|`],
    ['userDefined', `35=0|${HEADER}5000=HI|`],
    ['duplicateTags', `35=D|${HEADER}${ORDER}38=5|`],
    ['unknownMessages', `35=zz|${HEADER}`],
  ];
  it.each(bad)('%s, off, lets %s pass, and nothing else does', (name, text) => {
    expect(check(text)).not.toBe('fine');
    expect(check(text, { options: { [name]: false } })).toBe('fine');
    const others = Object.keys(strictValidation).filter((other) => other !== name && other !== 'unknownTags');
    for (const other of others) {
      if (name === 'unknownTags' && other === 'userDefined') continue;
      expect(check(text, { options: { [other]: false } })).not.toBe('fine');
    }
  });
});

describe('groups', () => {
  const report = `35=8|${HEADER}37=1|17=1|20=0|150=0|39=0|55=A|54=1|151=1|14=0|6=0|`;
  it('takes entries in the order of the dictionary', () => {
    expect(check(`${report}382=2|375=B|337=T|437=5|375=C|437=7|58=x|`)).toBe('fine');
  });
  it('finds what is wrong in entries', () => {
    expect(check(`${report}382=2|375=B|437=5|337=T|375=C|`)).toEqual([15, 337]);
    expect(check(`${report}382=1|337=T|375=B|`)).toEqual([15, 337]);
    expect(check(`${report}382=1|375=B|375=C|`)).toEqual([16, 382]);
    expect(check(`${report}382=1|375=B|437=x|`)).toEqual([6, 437]);
    expect(check(`${report}382=2|375=B|437=x|`)).toEqual([16, 382]);
    expect(check(`${report}382=1|375=B|437=|`)).toEqual([4, 437]);
    expect(check(`${report}382=1|375=B|437=1|437=2|`)).toEqual([13, 437]);
    expect(check(`${report}382=x|375=B|`)).toEqual([6, 382]);
    expect(check(`${report}382=-1|375=B|`)).toEqual([16, 382]);
    expect(check(`${report}382=1|`)).toEqual([16, 382]);
    expect(check(`${report}375=B|`)).toEqual([2, 375]);
  });
  it('finds required fields of entries missing, those of nested groups too', () => {
    // Allocations of a list order: NoOrders (73) needs ClOrdID, ListSeqNo, Symbol, Side and more in each entry.
    const list = `35=E|${HEADER}66=L|394=1|68=1|73=1|11=A|67=1|`;
    expect(check(`${list}78=1|79=X|80=5|55=S|54=1|`)).toBe('fine');
    expect(check(`${list}78=1|79=X|80=5|55=S|`)).toEqual([1, 54]);
    expect(check(`${list}78=2|79=X|80=5|55=S|54=1|`)).toEqual([16, 78]);
    expect(check(`${list}78=1|80=5|55=S|54=1|`)).toEqual([15, 80]);
  });
  it('leaves foreign tags in entries alone when they are allowed', () => {
    expect(check(`${report}382=2|375=B|6001=x|437=5|375=C|`, { options: { userDefined: false } })).toBe('fine');
    expect(check(`${report}382=2|375=B|6001=x|437=5|375=C|`)).not.toBe('fine');
  });
});

describe('formats', () => {
  const order = (field: string) => check(`35=D|${HEADER}11=ID|21=1|40=1|54=1|55=INTC|60=20240610-13:30:00|${field}|`);
  it.each([
    ['38=200', '38=002000.00', '38=-5', '38=.5', '38=5.', '126=20240229-23:59:60', '126=20240610-13:30:00.123'],
    [
      '126=20240610-13:30:00.123456',
      '126=20240610-13:30:00.123456789',
      '432=20240610',
      '18=1 2 G',
      '114=Y',
      '200=202406',
    ],
  ])('takes %s %s %s %s %s %s', (...fields) => {
    for (const field of fields) expect([field, order(field)]).toEqual([field, 'fine']);
  });
  it.each([
    ['38=', 4],
    ['38=1e5', 6],
    ['38=+5', 6],
    ['38=1.2.3', 6],
    ['38=-', 6],
    ['38=.', 6],
    ['38= 5', 6],
    ['126=20040415', 6],
    ['126=20230229-00:00:00', 6],
    ['126=20240610-24:00:00', 6],
    ['126=20240610-13:30:00.', 6],
    ['126=20240610-13:30:00.12', 6],
    ['126=20240610 13:30:00', 6],
    ['432=2024061', 6],
    ['18=1  2', 5],
    ['18=1 y', 5],
    ['114=y', 6],
    ['114=YY', 6],
    ['200=202413', 6],
  ])('refuses %s', (field, reason) => {
    expect(order(field)).toEqual([reason, Number(field.split('=')[0])]);
  });
});

it('extensions: custom fields, messages and groups', () => {
  const own = dictionary('FIX42', {
    fields: [
      { tag: 5001, name: 'VenueFlag', type: 'CHAR', values: { A: 'ALPHA' } },
      { tag: 5002, name: 'NoVenueLegs', type: 'NUMINGROUP' },
      { tag: 5003, name: 'VenueLegID', type: 'STRING' },
      { tag: 5004, name: 'BlobLength', type: 'LENGTH' },
      { tag: 5005, name: 'Blob', type: 'DATA' },
    ],
    messages: [
      {
        msgType: 'D',
        members: [
          { tag: 5001, required: true },
          { tag: 5002, group: [{ tag: 5003, required: true }, { tag: 44 }] },
        ],
      },
      { msgType: 'U1', name: 'VenueStatus', members: [{ tag: 5001 }, { tag: 5004 }, { tag: 5005 }] },
    ],
  });
  const validator = new Validator(own, own);
  expect(check(`35=D|${HEADER}${ORDER}`, { validator })).toEqual([1, 5001]);
  expect(check(`35=D|${HEADER}${ORDER}5001=B|`, { validator })).toEqual([5, 5001]);
  expect(check(`35=D|${HEADER}${ORDER}5001=A|5002=2|5003=x|44=1|5003=y|`, { validator })).toBe('fine');
  expect(check(`35=D|${HEADER}${ORDER}5001=A|5002=1|5003=x|44=a|`, { validator })).toEqual([6, 44]);
  expect(check(`35=U1|${HEADER}5001=A|`, { validator })).toBe('fine');
  expect(check(`35=U1|${HEADER}`)).toEqual([11, 0]);
  expect([...own.lengthTags]).toEqual([[5004, 5005]]);
  expect(() => dictionary('FIX42', { messages: [{ msgType: 'U2', members: [] }] })).toThrow(/needs a name/);
  expect(() => dictionary('FIX42', { fields: [{ tag: 5000, name: 'X', type: 'NUMBER' }] })).toThrow(/no type/);
  expect(() => dictionary('FIX42', { messages: [{ msgType: 'D', members: [{ tag: 9999 }] }] })).toThrow(/not defined/);
});

it('names the tag and what was wrong', () => {
  const standard = dictionary('FIX42');
  const validator = new Validator(standard, standard);
  const encoder = new FixEncoder({ beginString: 'FIX.4.2' });
  encoder.begin('0');
  encoder.int(34, 1);
  encoder.string(49, 'A');
  encoder.string(56, 'B');
  encoder.utcTimestamp(52, 0, 'seconds');
  encoder.string(55, 'X');
  encoder.finish();
  const message = new FixMessage();
  message.parse(encoder.bytes, encoder.start, encoder.end);
  expect(validator.validate(message)).toBe(3);
  expect(validator.text).toBe('tag not defined for this message type: 55 (Symbol)');
});
