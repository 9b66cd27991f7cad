/** FIX dictionaries. */
export type DictionaryName =
  'FIX40' | 'FIX41' | 'FIX42' | 'FIX43' | 'FIX44' | 'FIX50' | 'FIX50SP1' | 'FIX50SP2' | 'FIXT11';

/** A field of a venue's own, or another meaning of a standard one. Plain data: it may come from a configuration file. */
export interface FieldExtension {
  readonly tag: number;
  readonly name: string;
  /** A FIX type name as in the specification, in upper case: INT, PRICE, UTCTIMESTAMP, … */
  readonly type: string;
  /** Value → meaning. Absent or empty: any value of the type. */
  readonly values?: Readonly<Record<string, string>>;
}

/** A member of a message or group: a field, or a group with the members of its entries. */
export interface MemberExtension {
  readonly tag: number;
  readonly required?: boolean;
  readonly group?: readonly MemberExtension[];
}

export interface MessageExtension {
  readonly msgType: string;
  /** Needed for a message that the dictionary does not have. */
  readonly name?: string;
  /** Added to those the message has; a member with the tag of one it has replaces it. */
  readonly members: readonly MemberExtension[];
}

export interface DictionaryExtension {
  readonly fields?: readonly FieldExtension[];
  readonly messages?: readonly MessageExtension[];
  /** Added to the header and the trailer of every message. */
  readonly header?: readonly MemberExtension[];
  readonly trailer?: readonly MemberExtension[];
}

export interface Dictionary {
  readonly name: DictionaryName;
  /** "FIX.4.2", "FIXT.1.1"; for 5.0 and later, which have none of their own, "FIXT.1.1" too. */
  readonly beginString: string;
}

export function dictionary(_name: DictionaryName, _extension?: DictionaryExtension): Dictionary {
  throw new Error('not yet');
}
