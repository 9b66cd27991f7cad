/** What is wrong with a configuration. */
import { InputError } from './errors.js';

export class ConfigError extends InputError {
  constructor(
    readonly file: string,
    readonly complaints: readonly string[],
  ) {
    super('CONFIG_INVALID', complaints.join('\n'));
  }
}

export type ConfigPath = readonly PropertyKey[];

/** `sessions[0].endpoints[1].port`. */
export function pathText(path: ConfigPath): string {
  const joined = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  return joined === '' ? 'the file' : joined.replace(/^\./, '');
}
