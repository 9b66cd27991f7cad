/** Checks a channel's configuration. */
import type { ChannelConfig } from '../../core/feed.js';
import type { ArbiterConfig } from '../arbiter/channel-arbiter.js';
import { newSequence, setSequence } from '../arbiter/sequence.js';
import { FeedConfigError } from '../frames/errors.js';
import { nsToBeatsUp } from '../frames/wire-time.js';

/** What the arbiter needs of a channel's configuration. Throws FeedConfigError naming the channel. */
export function arbiterConfig(config: ChannelConfig, index: number): ArbiterConfig {
  const where = `channel ${index}`;
  const { windowNs, start, session, protocol } = config;
  const sequences = protocol === 'pitch2' ? 2n ** 32n : 2n ** 64n;
  if (!Number.isSafeInteger(windowNs) || windowNs < 0 || windowNs > 60e9) {
    throw new FeedConfigError('FEED_WINDOW', 'no such window', { where, found: windowNs, expected: '0 to 60e9 ns' });
  }
  if (start !== 'first' && (start < 0n || start >= sequences)) {
    throw new FeedConfigError('FEED_START', 'no such sequence number', {
      where,
      found: start,
      expected: protocol === 'pitch2' ? '0 to 2^32 - 1' : '0 to 2^64 - 1',
    });
  }
  const expected = newSequence();
  if (start !== 'first') setSequence(expected, start);
  return {
    windowBeats: nsToBeatsUp(windowNs),
    ...(start === 'first' ? {} : { start: expected }),
    ...(session === undefined ? {} : { session: parseSession(session, where) }),
  };
}

/** A session's ten bytes, space-padded, as big-endian numbers of 4, 4 and 2 bytes. */
function parseSession(text: string, where: string): [number, number, number] {
  if (text.length > 10 || /[^\0-\xff]/.test(text)) {
    throw new FeedConfigError('FEED_SESSION', 'no such session', {
      where,
      found: text,
      expected: 'up to 10 Latin-1 characters',
    });
  }
  const bytes = new DataView(new ArrayBuffer(10));
  for (let i = 0; i < 10; i++) bytes.setUint8(i, i < text.length ? text.charCodeAt(i) : 0x20);
  return [bytes.getInt32(0), bytes.getInt32(4), bytes.getUint16(8)];
}

/** The units that a channel's lines name: one for every line of PITCH, none elsewhere. Throws FeedConfigError. */
export function unitsOf({ protocol, lines }: ChannelConfig, index: number): readonly number[] {
  const where = `channel ${index}`;
  const units = lines.flatMap(({ unit }) => (unit === undefined ? [] : [unit]));
  const wrong = units.find((unit) => !Number.isInteger(unit) || unit < 0 || unit > 255);
  if (wrong !== undefined) {
    throw new FeedConfigError('FEED_UNIT', 'no such unit', { where, found: wrong, expected: '0 to 255' });
  }
  if (units.length !== (protocol === 'pitch2' ? lines.length : 0)) {
    throw new FeedConfigError('FEED_UNIT', `lines of ${protocol} with a unit`, {
      where,
      found: `${units.length} of ${lines.length}`,
      expected: protocol === 'pitch2' ? 'every one' : 'none',
    });
  }
  return units;
}
