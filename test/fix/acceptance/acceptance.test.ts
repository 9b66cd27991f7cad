/**
 * Every definition against the engine, in process and on a virtual clock: those of FIX 4.2 as they are, the same in the dialects of the
 * other versions, and a few of our own.
 */
import { describe, expect, it } from 'vitest';
import { definitionsAbsent, fix42Folder, readDefinitions } from './definition-files.js';
import { dialects, translate } from './dialects.js';
import { ownDefinitions } from './own-definitions.js';
import { AcceptanceFailure, runDefinition } from './run.js';
import { virtualServer } from './virtual-server.js';

const given = definitionsAbsent === undefined ? readDefinitions(fix42Folder) : [];

describe.each(dialects.map((dialect) => [dialect.name, dialect] as const))('acceptance, %s', (_name, dialect) => {
  const translated = given.flatMap((definition) => translate(definition, dialect) ?? []);
  const all = [...translated, ...ownDefinitions(dialect)].map((definition) => [definition.name, definition] as const);

  if (definitionsAbsent !== undefined) it('the definitions', (context) => context.skip(definitionsAbsent));

  it.each(all)('%s', async (_definitionName, definition) => {
    await runDefinition(definition, await virtualServer(1));
  });
});

describe('the definitions', () => {
  it.skipIf(definitionsAbsent !== undefined)('are all there', () => {
    expect(given.length).toBe(58);
  });

  it.skipIf(definitionsAbsent !== undefined)('pass whatever way the network cuts and delays', async () => {
    for (let seed = 2; seed <= 6; seed++) {
      for (const definition of given) await runDefinition(definition, await virtualServer(seed));
    }
  });

  it.skipIf(definitionsAbsent !== undefined)('pass one after the other on one server', async () => {
    const wire = await virtualServer(7);
    for (const definition of given) await runDefinition(definition, wire);
  });
});

describe('a failure', () => {
  it('tells the line, both messages, what differs, and the conversation', async () => {
    const [definition] = ownDefinitions(dialects[4]!);
    const steps = definition!.steps.map((step) =>
      step.kind === 'expect' ? { ...step, text: step.text.replace('112=before', '112=other') } : step,
    );
    const failure = runDefinition({ name: 'made to fail', steps }, await virtualServer(1));
    await expect(failure).rejects.toThrow(AcceptanceFailure);
    await expect(failure).rejects.toThrow(
      /made to fail:7\n {2}expected .*\n {2}received .*\n {4}112 is before, expected other/,
    );
    await expect(failure).rejects.toThrow(/ 6 -> .*112=before.*\n {4}7 <- .*112=before/);
  });
});
