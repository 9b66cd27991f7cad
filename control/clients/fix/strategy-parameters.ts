/**
 * TargetStrategyParameters (848): `name=value;name=value`. Three names say what Crossfeed's own tags say, so that a client with the plain dictionary can say it too:
 * `strategy` (7101), `trigger` (7102) and `link` (7103). The others are parameters of the algorithm.
 */
import { TAG } from './tags.js';
import type { Fault } from './fault.js';

export const PARAMETER_NAME = /^[A-Za-z][A-Za-z0-9_.-]{0,31}$/;
const VALUE = /^[\x20-\x7e]{1,64}$/;
export const PARAMETERS_MAX = 32;

/** Names that are no parameters of an algorithm; JSON has members of their own for them. */
export const RESERVED_NAMES: ReadonlySet<string> = new Set([
  'strategy',
  'trigger',
  'link',
  'name',
  'start',
  'end',
  'participation',
]);

export interface StrategyParameters {
  strategy: string;
  trigger: string;
  link: string;
  /** What is left; the same empty object each time when nothing is. */
  parameters: Readonly<Record<string, string>>;
}

export const NO_PARAMETERS: Readonly<Record<string, string>> = Object.freeze({});

/** False when it cannot be read; `fault` says why. */
export function readStrategyParameters(text: string, into: StrategyParameters, fault: Fault): boolean {
  const parameters: Record<string, string> = {};
  const seen = new Set<string>();
  for (const piece of text.split(';')) {
    if (piece.trim() === '') continue;
    const equals = piece.indexOf('=');
    const name = piece.slice(0, Math.max(0, equals)).trim();
    const value = piece.slice(equals + 1).trim();
    if (equals < 0 || !PARAMETER_NAME.test(name) || !VALUE.test(value)) {
      return fault.set(TAG.targetStrategyParameters, JSON.stringify(piece), 'name=value pairs with ; between them');
    }
    if (seen.has(name)) return fault.set(TAG.targetStrategyParameters, `${name} twice`, 'each name once');
    if (seen.size === PARAMETERS_MAX) {
      return fault.set(TAG.targetStrategyParameters, 'more', `at most ${PARAMETERS_MAX} parameters`);
    }
    seen.add(name);
    if (name === 'strategy' || name === 'trigger' || name === 'link') into[name] = value;
    else if (RESERVED_NAMES.has(name)) {
      return fault.set(TAG.targetStrategyParameters, name, 'another name: there is a field for this one');
    } else parameters[name] = value;
  }
  into.parameters = Object.keys(parameters).length === 0 ? NO_PARAMETERS : parameters;
  return true;
}
