import { describe, expect, it } from 'vitest';
import { REJECT_REASONS } from '../../control/core/generated/records.js';
import { classify } from './classify.js';
import { MUTATIONS, WILD_MUTATIONS } from './mutations.js';
import { MUTATED_REASONS, MutationStream } from './mutation-stream.js';
import { Oracle } from './oracle.js';

describe('mutated frames', () => {
  it('are rejected for the reason that they were made for', () => {
    const stream = new MutationStream(7, 20_000, 60);
    const seen = new Set<string>();
    const wrong: string[] = [];
    for (const frame of stream.frames()) {
      const { mutation } = frame;
      const { reject } = classify(stream.config, frame);
      if (mutation) seen.add(mutation.name);
      if (mutation ? mutation.reason !== undefined && reject !== mutation.reason : reject !== undefined) {
        wrong.push(`${mutation?.name ?? 'good'}: ${reject ?? 'accepted'}, ${Buffer.from(frame.bytes).toString('hex')}`);
      }
    }
    expect(wrong.slice(0, 5)).toEqual([]);
    expect(seen.size).toBe(MUTATIONS.length + WILD_MUTATIONS.length);
  });

  it('cover every reason but a stale session, which wild sessions bring', () => {
    expect([...REJECT_REASONS].filter((reason) => !MUTATED_REASONS.has(reason))).toEqual(['staleSession']);
    const stream = new MutationStream(8, 5000, 14);
    const oracle = new Oracle(stream.config, () => undefined);
    for (const frame of stream.frames()) oracle.push(frame);
    oracle.endOfInput();
    const { ports, channels } = oracle.counters();
    expect(ports.every((port) => port.rejected.staleSession > 0)).toBe(true);
    expect(channels[0]).toMatchObject({ delivered: stream.messages, gaps: 0 });
  });
});
