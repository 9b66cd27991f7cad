/** One FIX session in a configuration file. */
import { z } from 'zod';
import { sessionDefaults } from '../session/config.js';
import { initiatorDefaults, outputDefaults } from '../engine/settings.js';
import { dictionaryNames } from '../../protocols/fix/dictionary.js';
import { strictValidation, type ValidationOptions } from '../../protocols/fix/validator.js';
import { weekdays } from '../schedule/zoned-schedule.js';
import { extensionSchema } from './extension-schema.js';
import { compId, list, map, oneOf, secretReference, text, timeOfDayText, tls, whole, yesNo } from './schema-parts.js';

const d = sessionDefaults;
const DAY_MS = 86_400_000;
const BYTES_MAX = 1024 * 1024 * 1024;
const weekday = oneOf(weekdays);
const zone = text('an IANA time zone such as Europe/London');

const reset = z
  .union([oneOf(['start', 'never']), map({ time: timeOfDayText, weekdays: list(weekday, 1, 7).optional() })], {
    error: 'start, never, or a map with the time of the reset',
  })
  .default('start');

const daily = map({
  timeZone: zone,
  start: timeOfDayText,
  end: timeOfDayText,
  weekdays: list(weekday, 1, 7).optional(),
  reset,
});

const weekly = map({
  timeZone: zone,
  startDay: weekday,
  start: timeOfDayText,
  endDay: weekday,
  end: timeOfDayText,
  reset,
});

const schedule = map({ daily: daily.optional(), weekly: weekly.optional() });

const validationSwitches = Object.fromEntries(
  Object.keys(strictValidation).map((name) => [name, yesNo.default(true)]),
) as Record<keyof ValidationOptions, z.ZodDefault<z.ZodBoolean>>;

const endpoint = map({
  host: text('a host name or an address'),
  port: whole(1, 65_535),
  localAddress: text('one of our own addresses').optional(),
  tls: tls.optional(),
});

const initiator = map({
  endpoints: list(endpoint, 1, 16),
  order: oneOf(['primaryFirst', 'stay', 'rotate']).default(initiatorDefaults.order),
  connectTimeoutMs: whole(1, 600_000).default(initiatorDefaults.connectTimeoutMs),
  backoffMinMs: whole(1, DAY_MS).default(initiatorDefaults.backoffMinMs),
  backoffMaxMs: whole(1, DAY_MS).default(initiatorDefaults.backoffMaxMs),
  stableMs: whole(0, DAY_MS).default(initiatorDefaults.stableMs),
});

const acceptor = map({
  allowedAddresses: list(text('an address, or a network such as 10.1.0.0/16'), 1, 1000).optional(),
  tlsSubject: text('the subject of a certificate, such as CN=CLIENT1,O=Broker').optional(),
  listener: text('the name of a listener').optional(),
});

const output = map({
  queuedBytesMax: whole(1024, BYTES_MAX).default(outputDefaults.queuedBytesMax),
  replayPauseBytes: whole(1024, BYTES_MAX).default(outputDefaults.replayPauseBytes),
  lingerMs: whole(0, 60_000).default(outputDefaults.lingerMs),
});

/** Every switch of a session; what is not said is as in `sessionDefaults`. */
export const switches = {
  defaultApplVerId: oneOf(['2', '3', '4', '5', '6', '7', '8', '9']).optional(),
  heartBtIntS: whole(0, 86_400).default(d.heartBtIntS),
  heartBtIntRangeS: z
    .tuple([whole(0, 86_400), whole(0, 86_400)], { error: 'two whole numbers: least and most seconds' })
    .default([...d.heartBtIntRangeS]),
  logonTimeoutMs: whole(1, 600_000).default(d.logonTimeoutMs),
  logoutTimeoutMs: whole(1, 600_000).default(d.logoutTimeoutMs),
  sendingTimeToleranceS: whole(0, 86_400).default(d.sendingTimeToleranceS),
  timePrecision: oneOf(['seconds', 'milliseconds', 'microseconds', 'nanoseconds']).default(d.timePrecision),
  resetOnLogon: yesNo.default(d.resetOnLogon),
  resetOnLogout: yesNo.default(d.resetOnLogout),
  resetOnDisconnect: yesNo.default(d.resetOnDisconnect),
  allowResetByCounterparty: yesNo.default(d.allowResetByCounterparty),
  nextExpectedMsgSeqNum: yesNo.default(d.nextExpectedMsgSeqNum),
  lastMsgSeqNumProcessed: yesNo.default(d.lastMsgSeqNumProcessed),
  resendChunk: whole(0, 1_000_000_000).default(d.resendChunk),
  resendTimeoutMs: whole(1, 3_600_000).default(d.resendTimeoutMs),
  maxResendAttempts: whole(1, 1000).default(d.maxResendAttempts),
  maxSameResendRequests: whole(1, 1000).default(d.maxSameResendRequests),
  maxHeldMessages: whole(0, 10_000_000).default(d.maxHeldMessages),
  maxHeldBytes: whole(0, BYTES_MAX).default(d.maxHeldBytes),
  sendWhenLoggedOff: oneOf(['store', 'refuse']).default(d.sendWhenLoggedOff),
  resendMaxAgeMs: z
    .record(z.string().regex(/^[A-Za-z0-9]{1,4}$/, { error: 'a MsgType' }), whole(0, 7 * DAY_MS), {
      error: 'a map from MsgType to milliseconds',
    })
    .default({}),
  applVerIdInBusinessReject: yesNo.default(d.applVerIdInBusinessReject),
  testReqId: compId.optional(),
};

/** What belongs to a session beside its name: the same in a session and in a template. */
export const sessionBody = {
  ...switches,
  beginString: oneOf(['FIX.4.0', 'FIX.4.1', 'FIX.4.2', 'FIX.4.3', 'FIX.4.4', 'FIXT.1.1']),
  /** Of the application messages; absent: the one of BeginString, or of defaultApplVerId. */
  dictionary: oneOf(dictionaryNames as unknown as readonly [string, ...string[]])
    .transform((name) => name as (typeof dictionaryNames)[number])
    .optional(),
  extension: extensionSchema.optional(),
  /** `off`, or a map in which single checks are turned off. */
  validation: z
    .union([oneOf(['strict', 'off']), map(validationSwitches)], { error: 'strict, off, or a map of checks' })
    .default('strict'),
  acceptor: acceptor.optional(),
  output: output.prefault({}),
  schedule: schedule.optional(),
  logon: map({ username: text('a user name').optional(), ...secretReference }).optional(),
  enabled: yesNo.default(true),
};

const subIds = {
  senderSubId: compId.optional(),
  senderLocationId: compId.optional(),
  targetSubId: compId.optional(),
  targetLocationId: compId.optional(),
};

export const sessionSchema = map({
  role: oneOf(['initiator', 'acceptor']),
  senderCompId: compId,
  targetCompId: compId,
  ...subIds,
  initiator: initiator.optional(),
  ...sessionBody,
});

/** Acceptor sessions for counterparties that are not known beforehand: their CompID is the first Logon's. */
export const templateSchema = map({
  name: text('a name'),
  senderCompId: compId,
  /** The counterparty's CompID, in which * stands for anything. */
  targetCompIdPattern: text('a CompID, in which * stands for anything'),
  sessionsMax: whole(1, 10_000).default(100),
  ...sessionBody,
});

export type SessionSettings = z.infer<typeof sessionSchema>;
export type TemplateSettings = z.infer<typeof templateSchema>;
