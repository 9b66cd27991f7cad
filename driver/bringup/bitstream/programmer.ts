/** JTAG programming by `openFPGALoader`, a program of its own that the lab installs. */
import { spawn } from 'node:child_process';
import { BringupError } from '../errors.js';

export interface ProgramOptions {
  readonly file: string;
  /** Of openFPGALoader: `--cable`, `--board`; absent: its own choice. */
  readonly cable?: string | undefined;
  readonly board?: string | undefined;
  /** Into the flash memory, to stay; otherwise into the chip, until power is off. */
  readonly flash: boolean;
}

export interface Programmer {
  /** Its version; undefined: it is not installed. */
  version(signal: AbortSignal): Promise<string | undefined>;
  /** Rejects with BringupError and the end of what the program said. */
  program(options: ProgramOptions, signal: AbortSignal): Promise<void>;
}

const OUTPUT_KEPT = 400;

export class OpenFpgaLoader implements Programmer {
  constructor(private readonly command = 'openFPGALoader') {}

  async version(signal: AbortSignal): Promise<string | undefined> {
    try {
      const { output } = await this.execute(['--Version'], signal);
      return output.trim().split('\n')[0] ?? '';
    } catch {
      return undefined;
    }
  }

  async program({ file, cable, board, flash }: ProgramOptions, signal: AbortSignal): Promise<void> {
    const args = [
      ...(cable === undefined ? [] : ['--cable', cable]),
      ...(board === undefined ? [] : ['--board', board]),
      ...(flash ? ['--write-flash', '--verify'] : ['--write-sram']),
      file,
    ];
    const { status, output } = await this.execute(args, signal);
    if (status === 0) return;
    throw new BringupError('JTAG_FAILED', 'JTAG programming failed', {
      where: file,
      found: output.trim().slice(-OUTPUT_KEPT) || `exit status ${status}`,
    });
  }

  private execute(
    args: readonly string[],
    signal: AbortSignal,
  ): Promise<{ readonly status: number; readonly output: string }> {
    return new Promise((resolve, reject) => {
      const child = spawn(this.command, args, { signal, stdio: ['ignore', 'pipe', 'pipe'] });
      let output = '';
      const keep = (chunk: Buffer): void => void (output = (output + chunk.toString('utf8')).slice(-4 * OUTPUT_KEPT));
      child.stdout.on('data', keep);
      child.stderr.on('data', keep);
      child.on('error', reject);
      child.on('close', (status) => resolve({ status: status ?? 1, output }));
    });
  }
}
