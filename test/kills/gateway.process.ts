/** The gateway as `crossfeed up` runs it, without its dashboard and its exchanges: `gateway.process.js CONFIG`. Says `ready` when clients may connect; made to be killed. */
import { createLogger } from '../../control/core/logging.js';
import { lockDataDirectory, readUserFile } from '../../control/core/world-data-directory.js';
import { realWorld } from '../../control/core/world-real.js';
import { realTradingWorld } from '../../control/core/world-trading.js';
import { parseConfig } from '../../control/gateway/config.js';
import { MarketData } from '../../control/gateway/market-data.js';
import { Trading } from '../../control/gateway/trading.js';

const file = process.argv[2] ?? '';
const config = parseConfig(file, readUserFile(file));
const data = lockDataDirectory(config.dataDirectory);
const destination = data.openLog('gateway');
const log = createLogger({ clock: realWorld.clock, level: 'info', name: 'gateway', destination });
const failed = (error: unknown): void => {
  log.error('gateway cannot go on', { error });
  process.stdout.write(`failed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
};
try {
  const tradingWorld = realTradingWorld;
  const trading = await Trading.open({ world: tradingWorld, log, config });
  const marketData = await MarketData.open({ world: realWorld, tradingWorld, log, config, failed, trading });
  marketData.start();
  if (marketData.market === undefined) throw new Error('there are no venues');
  const orders = trading.connect(marketData.market);
  await orders.listen();
  process.stdout.write('ready\n');
  const timer = setInterval(() => marketData.status(realWorld.clock.monotonicNs()), 250);
  // Whoever started it is gone.
  process.stdin.on('end', () => process.exit(0)).resume();
  process.stdin.on('data', () => {
    process.stdout.write(`${JSON.stringify({ alarms: orders.alarms, totals: orders.engine.counters })}\n`);
  });
  process.on('exit', () => clearInterval(timer));
} catch (error) {
  failed(error);
}
