/** The processes of the bench: the server, and pages, started from the sources or from what is built of them. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { extname, join } from 'node:path';

const EXTENSION = extname(import.meta.filename);
/** Sources need what reads TypeScript. */
const ARGUMENTS = EXTENSION === '.ts' ? ['--import', 'tsx'] : [];

/** Talks to a process that answers each message with one. */
export class Asked {
  private constructor(readonly child: ChildProcess) {}

  /** @returns the process, and the first that it said */
  static async start(
    name: string,
    args: readonly string[],
  ): Promise<readonly [Asked, Readonly<Record<string, unknown>>]> {
    const child = fork(join(import.meta.dirname, `${name}.process${EXTENSION}`), args, { execArgv: ARGUMENTS });
    const asked = new Asked(child);
    return [asked, await asked.heard()];
  }

  async ask(): Promise<Readonly<Record<string, unknown>>> {
    const answer = this.heard();
    this.child.send({});
    return answer;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await gone;
  }

  private async heard(): Promise<Readonly<Record<string, unknown>>> {
    const [message] = (await once(this.child, 'message')) as [Readonly<Record<string, unknown>>];
    return message;
  }
}

export const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
