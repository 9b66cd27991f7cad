/** A message in names: each field with its name and what its value means, groups nested, and what is wrong with it. */
import { type Dictionary, dictionary, type DictionaryName, type Member } from '../../protocols/fix/dictionary.js';
import { FixMessage, ParseFault } from '../../protocols/fix/message.js';
import { packMsgType } from '../../protocols/fix/msg-type.js';
import { Validator } from '../../protocols/fix/validator.js';
import { MASK, SecretTags } from '../../fix/message-log/secret-fields.js';

export interface DecodedField {
  readonly tag: number;
  readonly name: string | undefined;
  readonly value: string;
  readonly meaning: string | undefined;
  /** Of a group's count field: what its entries hold. */
  entries?: DecodedField[][];
}

export interface DecodedMessage {
  readonly msgType: string;
  readonly name: string;
  readonly beginString: string;
  readonly sender: string;
  readonly target: string;
  readonly msgSeqNum: string;
  readonly sendingTime: string;
  readonly fields: readonly DecodedField[];
  readonly problems: readonly string[];
}

interface Dictionaries {
  /** Of the header and of session messages, and of application messages: the same one before FIXT. */
  readonly session: Dictionary;
  readonly application: Dictionary;
}

/** Tags whose value is another tag, and another MsgType. */
const REF_TAG_IDS = new Set([371, 1130]);
const REF_MSG_TYPES = new Set([372]);
const MULTIPLE = new Set(['MULTIPLEVALUESTRING', 'MULTIPLESTRINGVALUE', 'MULTIPLECHARVALUE']);
const APPL_VERSIONS: Readonly<Record<string, DictionaryName>> = {
  '2': 'FIX40',
  '3': 'FIX41',
  '4': 'FIX42',
  '5': 'FIX43',
  '6': 'FIX44',
  '7': 'FIX50',
  '8': 'FIX50SP1',
  '9': 'FIX50SP2',
};
const SOH = 1;
const FRAME_TAGS = new Set([8, 9, 10, 35]);
/** Message types, real and invented, whose members are kept ready. */
const MAX_TYPES = 2_000;
/** Sessions whose DefaultApplVerID is remembered. */
const MAX_SESSIONS = 10_000;

export class MessageNamer {
  readonly message = new FixMessage();
  private fault = 0;
  private readonly secrets = new SecretTags();
  private readonly versions = new Map<string, Dictionaries>();
  private readonly validators = new Map<string, Validator>();
  private readonly membersOf = new Map<string, readonly Member[]>();
  /** DefaultApplVerID by "sender target", as a Logon said it. */
  private readonly applVerIds = new Map<string, string>();

  /**
   * @param forced the dictionary for every message, whatever it says itself
   * @param showSecrets passwords and signatures as they are
   */
  constructor(
    private readonly forced: DictionaryName | undefined,
    private readonly showSecrets: boolean,
  ) {}

  /** Indexes a message, for `name` and for filters. What cannot be read as fields is indexed as far as it can. */
  index(bytes: Uint8Array): void {
    this.fault = this.message.parse(bytes, 0, bytes.length);
    if (this.message.string(35) === 'A') this.rememberVersion();
  }

  /** The message that was indexed last. */
  name(marks: readonly string[], scanProblem: string | undefined): DecodedMessage {
    const { message } = this;
    const fields = this.fault === ParseFault.none ? indexedFields(message) : splitFields(message);
    const value = (tag: number): string => fields.find((field) => field.tag === tag)?.value ?? '';
    const msgType = value(35);
    const dictionaries = this.dictionariesOf(value(8), value(1128), `${value(49)} ${value(56)}`);
    const problems = this.problems(fields, dictionaries, msgType, marks, scanProblem);
    return {
      msgType,
      name: messageName(dictionaries, msgType) ?? 'unknown',
      beginString: value(8),
      sender: value(49),
      target: value(56),
      msgSeqNum: value(34),
      sendingTime: value(52),
      fields: this.nest(fields, msgType, dictionaries),
      problems,
    };
  }

  private rememberVersion(): void {
    const { message } = this;
    const version = message.string(1137);
    if (version === undefined) return;
    const [sender, target] = [message.string(49) ?? '', message.string(56) ?? ''];
    if (this.applVerIds.size >= MAX_SESSIONS) this.applVerIds.clear();
    // Both sides of a session say the same, as a rule; each goes by what it said itself.
    this.applVerIds.set(`${sender} ${target}`, version);
  }

  private dictionariesOf(beginString: string, applVerId: string, parties: string): Dictionaries {
    if (this.forced !== undefined) {
      const application = dictionary(this.forced);
      return { application, session: application.beginString === 'FIXT.1.1' ? dictionary('FIXT11') : application };
    }
    const known = this.versions.get(beginString);
    if (known !== undefined) return known;
    const digits = beginString.replace(/\D/g, '');
    if (beginString.startsWith('FIXT') || !/^4[0-4]$/.test(digits)) {
      const version = APPL_VERSIONS[applVerId === '' ? (this.applVerIds.get(parties) ?? '') : applVerId];
      return { session: dictionary('FIXT11'), application: dictionary(version ?? 'FIX50SP2') };
    }
    const both = dictionary(`FIX${digits}` as DictionaryName);
    const dictionaries = { session: both, application: both };
    if (this.versions.size < MAX_TYPES) this.versions.set(beginString, dictionaries);
    return dictionaries;
  }

