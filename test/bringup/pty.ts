/** A pseudo-terminal for tests, held by a small Python process: the far end of a serial line. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import type { Duplex, Readable, Writable } from 'node:stream';
import { installationRoot } from '../../control/core/world-installation.js';

const SCRIPT = join(installationRoot(), 'test', 'bringup', 'pty.py');

export class Pty {
  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
    /** Where the device is; the name stays the same when it is unplugged and plugged in again. */
    readonly path: string,
  ) {}

  /** @param onBytes what the near end wrote */
  static async open(onBytes: (bytes: Buffer) => void): Promise<Pty> {
    const folder = mkdtempSync(join(tmpdir(), 'crossfeed-pty-'));
    const path = join(folder, 'tty');
    const child = spawn('python3', [SCRIPT, path], { stdio: ['pipe', 'pipe', 'inherit', 'pipe'] });
    const pty = new Pty(child, folder, path);
    (child.stdout as Readable).on('data', onBytes);
    await once(pty.control, 'data');
    return pty;
  }

  /** To the near end. */
  write(bytes: Uint8Array): void {
    (this.child.stdin as Writable).write(bytes);
  }

  async unplug(): Promise<void> {
    await this.command('unplug');
  }

  async plug(): Promise<void> {
    await this.command('plug');
  }

  /** The far end runs at this rate: with another one nothing is understood. */
  async setBaud(baud: number): Promise<void> {
    await this.command(`baud ${baud}`);
  }

  async close(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.control.end();
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get control(): Duplex {
    return this.child.stdio[3] as Duplex;
  }

  private async command(text: string): Promise<void> {
    const done = once(this.control, 'data');
    this.control.write(`${text}\n`);
    await done;
  }
}
