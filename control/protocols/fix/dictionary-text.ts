/**
 * The form in which dictionaries are written down (standard/*.ts). One item a line; a line that begins with two spaces goes on from
 * the one before; words are separated by one space, and `~` stands for a space inside of a word.
 *
 * A field table:
 *
 *     54 Side CHAR 1:BUY 2:SELL                tag, name, type, values with their meaning
 *
 * A version:
 *
 *     fields 1-54 56                           which fields of the tables it has; a range counts what the tables hold
 *     names 22:IDSource                        … under another name
 *     type INT 9 16                            … of another type
 *     values 54 1 2:SELLS                      … with other values; the meaning is the table's where none is given
 *     header 8! 9! 35!                         `!` required
 *     trailer 93 89 10!
 *     app D NewOrderSingle 11! 78( 79! 80 ) 55!        category, MsgType, name, members: `tag( … )` a group and what its entries hold
 *     app 8 ExecutionReport 37! @Instrument!           `@name` what a component holds
 *     component Instrument 55! 65
 */
import { FixDictionaryError } from './errors.js';

export interface FieldDefinition {
  readonly tag: number;
  readonly name: string;
  /** As in the specification, in upper case: INT, PRICE, UTCTIMESTAMP, … */
  readonly type: string;
  /** Value → meaning, in upper case with underscores. Empty: any value of the type. */
  readonly values: ReadonlyMap<string, string>;
}

/** What a message, the header, the trailer, a component or a group's entry is made of, in its order. */
export type MemberText =
  | { readonly tag: number; readonly required: boolean; readonly group?: readonly MemberText[] }
  | { readonly component: string; readonly required: boolean };

export interface MessageText {
  readonly msgType: string;
  readonly name: string;
  readonly admin: boolean;
  /** Words, read by parseMembers when the message is first asked for. */
  readonly members: readonly string[];
}

export interface VersionText {
  readonly fields: ReadonlyMap<number, FieldDefinition>;
  readonly header: readonly string[];
  readonly trailer: readonly string[];
  readonly messages: ReadonlyMap<string, MessageText>;
  readonly components: ReadonlyMap<string, readonly string[]>;
}

/** Field tables, split into words by tag, in the order of tags. */
export type FieldTable = ReadonlyMap<number, readonly string[]>;

export function parseFieldTable(...texts: readonly string[]): FieldTable {
  const rows = texts.flatMap((text) => lines(text).map((words) => [Number(words[0]), words] as const));
  return new Map(rows.sort(([a], [b]) => a - b));
}

export function parseVersion(text: string, table: FieldTable): VersionText {
  let tags: number[] = [];
  const names = new Map<number, string>();
  const types = new Map<number, string>();
  const values = new Map<number, readonly string[]>();
  const messages = new Map<string, MessageText>();
  const components = new Map<string, readonly string[]>();
  let header: readonly string[] = [];
  let trailer: readonly string[] = [];
  for (const [kind = '', ...words] of lines(text)) {
    const [first = '', second = '', ...rest] = words;
    if (kind === 'fields') tags = expandRanges(words, table);
    else if (kind === 'names') for (const word of words) names.set(...splitAtColon(word));
    else if (kind === 'type') for (const tag of words.slice(1)) types.set(Number(tag), first);
    else if (kind === 'values') values.set(Number(first), words.slice(1));
    else if (kind === 'header') header = words;
    else if (kind === 'trailer') trailer = words;
    else if (kind === 'component') components.set(first, words.slice(1));
    else if (kind === 'admin' || kind === 'app') {
      messages.set(first, { msgType: first, name: second, admin: kind === 'admin', members: rest });
    } else throw new FixDictionaryError(`a line of a dictionary cannot begin with '${kind}'`);
  }
  const fields = new Map<number, FieldDefinition>();
  for (const tag of tags) {
    const [, name = '', type = '', ...standard] = table.get(tag) ?? [];
    const meanings = parseValues(standard);
    const own = values.get(tag);
    fields.set(tag, {
      tag,
      name: names.get(tag) ?? name,
      type: types.get(tag) ?? type,
      values: own === undefined ? meanings : parseValues(own, meanings),
    });
  }
  return { fields, header, trailer, messages, components };
}

export function parseMembers(words: readonly string[]): readonly MemberText[] {
  const outer: MemberText[][] = [];
  let members: MemberText[] = [];
  for (const word of words) {
    if (word === ')') {
      const closed = outer.pop();
      if (closed === undefined) throw new FixDictionaryError('a group of a dictionary ends that has not begun');
      members = closed;
      continue;
    }
    const opens = word.endsWith('(');
    const bare = opens ? word.slice(0, -1) : word;
    const required = bare.endsWith('!');
    const item = required ? bare.slice(0, -1) : bare;
    if (item.startsWith('@')) members.push({ component: item.slice(1), required });
    else if (opens) {
      const group: MemberText[] = [];
      members.push({ tag: Number(item), required, group });
      outer.push(members);
      members = group;
    } else members.push({ tag: Number(item), required });
  }
  if (outer.length > 0) throw new FixDictionaryError('a group of a dictionary does not end');
  return members;
}

function lines(text: string): string[][] {
  return text
    .replaceAll('\n  ', ' ')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split(' '));
}

function expandRanges(words: readonly string[], table: FieldTable): number[] {
  const all = [...table.keys()];
  const tags: number[] = [];
  let at = 0;
  for (const word of words) {
    const [first = NaN, last = first] = word.split('-').map(Number);
    while (at < all.length && all[at]! < first) at++;
    for (; at < all.length && all[at]! <= last; at++) tags.push(all[at]!);
  }
  return tags;
}

function parseValues(words: readonly string[], meanings?: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  if (words.length === 0) return NONE;
  const values = new Map<string, string>();
  for (const word of words) {
    const colon = word.lastIndexOf(':');
    const value = (colon < 0 ? word : word.slice(0, colon)).replaceAll('~', ' ');
    values.set(value, colon < 0 ? (meanings?.get(value) ?? '') : word.slice(colon + 1));
  }
  return values;
}

const NONE: ReadonlyMap<string, string> = new Map();

function splitAtColon(word: string): [tag: number, name: string] {
  const colon = word.indexOf(':');
  return [Number(word.slice(0, colon)), word.slice(colon + 1)];
}
