/** A secret that does not get out by accident: printed, logged, serialised or inspected it says `[secret]`. */

const inspect = Symbol.for('nodejs.util.inspect.custom');

export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The secret itself, for the one place that puts it on the wire or into a signature. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [inspect](): string {
    return '[secret]';
  }
}

/** Where adapters get what they log on with. Values change when a credential is rotated: ask again for every logon. */
export interface VenueCredentials {
  /** A field of a venue's credential, such as `password`, `apiKey`, `secret`, `privateKey`; undefined when there is none. */
  get(venue: string, field: string): Secret | undefined;
}
