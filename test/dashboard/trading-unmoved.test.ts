/**
 * Trading does not notice what becomes of the dashboard: while its process stands still, is flooded, or is killed, each order goes its whole way in the process that has the gateway's
 * socket, the socket waits for nobody, and what it keeps for a reader that does not read is bounded.
 */
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Feeder } from '../bench/dashboard/feeder.js';
import { Asked } from '../bench/dashboard/processes.js';
import { InProcessDesk } from '../bench/gateway/in-process.js';
import { until } from './waiting.js';

const ORDERS = 40;
const PUSHES = 60;

describe('orders beside the dashboard', () => {
  const desk = new InProcessDesk('os');
  const feeder = new Feeder(0);
  const started: Asked[] = [];
  let url = '';
  let server: Asked;

  const start = async (): Promise<void> => {
    const [asked, { url: at }] = await Asked.start('server', [feeder.path, '/nowhere']);
    started.push(asked);
    server = asked;
    url = String(at);
    await until('the picture to be live', async () => {
      feeder.push();
      return (await fetch(new URL('/readyz', url))).status === 200;
    });
  };
  /** Orders, each to its end, with a whole picture pushed before each piece of them. */
  const trade = async (): Promise<number> => {
    let done = 0;
    for (let push = 0; push < PUSHES; push++) {
      feeder.touch();
      feeder.push();
      if (push % (PUSHES / 4) === 0) done += (await desk.oneByOne(ORDERS)).length;
      await new Promise((next) => setImmediate(next));
    }
    return done;
  };
  const allOfThem = 4 * (ORDERS - Math.floor(ORDERS * 0.3));

  beforeAll(async () => {
    await desk.start();
    await feeder.listen();
    await start();
  });
  afterAll(async () => {
    for (const each of started) await each.stop();
    await feeder.close();
    await desk.close();
  });

  it('go on while it stands still, and it catches up with one picture', async () => {
    server.child.kill('SIGSTOP');
    try {
      expect(await trade()).toBe(allOfThem);
      // The kernel's buffer is full, and ours has one picture: nothing more is kept.
      expect(feeder.passedOver).toBeGreaterThan(PUSHES / 3);
    } finally {
      server.child.kill('SIGCONT');
    }
    await until('the newest picture', async () => {
      feeder.push();
      return (await fetch(new URL('/readyz', url))).status === 200;
    });
  });

  it('go on while it is flooded, and while somebody floods the gateway’s socket', async () => {
    const flood = Array.from({ length: 200 }, () => fetch(new URL('/api/v1/books', url)).then(({ status }) => status));
    const query = `${JSON.stringify({ type: 'query', id: 1, query: 'book', symbol: 'AAAA', depth: 10 })}\n`;
    const deaf = connect(feeder.path);
    const rude = connect(feeder.path);
    const cutOff = new Promise<void>((done) => rude.once('close', () => done()));
    deaf.on('error', () => undefined).write(query.repeat(500));
    rude
      .on('error', () => undefined)
      .resume()
      .write('x'.repeat(1_000_000));
    expect(await trade()).toBe(allOfThem);
    await cutOff;
    deaf.destroy();
    const answers = await Promise.all(flood);
    expect(answers.filter((status) => status === 200).length).toBeGreaterThan(0);
    expect(answers.every((status) => status < 500 || status === 503)).toBe(true);
  });

  it('go on when it is killed, and another takes its place', async () => {
    server.child.kill('SIGKILL');
    expect(await trade()).toBe(allOfThem);
    await start();
  });
});
