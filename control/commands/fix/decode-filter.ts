/** Which messages to show. */
import { InputError } from '../../core/errors.js';
import { dictionary, dictionaryNames } from '../../protocols/fix/dictionary.js';
import type { FixMessage } from '../../protocols/fix/message.js';
import { packMsgType } from '../../protocols/fix/msg-type.js';

export interface FilterOptions {
  /** MsgTypes or message names. */
  readonly types: readonly string[];
  /** Parts of session names. */
  readonly sessions: readonly string[];
  /** `11=ABC`, `ClOrdID=A*`, or `11` alone: the tag is there. */
  readonly tags: readonly string[];
}

interface TagFilter {
  readonly tag: number;
  /** Undefined: any value. */
  readonly value: RegExp | undefined;
}

export class MessageFilter {
  private readonly types: ReadonlySet<number>;
  private readonly sessions: readonly string[];
  private readonly tags: readonly TagFilter[];

  /** @throws InputError for a name that no version of FIX has */
  constructor({ types, sessions, tags }: FilterOptions) {
    this.types = new Set(types.flatMap(typesOf));
    this.sessions = sessions.map((session) => session.toLowerCase());
    this.tags = tags.map(tagFilterOf);
  }

  /** @param session undefined where the log does not name it: then the message's own CompIDs count */
  takes(message: FixMessage, session: string | undefined): boolean {
    if (this.types.size > 0 && !this.types.has(message.msgType)) return false;
    if (this.sessions.length > 0) {
      const name = (session ?? sessionOf(message)).toLowerCase();
      if (!this.sessions.some((each) => name.includes(each))) return false;
    }
    return this.tags.every((filter) => hasTag(message, filter));
  }
}

/** `FIX.4.4:A->B`, as the sender of the message would call it. */
export function sessionOf(message: FixMessage): string {
  return `${message.string(8) ?? '?'}:${message.string(49) ?? '?'}->${message.string(56) ?? '?'}`;
}

function hasTag(message: FixMessage, { tag, value }: TagFilter): boolean {
  let at = message.find(tag);
  if (value === undefined) return at >= 0;
  // Inside of groups a tag comes more than once.
  for (; at >= 0; at = message.findNext(tag, at)) if (value.test(message.stringAt(at))) return true;
  return false;
}

function typesOf(option: string): number[] {
  return option.split(',').map((word) => {
    const name = word.trim().toLowerCase();
    for (const version of dictionaryNames) {
      for (const message of dictionary(version).messages()) {
        if (message.msgType === word || message.name.toLowerCase() === name) return packMsgType(message.msgType);
      }
    }
    const code = packMsgType(word);
    // A type of somebody's own.
    if (code !== 0 && word.length <= 2) return code;
    throw new InputError('FIX_DECODE_OPTION', 'no such message', {
      where: 'fix decode --type',
      found: word,
      expected: 'a MsgType (8) or a name (ExecutionReport)',
    });
  });
}

function tagFilterOf(option: string): TagFilter {
  const equals = option.indexOf('=');
  const word = equals < 0 ? option : option.slice(0, equals);
  const tag = /^\d{1,9}$/.test(word) ? Number(word) : tagNamed(word);
  if (tag === undefined) {
    throw new InputError('FIX_DECODE_OPTION', 'no such field', {
      where: 'fix decode --tag',
      found: option,
      expected: '11=ABC, ClOrdID=ABC, ClOrdID=A* or ClOrdID',
    });
  }
  if (equals < 0) return { tag, value: undefined };
  const pattern = option
    .slice(equals + 1)
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return { tag, value: new RegExp(`^${pattern}$`, 's') };
}

function tagNamed(name: string): number | undefined {
  const wanted = name.toLowerCase();
  for (const version of [...dictionaryNames].reverse()) {
    for (const field of dictionary(version).fields()) if (field.name.toLowerCase() === wanted) return field.tag;
  }
  return undefined;
}
