/** Finds the session that a first Logon is for: by BeginString and CompIDs, with SubIDs and LocationIDs where a session has them. */
import type { FixMessage } from '../../protocols/fix/message.js';
import type { BeginString, SessionIdentity } from '../session/config.js';
import type { EngineSession } from './engine-session.js';

const BEGIN_STRINGS: readonly string[] = [
  'FIX.4.0',
  'FIX.4.1',
  'FIX.4.2',
  'FIX.4.3',
  'FIX.4.4',
  'FIXT.1.1',
] satisfies BeginString[];

export class AcceptorRegistry {
  private readonly byKey = new Map<string, EngineSession>();

  add(session: EngineSession): void {
    this.byKey.set(keyOf(session.session.config), session);
  }

  remove(session: EngineSession): void {
    this.byKey.delete(keyOf(session.session.config));
  }

  /** The session with the most of the identity's parts; one that names no SubID takes all of them. */
  find(identity: SessionIdentity): EngineSession | undefined {
    const { beginString, senderCompId, targetCompId, senderSubId, targetSubId } = identity;
    const bare = { beginString, senderCompId, targetCompId };
    return (
      this.byKey.get(keyOf(identity)) ??
      this.byKey.get(keyOf({ ...bare, ...optional({ senderSubId, targetSubId }) })) ??
      this.byKey.get(keyOf({ ...bare, ...optional({ senderSubId }) })) ??
      this.byKey.get(keyOf({ ...bare, ...optional({ targetSubId }) })) ??
      this.byKey.get(keyOf(bare))
    );
  }
}

/** Who a Logon is for, our side first; undefined where a part is missing. */
export function identityOf(logon: FixMessage): SessionIdentity | undefined {
  const beginString = logon.string(8);
  const senderCompId = logon.string(56);
  const targetCompId = logon.string(49);
  if (beginString === undefined || !BEGIN_STRINGS.includes(beginString) || !senderCompId || !targetCompId)
    return undefined;
  return {
    beginString: beginString as BeginString,
    senderCompId,
    targetCompId,
    ...optional({
      senderSubId: logon.string(57),
      senderLocationId: logon.string(143),
      targetSubId: logon.string(50),
      targetLocationId: logon.string(142),
    }),
  };
}

function keyOf(identity: SessionIdentity): string {
  const { beginString, senderCompId, senderSubId, senderLocationId, targetCompId, targetSubId, targetLocationId } =
    identity;
  return [beginString, senderCompId, senderSubId, senderLocationId, targetCompId, targetSubId, targetLocationId]
    .map((part) => part ?? '')
    .join('\u0001');
}

/** Leaves out what is undefined or empty. */
function optional<K extends string>(parts: Record<K, string | undefined>): Partial<Record<K, string>> {
  return Object.fromEntries(
    Object.entries(parts).filter(([, value]) => value !== undefined && value !== ''),
  ) as Partial<Record<K, string>>;
}
