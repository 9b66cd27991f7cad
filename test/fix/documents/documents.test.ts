/** What docs/fix-operations.md shows must work, and it must not leave anything out. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeCommand } from '../../../control/commands/fix/decode.js';
import { realFiles } from '../../../control/core/world-files.js';
import { parseFixConfig } from '../../../control/fix/config/config.js';
import { sessionBody } from '../../../control/fix/config/session-schema.js';
import { strictValidation } from '../../../control/protocols/fix/validator.js';

const operations = readFileSync('docs/fix-operations.md', 'utf8');
const session = readFileSync('docs/fix-session.md', 'utf8');

const block = (language: string): string => new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(operations)![1]!;

/** Names of the members of a union type, as they stand in a source file. */
const eventTypes = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/readonly type: '(\w+)'/g)].map((match) => match[1]!);

describe('docs/fix-operations.md', () => {
  it('shows a configuration that is in order', () => {
    const config = parseFixConfig('docs/fix-operations.md', block('yaml'));
    expect(config.sessions).toHaveLength(2);
    expect(config.templates).toHaveLength(1);
  });

  it('names every key of a session, and every check', () => {
    for (const key of [...Object.keys(sessionBody), ...Object.keys(strictValidation)]) {
      expect(operations, key).toContain(`\`${key}\``);
    }
  });

  it('names every event', () => {
    const types = [
      ...eventTypes('control/fix/session/events.ts'),
      ...eventTypes('control/fix/engine/engine-events.ts'),
    ];
    expect(types.length).toBeGreaterThan(20);
    for (const type of types) expect(operations, type).toContain(`\`${type}\``);
  });

  it('shows what the commands print', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fix-documents-'));
    try {
      const file = join(folder, 'fix.log');
      writeFileSync(file, block('text'));
      const shown = operations
        .split('    $ crossfeed fix decode ')
        .slice(1)
        .map((text) => text.split('\n'));
      expect(shown).toHaveLength(2);
      for (const [command, ...lines] of shown) {
        let out = '';
        const stdin = (async function* (): AsyncGenerator<Uint8Array> {
          // Nothing.
        })();
        const write = (text: string): undefined => void (out += text);
        const io = { files: realFiles, stdin, write, isOpen: () => true, warn: () => undefined, isColour: false };
        const args = command!.split(' ').slice(0, -1);
        await decodeCommand(io).parseAsync([...args, file], { from: 'user' });
        const end = lines.findIndex((line) => line !== '' && !line.startsWith('    '));
        const expected = lines.slice(0, end < 0 ? undefined : end).map((line) => line.slice(4));
        expect(out.trimEnd()).toBe(expected.join('\n').trimEnd());
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('docs/fix-session.md', () => {
  it('has every state, internal and reported', () => {
    const source = readFileSync('control/fix/session/states.ts', 'utf8');
    const names = [...source.matchAll(/^ {2}\| '(\w+)'/gm)].map((match) => match[1]!);
    expect(names).toHaveLength(9);
    for (const name of names) expect(session).toContain(`| \`${name}\` |`);
    const reported = [...source.matchAll(/(?:reported: |, )'([A-Z]\w+)'/g)].map((match) => match[1]!);
    for (const name of reported) expect(session).toContain(`| ${name}`);
  });
});
