/**
 * Acceptance definitions (`.def`): what a tester sends to a FIX acceptor and what must come back, one action a line. The format is
 * told in fix/acceptance/README.md of the shared files; texts are Latin-1, fields are separated by SOH.
 */
import { InputError } from '../../../control/core/errors.js';

/** What ends a field. */
export const soh = '\x01';

export type Action =
  | { readonly kind: 'connect' | 'disconnect' | 'expectDisconnect' }
  /** `text` as it stands in the file: placeholders not filled in. */
  | { readonly kind: 'send' | 'expect'; readonly text: string };

export type Step = Action & {
  /** Which of the tester's connections; 1 where the line names none. */
  readonly connection: number;
  /** Line of the file, from 1. */
  readonly line: number;
};

export interface Definition {
  readonly name: string;
  readonly steps: readonly Step[];
}

/** A line that is no action. */
export class DefinitionError extends InputError {}

/** @param text the file's content, one character a byte. Throws DefinitionError. */
export function parseDefinition(name: string, text: string): Definition {
  const steps: Step[] = [];
  text.split('\n').forEach((raw, index) => {
    const line = raw.replace(/\r$/, '');
    if (line === '' || line.startsWith('#')) return;
    const action = /^([IEie])(?:(\d),)?(.*)$/.exec(line);
    const step = action && stepOf(action[1]!, action[3]!);
    if (!step) {
      throw new DefinitionError('ACCEPTANCE_DEFINITION', 'not an action', {
        where: `${name}:${index + 1}`,
        found: visible(line).slice(0, 60),
        expected: 'iCONNECT, iDISCONNECT, eDISCONNECT, I<message>, E<message> or a comment',
      });
    }
    steps.push({ ...step, connection: Number(action[2] ?? '1'), line: index + 1 });
  });
  return { name, steps };
}

function stepOf(letter: string, rest: string): Action | undefined {
  if (letter === 'I') return { kind: 'send', text: rest };
  if (letter === 'E') return { kind: 'expect', text: rest };
  if (letter === 'i' && rest === 'CONNECT') return { kind: 'connect' };
  if (letter === 'i' && rest === 'DISCONNECT') return { kind: 'disconnect' };
  if (letter === 'e' && rest === 'DISCONNECT') return { kind: 'expectDisconnect' };
  return undefined;
}

/** A message for people: SOH as `|`. */
export function visible(text: string): string {
  return text.replaceAll(soh, '|');
}