  private problems(
    fields: readonly PlainField[],
    dictionaries: Dictionaries,
    msgType: string,
    marks: readonly string[],
    scanProblem: string | undefined,
  ): string[] {
    const problems: string[] = [];
    if (scanProblem !== undefined) problems.push(scanProblem);
    for (const mark of marks) {
      if (mark.startsWith('garbled:')) problems.push(`refused by the session: ${mark.slice('garbled:'.length)}`);
      if (mark.startsWith('cut:'))
        problems.push(`only its beginning was logged, of ${mark.slice('cut:'.length)} bytes`);
    }
    const { message } = this;
    if (this.fault !== ParseFault.none) problems.push(FAULTS[this.fault] ?? 'cannot be read');
    // The sums of a message that was cut or masked without being whole say nothing.
    const isPart = marks.some((mark) => mark.startsWith('cut:')) || scanProblem !== undefined;
    if (!isPart) frameProblems(message, fields, problems);
    if (this.fault !== ParseFault.none || isPart) return problems;
    if (msgType === '') problems.push('MsgType (35) is missing');
    const type = packMsgType(msgType);
    if (msgType !== '' && !dictionaries.application.hasMessage(type) && !dictionaries.session.hasMessage(type)) {
      problems.push(`MsgType ${msgType} is not in ${dictionaries.application.name}`);
      return problems;
    }
    for (const tag of this.missing(dictionaries, msgType)) {
      const name = fieldOf(dictionaries, tag)?.name ?? '';
      problems.push(`required tag ${tag} ${name} is missing`);
    }
    const validator = this.validator(dictionaries);
    if (validator.validate(message) !== 0) problems.push(validator.text);
    return problems;
  }

  /** Header, body and trailer. */
  private members(dictionaries: Dictionaries, msgType: string): readonly Member[] {
    const key = `${dictionaries.application.name} ${msgType}`;
    let members = this.membersOf.get(key);
    if (members === undefined) {
      const { header, trailer } = dictionaries.session;
      members = [...header, ...(definitionOf(dictionaries, msgType)?.members ?? []), ...trailer];
      if (this.membersOf.size >= MAX_TYPES) this.membersOf.clear();
      this.membersOf.set(key, members);
    }
    return members;
  }

  /** Tags that the message must have; frame problems tell of those that every message must have. */
  private missing(dictionaries: Dictionaries, msgType: string): number[] {
    const tags: number[] = [];
    for (const { tag, required } of this.members(dictionaries, msgType)) {
      if (required && !FRAME_TAGS.has(tag) && !this.message.has(tag)) tags.push(tag);
    }
    return tags;
  }

  /** Types, group counts and empty values: what makes a message unreadable. Order and unknown tags are the counterparties' affair. */
  private validator({ session, application }: Dictionaries): Validator {
    let validator = this.validators.get(application.name);
    if (validator === undefined) {
      validator = new Validator(session, application, {
        requiredFields: false,
        fieldOrder: false,
        groupOrder: false,
        enums: false,
        types: true,
        unknownTags: false,
        emptyValues: true,
        userDefined: false,
        duplicateTags: false,
        unknownMessages: false,
      });
      this.validators.set(application.name, validator);
    }
    return validator;
  }

  /** Puts the entries of groups below their count field, as the dictionary has them. */
  private nest(fields: readonly PlainField[], msgType: string, dictionaries: Dictionaries): DecodedField[] {
    const top: DecodedField[] = [];
    let level: Level = { shape: shapeOf(this.members(dictionaries, msgType)), entries: undefined, into: top };
    const outer: Level[] = [];
    for (const plain of fields) {
      while (outer.length > 0 && !level.shape.tags.has(plain.tag)) level = outer.pop()!;
      if (level.entries !== undefined && plain.tag === level.shape.firstTag) {
        level.into = [];
        level.entries.push(level.into);
      }
      const field = this.describe(plain, msgType, dictionaries);
      level.into.push(field);
      const group = level.shape.groups.get(plain.tag);
      if (group === undefined) continue;
      field.entries = [];
      outer.push(level);
      level = { shape: shapeOf(group), entries: field.entries, into: [] };
    }
    return top;
  }

  private describe(plain: PlainField, msgType: string, dictionaries: Dictionaries): DecodedField {
    const { tag } = plain;
    const field = fieldOf(dictionaries, tag);
    const isSecret = !this.showSecrets && this.secrets.isSecret(tag, msgType);
    const value = isSecret ? MASK : plain.value;
    return { tag, name: field?.name, value, meaning: isSecret ? undefined : meaningOf(tag, value, dictionaries) };
  }
}

