/**
 * What the matcher knows a session's commands by. It takes only numbers above the last one, so a command that a gateway repeats, or that the
 * client sends again to the other gateway, is taken once: its number is made of the number of the FIX message that asked for it.
 *
 *     run (17 bits) · MsgSeqNum (26 bits) · counter (10 bits)
 *
 * The run counts how often numbers were reset. The counter is 0 for what a message asks for; what a session does of itself
 * (heartbeats, logons out of order) counts on behind the last message.
 */
const COUNTER = 2 ** 10;
const RUN = 2 ** 36;
/** MsgSeqNums of a session go no higher; then it must reset. */
export const MAX_SEQUENCE = 2 ** 26 - 1;
export const MAX_RUN = 2 ** 17 - 1;
export const MAX_COUNTER = COUNTER - 1;

export interface CommandId {
  readonly run: number;
  readonly sequence: number;
  readonly counter: number;
}

export function packCommandId({ run, sequence, counter }: CommandId): number {
  return run * RUN + sequence * COUNTER + counter;
}

export function unpackCommandId(id: number): CommandId {
  const run = Math.floor(id / RUN);
  const rest = id - run * RUN;
  const sequence = Math.floor(rest / COUNTER);
  return { run, sequence, counter: rest - sequence * COUNTER };
}
