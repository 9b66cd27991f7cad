/** What the journal says of clients' sessions when it is opened: which reports were told, and whether the last message was acted on. One pass over the log. */
import { JournalKind, type Journal, type JournalEntry, type JournalPosition } from '../../core/journal.js';
import { STREAM_PREFIX } from '../../fix/store/session-index.js';
import { FixMessage, ParseFault } from '../../protocols/fix/message.js';
import { sequenceOf } from './report-feed.js';
import { decodeTold, NOTHING_TOLD, TOLD_PREFIX, toldState, type LastTold, type ToldState } from './told-record.js';

/** A message that was taken when the process ended, and may not have been acted on: nothing that was sent on the session follows it. */
export interface OpenMessage {
  readonly position: JournalPosition;
  readonly epochMs: number;
  /** A NewOrderList: reports of its first orders may follow. */
  readonly isList: boolean;
}

export interface SessionRecovery {
  readonly toldStream: number;
  readonly told: ToldState;
  readonly open: OpenMessage | undefined;
  /** The newest lists (E) that are in the journal, in order; the open one is not among them. */
  readonly lists: readonly JournalPosition[];
}

const LISTS_MAX = 1000;
const NEW_ORDER_LIST = 0x45;
const LIST_STATUS = 0x4e;
const BUSINESS_REJECT = 0x6a;

interface Found {
  readonly toldStream: number;
  last: LastTold | undefined;
  open: OpenMessage | undefined;
  readonly lists: JournalPosition[];
}

/** @param sessions by their ids. To be read before the sessions' stores are opened, which let old records go. Throws JournalError. */
export function recoverSessions(journal: Journal, sessions: readonly string[]): SessionRecovery[] {
  const byStream = new Map<number, Found>();
  const found = sessions.map((session): Found => {
    const each: Found = {
      toldStream: journal.openStream(TOLD_PREFIX + session),
      last: undefined,
      open: undefined,
      lists: [],
    };
    byStream.set(each.toldStream, each);
    byStream.set(journal.openStream(STREAM_PREFIX + session), each);
    return each;
  });
  const message = new FixMessage();
  journal.scan(0, (entry) => {
    const session = byStream.get(entry.stream);
    if (session !== undefined) note(session, entry, message);
    return true;
  });
  return found.map(({ toldStream, last, open, lists }) => ({
    toldStream,
    told: last === undefined ? NOTHING_TOLD : toldState(last.record, last.isCarried),
    open,
    lists: lists.filter((position) => position !== open?.position).slice(-LISTS_MAX),
  }));
}

function note(session: Found, entry: JournalEntry, message: FixMessage): void {
  const { kind, number, position, bytes, start, end, epochMs } = entry;
  switch (kind) {
    case JournalKind.clientTold: {
      const record = decodeTold(number, bytes, start, end);
      if (record !== undefined) session.last = { record, position, isCarried: false };
      return;
    }
    case JournalKind.fixIn:
      // Administrative messages have no bytes.
      if (end > start) {
        const isList = msgTypeByte(bytes, start, end) === NEW_ORDER_LIST;
        session.open = { position, epochMs, isList };
        if (isList) session.lists.push(position);
      }
      return;
    case JournalKind.fixOut: {
      if (end === start) return;
      if (session.open !== undefined && isAnswer(session.open, msgTypeByte(bytes, start, end)))
        session.open = undefined;
      const { last } = session;
      if (last === undefined || last.record.msgSeqNum !== number) return;
      if (message.parse(bytes, start, end) !== ParseFault.none) return;
      if (sequenceOf(message) === last.record.sequence) last.isCarried = true;
      return;
    }
  }
}

/** What is sent while a message is acted on answers it; a list is answered by its ListStatus, or refused whole. */
function isAnswer({ isList }: OpenMessage, msgType: number): boolean {
  return !isList || msgType === LIST_STATUS || msgType === BUSINESS_REJECT;
}

/** The one character of MsgType (35), the third field of every message; 0 when it has more, or is not there. */
function msgTypeByte(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  for (let fields = 0; fields < 2; at++) {
    if (at >= end) return 0;
    if (bytes[at] === 1) fields++;
  }
  const isOne = bytes[at] === 0x33 && bytes[at + 1] === 0x35 && bytes[at + 2] === 0x3d && bytes[at + 4] === 1;
  return isOne ? (bytes[at + 3] ?? 0) : 0;
}
