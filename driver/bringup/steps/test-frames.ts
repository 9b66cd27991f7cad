/** Test frames of a port: the generator sends so many, the checker compares what comes back. */
import { fail, type StepContext } from './step.js';

export interface TestFrames {
  readonly port: number;
  readonly frames: number;
  /** Without FCS, a multiple of 8. */
  readonly frameBytes: number;
  /** Generator into the receiver of its own port; otherwise over the wire. */
  readonly loopback: boolean;
  /** Payload bits to be sent wrong. */
  readonly inject?: number;
  /** The counts go on, and the checker goes on with the sequence that it has found: it compares from the first bit. */
  readonly goesOn?: boolean;
  /** Leaves checker and loopback on for a test that goes on. */
  readonly staysOn?: boolean;
}

export interface TestFrameCounts {
  readonly sent: number;
  /** That came back whole. */
  readonly received: number;
  /** Bits compared. */
  readonly bits: number;
  /** Of those, wrong ones. */
  readonly errors: number;
  readonly badFcs: number;
  readonly lockLosses: number;
  readonly isLocked: boolean;
}

const CONTROL_OFF = 0;
const POLL_MS = 5;
const POLL_MOST_MS = 250;

/** Sends them all and says what came of them. The generator is off afterwards, also when the step's time
 * ran out. */
export async function sendTestFrames(context: StepContext, test: TestFrames): Promise<TestFrameCounts> {
  const { card, signal } = context;
  const block = `prbs[${test.port}]`;
  const on = { check: 1, loopback: test.loopback ? 1 : 0 };
  const control = (fields: Readonly<Record<string, number>>): Promise<void> =>
    card.write(`${block}.CONTROL`, card.bits(`${block}.CONTROL`, fields), signal);
  await card.write(`${block}.FRAME_BYTES`, test.frameBytes, signal);
  await card.write(`${block}.FRAMES`, test.frames, signal);
  if (test.goesOn !== true) await control({ ...on, clear: 1 });
  try {
    if (test.inject !== undefined) await card.write(`${block}.INJECT`, test.inject, signal);
    await control({ ...on, generate: 1 });
    const loops = await card.field(`${block}.CONTROL`, 'loopback', signal);
    if (loops !== on.loopback) fail(`loopback of port ${test.port} cannot be switched ${test.loopback ? 'on' : 'off'}`);
    for (
      let pause = POLL_MS;
      (await card.field(`${block}.STATUS`, 'sending', signal)) === 1;
      pause = Math.min(2 * pause, POLL_MOST_MS)
    ) {
      await context.wait(pause);
    }
    await card.client.snapshot(signal);
    return await countsOf(context, test.port);
  } finally {
    const rest = test.staysOn === true ? card.bits(`${block}.CONTROL`, on) : CONTROL_OFF;
    if (!card.client.isLost) await card.write(`${block}.CONTROL`, rest).catch(() => undefined);
  }
}

async function countsOf({ card, signal }: StepContext, port: number): Promise<TestFrameCounts> {
  const first = card.names.get(`prbs[${port}].SENT`).address;
  const words = await card.dump(first, 10, signal);
  const wide = (index: number): number => words[2 * index + 1]! * 2 ** 32 + words[2 * index]!;
  return {
    sent: wide(0),
    received: wide(1),
    bits: wide(2),
    errors: wide(3),
    badFcs: wide(4),
    lockLosses: await card.read(`prbs[${port}].LOCK_LOSSES`, signal),
    isLocked: (await card.field(`prbs[${port}].STATUS`, 'locked', signal)) === 1,
  };
}
