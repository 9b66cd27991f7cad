import { describe, expect, it } from 'vitest';
import { CrossfeedError, InputError } from './errors.js';
import { createLogger, silentLogger, type LogLevel } from './logging.js';

function lines(level: LogLevel = 'debug') {
  const written: string[] = [];
  const logger = createLogger({
    clock: { monotonicNs: () => 0, epochMs: () => 1234 },
    level,
    name: 'test',
    destination: { write: (line: string) => written.push(line) },
  });
  return { logger, read: () => written.map((line) => JSON.parse(line)) };
}

describe('logging', () => {
  it('writes one object a line, with the time of the World', () => {
    const { logger, read } = lines();
    logger.child({ session: 'A' }).warn('gap', { first: 5n, count: 2 });
    expect(read()).toMatchObject([
      { level: 40, time: 1234, name: 'test', session: 'A', first: '5', count: 2, msg: 'gap' },
    ]);
  });

  it('leaves out what is below its level', () => {
    const { logger, read } = lines('warn');
    logger.debug('a');
    logger.info('b');
    logger.error('c');
    expect(read().map((line) => line.msg)).toEqual(['c']);
    silentLogger.child({}).error('nothing');
  });

  it('takes secrets out at any depth, also from FIX text and from errors', () => {
    const { logger, read } = lines();
    const fix = '8=FIX.4.4\u000135=A\u0001554=hunter2\u0001925=hunter3\u000110=000\u0001';
    logger.child({ token: 'hunter4' }).info('logon', {
      venue: { password: 'hunter5', list: [{ apiKey: 'hunter6', user: 'ann' }] },
      fix,
      error: new Error(`refused ${fix}`),
    });
    const [line] = read();
    expect(JSON.stringify(line)).not.toMatch(/hunter/);
    expect(line.venue.list[0].user).toBe('ann');
    expect(line.fix).toContain('\u000110=000');
    expect(line.error.message).toContain('refused');
  });
});

describe('errors', () => {
  it('say where, what was found and what was expected', () => {
    const error = new InputError('CAPTURE_MAGIC', 'not a capture', {
      where: 'x.pcap:0',
      found: '0x00',
      expected: '0xa1b2c3d4',
    });
    expect(error.message).toBe('x.pcap:0: not a capture: found 0x00, expected 0xa1b2c3d4');
    expect(error).toMatchObject({ name: 'InputError', code: 'CAPTURE_MAGIC', exitStatus: 2, found: '0x00' });
    expect(new CrossfeedError('X', 'plain').message).toBe('plain');
    expect(new CrossfeedError('X', 'plain').exitStatus).toBe(1);
  });
});
