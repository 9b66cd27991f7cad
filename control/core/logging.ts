/** Structured logging: one JSON object a line on stderr, secrets taken out before anything is formatted. */
import { pino, type DestinationStream } from 'pino';
import type { Clock } from './world.js';

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

/** An event says what happened in a few constant words; what varies goes into the fields. */
export interface Logger {
  debug(event: string, fields?: object): void;
  info(event: string, fields?: object): void;
  warn(event: string, fields?: object): void;
  error(event: string, fields?: object): void;
  /** A logger whose lines all carry these fields. */
  child(fields: object): Logger;
}

export interface LoggerOptions {
  readonly clock: Clock;
  readonly level?: LogLevel;
  readonly name?: string;
  /** Where lines go; absent: stderr, because stdout belongs to a command's result. */
  readonly destination?: { write(line: string): void };
}

interface Levelled {
  isLevelEnabled(level: string): boolean;
  debug(fields: object, event: string): void;
  info(fields: object, event: string): void;
  warn(fields: object, event: string): void;
  error(fields: object, event: string): void;
  child(fields: object): Levelled;
}

export function createLogger({ clock, level = 'info', name, destination }: LoggerOptions): Logger {
  const stream: DestinationStream = destination ?? pino.destination({ fd: 2, sync: true });
  const base = { pid: process.pid };
  const sink: Levelled = pino(
    {
      level,
      base: name === undefined ? base : { ...base, name },
      timestamp: () => `,"time":${String(clock.epochMs())}`,
    },
    stream,
  );
  return new RedactingLogger(sink);
}

/** Says nothing. */
export const silentLogger: Logger = {
  debug: ignore,
  info: ignore,
  warn: ignore,
  error: ignore,
  child: () => silentLogger,
};

function ignore(): void {
  // Nothing to do.
}

class RedactingLogger implements Logger {
  constructor(private readonly sink: Levelled) {}

  debug(event: string, fields: object = {}): void {
    if (this.sink.isLevelEnabled('debug')) this.sink.debug(redactFields(fields), event);
  }

  info(event: string, fields: object = {}): void {
    if (this.sink.isLevelEnabled('info')) this.sink.info(redactFields(fields), event);
  }

  warn(event: string, fields: object = {}): void {
    if (this.sink.isLevelEnabled('warn')) this.sink.warn(redactFields(fields), event);
  }

  error(event: string, fields: object = {}): void {
    if (this.sink.isLevelEnabled('error')) this.sink.error(redactFields(fields), event);
  }

  child(fields: object): Logger {
    return new RedactingLogger(this.sink.child(redactFields(fields)));
  }
}

const REDACTED = '[redacted]';
const DEEPEST = 8;
const SECRET_KEY =
  /pass(word|phrase|wd)|secret|token|api[-_]?key|private[-_]?key|authorization|cookie|credential|^rawdata$/i;
/** FIX RawData (96), Password (554) and NewPassword (925) in text that shows a message. */
const SOH = String.fromCharCode(1);
const SECRET_FIX_FIELD = new RegExp(`(^|[${SOH}|^])(96|554|925)=[^${SOH}|^]*`, 'g');

/** What looks like a secret in any text, and what to put in its place. */
export const SECRET_TEXT: readonly (readonly [pattern: RegExp, by: string])[] = [
  [SECRET_FIX_FIELD, `$1$2=${REDACTED}`],
  [/\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{8,}/gi, `$1 ${REDACTED}`],
  [/(\/\/[^/\s:@"]+):[^/\s@"]+@/g, `$1:${REDACTED}@`],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[^]*?-----END [A-Z ]*PRIVATE KEY-----/g, REDACTED],
];

function redactFields(fields: object): object {
  return redact(fields, 0) as object;
}

/** A copy without secrets; bigints become decimal strings, errors their name, code, message and stack. */
function redact(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return value.replace(SECRET_FIX_FIELD, `$1$2=${REDACTED}`);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= DEEPEST) return '[too deep]';
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  const copy: Record<string, unknown> = {};
  if (value instanceof Error) {
    copy['type'] = value.name;
    copy['message'] = redact(value.message, depth + 1);
    copy['stack'] = redact(value.stack, depth + 1);
    if (value.cause !== undefined) copy['cause'] = redact(value.cause, depth + 1);
  }
  for (const [key, item] of Object.entries(value))
    copy[key] = SECRET_KEY.test(key) ? REDACTED : redact(item, depth + 1);
  return copy;
}
