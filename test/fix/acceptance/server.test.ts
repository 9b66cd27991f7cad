/** The acceptance server on real sockets, and as a process. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { installationRoot } from '../../../control/core/world-installation.js';
import { realTradingWorld } from '../../../control/core/world-trading.js';
import { definitionsAbsent, fix42Folder, readDefinitions } from './definition-files.js';
import { soh, visible } from './definition.js';
import { dialects, translate, type Dialect } from './dialects.js';
import { fillIn } from './fill-in.js';
import { ownDefinitions } from './own-definitions.js';
import { runDefinition, type Wire } from './run.js';
import { startAcceptanceServer, type AcceptanceServer } from './server.js';
import { socketWire } from './socket-wire.js';

const host = '127.0.0.1';

/**
 * On the virtual clock only: two wait for heartbeats of six seconds, and one is 121 seconds ahead with what is left of the running
 * second as its margin.
 */
const notHere = ['4a_', '6_', '2o_'];

const given = (definitionsAbsent === undefined ? readDefinitions(fix42Folder) : []).filter(
  ({ name }) => !notHere.some((prefix) => name.startsWith(prefix)),
);

describe('on real sockets', () => {
  let server: AcceptanceServer;
  let wire: Wire;

  beforeAll(async () => {
    server = await startAcceptanceServer(realTradingWorld, { host, port: 0 });
    wire = socketWire(server.listener.port);
  });
  afterAll(() => server.close());

  const play = async (dialect: Dialect): Promise<void> => {
    const translated = given.flatMap((definition) => translate(definition, dialect) ?? []);
    for (const definition of [...ownDefinitions(dialect), ...translated]) await runDefinition(definition, wire);
  };

  it.skipIf(definitionsAbsent !== undefined)('the definitions pass as they are given', async () => {
    for (const definition of given) await runDefinition(definition, wire);
  });

  it('all dialects pass at the same time', async () => {
    await Promise.all(dialects.filter(({ version }) => version !== 42).map(play));
    // One of them uses this session beside its own.
    await play(dialects[2]!);
  });
});

describe('as a process', () => {
  const root = installationRoot();
  const script = path.join(root, 'test', 'fix', 'acceptance', 'server.ts');
  const running: ChildProcess[] = [];

  /** Answers what it printed until its first line, or its end. */
  const start = async (...args: string[]) => {
    const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], { cwd: root });
    running.push(child);
    const printed = { out: '', err: '' };
    child.stderr.on('data', (bytes: Buffer) => void (printed.err += bytes.toString()));
    const ended = once(child, 'exit').then(([status]) => status as number | null);
    const line = new Promise<void>((resolve) => {
      child.stdout.on('data', (bytes: Buffer) => {
        printed.out += bytes.toString();
        if (printed.out.includes('\n')) resolve();
      });
    });
    await Promise.race([line, ended]);
    return { child, printed, ended };
  };

  afterEach(() => {
    for (const child of running.splice(0)) child.kill('SIGKILL');
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('says where it listens, serves, and ends at %s', async (signal) => {
    const { child, printed, ended } = await start('--port', '0');
    expect(printed.out).toMatch(
      /^FIX acceptance server on 127\.0\.0\.1:\d+: ISLD for TW40 .* NO_CHECK_FIELDS_HAVE_VALUES\n$/,
    );
    const port = Number(/:(\d+):/.exec(printed.out)?.[1]);
    const tester = await socketWire(port).connect();
    const say = (text: string): void => tester.send(fillIn(text.replaceAll('|', soh), Date.now()));
    const heard = async (): Promise<string> => {
      const received = await tester.next(10_000);
      return received?.kind === 'message' ? visible(received.text) : (received?.kind ?? 'nothing');
    };
    say('8=FIX.4.4|35=A|34=1|49=TW44|52=<TIME>|56=ISLD|98=0|108=30|');
    expect(await heard()).toContain('|35=A|');
    child.kill(signal);
    expect(await heard()).toContain('|35=5|');
    say('8=FIX.4.4|35=5|34=2|49=TW44|52=<TIME>|56=ISLD|');
    expect(await heard()).toBe('closed');
    expect(await ended).toBe(0);
    expect(printed.err).toBe('');
  });

  it('says that a port is taken', async () => {
    const first = await start('--port', '0');
    const port = /:(\d+):/.exec(first.printed.out)?.[1] ?? '';
    const second = await start('--port', port);
    expect(await second.ended).toBe(1);
    expect(second.printed.err).toContain(`127.0.0.1:${port}`);
    expect(second.printed.err).toContain('EADDRINUSE');
  });

  it.each([[[]], [['--port', '65536']], [['--port', 'x']], [['--prot', '1']]])(
    'refuses %j with its usage',
    async (args) => {
      const { ended, printed } = await start(...args);
      expect(await ended).toBe(2);
      expect(printed.err).toContain('usage: npm run -s fix:acceptance -- --port P');
      expect(printed.out).toBe('');
    },
  );
});
