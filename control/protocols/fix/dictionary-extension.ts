/** Fields and messages that a counterparty has beyond the standard: plain data, which may come from a configuration file. */
import type { FieldDefinition, MessageText, VersionText } from './dictionary-text.js';
import { FixDictionaryError } from './errors.js';
import { isFieldType } from './field-types.js';
import { packMsgType } from './msg-type.js';

/** A field of a counterparty's own, or another meaning of a standard one. */
export interface FieldExtension {
  readonly tag: number;
  readonly name: string;
  /** A FIX type name as in the specification, in upper case: INT, PRICE, UTCTIMESTAMP, … */
  readonly type: string;
  /** Value → meaning. Absent or empty: any value of the type. */
  readonly values?: Readonly<Record<string, string>>;
}

/** A field, or a group with the members of its entries; the first of them begins each entry. */
export interface MemberExtension {
  readonly tag: number;
  readonly required?: boolean;
  readonly group?: readonly MemberExtension[];
}

export interface MessageExtension {
  readonly msgType: string;
  /** Needed for a message that the dictionary does not have. */
  readonly name?: string;
  /** Added behind those the message has. One with the tag of a member that it has directly, or as the whole of a component, replaces it. */
  readonly members: readonly MemberExtension[];
}

/** Values that a field may have beside those it has. Nothing changes for a field that may have any. */
export interface ValuesExtension {
  readonly tag: number;
  /** Value → meaning. */
  readonly values: Readonly<Record<string, string>>;
}

export interface DictionaryExtension {
  readonly fields?: readonly FieldExtension[];
  readonly addedValues?: readonly ValuesExtension[];
  readonly messages?: readonly MessageExtension[];
  /** Added to the header and the trailer of every message. */
  readonly header?: readonly MemberExtension[];
  readonly trailer?: readonly MemberExtension[];
}

/** @throws FixDictionaryError */
export function extendVersion(
  version: VersionText,
  extension: DictionaryExtension,
): { version: VersionText; lengthTags: ReadonlyMap<number, number> } {
  const fields = new Map(version.fields);
  for (const field of extension.fields ?? []) fields.set(field.tag, fieldDefinition(field));
  for (const { tag, values } of extension.addedValues ?? []) addValues(fields, tag, values);
  const words = (members: readonly MemberExtension[] = []): string[] => memberWords(members, fields);
  const messages = new Map(version.messages);
  for (const message of extension.messages ?? []) {
    messages.set(
      message.msgType,
      extendMessage(messages.get(message.msgType), message, words(message.members), version.components),
    );
  }
  const lengthTags = new Map<number, number>();
  const lists = [extension.header, extension.trailer, ...(extension.messages ?? []).map((message) => message.members)];
  for (const members of lists) collectLengthTags(members ?? [], fields, lengthTags);
  return {
    version: {
      ...version,
      fields,
      messages,
      header: replaceMembers(version.header, words(extension.header)),
      trailer: [...words(extension.trailer), ...version.trailer],
    },
    lengthTags,
  };
}

function fieldDefinition({ tag, name, type, values = {} }: FieldExtension): FieldDefinition {
  if (!Number.isInteger(tag) || tag < 1 || tag > 999_999_999) throw new FixDictionaryError(`${tag} is no tag`);
  if (name === '') throw new FixDictionaryError(`field ${tag} needs a name`);
  if (!isFieldType(type)) throw new FixDictionaryError(`field ${tag} ${name}: '${type}' is no type of a FIX field`);
  return { tag, name, type, values: new Map(Object.entries(values)) };
}

function addValues(fields: Map<number, FieldDefinition>, tag: number, values: Readonly<Record<string, string>>): void {
  const field = fields.get(tag);
  if (field === undefined) throw new FixDictionaryError(`field ${tag} is not defined`);
  if (field.values.size === 0) return;
  fields.set(tag, { ...field, values: new Map([...field.values, ...Object.entries(values)]) });
}

function extendMessage(
  known: MessageText | undefined,
  message: MessageExtension,
  words: string[],
  components: VersionText['components'],
): MessageText {
  const { msgType, name = known?.name } = message;
  if (packMsgType(msgType) === 0) {
    throw new FixDictionaryError(`'${msgType}' is no MsgType: it takes 1 to 4 ASCII characters`);
  }
  if (name === undefined) throw new FixDictionaryError(`message ${msgType} is new to the dictionary and needs a name`);
  return {
    msgType,
    name,
    admin: known?.admin ?? false,
    members: replaceMembers(known?.members ?? [], words, components),
  };
}

/** The words of dictionary-text.ts for some members. */
function memberWords(members: readonly MemberExtension[], fields: ReadonlyMap<number, FieldDefinition>): string[] {
  return members.flatMap(({ tag, required = false, group }) => {
    if (!fields.has(tag)) throw new FixDictionaryError(`field ${tag} is not defined`);
    const head = `${tag}${required ? '!' : ''}`;
    if (group === undefined) return [head];
    if (group.length === 0) throw new FixDictionaryError(`group ${tag} needs at least one member`);
    return [`${head}(`, ...memberWords(group, fields), ')'];
  });
}

/** Members as words: what is added stands at the end, what it replaces is gone, with a component that was nothing else. */
function replaceMembers(
  words: readonly string[],
  added: readonly string[],
  components: VersionText['components'] = new Map(),
): string[] {
  const replaced = new Set<number>();
  topLevel(added, (tag) => replaced.add(tag));
  const isReplaced = (tag: number, word: string): boolean => {
    if (!Number.isNaN(tag)) return replaced.has(tag);
    const within = components.get(word.slice(1).replace(/!$/, '')) ?? [];
    let isWhole = within.length > 0;
    topLevel(within, (inner) => (isWhole &&= replaced.has(inner)));
    return isWhole;
  };
  const kept: string[] = [];
  topLevel(words, (tag, from, to) => {
    if (!isReplaced(tag, words[from]!)) kept.push(...words.slice(from, to));
  });
  return [...kept, ...added];
}

/** Visits the members of the outermost level with the words they take. A component has the tag NaN. */
function topLevel(words: readonly string[], visit: (tag: number, from: number, to: number) => void): void {
  for (let from = 0; from < words.length;) {
    let to = from;
    let depth = 0;
    do {
      const word = words[to++]!;
      if (word === ')') depth--;
      else if (word.endsWith('(')) depth++;
    } while (depth > 0 && to < words.length);
    visit(words[from]!.startsWith('@') ? NaN : parseInt(words[from]!, 10), from, to);
    from = to;
  }
}

function collectLengthTags(
  members: readonly MemberExtension[],
  fields: ReadonlyMap<number, FieldDefinition>,
  pairs: Map<number, number>,
): void {
  members.forEach(({ tag, group }, i) => {
    const before = members[i - 1];
    const type = fields.get(tag)?.type;
    if (before !== undefined && fields.get(before.tag)?.type === 'LENGTH' && (type === 'DATA' || type === 'XMLDATA')) {
      pairs.set(before.tag, tag);
    }
    if (group !== undefined) collectLengthTags(group, fields, pairs);
  });
}
