/** FIX dictionaries: which fields, messages and groups a version has, and what a counterparty adds to it. */
import { extendVersion, type DictionaryExtension } from './dictionary-extension.js';
import { parseMembers, type FieldDefinition, type MemberText, type VersionText } from './dictionary-text.js';
import { FixDictionaryError } from './errors.js';
import type { GroupShape } from './group.js';
import { packMsgType } from './msg-type.js';
import { standardVersion, type DictionaryName } from './standard/index.js';

export type {
  DictionaryExtension,
  FieldExtension,
  MemberExtension,
  MessageExtension,
  ValuesExtension,
} from './dictionary-extension.js';
export type { FieldDefinition } from './dictionary-text.js';
export { dictionaryNames, type DictionaryName } from './standard/index.js';

/** A field of a message, or a group with what its entries hold. Components are dissolved. */
export interface Member {
  readonly tag: number;
  /** Of the message or, inside of a group, of every entry. A field of an optional component is not. */
  readonly required: boolean;
  readonly group?: readonly Member[];
}

export interface MessageDefinition {
  readonly msgType: string;
  readonly name: string;
  /** Of the session itself: Logon, Heartbeat and so on. */
  readonly admin: boolean;
  /** The body: header and trailer are the same for all messages. */
  readonly members: readonly Member[];
}

/** How deep components and groups may lie in one another: deeper, they contain themselves. */
const MAX_DEPTH = 32;

export class Dictionary {
  /** "FIX.4.2", …; "FIXT.1.1" for FIXT 1.1 and for the application versions from 5.0 on, which travel in it. */
  readonly beginString: string;
  private readonly definitions = new Map<string, MessageDefinition>();
  private readonly dissolved = new Map<string, readonly Member[]>();
  private readonly shapes = new Map<readonly Member[], GroupShape>();
  private readonly types = new Map<number, string>();
  private headerMembers: readonly Member[] | undefined;
  private trailerMembers: readonly Member[] | undefined;
  private byName: Map<string, FieldDefinition> | undefined;

  constructor(
    readonly name: DictionaryName,
    private readonly version: VersionText,
    /** Length field → data field of the extension, for FixMessageOptions. Those of the standard are known without. */
    readonly lengthTags: ReadonlyMap<number, number> = new Map(),
  ) {
    this.beginString = /^FIX4\d$/.test(name) ? `FIX.4.${name.slice(4)}` : 'FIXT.1.1';
    for (const msgType of version.messages.keys()) this.types.set(packMsgType(msgType), msgType);
  }

  field(tag: number): FieldDefinition | undefined {
    return this.version.fields.get(tag);
  }

  fieldNamed(name: string): FieldDefinition | undefined {
    this.byName ??= new Map([...this.version.fields.values()].map((field) => [field.name, field]));
    return this.byName.get(name);
  }

  fields(): Iterable<FieldDefinition> {
    return this.version.fields.values();
  }

  get header(): readonly Member[] {
    this.headerMembers ??= this.dissolve(parseMembers(this.version.header), true, 0);
    return this.headerMembers;
  }

  get trailer(): readonly Member[] {
    this.trailerMembers ??= this.dissolve(parseMembers(this.version.trailer), true, 0);
    return this.trailerMembers;
  }

  /** @param msgType packed */
  hasMessage(msgType: number): boolean {
    return this.types.has(msgType);
  }

  /** Without reading what the message is made of. @param msgType packed */
  messageName(msgType: number): string | undefined {
    return this.version.messages.get(this.types.get(msgType) ?? '')?.name;
  }

  /** @param msgType packed */
  message(msgType: number): MessageDefinition | undefined {
    const type = this.types.get(msgType);
    const text = type === undefined ? undefined : this.version.messages.get(type);
    if (text === undefined) return undefined;
    let definition = this.definitions.get(text.msgType);
    if (definition === undefined) {
      const { name, admin } = text;
      definition = { msgType: text.msgType, name, admin, members: this.dissolve(parseMembers(text.members), true, 0) };
      this.definitions.set(text.msgType, definition);
    }
    return definition;
  }

