/** Errors of the FIX codec. They carry a stable `code` as all of Crossfeed's do; this folder imports nothing, so their base is here. */

/**
 * `FIX_VALUE` a value that cannot stand in a field, `FIX_TOO_LONG` a message above the encoder's limit, `FIX_STATE` a call out of its
 * order, `FIX_DICTIONARY` a dictionary or an extension of one that contradicts itself.
 */
export type FixCodecErrorCode = 'FIX_VALUE' | 'FIX_TOO_LONG' | 'FIX_STATE' | 'FIX_DICTIONARY';

export class FixCodecError extends Error {
  constructor(
    readonly code: FixCodecErrorCode,
    message: string,
  ) {
    super(message);
    this.name = new.target.name;
  }
}

/** A field or message that cannot be encoded. The field is not written, and the encoder goes on as if it had not been asked. */
export class FixEncodeError extends FixCodecError {
  /** @param tag the field's tag; 0 when the error is not about one field */
  constructor(
    code: FixCodecErrorCode,
    readonly tag: number,
    message: string,
  ) {
    super(code, tag === 0 ? message : `tag ${tag}: ${message}`);
  }
}

export class FixDictionaryError extends FixCodecError {
  constructor(message: string) {
    super('FIX_DICTIONARY', message);
  }
}
