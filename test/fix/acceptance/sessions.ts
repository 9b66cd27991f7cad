/** The sessions of the acceptance server, as CONTRACT.md lists them. */
import { dictionary, type DictionaryName } from '../../../control/protocols/fix/dictionary.js';
import { strictValidation, Validator, type ValidationOptions } from '../../../control/protocols/fix/validator.js';
import type { SessionSpec } from '../../../control/fix/engine/settings.js';
import { sessionDefaults, type BeginString, type SessionConfig } from '../../../control/fix/session/config.js';
import { MemorySessionStore } from '../../../control/fix/store/memory-store.js';
import type { Clock } from '../../../control/core/world.js';
import { EchoApplication } from './application.js';

export const acceptorCompId = 'ISLD';

interface Party {
  readonly compId: string;
  readonly beginString: BeginString;
  readonly dictionary: DictionaryName;
  /** FIXT.1.1: DefaultApplVerID of the dictionary. */
  readonly applVerId?: string;
  readonly validation?: Partial<ValidationOptions>;
}

export const parties: readonly Party[] = [
  { compId: 'TW40', beginString: 'FIX.4.0', dictionary: 'FIX40' },
  { compId: 'TW41', beginString: 'FIX.4.1', dictionary: 'FIX41' },
  { compId: 'TW42', beginString: 'FIX.4.2', dictionary: 'FIX42' },
  { compId: 'TW43', beginString: 'FIX.4.3', dictionary: 'FIX43' },
  { compId: 'TW44', beginString: 'FIX.4.4', dictionary: 'FIX44' },
  { compId: 'TW50', beginString: 'FIXT.1.1', dictionary: 'FIX50', applVerId: '7' },
  { compId: 'TW50SP1', beginString: 'FIXT.1.1', dictionary: 'FIX50SP1', applVerId: '8' },
  { compId: 'TW50SP2', beginString: 'FIXT.1.1', dictionary: 'FIX50SP2', applVerId: '9' },
  { compId: 'TW', beginString: 'FIX.4.4', dictionary: 'FIX44' },
  {
    compId: 'NO_CHECK_FIELDS_HAVE_VALUES',
    beginString: 'FIX.4.4',
    dictionary: 'FIX44',
    validation: { emptyValues: false },
  },
];

/** Specs for the engine. Each session starts over with every Logon, so its store need not outlive the process. */
export function sessionSpecs(clock: Clock): SessionSpec[] {
  return parties.map((party) => {
    const application = new EchoApplication();
    return {
      config: configOf(party, application),
      application,
      store: new MemorySessionStore(clock),
      ...validationOf(party),
    };
  });
}

function configOf({ compId, beginString, applVerId }: Party, application: EchoApplication): SessionConfig {
  const config: SessionConfig = {
    ...sessionDefaults,
    role: 'acceptor',
    beginString,
    senderCompId: acceptorCompId,
    targetCompId: compId,
    resetOnLogon: true,
    sendingTimeToleranceS: 120,
    heartBtIntRangeS: [1, 3600],
    timePrecision: beginString === 'FIX.4.0' || beginString === 'FIX.4.1' ? 'seconds' : 'milliseconds',
    nextExpectedMsgSeqNum: false,
    lastMsgSeqNumProcessed: false,
    resendChunk: 0,
    testReqId: 'TEST',
    // Testers wait ten seconds for a disconnect.
    logonTimeoutMs: 5_000,
    logoutTimeoutMs: 2_000,
    // They may ask for the same messages many times over.
    maxSameResendRequests: 100,
  };
  if (applVerId === undefined) return config;
  return {
    ...config,
    // Read again for each message: the counterparty's Logon decides.
    get defaultApplVerId() {
      return application.applVerId ?? applVerId;
    },
    applVerIdInBusinessReject: true,
  };
}

function validationOf(party: Party): Pick<SessionSpec, 'validator' | 'validatorFor'> {
  const options = { ...strictValidation, ...party.validation };
  const own = dictionary(party.dictionary);
  if (party.applVerId === undefined) return { validator: new Validator(own, own, options) };
  const transport = dictionary('FIXT11');
  const byVersion = new Map(
    parties.flatMap(({ applVerId, dictionary: name }) =>
      applVerId === undefined ? [] : [[applVerId, new Validator(transport, dictionary(name), options)] as const],
    ),
  );
  const validator = byVersion.get(party.applVerId);
  return { ...(validator && { validator }), validatorFor: (applVerId) => byVersion.get(applVerId) };
}
