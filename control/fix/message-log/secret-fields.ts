/** Which FIX fields hold secrets, and how to take them out of a message before anybody sees it. */

const SOH = 1;
const EQUALS = 0x3d;
const ZERO = 0x30;
const NINE = 0x39;

/** What stands where a secret stood. Of one length, because the length of a secret says something about it. */
export const MASK = '***';

/** Secret in every message: Password, NewPassword, EncryptedPassword, EncryptedNewPassword, Signature. */
const ALWAYS_SECRET = [554, 925, 1402, 1404, 89];
/** RawData is a secret where a user proves who he is, and ordinary content elsewhere. */
const RAW_DATA = 96;
const PROVING_TYPES = new Set(['A', 'BE']);
/** Text in which a counterparty may repeat what it did not like: Text, EncodedText, UserStatusText, in Logon, Logout and rejects. */
const ECHOING_TAGS = new Set([58, 355, 927]);
const ECHOING_TYPES = new Set(['A', '5', '3', 'j', 'BF']);
/** Data field → its length field: a data value may hold SOH, and its end is known by length only. */
const STANDARD_LENGTHS: readonly (readonly [data: number, length: number])[] = [
  [89, 93],
  [91, 90],
  [96, 95],
  [213, 212],
  [355, 354],
  [1402, 1401],
  [1404, 1403],
];

export interface SecretOptions {
  /** Further tags whose values are secret, in every message. */
  readonly tags?: readonly number[];
  /** Length field → data field, where a further secret tag is a data field of a venue's own. */
  readonly lengthTags?: ReadonlyMap<number, number>;
}

/** The set of secret tags, made once and shared by all sessions of one configuration. */
export class SecretTags {
  private readonly tags: ReadonlySet<number>;
  private readonly lengthOf: ReadonlyMap<number, number>;
  private readonly dataOf: ReadonlyMap<number, number>;

  constructor({ tags = [], lengthTags = new Map() }: SecretOptions = {}) {
    this.tags = new Set([...ALWAYS_SECRET, ...tags]);
    const lengthOf = new Map(STANDARD_LENGTHS);
    for (const [length, data] of lengthTags) lengthOf.set(data, length);
    this.lengthOf = lengthOf;
    this.dataOf = new Map([...lengthOf].map(([data, length]) => [length, data]));
  }

  /** @param msgType MsgType (35); undefined when it is not known, which is taken for a Logon */
  isSecret(tag: number, msgType: string | undefined): boolean {
    return this.tags.has(tag) || (tag === RAW_DATA && (msgType === undefined || PROVING_TYPES.has(msgType)));
  }

  lengthTagOf(dataTag: number): number | undefined {
    return this.lengthOf.get(dataTag);
  }

  dataTagOf(lengthTag: number): number | undefined {
    return this.dataOf.get(lengthTag);
  }

  /**
   * Whether the bytes need masking. Looks at the start of every field, so that what a data field holds may be taken for a
   * secret without being one, but never the other way round.
   */
  appearIn(bytes: Uint8Array, start: number, end: number): boolean {
    for (let at = start; at < end; at++) {
      let tag = 0;
      while (at < end && bytes[at]! >= ZERO && bytes[at]! <= NINE) tag = tag * 10 + bytes[at++]! - ZERO;
      if (at < end && bytes[at] === EQUALS && (tag === RAW_DATA || this.tags.has(tag))) return true;
      while (at < end && bytes[at] !== SOH) at++;
    }
    return false;
  }
}

/** Whether texts of this MsgType may repeat a secret that was sent before. */
export function mayEcho(msgType: string | undefined): boolean {
  return msgType !== undefined && ECHOING_TYPES.has(msgType);
}

export function isEchoingTag(tag: number): boolean {
  return ECHOING_TAGS.has(tag);
}
