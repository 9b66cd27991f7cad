/**
 * The limits in force: from a file, changed at run time. Every change is checked as a whole, has an owner, and is told to the listeners as a record: the engine
 * journals it and gives it to `restore` after a restart, so a limit that was lowered stays lowered.
 */
import { parseYamlConfig, type ConfigPath } from '../../core/yaml-config.js';
import { checkLimits, type LimitScope } from './limit-checks.js';
import { limitsSchema, type Limits } from './limits-schema.js';
import { RiskError } from './errors.js';

/** Who changed what. Values as they stand in YAML; undefined: nothing is configured, so orders that need it are refused. */
export interface LimitEvent {
  /** `clients/CLIENT1/symbols/BRK.B/orderQuantity`. */
  readonly path: string;
  readonly before: LimitValue | undefined;
  readonly after: LimitValue | undefined;
  readonly who: string;
  readonly epochMs: number;
}

export type LimitValue = string | number | boolean | readonly LimitValue[] | { readonly [key: string]: LimitValue };

export type LimitListener = (change: LimitEvent) => void;

/** Exposure was counted with these: they change with a restart without open orders. */
const FIXED = new Set(['name', 'currencies', 'contracts']);
const STEP = /^(?!__proto__$|constructor$|prototype$)[A-Za-z0-9._-]{1,64}$/;

interface Tree {
  [key: string]: unknown;
}

export class LimitBook {
  #limits: Limits;
  readonly #listeners: LimitListener[] = [];
  readonly #compilers: ((limits: Limits) => void)[] = [];

  constructor(
    limits: Limits,
    readonly scope: LimitScope,
  ) {
    this.#limits = limits;
  }

  /** Throws ConfigError with everything that is wrong: file, line, what was found and what was expected. */
  static parse(file: string, text: string, scope: LimitScope): LimitBook {
    const limits = parseYamlConfig(file, text, {
      schema: limitsSchema,
      crossCheck: (value) => checkLimits(value, scope),
    });
    return new LimitBook(limits, scope);
  }

  /** As they stand now; for GET /api/v1/limits. */
  get limits(): Limits {
    return this.#limits;
  }

  /** Hears each change after it is in force. */
  onChange(listener: LimitListener): void {
    this.#listeners.push(listener);
  }

  /** Called at once, and whenever limits changed. */
  compileInto(compile: (limits: Limits) => void): void {
    this.#compilers.push(compile);
    compile(this.#limits);
  }

  /** What stands at a path; undefined where nothing is configured. Throws RiskError for a path that cannot be. */
  get(path: string): LimitValue | undefined {
    return valueAt(this.#limits, stepsOf(path));
  }

  /**
   * Sets one limit, a group of them or a list; null takes it away, and what needs it is refused from then on. Throws RiskError: then nothing has changed.
   * @param path steps with slashes between
   * @param value as in YAML: amounts as decimals in text
   * @param who the person or program, for the audit trail
   */
  setLimit(path: string, value: LimitValue | null, who: string, epochMs: number): LimitEvent {
    if (who.trim() === '') {
      throw new RiskError('LIMIT_INVALID', 'a change of a limit needs its owner', { where: path, expected: 'a name' });
    }
    const steps = stepsOf(path);
    const before = valueAt(this.#limits, steps);
    const draft = structuredClone(this.#limits) as Tree;
    put(draft, steps, value);
    const parsed = limitsSchema.safeParse(draft);
    if (!parsed.success) {
      const issue = parsed.error.issues[0]!;
      const unknown = issue.code === 'unrecognized_keys';
      throw new RiskError(unknown ? 'LIMIT_PATH' : 'LIMIT_INVALID', unknown ? 'no such limit' : 'not a limit', {
        where: pathOf([...issue.path, ...(unknown ? [issue.keys[0]!] : [])]),
        found: unknown ? undefined : JSON.stringify(value),
        expected: unknown ? 'a key of docs/risk-controls.md' : issue.message,
      });
    }
    const wrong = checkLimits(parsed.data, this.scope)[0];
    if (wrong !== undefined) {
      const { found, expected } = wrong;
      throw new RiskError('LIMIT_INVALID', 'not a limit', { where: pathOf(wrong.path), found, expected });
    }
    this.#limits = parsed.data;
    for (const compile of this.#compilers) compile(parsed.data);
    const change: LimitEvent = { path, before, after: valueAt(parsed.data, steps), who, epochMs };
    for (const listener of this.#listeners) listener(change);
    return change;
  }

  /** A change that was told before a restart; the listeners do not hear of it again. One that no longer fits (a client or symbol is gone) throws RiskError. */
  restore(change: LimitEvent): void {
    const listeners = this.#listeners.splice(0);
    try {
      this.setLimit(change.path, change.after ?? null, change.who, change.epochMs);
    } finally {
      this.#listeners.push(...listeners);
    }
  }
}

function stepsOf(path: string): string[] {
  const steps = path.split('/');
  if (steps.some((step) => !STEP.test(step)) || steps.length > 8) {
    throw new RiskError('LIMIT_PATH', 'no such limit', { found: path, expected: 'steps with slashes between' });
  }
  if (FIXED.has(steps[0]!)) {
    throw new RiskError('LIMIT_FIXED', 'exposure is counted with it: change it in the file, with no order open', {
      where: path,
    });
  }
  return steps;
}

function valueAt(limits: Limits, steps: readonly string[]): LimitValue | undefined {
  let at: unknown = limits;
  for (const step of steps) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined;
    at = (at as Tree)[step];
  }
  return at as LimitValue | undefined;
}

function put(tree: Tree, steps: readonly string[], value: LimitValue | null): void {
  let at = tree;
  for (const step of steps.slice(0, -1)) {
    const next = Object.hasOwn(at, step) ? at[step] : undefined;
    if (next === undefined) {
      if (value === null) return;
      at = at[step] = {} as Tree;
    } else if (typeof next === 'object' && next !== null && !Array.isArray(next)) {
      at = next as Tree;
    } else {
      throw new RiskError('LIMIT_PATH', 'no such limit', { found: steps.join('/'), expected: `no step after ${step}` });
    }
  }
  const last = steps.at(-1)!;
  if (value === null) Reflect.deleteProperty(at, last);
  else at[last] = structuredClone(value);
}

const pathOf = (path: ConfigPath): string => path.map(String).join('/');
