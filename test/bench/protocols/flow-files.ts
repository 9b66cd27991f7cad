/** The generated files that the protocols are measured on: made once, by a process of its own, and kept under `data/bench`. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

/** Part of the files' names: to be raised when what is generated changes. */
const VERSION = 1;
export const SHAPES = {
  wide: { symbols: 8000, orders: 1_000_000 },
  hot: { symbols: 100, orders: 100_000 },
} as const;
export type Shape = keyof typeof SHAPES;
export const SEED = 20101224;

export function flowPath(folder: string, protocol: 'itch50' | 'pitch2', shape: Shape, messages: number): string {
  return join(folder, `${shape}-${messages}-${SEED}-v${VERSION}.${protocol}`);
}

/** The bytes of a file, generated when it is not there yet. Progress goes to stderr. */
export function flowFile(protocol: 'itch50' | 'pitch2', shape: Shape, messages: number): Uint8Array {
  const folder = join(process.cwd(), 'data', 'bench');
  const path = flowPath(folder, protocol, shape, messages);
  if (!existsSync(path)) {
    mkdirSync(folder, { recursive: true });
    const script = join(import.meta.dirname, `flow-files.process${extname(import.meta.filename)}`);
    const args = [...process.execArgv, '--max-old-space-size=8192', script, folder, shape, String(messages)];
    const { status } = spawnSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    if (status !== 0) throw new Error(`the generator of ${path} ended with ${String(status)}`);
  }
  return readFileSync(path);
}
