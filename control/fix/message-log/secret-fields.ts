/** Which FIX fields hold secrets, and how to take them out of a message before anybody sees it. */

/** Tags below are looked up in a table. */
const TABLE_TAGS = 8192;

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
    for (const tag of [...this.tags, RAW_DATA]) if (tag < TABLE_TAGS) this.table[tag] = 1;
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

  /** By tag: 1 where a field may be secret, whatever the MsgType. Tags above are all looked up by `mayBeSecret`. */
  readonly table = new Uint8Array(TABLE_TAGS);

  /** Whether a field with this tag may be secret in some message. */
  mayBeSecret(tag: number): boolean {
    return tag < TABLE_TAGS ? this.table[tag] === 1 : this.tags.has(tag);
  }
}

/** Whether texts of this MsgType may repeat a secret that was sent before. */
export function mayEcho(msgType: string | undefined): boolean {
  return msgType !== undefined && ECHOING_TYPES.has(msgType);
}

export function isEchoingTag(tag: number): boolean {
  return ECHOING_TAGS.has(tag);
}