  *messages(): Iterable<MessageDefinition> {
    for (const msgType of this.types.keys()) yield this.message(msgType)!;
  }

  /**
   * The group that a count field announces in a message, wherever it lies in it (or in the header); undefined when there is none.
   * @param msgType packed
   */
  group(msgType: number, countTag: number): GroupShape | undefined {
    const body = this.message(msgType)?.members ?? [];
    const member = findGroup(body, countTag) ?? findGroup(this.header, countTag);
    return member?.group === undefined ? undefined : this.shape(countTag, member.group);
  }

  private shape(countTag: number, group: readonly Member[]): GroupShape {
    let shape = this.shapes.get(group);
    if (shape === undefined) {
      const members = new Set<number>();
      collectTags(group, members);
      shape = { countTag, firstTag: group[0]?.tag ?? 0, members };
      this.shapes.set(group, shape);
    }
    return shape;
  }

  /** Puts the members of components in their place. @param required whether what encloses them is required */
  private dissolve(members: readonly MemberText[], required: boolean, depth: number): readonly Member[] {
    if (depth > MAX_DEPTH) throw new FixDictionaryError(`${this.name}: a component or group contains itself`);
    const result: Member[] = [];
    for (const member of members) {
      if ('component' in member) {
        result.push(...this.component(member.component, required && member.required, depth));
      } else if (member.group === undefined) {
        result.push({ tag: member.tag, required: required && member.required });
      } else {
        const group = this.dissolve(member.group, true, depth + 1);
        result.push({ tag: member.tag, required: required && member.required, group });
      }
    }
    return result;
  }

  private component(name: string, required: boolean, depth: number): readonly Member[] {
    const key = `${name}${required ? '!' : ''}`;
    let members = this.dissolved.get(key);
    if (members === undefined) {
      const words = this.version.components.get(name);
      if (words === undefined) throw new FixDictionaryError(`${this.name}: there is no component ${name}`);
      members = this.dissolve(parseMembers(words), required, depth + 1);
      this.dissolved.set(key, members);
    }
    return members;
  }
}

const standard = new Map<DictionaryName, Dictionary>();

/** Extended ones by version and extension, the newest last. Sessions with the same share what validators learn of it, and so does a session that is opened again. */
const extended = new Map<string, Dictionary>();
const EXTENDED_KEPT = 64;

/**
 * The dictionary of a version: one object for all who ask with the same extension, or with none.
 * @param extension fields and messages of a counterparty's own
 * @throws FixDictionaryError when the extension contradicts itself
 */
export function dictionary(name: DictionaryName, extension?: DictionaryExtension): Dictionary {
  if (extension !== undefined) return extendedDictionary(name, extension);
  let known = standard.get(name);
  if (known === undefined) {
    known = new Dictionary(name, standardVersion(name));
    standard.set(name, known);
  }
  return known;
}

function extendedDictionary(name: DictionaryName, extension: DictionaryExtension): Dictionary {
  const key = `${name} ${JSON.stringify(extension)}`;
  const known = extended.get(key);
  if (known !== undefined) return known;
  const { version, lengthTags } = extendVersion(standardVersion(name), extension);
  const made = new Dictionary(name, version, lengthTags);
  extended.set(key, made);
  for (const oldest of extended.keys()) {
    if (extended.size <= EXTENDED_KEPT) break;
    extended.delete(oldest);
  }
  return made;
}

function findGroup(members: readonly Member[], countTag: number): Member | undefined {
  for (const member of members) {
    if (member.group === undefined) continue;
    if (member.tag === countTag) return member;
    const inner = findGroup(member.group, countTag);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

function collectTags(members: readonly Member[], tags: Set<number>): void {
  for (const member of members) {
    tags.add(member.tag);
    if (member.group !== undefined) collectTags(member.group, tags);
  }
}
