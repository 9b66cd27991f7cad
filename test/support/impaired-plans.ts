/** Named streams in which one thing goes wrong at length. */
import type { ChannelPlan, LinePlan, OddPlan, StreamPlan } from './plans.js';
import { CLEAN_LINE, NOTHING_ODD, channelConfig, mainPlan } from './plans.js';

export interface ImpairedPlan {
  readonly name: string;
  readonly plan: StreamPlan;
}

const WINDOW = 1000;

interface Shape {
  readonly a?: Partial<LinePlan>;
  readonly b?: Partial<LinePlan>;
  readonly odd?: Partial<OddPlan>;
  readonly channel?: Partial<ChannelPlan>;
  readonly channels?: number;
  readonly window?: number;
  readonly grid?: number;
}

function shaped(seed: number, messages: number, shape: Shape): StreamPlan {
  const base = mainPlan(seed, messages, shape.window ?? WINDOW);
  const count = shape.channels ?? 1;
  const [channel] = base.channels;
  const [line] = channel!.lines;
  return {
    ...base,
    grid: shape.grid ?? 1,
    config: {
      ...base.config,
      channels: Array.from({ length: count }, (_, i) => channelConfig(i, shape.window ?? WINDOW)),
    },
    channels: Array.from({ length: count }, () => ({
      ...channel!,
      messages: Math.ceil(messages / count),
      ...shape.channel,
      lines: [
        { ...line!, ...shape.a },
        { ...line!, ...shape.b },
      ],
    })),
    odd: { ...NOTHING_ODD, ...shape.odd },
  };
}

const SESSIONS = Array.from({ length: 11 }, (_, i) => `DAY${i}`.padEnd(10));
const CALM = { ...CLEAN_LINE, loss: 0.01, duplicate: 0.01, reorder: 0.01, reorderBeats: WINDOW };

/** @param messages about how many in each */
export function impairedPlans(messages: number): readonly ImpairedPlan[] {
  const plans: readonly (readonly [string, Shape])[] = [
    ['line A silent throughout', { a: { silent: [[0, 1]] } }],
    ['line B silent for the middle third', { b: { silent: [[0.33, 0.66]] } }],
    [
      'both lines silent for a while, longer than the hold depth',
      { a: { silent: [[0.4, 0.5]] }, b: { silent: [[0.4, 0.5]] } },
    ],
    ['line B late by less than the window', { b: { delay: WINDOW - 200 } }],
    ['line B late by the window', { b: { delay: WINDOW }, a: { ...CALM, loss: 0.05 } }],
    ['line B late by more than the window', { b: { delay: 3 * WINDOW }, a: { loss: 0.05 } }],
    ['gaps around the hold depth', { odd: { jump: 0.05 } }],
    ['gaps with a window longer than the hold depth', { window: 100_000, a: { loss: 0.2 }, b: { loss: 0.2 } }],
    ['line B from mid-stream on', { b: { silent: [[0, 0.5]] } }],
    ['line A ends early', { a: { silent: [[0.5, 1]] } }],
    [
      'sessions that come and go',
      { odd: { newSession: 0.02, strayedSession: 0.002 }, channel: { sessions: SESSIONS } },
    ],
    [
      'sessions with ends',
      { odd: { newSession: 0.02, endOfSession: 0.05, heartbeat: 0.1 }, channel: { sessions: SESSIONS } },
    ],
    ['heartbeats that announce', { odd: { heartbeat: 0.3 }, a: { loss: 0.1 }, b: { loss: 0.1 } }],
    ['window 0', { window: 0, a: { loss: 0.1 }, b: { loss: 0.1 } }],
    ['window of one beat', { window: 1, a: { loss: 0.1 }, b: { loss: 0.1 } }],
    ['packets without numbers', { odd: { unsequenced: 0.2 } }],
    ['empty, unknown and overlong messages', { odd: { emptyBlock: 0.1, unknown: 0.2 } }],
    ['truncated packets', { odd: { truncated: 0.05, overlong: 0.05, trailing: 0.05 } }],
    ['bad frame check sequences', { a: { badFcs: 0.1 }, b: { badFcs: 0.1 }, odd: { noise: 0.1 } }],
    [
      'both lines in step, deadlines on stamps',
      {
        grid: 50,
        window: 200,
        a: { jitter: 0, reorderBeats: 400, loss: 0.1 },
        b: { jitter: 0, reorderBeats: 400, loss: 0.1 },
      },
    ],
    [
      'back to back on both ports',
      { channel: { burst: [30, 60], packet: [1, 20], spacing: [100, 300] }, a: { jitter: 0 }, b: { jitter: 0 } },
    ],
    [
      'single messages back to back on both ports',
      { channel: { burst: [20, 40], packet: [1, 1], spacing: [200, 500] }, a: { jitter: 0 }, b: { jitter: 0 } },
    ],
    ['each line with packets of its own', { channel: { samePackets: false, burst: [1, 60], spacing: [200, 500] } }],
    [
      'four channels',
      { channels: 4, channel: { spacing: [200, 300] }, a: { loss: 0.05 }, b: { loss: 0.05 }, odd: { heartbeat: 0.05 } },
    ],
    ['numbers around 2^32', { channel: { firstSequence: 2n ** 32n - 500n } }],
    ['numbers around 2^53', { channel: { firstSequence: 2n ** 53n - 500n } }],
    ['numbers around 2^63', { channel: { firstSequence: 2n ** 63n - 500n } }],
    ['numbers up to the end of 64 bits', { channel: { firstSequence: 2n ** 64n - 500n } }],
  ];
  return plans.map(([name, shape], i) => ({ name, plan: shaped(500 + i, messages, shape) }));
}
