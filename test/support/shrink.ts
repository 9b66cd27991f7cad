/** Makes a failing list of frames small, and prints it so that it can be read and written down as a test. */
import type { FeedConfig } from '../../control/core/feed.js';
import { classify, readBlocks } from './classify.js';
import type { Frame } from './frames.js';
import { Wire } from './wire.js';

/** Delta debugging: drops frames as long as `fails` stays true, within a number of tries. */
export async function shrinkFrames(
  frames: readonly Frame[],
  fails: (frames: readonly Frame[]) => Promise<boolean>,
  tries = 400,
): Promise<readonly Frame[]> {
  let left = frames;
  let chunk = Math.ceil(frames.length / 2);
  let budget = tries;
  while (chunk >= 1 && budget > 0) {
    let dropped = false;
    for (let at = 0; at < left.length && budget > 0;) {
      const without = [...left.slice(0, at), ...left.slice(at + chunk)];
      budget--;
      if (without.length > 0 && (await fails(without))) {
        left = without;
        dropped = true;
      } else at += chunk;
    }
    if (chunk === 1 && !dropped) break;
    chunk = dropped ? Math.min(chunk, Math.ceil(left.length / 2)) : Math.floor(chunk / 2);
  }
  return left;
}

/** Frames as events: what is on the wire when, in the order in which it counts. */
export function describeFrames(config: FeedConfig, frames: readonly Frame[]): string {
  const wire = new Wire(2);
  for (const frame of frames) wire.add(frame);
  const lines = config.channels.map((channel, i) => {
    const { start, windowNs, session, filter } = channel;
    const window = Math.ceil((windowNs * 10) / 64);
    const extra = `${session === undefined ? '' : ` session=${JSON.stringify(session)}`}${filter ? ' filter' : ''}`;
    return `channel ${i}: window=${window} beats, start=${String(start)}${extra}`;
  });
  for (let timed = wire.takeUpTo(Infinity); timed; timed = wire.takeUpTo(Infinity)) {
    const { frame, start, stamp } = timed;
    const classified = classify(config, frame);
    let what: string;
    if (classified.reject !== undefined) what = `reject ${classified.reject} (${frame.bytes.length} bytes)`;
    else {
      const { channel, session, sequence, count, payload } = classified.packet;
      const { messages } = readBlocks(payload, count);
      const blocks = messages.map((m) => (m.length === 0 ? '-' : `${String.fromCharCode(m[0]!)}${m.length}`)).join(',');
      const kind = count === 0 ? 'heartbeat' : count === 0xffff ? 'end' : `count=${count} [${blocks}]`;
      what = `channel=${channel} session=${JSON.stringify(session)} sequence=${sequence} ${kind}`;
    }
    lines.push(`arrival=${frame.arrival} start=${start} stamp=${stamp} port=${frame.port}: ${what}`);
  }
  return lines.join('\n');
}
