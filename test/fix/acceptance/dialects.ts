/**
 * The definitions of FIX 4.2 said in the dialects of the other versions: the same story with another BeginString, other required
 * fields, other reject fields. What is known to differ stands in the tables here.
 */
import { soh, visible, type Definition, type Step } from './definition.js';

export interface Dialect {
  readonly name: string;
  readonly beginString: string;
  /** 40 to 44, then 50, 51 and 52 for 5.0, SP1 and SP2. */
  readonly version: number;
  /** The tester's CompID. */
  readonly compId: string;
  /** DefaultApplVerID (1137) of Logons. */
  readonly applVerId?: string;
}

export const dialects: readonly Dialect[] = [
  { name: 'fix40', beginString: 'FIX.4.0', version: 40, compId: 'TW40' },
  { name: 'fix41', beginString: 'FIX.4.1', version: 41, compId: 'TW41' },
  { name: 'fix42', beginString: 'FIX.4.2', version: 42, compId: 'TW42' },
  { name: 'fix43', beginString: 'FIX.4.3', version: 43, compId: 'TW43' },
  { name: 'fix44', beginString: 'FIX.4.4', version: 44, compId: 'TW44' },
  { name: 'fix50', beginString: 'FIXT.1.1', version: 50, compId: 'TW50', applVerId: '7' },
  { name: 'fix50sp1', beginString: 'FIXT.1.1', version: 51, compId: 'TW50SP1', applVerId: '8' },
  { name: 'fix50sp2', beginString: 'FIXT.1.1', version: 52, compId: 'TW50SP2', applVerId: '9' },
];

/** What one definition says otherwise, in messages written with `|` for SOH. */
interface Edit {
  /** The definition's name begins with it. */
  readonly of: string;
  readonly since: number;
  readonly until?: number;
  /** Lines with any of these are left out. */
  readonly drop?: readonly string[];
  readonly replace?: readonly (readonly [string, string])[];
}

/** In the order in which they are applied. */
const edits: readonly Edit[] = [
  // Before 4.2: no repeating groups in these messages, no SecurityType, and a Reject for want of a Business Message Reject.
  {
    of: '14e_',
    since: 40,
    until: 41,
    drop: ['|167=', '|371=167|'],
    replace: [['|35=5|34=5|', '|35=5|34=3|']],
  },
  {
    of: '2r_',
    since: 40,
    until: 40,
    replace: [
      ['|37=id|17=id|20=0|150=0|', '|11=id|31=10.5|32=100|37=id|38=100|17=1|20=0|'],
      ['|151=100|', '|'],
    ],
  },
  {
    of: '2r_',
    since: 41,
    until: 41,
    replace: [
      ['|37=id|17=id|', '|11=id|31=10.5|32=100|37=id|38=100|17=1|'],
      ['|150=0|', '|150=1|'],
    ],
  },
  // 4.0 does not know OnBehalfOfLocationID (144) and DeliverToLocationID (145).
  {
    of: 'ReverseRoute.',
    since: 40,
    until: 40,
    replace: [
      ['|128=JCD|129=CS|145=CHI|45=6|', '|128=JCD|129=CS|45=6|'],
      ['|115=JCD|116=CS|144=CHI|45=7|', '|115=JCD|116=CS|45=7|'],
      ['|45=6|58=Value is incorrect (out of range) for this tag|371=40|', '|45=6|58=Invalid tag number|371=144|'],
      ['|45=7|58=Value is incorrect (out of range) for this tag|371=40|', '|45=7|58=Invalid tag number|371=145|'],
    ],
  },
  {
    of: 'ReverseRouteWithEmpty',
    since: 40,
    until: 40,
    drop: ['|144=', '|145=', '|371=144|', '|371=145|'],
    replace: [['|35=5|34=8|', '|35=5|34=6|']],
  },
  // From 4.3 on Symbol is not required, SecurityType has other values, and 373 knows reasons above 11.
  {
    of: '14b_',
    since: 43,
    until: 44,
    replace: [
      ['|21=3|11=id|', '|21=3|'],
      ['|371=55|', '|371=11|'],
    ],
  },
  {
    of: '14b_',
    since: 50,
    replace: [
      ['|54=1|21=3|11=id|', '|21=3|11=id|'],
      ['|371=55|', '|371=54|'],
    ],
  },
  {
    of: '14c_',
    since: 50,
    replace: [
      ['|55=MSFT|', '|58=Text|'],
      ['|371=55|', '|371=58|'],
    ],
  },
  { of: '14e_', since: 43, replace: [['|167=FUT|', '|167=CS|']] },
  { of: '14g_', since: 43, replace: [['|371=34|372=D|', '|371=34|372=D|373=14|']] },
  { of: '14h_', since: 43, replace: [['|371=40|372=D|', '|371=40|372=D|373=13|']] },
  { of: '14h_', since: 50, replace: [['|40=2|54=1|', '|54=1|40=2|']] },
  { of: '14i_', since: 43, replace: [['|371=386|372=D|', '|371=386|372=D|373=16|']] },
  {
    of: '21_',
    since: 43,
    replace: [
      ['|393=0|146=0|', '|454=0|'],
      ['|146=0|', '|'],
      ['|393=0|', '|454=0|'],
      ['|167=OPT|', '|167=CS|'],
    ],
  },
  { of: '21_', since: 51, replace: [['|336=ONE_MAIN|', '|']] },
  { of: '2r_', since: 43, replace: [['|20=0|', '|']] },
  { of: '2r_', since: 50, replace: [['|380=3|', '|380=3|1137=<APPLVERID>|']] },
];

