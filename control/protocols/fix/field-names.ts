/** Messages for people: every field with its name, and its value with its meaning. */
import type { Dictionary, Member } from './dictionary.js';
import type { FixMessage } from './message.js';

export interface NamedField {
  readonly tag: number;
  /** Undefined for a tag that no dictionary has. */
  readonly name: string | undefined;
  /** As it stands in the message, Latin-1. */
  readonly value: string;
  /** What the dictionary says that the value means, as it writes it: PARTIALLY_FILLED; several, for several values, with spaces. */
  readonly meaning: string | undefined;
  /** How deep in groups the field lies: 0 for fields of the message itself, the count field of a group included. */
  readonly depth: number;
  /** The field begins an entry of a group. */
  readonly beginsEntry: boolean;
}

/** "NewOrderSingle", or undefined for a message that neither dictionary has. */
export function messageName(session: Dictionary, application: Dictionary, message: FixMessage): string | undefined {
  return application.messageName(message.msgType) ?? session.messageName(message.msgType);
}

/**
 * The fields of a message in their order. Groups are found by the dictionary; what does not fit it is told at the depth where it ends.
 * @param session the dictionary of header, trailer and administrative messages
 * @param application of all other messages: the same one before FIXT 1.1
 */
export function nameFields(session: Dictionary, application: Dictionary, message: FixMessage): NamedField[] {
  const owner = application.hasMessage(message.msgType) ? application : session;
  const body = owner.message(message.msgType)?.members ?? [];
  const groups: OpenGroup[] = [];
  const top = [session.header, body, session.trailer];
  const fields: NamedField[] = [];
  for (let i = 0; i < message.fieldCount; i++) {
    const tag = message.tagAt(i);
    const beginsEntry = closeGroups(groups, tag);
    const field = owner.field(tag) ?? application.field(tag) ?? session.field(tag);
    const value = message.stringAt(i);
    const meaning = tag === 35 ? messageName(session, application, message) : meaningOf(field?.values, value);
    fields.push({ tag, name: field?.name, value, meaning, depth: groups.length, beginsEntry });
    const inside = groups.at(-1);
    const members = inside === undefined ? top : [inside.members];
    const group = members.flatMap((list) => list.filter((member) => member.tag === tag))[0]?.group;
    if (group !== undefined) groups.push({ members: group, firstTag: group[0]?.tag ?? 0 });
  }
  return fields;
}

interface OpenGroup {
  readonly members: readonly Member[];
  readonly firstTag: number;
}

/** Leaves the groups that the tag is no part of; true when it begins an entry of the one that remains. */
function closeGroups(groups: OpenGroup[], tag: number): boolean {
  for (let open = groups.at(-1); open !== undefined; open = groups.at(-1)) {
    if (tag === open.firstTag) return true;
    if (open.members.some((member) => member.tag === tag)) return false;
    groups.pop();
  }
  return false;
}

function meaningOf(values: ReadonlyMap<string, string> | undefined, value: string): string | undefined {
  if (values === undefined || values.size === 0) return undefined;
  const whole = values.get(value);
  if (whole !== undefined || !value.includes(' ')) return whole;
  const parts = value.split(' ').map((part) => values.get(part) ?? part);
  return parts.join(' ');
}
