/** Not a REASON: the long way of a decision (take.ts) has to do it. */
export const GIVEN_UP = -1;