interface PlainField {
  readonly tag: number;
  readonly value: string;
}

/** What may stand on one level of a message: itself, or the entries of a group. */
interface Shape {
  readonly tags: ReadonlySet<number>;
  readonly groups: ReadonlyMap<number, readonly Member[]>;
  readonly firstTag: number;
}

interface Level {
  readonly shape: Shape;
  /** Of a group. */
  readonly entries: DecodedField[][] | undefined;
  into: DecodedField[];
}

const shapes = new WeakMap<readonly Member[], Shape>();

function shapeOf(members: readonly Member[]): Shape {
  let shape = shapes.get(members);
  if (shape === undefined) {
    const groups = new Map<number, readonly Member[]>();
    for (const { tag, group } of members) if (group !== undefined) groups.set(tag, group);
    shape = { tags: new Set(members.map(({ tag }) => tag)), groups, firstTag: members[0]?.tag ?? 0 };
    shapes.set(members, shape);
  }
  return shape;
}

function indexedFields(message: FixMessage): PlainField[] {
  const fields: PlainField[] = [];
  for (let i = 0; i < message.fieldCount; i++) fields.push({ tag: message.tagAt(i), value: message.stringAt(i) });
  return fields;
}

/** As `indexedFields` where the message cannot be indexed: a piece without a tag is shown under tag 0. */
function splitFields({ bytes, start, end }: FixMessage): PlainField[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1');
  const pieces = text.split('\x01');
  if (pieces.at(-1) === '') pieces.pop();
  return pieces.map((piece) => {
    const match = /^(\d{1,9})=/.exec(piece);
    return match === null ? { tag: 0, value: piece } : { tag: Number(match[1]), value: piece.slice(match[0].length) };
  });
}

const FAULTS: Readonly<Record<number, string>> = {
  [ParseFault.noEquals]: 'a field without "="',
  [ParseFault.badTag]: 'a tag that is no number',
  [ParseFault.emptyTag]: 'a field without a tag',
  [ParseFault.noSoh]: 'the last field does not end',
  [ParseFault.tooManyFields]: 'too many fields',
  [ParseFault.dataLength]: 'a data field does not end where its length says',
};

/** BodyLength and CheckSum as they are and as they should be. */
function frameProblems({ bytes, start, end }: FixMessage, fields: readonly PlainField[], problems: string[]): void {
  const second = fields[1];
  const last = fields.at(-1);
  if (second?.tag !== 9) problems.push('BodyLength (9) is not the second field');
  if (last?.tag !== 10) {
    problems.push('CheckSum (10) is missing');
    return;
  }
  const trailerAt = end - `10=${last.value}|`.length;
  if (second?.tag === 9) {
    const length = trailerAt - bytes.indexOf(SOH, bytes.indexOf(SOH, start) + 1) - 1;
    if (Number(second.value) !== length || second.value === '') {
      problems.push(`BodyLength (9) is ${second.value}, counted ${length}`);
    }
  }
  let sum = 0;
  for (let i = start; i < trailerAt; i++) sum += bytes[i]!;
  const right = String(sum & 0xff).padStart(3, '0');
  if (last.value !== right) problems.push(`CheckSum (10) is ${last.value}, computed ${right}`);
}

function definitionOf({ session, application }: Dictionaries, msgType: string) {
  const type = packMsgType(msgType);
  return application.message(type) ?? session.message(type);
}

function messageName({ session, application }: Dictionaries, msgType: string): string | undefined {
  const type = packMsgType(msgType);
  return application.messageName(type) ?? session.messageName(type);
}

function fieldOf({ session, application }: Dictionaries, tag: number) {
  return application.field(tag) ?? session.field(tag);
}

function meaningOf(tag: number, value: string, dictionaries: Dictionaries): string | undefined {
  if (tag === 35 || REF_MSG_TYPES.has(tag)) return messageName(dictionaries, value);
  if (tag === 1137 || tag === 1128) return APPL_VERSIONS[value];
  if (REF_TAG_IDS.has(tag)) return fieldOf(dictionaries, Number(value))?.name;
  const field = fieldOf(dictionaries, tag);
  if (field === undefined || field.values.size === 0) return undefined;
  if (!MULTIPLE.has(field.type)) {
    const meaning = field.values.get(value);
    return meaning === undefined || meaning === '' ? undefined : inWords(meaning);
  }
  const words = value.split(' ');
  const meanings = words.map((word) => field.values.get(word) ?? '');
  if (meanings.every((meaning) => meaning === '')) return undefined;
  return meanings.map((meaning, i) => (meaning === '' ? words[i]! : inWords(meaning))).join(', ');
}

/** As many as dictionaries have. */
const wordsOf = new Map<string, string>();

/** `PARTIALLY_FILLED` becomes `partially filled`. */
function inWords(meaning: string): string {
  let words = wordsOf.get(meaning);
  if (words === undefined) {
    words = meaning.replaceAll('_', ' ').toLowerCase();
    wordsOf.set(meaning, words);
  }
  return words;
}
