/** From a configuration to what the engine takes: sessions with their dictionaries, schedules and credentials. */
import { dirname, resolve } from 'node:path';
import type { TlsOptions } from '../../core/streams.js';
import {
  dictionary,
  type Dictionary,
  type DictionaryExtension,
  type DictionaryName,
} from '../../protocols/fix/dictionary.js';
import { strictValidation, Validator, type ValidationOptions } from '../../protocols/fix/validator.js';
import type { ListenerSettings, SessionSpec, SessionTemplate } from '../engine/settings.js';
import { ZonedSchedule } from '../schedule/zoned-schedule.js';
import type { FixApplication } from '../session/application.js';
import type { BeginString, SessionConfig } from '../session/config.js';
import type { FixConfig } from './config.js';
import { withCredentials, type CredentialSource } from './credentials.js';
import { switches, type SessionSettings, type TemplateSettings } from './session-schema.js';

export interface BuildParts {
  /** The configuration's own file: paths in it are relative to its folder. */
  readonly file: string;
  readonly credentials: CredentialSource;
  /** The program's part of a session. */
  readonly application: (config: SessionConfig) => FixApplication;
}

export interface EngineSetup {
  readonly listeners: readonly ListenerSettings[];
  readonly sessions: readonly SessionSpec[];
  readonly templates: readonly SessionTemplate[];
}

/** The dictionary of a session's application messages; undefined for an ApplVerID that is none. */
export function dictionaryNameOf(
  settings: Pick<SessionSettings | TemplateSettings, 'beginString' | 'dictionary' | 'defaultApplVerId'>,
): DictionaryName | undefined {
  if (settings.dictionary !== undefined) return settings.dictionary;
  return settings.beginString === 'FIXT.1.1'
    ? byApplVerId[settings.defaultApplVerId ?? '']
    : byBeginString[settings.beginString];
}

/** Throws FixDictionaryError for an extension that makes no sense, FixScheduleError for a schedule. */
export function engineSetup(config: FixConfig, parts: BuildParts): EngineSetup {
  const builder = new Builder(parts);
  return {
    listeners: config.listeners.map(({ tls, ...rest }) => ({ ...rest, ...builder.tls(tls) })),
    sessions: config.sessions.map((settings) => builder.session(settings)),
    templates: config.templates.map((settings) => builder.template(settings)),
  };
}

const byBeginString: Readonly<Record<Exclude<BeginString, 'FIXT.1.1'>, DictionaryName>> = {
  'FIX.4.0': 'FIX40',
  'FIX.4.1': 'FIX41',
  'FIX.4.2': 'FIX42',
  'FIX.4.3': 'FIX43',
  'FIX.4.4': 'FIX44',
};

/** ApplVerID (1128). */
const byApplVerId: Readonly<Record<string, DictionaryName>> = {
  '2': 'FIX40',
  '3': 'FIX41',
  '4': 'FIX42',
  '5': 'FIX43',
  '6': 'FIX44',
  '7': 'FIX50',
  '8': 'FIX50SP1',
  '9': 'FIX50SP2',
};

class Builder {
  /** Dictionaries are large: sessions without extensions of their own share them. */
  private readonly dictionaries = new Map<DictionaryName, Dictionary>();

  constructor(private readonly parts: BuildParts) {}

  session(settings: SessionSettings): SessionSpec {
    const { initiator } = settings;
    return {
      ...this.body(configOf(settings), settings),
      ...(initiator === undefined
        ? {}
        : {
            initiator: {
              ...initiator,
              endpoints: initiator.endpoints.map(({ tls, localAddress, host, port }) => ({
                host,
                port,
                ...(localAddress === undefined ? {} : { localAddress }),
                ...this.tls(tls),
              })),
            },
          }),
    };
  }

  template(settings: TemplateSettings): SessionTemplate {
    const { name, sessionsMax, targetCompIdPattern, senderCompId, beginString } = settings;
    const pattern = new RegExp(`^${targetCompIdPattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`);
    return {
      name,
      sessionsMax,
      create: (identity) => {
        if (identity.beginString !== beginString || identity.senderCompId !== senderCompId) return undefined;
        if (!pattern.test(identity.targetCompId)) return undefined;
        return this.body(configOf({ ...settings, ...identity, role: 'acceptor' }), settings);
      },
    };
  }

