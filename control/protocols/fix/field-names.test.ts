import { expect, it } from 'vitest';
import { dictionary } from './dictionary.js';
import { messageName, nameFields } from './field-names.js';
import { FixMessage } from './message.js';
import { fixBytes } from './testing.js';

function named(text: string, session = dictionary('FIX44'), application = session): string[] {
  const message = new FixMessage();
  const bytes = fixBytes(text);
  expect(message.parse(bytes, 0, bytes.length)).toBe(0);
  return nameFields(session, application, message).map(({ tag, name, value, meaning, depth, beginsEntry }) => {
    const indent = `${'  '.repeat(depth)}${beginsEntry ? '- ' : ''}`;
    return `${indent}${tag} ${name ?? '?'}=${value}${meaning === undefined ? '' : ` ${meaning}`}`;
  });
}

it('names fields, values and entries of groups', () => {
  expect(named('8=FIX.4.4|35=8|39=1|18=1 G|453=2|448=A|452=1|802=1|523=s|803=1|448=B|9999=x|54=9|10=000|')).toEqual([
    '8 BeginString=FIX.4.4',
    '35 MsgType=8 ExecutionReport',
    '39 OrdStatus=1 PARTIALLY_FILLED',
    '18 ExecInst=1 G NOT_HELD ALL_OR_NONE',
    '453 NoPartyIDs=2',
    '  - 448 PartyID=A',
    '  452 PartyRole=1 EXECUTING_FIRM',
    '  802 NoPartySubIDs=1',
    '    - 523 PartySubID=s',
    '    803 PartySubIDType=1 FIRM',
    '  - 448 PartyID=B',
    '9999 ?=x',
    '54 Side=9 CROSS_SHORT',
    '10 CheckSum=000',
  ]);
});

it('takes the header of FIXT from FIXT, and knows messages of neither', () => {
  const fixt = dictionary('FIXT11');
  const sp2 = dictionary('FIX50SP2');
  expect(named('8=FIXT.1.1|35=D|1128=9|54=1|', fixt, sp2).slice(1)).toEqual([
    '35 MsgType=D NewOrderSingle',
    '1128 ApplVerID=9 FIX50_SP2',
    '54 Side=1 BUY',
  ]);
  expect(named('8=FIXT.1.1|35=A|98=0|', fixt, sp2)[2]).toMatch(/^98 EncryptMethod=0 NONE/);
  const message = new FixMessage();
  const bytes = fixBytes('35=zz|54=1|');
  message.parse(bytes, 0, bytes.length);
  expect(messageName(fixt, sp2, message)).toBeUndefined();
  expect(nameFields(fixt, sp2, message)[1]?.meaning).toBe('BUY');
});
