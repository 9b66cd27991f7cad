/** Repeating groups, read where they stand. */
import type { FixMessage } from './message.js';

/** What a group is made of: from a Dictionary (`dictionary.group(msgType, countTag)`), or written down by hand. */
export interface GroupShape {
  /** The NumInGroup field before the entries. */
  readonly countTag: number;
  /** The field that begins every entry. */
  readonly firstTag: number;
  /** All tags an entry may hold, those of groups inside of it included. */
  readonly members: ReadonlySet<number>;
}

/**
 * Walks through the entries of a group:
 *
 *     for (let more = parties.open(message); more; more = parties.next()) {
 *       if (message.charAt(parties.find(452)) === …) …
 *     }
 *
 * One object per group and level is enough for all messages. Nothing is allocated. The count field is not believed: entries are what
 * is there; `count` says what was announced.
 */
export class GroupReader {
  /** NumInGroup as announced, NaN when it is no number, 0 when the group is absent. */
  count = 0;
  /** Fields of the entry: from entryStart up to, not including, entryEnd. */
  entryStart = 0;
  entryEnd = 0;
  private message: FixMessage | undefined;
  private limit = 0;

  constructor(readonly shape: GroupShape) {}

  /** To the first entry of the message's group; false when there is none. */
  open(message: FixMessage): boolean {
    return this.openAt(message, message.find(this.shape.countTag), message.fieldCount);
  }

  /** To the first entry of a group inside of another group's entry. */
  openIn(outer: GroupReader): boolean {
    const { message } = outer;
    if (message === undefined) return false;
    return this.openAt(message, outer.find(this.shape.countTag), outer.entryEnd);
  }

  private openAt(message: FixMessage, countIndex: number, limit: number): boolean {
    this.message = message;
    this.limit = limit;
    this.count = 0;
    this.entryStart = this.entryEnd = limit;
    if (countIndex < 0) return false;
    this.count = message.intAt(countIndex);
    this.entryEnd = countIndex + 1;
    return this.next();
  }

  /** To the next entry; false when that was the last. */
  next(): boolean {
    const { message, limit } = this;
    if (message === undefined) return false;
    const { firstTag, members } = this.shape;
    const start = this.entryEnd;
    this.entryStart = start;
    if (start >= limit || message.tagAt(start) !== firstTag) return false;
    let end = start + 1;
    for (; end < limit; end++) {
      const tag = message.tagAt(end);
      if (tag === firstTag || !members.has(tag)) break;
    }
    this.entryEnd = end;
    return true;
  }

  /** Index in the message of the entry's first field with the tag, -1 when it has none. */
  find(tag: number): number {
    const { message, entryEnd } = this;
    if (message === undefined) return -1;
    for (let i = this.entryStart; i < entryEnd; i++) if (message.tagAt(i) === tag) return i;
    return -1;
  }
}
