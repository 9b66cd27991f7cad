/** What a gateway may do and must have in its environment, beyond what its configuration's shape says: docs/operations.md. */
import { sep } from 'node:path';
import type { ConfigPath, Contradiction } from '../core/yaml-config.js';
import type { LoadedVenue } from '../venues/config/load.js';
import type { LoadedConfig } from './config-files.js';
import type { GatewaySettings } from './config-schema.js';
import { secretFilesOf } from './secret-files.js';

const PRODUCTION = 'in production';

/** Contradictions between what is configured and the environment that it is for. Paths are those of the gateway's own configuration. */
export function checkEnvironment(
  { config, settings }: Pick<LoadedConfig, 'config' | 'settings'>,
  venues: readonly LoadedVenue[],
): readonly Contradiction[] {
  if (config.environment === 'lab') return [];
  const check = new EnvironmentCheck(settings, config.file, venues);
  if (config.environment === 'demo') check.staysHere();
  else check.isNoDemonstration();
  if (config.environment === 'production') check.isFitForProduction();
  return check.wrong;
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);

interface Endpoint {
  readonly host: string;
  readonly tls?: unknown;
}

/** Everything that a venue's sessions connect to. */
const endpointsOf = ({ config: { orderEntry, fallback, dropCopy, marketData } }: LoadedVenue): readonly Endpoint[] =>
  [orderEntry, fallback, dropCopy, marketData].flatMap((session): readonly Endpoint[] => session?.gateways ?? []);

class EnvironmentCheck {
  readonly wrong: Contradiction[] = [];

  constructor(
    /** In the order of the files, which those of GatewayConfig have not. */
    private readonly config: GatewaySettings,
    private readonly file: string,
    private readonly venues: readonly LoadedVenue[],
  ) {}

  /** Demonstrations have secrets that everybody knows, and orders that nobody gave. */
  staysHere(): void {
    const { fix } = this.config.clients;
    for (const [i, venue] of this.venues.entries()) {
      const far = endpointsOf(venue).find(({ host }) => !isLoopback(host));
      if (far !== undefined) {
        this.refuse(['venues', i], `${venue.config.id} at ${far.host}`, 'venues on this machine alone in a demo');
      }
    }
    if (fix !== undefined && !isLoopback(fix.host)) {
      this.refuse(['clients', 'fix', 'host'], fix.host, 'a loopback address in a demo');
    }
  }

  /** Somebody else's systems, or real money. */
  isNoDemonstration(): void {
    const { environment, trading, clients, feeds } = this.config;
    const here = `in ${environment}`;
    if (trading.demoOrders !== undefined) {
      this.refuse(['trading', 'demoOrders'], 'orders of the gateway’s own', `none ${here}`);
    }
    if (clients.demoToken !== undefined) {
      this.refuse(['clients', 'demoToken'], clients.demoToken, `none ${here}: clients.tokens, with a file each`);
    }
    for (const { path, file } of secretFilesOf(this.config, this.file, this.venues)) {
      if (file.split(sep).includes('demo-secrets')) this.refuse(path, file, `a secret of its own ${here}`);
    }
    for (const [f, { lines }] of feeds.entries()) {
      for (const [l, { faults }] of lines.entries()) {
        if (faults !== undefined) {
          this.refuse(['feeds', f, 'lines', l, 'faults'], 'damage on purpose', `none ${here}`);
        }
      }
    }
  }

  isFitForProduction(): void {
    const { simulators, http, trading, orders, alerts, clients } = this.config;
    if (simulators.length > 0) this.refuse(['simulators'], `${simulators.length} simulators`, `none ${PRODUCTION}`);
    if (http.login !== 'required') this.refuse(['http', 'login'], http.login, `required ${PRODUCTION}`);
    if (trading.durability === 'os') {
      this.refuse(['trading', 'durability'], 'os', `group or sync ${PRODUCTION}: os loses a second in a power cut`);
    }
    if (orders.limits === undefined) this.refuse(['orders', 'limits'], 'nothing', `a file of limits ${PRODUCTION}`);
    if (alerts === undefined) this.refuse(['alerts'], 'nothing', `a file of alert rules ${PRODUCTION}`);
    const { tracing } = this.config;
    if (tracing !== undefined) {
      const { protocol, hostname } = new URL(tracing.endpoint);
      if (protocol !== 'https:' && !isLoopback(hostname.replace(/^\[|\]$/g, ''))) {
        this.refuse(['tracing', 'endpoint'], tracing.endpoint, `https ${PRODUCTION}, or a collector on this machine`);
      }
    }
    const { fix } = clients;
    if (fix !== undefined && fix.tls === undefined && !isLoopback(fix.host)) {
      this.refusePlain(['clients', 'fix'], 'clients', 'clients of FIX');
    }
    for (const [i, venue] of this.venues.entries()) this.venueIsFit(i, venue);
    this.plainTextIsKnown();
  }

  private venueIsFit(index: number, venue: LoadedVenue): void {
    const { id, optIn } = venue.config;
    if (optIn) this.refuse(['venues', index], `${id}, a test network`, `none ${PRODUCTION}`);
    if (endpointsOf(venue).some(({ tls }) => tls === undefined)) this.refusePlain(['venues', index], id, id);
  }

  private refusePlain(path: ConfigPath, name: string, what: string): void {
    if (this.config.plainText[name] !== undefined) return;
    this.refuse(path, `${what} without TLS`, `tls ${PRODUCTION}, or the reason under plainText.${name}`);
  }

  /** A reason that is for nothing hides a mistake in a name. */
  private plainTextIsKnown(): void {
    const known = new Set(['clients', ...this.venues.map(({ config }) => config.id)]);
    for (const name of Object.keys(this.config.plainText)) {
      if (!known.has(name)) this.refuse(['plainText', name], name, `one of ${[...known].join(', ')}`);
    }
  }

  private refuse(path: ConfigPath, found: string, expected: string): void {
    this.wrong.push({ path, found, expected });
  }
}
