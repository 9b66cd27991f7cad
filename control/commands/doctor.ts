/** `crossfeed doctor [VENUE]`: from the configuration to an order and its cancel, each step timed; without a venue, all that needs no logon of every venue. */
import { dirname, resolve } from 'node:path';
import { Command } from 'commander';
import type { TlsOptions } from '../core/streams.js';
import { realNetworkProbe } from '../core/world-network.js';
import { realTradingWorld } from '../core/world-trading.js';
import type { VenueOrder } from '../core/venue.js';
import { checkLine, NotApplicable, runChecks, type Check, type CheckResult } from '../operations/checks/check-list.js';
import { networkChecks, type DoctorEndpoint } from '../operations/doctor/network-checks.js';
import { VenueWatch } from '../operations/checks/venue-watch.js';
import { tradingChecks } from '../operations/doctor/trading-checks.js';
import { checkSigner } from '../venues/fix/signer-vectors.js';
import type { LoadedVenue } from '../venues/config/load.js';
import { instrumentOf, orderText, units, type OrderText } from './order-text.js';
import { allVenues, readGatewayConfig, withConfigOptions } from './gateway-config.js';
import { isSimulated, mayConnect, openDesk, plainOrder, type DeskOptions, type VenueDesk } from './venue-desk.js';

interface DoctorOptions extends DeskOptions {
  readonly json?: boolean;
  readonly order?: OrderText;
}

/** Ours against the venue's, the time since its report included. */
const SKEW_MS_MAX = 10_000;

export function doctorCommand(): Command {
  return withConfigOptions(new Command('doctor'))
    .description(
      'configuration, credentials, network, logon, one order and its cancel, drop copy, logout: step by step',
    )
    .argument('[venue]', 'the venue; without one: configuration, signatures and network of all, no logon')
    .option('--order <text>', 'the order to enter and cancel, far from the market: "buy 1 AAPL 100.00"', orderText)
    .option('--allow-testnet', 'a venue that is not a simulator may be connected to')
    .option('--json', 'one JSON object a line')
    .action(async (venue: string | undefined, options: DoctorOptions) => {
      process.exitCode = await (venue === undefined ? examineAll(options) : examine(venue, options));
    });
}

async function examineAll(options: DoctorOptions): Promise<number> {
  let failed = 0;
  for (const loaded of allVenues(readGatewayConfig(options))) {
    say(options, `\n${loaded.config.id}`);
    const reach = mayConnect(loaded, options) ? network(loaded) : [];
    if (reach.length === 0) say(options, '  not a simulator: nothing is connected to without --allow-testnet');
    failed += await run([...before(loaded), ...reach], options);
  }
  return failed === 0 ? 0 : 1;
}

async function examine(name: string, options: DoctorOptions): Promise<number> {
  const watch = new VenueWatch();
  const desk = await openDesk(options, name, { watch });
  try {
    const { loaded, set } = desk;
    const venue = set.venues[0]!;
    const reach = network(loaded);
    const order = options.order === undefined ? undefined : orderOf(desk, options.order);
    const [first] = endpointsOf(loaded);
    const trading = tradingChecks({
      venue,
      watch,
      needs: first === undefined ? [] : [`tcp:${first.name}`],
      order,
      hasDropCopy: loaded.config.dropCopy !== undefined,
    });
    const logout = trading.findIndex(({ id }) => id === 'logout');
    trading.splice(logout, 0, clockCheck(watch, isSimulated(loaded)));
    return (await run([...before(loaded), ...reach, ...trading], options)) === 0 ? 0 : 1;
  } finally {
    await desk.close();
  }
}

