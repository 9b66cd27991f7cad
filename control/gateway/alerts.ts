/** The gateway's alerts: rules from their file, receivers with their secrets, and where alerts survive a restart. */
import { join } from 'node:path';
import type { Logger } from '../core/logging.js';
import type { Receiver } from '../core/notifications.js';
import { readUserFile } from '../core/world-data-directory.js';
import { realNotifier } from '../core/world-notifications.js';
import { readSecretFd } from '../core/world-secrets.js';
import type { TradingWorld } from '../core/world.js';
import { parseYamlConfig } from '../core/yaml-config.js';
import { FileCredentials } from '../fix/config/credentials.js';
import { Alerts } from '../operations/alerts/alerts.js';
import { alertsShape, type ReceiverSettings, type SecretSettings } from '../operations/alerts/schema.js';
import type { EventLog } from '../resilience/event-log.js';
import { VenueSecrets } from '../venues/secrets.js';
import type { GatewayConfig } from './config-schema.js';

const STATE_FILE = 'alerts.json';

export interface GatewayAlertsOptions {
  readonly world: Pick<TradingWorld, 'clock' | 'disk'>;
  readonly log: Logger;
  readonly config: Pick<GatewayConfig, 'alerts' | 'dataDirectory'>;
  /** Absent: those of files and descriptors only. */
  readonly secrets?: VenueSecrets | undefined;
  readonly events: Pick<EventLog, 'add'>;
}

/** Undefined where no rules are configured. Throws ConfigError, AlertError, and what reading a secret throws. */
export function openAlerts({ world, log, config, secrets, events }: GatewayAlertsOptions): Alerts | undefined {
  const { alerts: file, dataDirectory } = config;
  if (file === undefined) return undefined;
  const settings = parseYamlConfig(file, readUserFile(file), alertsShape);
  const reader = secrets ?? new VenueSecrets(new FileCredentials(world.disk, readSecretFd), undefined);
  return new Alerts({
    ...{ clock: world.clock, disk: world.disk, log, settings },
    receivers: settings.receivers.map((each) => receiverOf(each, reader, file)),
    notifier: realNotifier,
    file: join(dataDirectory, STATE_FILE),
    event: (kind, text, component) => void events.add(kind, text, component === undefined ? {} : { component }),
  });
}

function receiverOf(settings: ReceiverSettings, secrets: VenueSecrets, file: string): Receiver {
  const read = ({ file: path, fd, store }: SecretSettings): string =>
    secrets.reader(
      {
        ...(path === undefined ? {} : { file: path }),
        ...(fd === undefined ? {} : { fd }),
        ...(store === undefined ? {} : { store }),
      },
      file,
    )();
  switch (settings.kind) {
    case 'webhook': {
      const { token, ...rest } = settings;
      return token === undefined ? rest : { ...rest, token: read(token) };
    }
    case 'pager':
      return { ...settings, routingKey: read(settings.routingKey) };
    case 'mail': {
      const { password, username, ...rest } = settings;
      return {
        ...rest,
        ...(username === undefined ? {} : { username }),
        ...(password === undefined ? {} : { password: read(password) }),
      };
    }
  }
}
