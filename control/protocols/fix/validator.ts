/** Checks a parsed message against its dictionary, as QuickFIX does. */
import type { Dictionary } from './dictionary.js';
import type { FixMessage } from './message.js';

export interface ValidationOptions {
  /** Required fields of header, body, group entries and trailer are there (373=1). */
  readonly requiredFields: boolean;
  /** Header, body and trailer stand in that order (373=14). */
  readonly fieldOrder: boolean;
  /** Fields of a group's entry stand in the dictionary's order (373=15). */
  readonly groupOrder: boolean;
  /** Values are among those that the dictionary lists, where it lists any (373=5). */
  readonly enums: boolean;
  /** Values have the format of their type (373=6). */
  readonly types: boolean;
  /** Tags are known (373=0 for one that no message has) and belong to this message (373=2). */
  readonly unknownTags: boolean;
  /** No tag is without a value (373=4). */
  readonly emptyValues: boolean;
  /** Tags from 5000 up are checked like all others. */
  readonly userDefined: boolean;
  /** No tag comes twice outside of groups (373=13). */
  readonly duplicateTags: boolean;
  /** MsgType is one of the dictionary's (373=11). */
  readonly unknownMessages: boolean;
}

export const strictValidation: ValidationOptions = {
  requiredFields: true,
  fieldOrder: true,
  groupOrder: true,
  enums: true,
  types: true,
  unknownTags: true,
  emptyValues: true,
  userDefined: true,
  duplicateTags: true,
  unknownMessages: true,
};

export class Validator {
  constructor(
    readonly session: Dictionary,
    readonly application: Dictionary,
    readonly options: ValidationOptions = strictValidation,
  ) {}
  /** 0 = fine; otherwise SessionRejectReason (373) + 1. Never throws, allocates nothing. */
  validate(_message: FixMessage): number {
    throw new Error('not yet');
  }
  /** RefTagID (371) of the last refusal, 0 when none. Tag 0 itself can be wrong: see `hasRefTagId`. */
  refTagId = 0;
  hasRefTagId = false;
  /** For Text (58) of the last refusal: names the tag and what was wrong. */
  get text(): string {
    return '';
  }
}
