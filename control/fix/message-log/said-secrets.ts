/** The secrets that a session has said lately, to know them again where a counterparty repeats them. */
import { MASK } from './secret-fields.js';

/** As many as several logons hold. */
const KEPT = 8;
/** A shorter secret would be found in every text. */
const SHORTEST = 3;
const LONGEST = 4096;

export class SaidSecrets {
  /** Newest last. */
  private readonly secrets: string[] = [];

  get isEmpty(): boolean {
    return this.secrets.length === 0;
  }

  /** Remembers a secret that is about to be said; returns it. */
  note(secret: string): string {
    if (secret.length < SHORTEST || secret.length > LONGEST || this.secrets.includes(secret)) return secret;
    this.secrets.push(secret);
    if (this.secrets.length > KEPT) this.secrets.shift();
    return secret;
  }

  without(text: string): string {
    if (text === '' || this.secrets.length === 0) return text;
    let shown = text;
    // Longest first: a secret may be part of another.
    for (const secret of this.secrets.toSorted((a, b) => b.length - a.length)) shown = shown.replaceAll(secret, MASK);
    return shown;
  }
}
