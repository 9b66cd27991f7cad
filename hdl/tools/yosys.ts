/** Runs yosys (WebAssembly, no command line) on files in memory. */
import { runYosys } from '@yowasp/yosys';

export interface YosysRun {
  readonly log: string;
  /** What it wrote, as text. */
  readonly file: (name: string) => string;
}

/** @throws Error with the end of the log when a command fails */
export async function yosys(commands: readonly string[], files: Readonly<Record<string, string>>): Promise<YosysRun> {
  let log = '';
  const decoder = new TextDecoder();
  const keep = (bytes: Uint8Array | null): void => {
    if (bytes !== null) log += decoder.decode(bytes, { stream: true });
  };
  try {
    const written = await runYosys(['-p', commands.join('; ')], files, { stdout: keep, stderr: keep });
    return {
      log,
      file: (name) => {
        const found = written?.[name];
        if (found === undefined || !(found instanceof Uint8Array || typeof found === 'string')) {
          throw new Error(`yosys wrote no ${name}`);
        }
        return typeof found === 'string' ? found : new TextDecoder().decode(found);
      },
    };
  } catch (error) {
    throw new Error(`${log.slice(-4000)}\n${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