/** What needs no network. */
function before({ file, config }: LoadedVenue): Check[] {
  const logons = [config.orderEntry, config.fallback, config.dropCopy, config.marketData].flatMap((session) =>
    session !== undefined && 'venueLogon' in session ? [session.venueLogon] : [],
  );
  const signers = [...new Set(logons.map(({ signer }) => signer))];
  return [
    {
      id: 'configuration',
      name: 'configuration',
      timeoutMs: 1000,
      run: () => Promise.resolve(file),
    },
    ...signers.map((signer) => ({
      id: `signer:${signer}`,
      name: `signature vector: ${signer}`,
      timeoutMs: 1000,
      run: () => Promise.resolve(checkSigner(signer)),
    })),
  ];
}

function network(loaded: LoadedVenue): Check[] {
  return networkChecks(endpointsOf(loaded), realNetworkProbe, realTradingWorld.clock);
}

function endpointsOf({ file, config }: LoadedVenue): DoctorEndpoint[] {
  const absolute = (path: string | undefined): string | undefined => path && resolve(dirname(file), path);
  const sessions = {
    orders: config.orderEntry,
    fallback: config.fallback,
    'drop copy': config.dropCopy,
    'market data': config.marketData,
  };
  return Object.entries(sessions).flatMap(([purpose, session]) =>
    (session?.gateways ?? []).map((gateway): DoctorEndpoint => {
      const { role, host, port } = gateway;
      const { tls } = gateway as { readonly tls?: TlsOptions };
      const name = `${purpose} ${role}`;
      if (tls === undefined) return { name, host, port };
      const { caFile, certFile, keyFile, serverName } = tls;
      const files = { caFile: absolute(caFile), certFile: absolute(certFile), keyFile: absolute(keyFile), serverName };
      const given = Object.fromEntries(Object.entries(files).filter(([, value]) => value !== undefined));
      return { name, host, port, tls: given };
    }),
  );
}

/** The venue's clock against ours, by the time in its report of the order. */
function clockCheck(watch: VenueWatch, isSimulator: boolean): Check {
  return {
    id: 'clock',
    name: 'clock skew',
    needs: ['order'],
    timeoutMs: 1000,
    run: () => {
      const told = watch.reports.find(({ transactEpochMs }) => transactEpochMs > 0);
      if (told === undefined) return Promise.resolve('the venue tells no times');
      // Both the way there and ours back are in it: an upper bound.
      const skewMs = Math.abs(realTradingWorld.clock.epochMs() - told.transactEpochMs);
      // An exchange simulator's day begins when it is started.
      if (skewMs > SKEW_MS_MAX && isSimulator)
        return Promise.reject(new NotApplicable('a simulator’s day is not ours'));
      if (skewMs > SKEW_MS_MAX) return Promise.reject(new Error(`${skewMs.toFixed(0)} ms`));
      return Promise.resolve(`at most ${skewMs.toFixed(0)} ms`);
    },
  };
}

function orderOf({ set }: VenueDesk, { side, quantity, symbol, price }: OrderText): VenueOrder {
  const { priceScale, quantityScale, index } = instrumentOf(set, symbol);
  return plainOrder(set.venues[0]!, {
    instrument: index,
    side,
    quantity: units(quantity, quantityScale),
    price: units(price, priceScale),
  });
}

async function run(checks: Check[], options: DoctorOptions): Promise<number> {
  const { clock, timers } = realTradingWorld;
  const width = Math.max(...checks.map(({ name }) => name.length));
  const print = (result: CheckResult): void => {
    process.stdout.write(options.json === true ? `${JSON.stringify(result)}\n` : `${checkLine(result, width)}\n`);
  };
  const results = await runChecks(checks, { clock, timers, onResult: print });
  const failed = results.filter(({ verdict }) => verdict === 'failed').length;
  const tookMs = results.reduce((sum, result) => sum + result.tookMs, 0);
  say(options, `${results.length - failed} fine or skipped, ${failed} failed, ${(tookMs / 1000).toFixed(1)} s`);
  return failed;
}

function say({ json }: DoctorOptions, line: string): void {
  if (json !== true) process.stdout.write(`${line}\n`);
}
