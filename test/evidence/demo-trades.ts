/**
 * The demo with its five venues for a while, as it is shipped: orders and trades at each, 100 and more symbols in the consolidated book, and each trade told alike by the order session and the drop copy, to the
 * share. For the evidence runs: `tsx test/evidence/demo-trades.ts SECONDS`. It needs the demo's fixed ports. The last line is JSON; exit status 1 when something does not hold.
 */
import { execFileSync } from 'node:child_process';
import { cli } from '../dashboard/demo.js';
import { until } from '../dashboard/waiting.js';
import { WholeDemo } from '../dashboard/whole-demo.js';

const PATIENCE_MS = 300_000;
const SYMBOLS_LEAST = 100;
const VENUES = 5;
/** Of the time, since every venue took orders. */
const LOCKED_OR_CROSSED_MOST = 0.005;

interface VenueView {
  readonly venue: string;
  readonly orderEntry?: {
    readonly totals: { readonly sent: number; readonly trades: number; readonly foreign: number };
  };
}

interface VenuesView {
  readonly venues: readonly VenueView[];
  readonly market: { readonly quoted: number; readonly lockedOrCrossedShare: number };
}

interface Breaks {
  readonly trades: number;
  readonly agreed: number;
  readonly breaks: readonly Break[];
}

interface Break {
  readonly venue: string;
  readonly venueExecId: string;
  readonly kind: string;
}

const seconds = Number(process.argv[2] ?? '120');
const demo = WholeDemo.start({ cli, share: 1, patienceMs: PATIENCE_MS });
try {
  await demo.ready();
  const venues = async (): Promise<VenuesView> => (await demo.api('venues')).body as VenuesView;
  const traded = ({ orderEntry }: VenueView): boolean => orderEntry === undefined || orderEntry.totals.trades > 0;
  await until('a trade at each venue', async () => (await venues()).venues.every(traded), PATIENCE_MS);
  await new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
  const { venues: all, market } = await venues();
  // A copy may be under way: what was a break must not be one when everything since has come.
  const first = breaks();
  let remaining = first.breaks;
  await until('copies of all trades', () => (remaining = remain(remaining, breaks())).length === 0, PATIENCE_MS).catch(
    (error: unknown) => {
      console.error(JSON.stringify(remaining, undefined, 2));
      throw error;
    },
  );
  const { trades, agreed } = breaks();
  const trading = all.filter(({ orderEntry }) => orderEntry !== undefined);
  const holds =
    trading.length === VENUES &&
    trading.every(({ orderEntry }) => orderEntry!.totals.sent > 0 && orderEntry!.totals.foreign === 0) &&
    market.quoted >= SYMBOLS_LEAST &&
    market.lockedOrCrossedShare < LOCKED_OR_CROSSED_MOST;
  const told = trading.map(({ venue, orderEntry }) => [venue, orderEntry!.totals] as const);
  console.log(
    JSON.stringify({
      check: 'demo-trades',
      holds,
      seconds,
      trades,
      agreed,
      ...market,
      totals: Object.fromEntries(told),
    }),
  );
  if (!holds) process.exitCode = 1;
} catch (error) {
  console.error(demo.lastOutput);
  throw error;
} finally {
  await demo.stop();
}

function breaks(): Breaks {
  const args = [cli, 'breaks', '--data', demo.dataDirectory, '--json'];
  try {
    return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as Breaks;
  } catch (error) {
    // Exit status 1: there are some.
    const { status, stdout } = error as { status?: number; stdout?: string };
    if (status !== 1 || stdout === undefined) throw error;
    return JSON.parse(stdout) as Breaks;
  }
}

/** Breaks of before that are still there. */
function remain(before: readonly Break[], { breaks: now }: Breaks): readonly Break[] {
  const keys = new Set(now.map(keyOf));
  return before.filter((each) => keys.has(keyOf(each)));
}

function keyOf({ venue, venueExecId, kind }: Break): string {
  return `${venue} ${venueExecId} ${kind}`;
}