/** Definitions that make no sense before 4.2: they need repeating groups. */
const sinceFix42 = ['14i_', '21_'];

/** A definition of FIX 4.2 in another dialect; undefined where that has no such thing. */
export function translate(definition: Definition, dialect: Dialect): Definition | undefined {
  if (dialect.version < 42 && sinceFix42.some((prefix) => definition.name.startsWith(prefix))) return undefined;
  const mine = edits.filter(
    ({ of, since, until = Infinity }) =>
      definition.name.startsWith(of) && since <= dialect.version && dialect.version <= until,
  );
  const steps: Step[] = [];
  for (const step of definition.steps) {
    if (step.kind !== 'send' && step.kind !== 'expect') {
      steps.push(step);
      continue;
    }
    const text = edited(visible(step.text), mine);
    if (text === undefined) continue;
    steps.push({ ...step, text: spoken(text, dialect, step.kind).replaceAll('|', soh) });
  }
  return { name: definition.name, steps };
}

function edited(text: string, mine: readonly Edit[]): string | undefined {
  let result = text;
  for (const { drop, replace } of mine) {
    if (drop?.some((part) => text.includes(part))) return undefined;
    for (const [from, to] of replace ?? []) result = result.replace(from, to);
  }
  return result;
}

/** What differs in every definition. */
function spoken(text: string, dialect: Dialect, kind: 'send' | 'expect'): string {
  let result = text
    // The definition of unexpected BeginStrings sends this one.
    .replace('8=FIX.4.1|', dialect.beginString === 'FIX.4.1' ? '8=FIX.4.0|' : '8=FIX.4.1|')
    .replace('8=FIX.4.2|', `8=${dialect.beginString}|`)
    .replace(/\|(49|56)=TW42\|/, `|$1=${dialect.compId}|`);
  if (dialect.applVerId !== undefined) {
    result = result.replace('<APPLVERID>', dialect.applVerId);
    if (result.includes('|35=A|'))
      result = result.replace(/(?=10=\d+\|$)|(?<!\|10=\d+\|)$/, `1137=${dialect.applVerId}|`);
  }
  return dialect.version < 42 ? old(result, kind) : result;
}

/** FIX 4.0 and 4.1. */
function old(text: string, kind: 'send' | 'expect'): string {
  if (text.includes('|35=2|')) return text.replace('|16=0|', '|16=999999|');
  // OrderQty is required, and TransactTime unknown, in their NewOrderSingle.
  if (text.includes('|35=D|')) {
    const withQuantity = text.includes('|38=') ? text : text.replace('|40=', '|38=100|40=');
    return withQuantity.replace(/\|60=[^|]*\|/, '|');
  }
  if (kind === 'send' || !/\|35=[3j]\|/.test(text)) return text;
  const refTag = /\|371=(-?\d+)\|/.exec(text)?.[1];
  return text
    .replace('|35=j|', '|35=3|')
    .replace(/\|(371|372|373|380)=[^|]*(?=\|)/g, '')
    .replace(/(\|58=[^|]*)/, refTag === undefined ? '$1' : `$1 (${refTag})`);
}
