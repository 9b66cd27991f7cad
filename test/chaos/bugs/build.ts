/** A bundle of the simulation that has every bug of the table in it, asleep: the hunt switches one on. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { installationRoot } from '../../../control/core/world-installation.js';
import { BUGS, type Bug, type Change } from './table.js';

const HUNT = 'test/chaos/bugs/hunt.ts';

/** Changes that do not fit their file: the source has moved on. */
export function misfits(): string[] {
  return BUGS.flatMap(({ name, changes }) =>
    changes.flatMap(({ file, find }) => {
      const times = readFileSync(join(installationRoot(), file), 'utf8').split(find).length - 1;
      return times === 1 ? [] : [`${name}: found ${times} times in ${file}, expected once: ${find}`];
    }),
  );
}

/** Writes the bundle. Throws where a change does not fit. */
export async function buildHunt(outfile: string): Promise<void> {
  const wrong = misfits();
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
  await build({
    entryPoints: [join(installationRoot(), HUNT)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
    // What is no module of ours asks for its own with `require`.
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
    },
    plugins: [withBugs],
  });
}

const withBugs: Plugin = {
  name: 'bugs',
  setup(build) {
    const byFile = new Map<string, [Bug, Change][]>();
    for (const bug of BUGS) {
      for (const change of bug.changes) {
        const path = join(installationRoot(), change.file);
        byFile.set(path, [...(byFile.get(path) ?? []), [bug, change]]);
      }
    }
    build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const changes = byFile.get(path);
      if (changes === undefined) return undefined;
      const contents = changes.reduce(
        (text, [{ name }, change]) => switched(text, name, change),
        readFileSync(path, 'utf8'),
      );
      return { contents, loader: 'ts' };
    });
  },
};

function switched(text: string, name: string, { find, replace }: Change): string {
  const isOn = `(globalThis as { crossfeedBug?: string }).crossfeedBug === '${name}'`;
  // Another bug in the same place has its own words in front: what was there originally stands last.
  const at = text.lastIndexOf(find);
  const both = find.endsWith(';')
    ? `if (${isOn}) { ${replace} } else { ${find} }`
    : `(${isOn} ? (${replace}) : (${find}))`;
  return text.slice(0, at) + both + text.slice(at + find.length);
}
