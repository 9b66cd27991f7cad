/** From a session in a venue's file to what the FIX engine takes: dictionaries, schedules and switches as docs/fix-operations.md has them. */
import { engineSetup } from '../../fix/config/build.js';
import type { FixConfig } from '../../fix/config/config.js';
import type { FixApplication } from '../../fix/session/application.js';
import { VenueError } from '../errors.js';
import type { Dialect } from '../config/dialect-schema.js';
import type { FixSessionSettings } from '../config/session-schema.js';
import type { VenueSessionSettings } from './venue-session.js';
import { withWrittenValues } from './written-values.js';

type SessionSettings = FixConfig['sessions'][number];

/** The session's own application is given later. */
const nobody = {} as FixApplication;

/**
 * @param file that names the session: paths in it are relative to its folder
 * @param senderCompId in place of the file's
 * @param dialects in which orders are written to the venue
 */
export function sessionSettings(
  settings: FixSessionSettings,
  purpose: VenueSessionSettings['purpose'],
  file: string,
  senderCompId: string,
  dialects: readonly Dialect[],
): VenueSessionSettings {
  const { gateways, connectTimeoutMs, backoffMinMs, backoffMaxMs, stableMs, order, ...rest } = settings;
  const initiator = { order, connectTimeoutMs, backoffMinMs, backoffMaxMs, stableMs };
  const plain = gateways.map(({ host, port, localAddress, tls }) => ({ host, port, localAddress, tls }));
  const session = {
    ...rest,
    role: 'initiator',
    extension: withWrittenValues(settings, dialects),
    senderCompId,
    initiator: { ...initiator, endpoints: plain },
    logon: undefined,
  } as unknown as SessionSettings;
  const setup = engineSetup(
    { listeners: [], sessions: [session], templates: [] },
    {
      file,
      credentials: { read: () => unreachable(file) },
      application: () => nobody,
    },
  );
  const { application: _application, initiator: made, enabled: _enabled, ...spec } = setup.sessions[0]!;
  const endpoints = made?.endpoints ?? [];
  return {
    purpose,
    spec,
    initiator,
    gateways: endpoints.map((endpoint, i) => ({ ...endpoint, role: gateways[i]!.role })),
  };
}

function unreachable(file: string): never {
  throw new VenueError('VENUE_SECRET', 'a venue’s Logon is made by its own signer', { where: file });
}
