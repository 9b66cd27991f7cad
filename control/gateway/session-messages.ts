/**
 * The newest messages of a session, from the journal, in names. Only its newest megabytes are looked at, so that a question keeps the event loop for some milliseconds at
 * most; `crossfeed fix decode` reads all there ever was.
 */
import { MessageNamer, type DecodedField } from '../commands/fix/decode-message.js';
import type { SessionMessage, SessionMessagesView } from '../core/order-api/operations-json.js';
import { JournalKind, type Journal, type JournalEntry, type JournalPosition } from '../core/journal.js';
import { STREAM_PREFIX } from '../fix/store/session-index.js';

/** A place to begin to read is remembered after so many bytes, and so many of them are kept. */
const STEP_BYTES = 512 * 1024;
const PLACES_MAX = 8;
const SOH = '\u0001';
const DIRECTIONS: ReadonlyMap<number, SessionMessage['direction']> = new Map([
  [JournalKind.fixOut, 'out'],
  [JournalKind.fixIn, 'in'],
]);

export class SessionMessages {
  private readonly places: JournalPosition[];
  /** Where the last place was remembered, or where it began. */
  private last: JournalPosition;

  constructor(
    private readonly journal: Journal,
    /** Whether there is a session of this id. */
    private readonly knows: (session: string) => boolean,
  ) {
    const { committed } = journal;
    this.last = committed;
    let first: JournalPosition = committed;
    journal.scan(0, ({ position }) => {
      first = position;
      return false;
    });
    // All of a short log; of a long one what comes from now on.
    this.places = [committed - first < STEP_BYTES * PLACES_MAX ? 0 : committed];
  }

  /** Call now and then, so that there is a place near the end to begin at. */
  mark(): void {
    const { committed } = this.journal;
    if (committed - this.last < STEP_BYTES) return;
    this.last = committed;
    this.places.push(committed);
    if (this.places.length > PLACES_MAX) this.places.shift();
  }

  /** Newest last; undefined for a session that is not known. */
  newest(session: string, count: number): SessionMessagesView | undefined {
    if (!this.knows(session)) return undefined;
    const { journal } = this;
    const stream = journal.openStream(`${STREAM_PREFIX}${session}`);
    const found: { readonly entry: Omit<JournalEntry, 'bytes'>; readonly bytes: Uint8Array }[] = [];
    journal.scan(this.places[0]!, (entry) => {
      if (entry.stream !== stream || !DIRECTIONS.has(entry.kind) || entry.start === entry.end) return true;
      const { position, kind, number, epochMs, start, end } = entry;
      found.push({
        entry: { position, kind, stream, number, epochMs, start, end },
        bytes: entry.bytes.slice(start, end),
      });
      if (found.length > count) found.shift();
      return true;
    });
    const namer = new MessageNamer(undefined, false);
    const messages = found.map(({ entry, bytes }) => messageOf(namer, entry, bytes));
    return { messages, truncated: found.length === count || this.places[0] !== 0 };
  }
}

function messageOf(
  namer: MessageNamer,
  { kind, number, epochMs }: Omit<JournalEntry, 'bytes'>,
  bytes: Uint8Array,
): SessionMessage {
  namer.index(bytes);
  const { msgType, name, fields } = namer.name([], undefined);
  const flat = flatten(fields);
  return {
    number,
    direction: DIRECTIONS.get(kind) ?? 'in',
    at: new Date(epochMs).toISOString(),
    type: msgType,
    name,
    fields: flat.map(({ tag, name: fieldName, value, meaning }) => ({
      tag,
      name: fieldName ?? '',
      value,
      ...(meaning === undefined ? {} : { meaning }),
    })),
    // Of the decoded fields, whose secrets are masked.
    raw: flat.map(({ tag, value }) => `${tag}=${value}`.replaceAll(SOH, '')).join('|'),
  };
}

/** Groups in their place in the message. */
function flatten(fields: readonly DecodedField[]): DecodedField[] {
  return fields.flatMap((field) => [field, ...(field.entries ?? []).flatMap(flatten)]);
}