  tls(tls: TlsSettings | undefined): { tls?: TlsOptions } {
    if (tls === undefined) return {};
    const { serverName, requireClientCertificate } = tls;
    const path = (key: 'caFile' | 'certFile' | 'keyFile'): Partial<TlsOptions> =>
      tls[key] === undefined ? {} : { [key]: this.path(tls[key]) };
    return {
      tls: {
        ...(serverName === undefined ? {} : { serverName }),
        ...(requireClientCertificate === undefined ? {} : { requireClientCertificate }),
        ...path('caFile'),
        ...path('certFile'),
        ...path('keyFile'),
      },
    };
  }

  private body(config: SessionConfig, settings: SessionSettings | TemplateSettings): SessionSpec {
    const { acceptor, output, schedule, enabled } = settings;
    return {
      config,
      application: this.application(config, settings),
      ...this.validation(config, settings),
      ...(acceptor === undefined ? {} : { acceptor: defined(acceptor) }),
      output,
      enabled,
      ...(schedule?.daily === undefined ? {} : { schedule: ZonedSchedule.daily(schedule.daily) }),
      ...(schedule?.weekly === undefined ? {} : { schedule: ZonedSchedule.weekly(schedule.weekly) }),
    };
  }

  private application(config: SessionConfig, { logon }: SessionSettings | TemplateSettings): FixApplication {
    const application = this.parts.application(config);
    if (logon === undefined) return application;
    const { username, passwordFd } = logon;
    const passwordFile = logon.passwordFile === undefined ? undefined : this.path(logon.passwordFile);
    const reference = { passwordFile, passwordFd };
    const isSecret = passwordFile !== undefined || passwordFd !== undefined;
    return withCredentials(
      application,
      config.role,
      username,
      isSecret ? () => this.parts.credentials.read(reference) : undefined,
    );
  }

  private validation(
    config: SessionConfig,
    settings: SessionSettings | TemplateSettings,
  ): Pick<SessionSpec, 'validator' | 'validatorFor' | 'lengthTags'> {
    const { validation, extension } = settings;
    if (validation === 'off') return {};
    const options: ValidationOptions = validation === 'strict' ? strictValidation : validation;
    if (config.beginString !== 'FIXT.1.1') {
      const own = this.dictionary(settings.dictionary ?? byBeginString[config.beginString], extension);
      return { validator: new Validator(own, own, options), lengthTags: own.lengthTags };
    }
    const transport = this.dictionary('FIXT11', undefined);
    const made = new Map<string, Validator>();
    const validatorFor = (applVerId: string): Validator | undefined => {
      const name =
        applVerId === config.defaultApplVerId
          ? (settings.dictionary ?? byApplVerId[applVerId])
          : byApplVerId[applVerId];
      if (name === undefined) return undefined;
      let validator = made.get(applVerId);
      if (validator === undefined) {
        validator = new Validator(transport, this.dictionary(name, extension), options);
        made.set(applVerId, validator);
      }
      return validator;
    };
    const validator = validatorFor(config.defaultApplVerId ?? '');
    return {
      validatorFor,
      ...(validator === undefined ? {} : { validator, lengthTags: validator.application.lengthTags }),
    };
  }

  private dictionary(name: DictionaryName, extension: DictionaryExtension | undefined): Dictionary {
    if (extension !== undefined) return dictionary(name, extension);
    let known = this.dictionaries.get(name);
    if (known === undefined) this.dictionaries.set(name, (known = dictionary(name)));
    return known;
  }

  private path(relative: string): string {
    return resolve(dirname(resolve(this.parts.file)), relative);
  }
}

type TlsSettings = NonNullable<FixConfig['listeners'][number]['tls']>;

/** What the session itself is told: its name and its switches. */
const configKeys = [
  'role',
  'beginString',
  'senderCompId',
  'senderSubId',
  'senderLocationId',
  'targetCompId',
  'targetSubId',
  'targetLocationId',
  ...Object.keys(switches),
] as readonly (keyof SessionConfig)[];

function configOf(settings: Partial<Record<keyof SessionConfig, unknown>>): SessionConfig {
  return defined(Object.fromEntries(configKeys.map((key) => [key, settings[key]]))) as unknown as SessionConfig;
}

/** Without the keys whose value is undefined. */
function defined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
