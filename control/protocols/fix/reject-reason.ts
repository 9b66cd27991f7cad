/** SessionRejectReason (373), and words for each. */

export const RejectReason = {
  invalidTagNumber: 0,
  requiredTagMissing: 1,
  tagNotDefinedForMessage: 2,
  undefinedTag: 3,
  tagWithoutValue: 4,
  valueIncorrect: 5,
  incorrectDataFormat: 6,
  decryptionProblem: 7,
  signatureProblem: 8,
  compIdProblem: 9,
  sendingTimeAccuracy: 10,
  invalidMsgType: 11,
  xmlValidation: 12,
  tagAppearsMoreThanOnce: 13,
  tagOutOfOrder: 14,
  groupFieldsOutOfOrder: 15,
  incorrectGroupCount: 16,
} as const;

const words: readonly string[] = [
  'invalid tag number',
  'required tag missing',
  'tag not defined for this message type',
  'undefined tag',
  'tag specified without a value',
  'value is incorrect (out of range) for this tag',
  'incorrect data format for value',
  'decryption problem',
  'signature problem',
  'CompID problem',
  'SendingTime accuracy problem',
  'invalid MsgType',
  'XML validation error',
  'tag appears more than once',
  'tag specified out of required order',
  'repeating group fields out of order',
  'incorrect NumInGroup count for repeating group',
];

/** In words, in small letters, for Text (58) and for people. */
export function rejectReasonText(reason: number): string {
  return words[reason] ?? `reason ${reason}`;
}
