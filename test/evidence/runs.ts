/**
 * The long evidence runs: what each proves, how it is cut into pieces, and the command of a piece. A piece is minutes long, succeeds or fails by its
 * exit status (77: it cannot be made here, and proves nothing), and says in its last line of output what it did.
 */

/** What a piece is started with. */
export interface Piece {
  /** From 0. */
  readonly index: number;
  /** Of the whole run: pieces count on from it, so that no two runs repeat each other. */
  readonly seed: number;
}

export interface EvidenceRun {
  /** Also the name of its file under docs/evidence. */
  readonly id: string;
  readonly title: string;
  readonly pieces: number;
  /** How much the whole run is, in words: `100,000 fault schedules`. */
  readonly amount: string;
  /** Program and arguments, from the project's root; `node` is this Node. */
  readonly command: (piece: Piece) => readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

const FUZZED_CODECS = [
  'itch50',
  'pitch2',
  'itch50-records',
  'pitch2-records',
  'moldudp64',
  'soupbintcp',
  'ouch42',
  'ouch50',
  'glimpse',
  'gap-request',
];
const CODEC_PIECES = 10;
const MILLION = 1_000_000;
const ORACLE_BOOKS = 500_000;
/** The check of the router against the oracle draws so many books from a seed. */
const BOOKS_A_SEED = 100_000;

/** A test file in a process of its own, with the seed of the piece. */
const seededTest = (file: string, amount: string, { index, seed }: Piece): readonly string[] => [
  'env',
  amount,
  `CROSSFEED_ROUTING_SEED=${(seed + index) % 2 ** 31}`,
  'node',
  'node_modules/vitest/vitest.mjs',
  'run',
  file,
];

/** The driver's C++ tests; the last line adds their counts up. */
function driverTests(target: 'sanitize' | 'tsan'): readonly string[] {
  const sum = `/[0-9]+ checks/ { match($0, /[0-9]+ checks/); n += substr($0, RSTART); programs++ } END { print programs " programs, " n " checks passed" }`;
  const make = `make --no-print-directory -C driver ${target} 2>&1`;
  return ['sh', '-c', `out=$(${make}); status=$?; echo "$out"; echo "$out" | awk '${sum}'; exit $status`];
}

export const evidenceRuns: readonly EvidenceRun[] = [
  {
    id: 'fix-convergence',
    title: 'FIX: two sessions converge under random faults, no resend loop',
    pieces: 100,
    amount: '100,000 fault schedules',
    command: ({ index, seed }) => ['node', 'dist/test/fix/convergence/main.js', '1000', String(seed + index * 1000)],
  },
  {
    id: 'fix-fuzz',
    title: 'FIX: fuzzed bytes, no crash, no unbounded buffer',
    pieces: 10,
    amount: '50,000,000 bytes',
    command: ({ index, seed }) => ['node', 'dist/test/fix/fuzz.js', '5000000', String(seed + index)],
  },
  {
    id: 'fix-kills',
    title: 'FIX: SIGKILL of a process that trades with a real counterparty',
    pieces: 10,
    amount: '200 kills',
    command: () => ['node', 'node_modules/vitest/vitest.mjs', 'run', 'test/fix/crash/real.test.ts'],
    env: { CROSSFEED_CRASH_KILLS: '20' },
  },
  {
    id: 'kills',
    title: 'Gateway: SIGKILL at random instants with orders working on three venues; client, journal and venues agree',
    pieces: 25,
    amount: '500 kills',
    command: ({ index, seed }) => [
      'node',
      'dist/test/kills/main.js',
      ...['--kills', '20', '--seed', String(seed + index), '--whole-every', '10'],
    ],
  },
  {
    id: 'orders',
    title: 'Orders: the simulation by seed, with kills and torn writes; client, engine, risk and exchanges agree',
    pieces: 40,
    amount: '10,000 seeds',
    command: ({ index, seed }) => [
      'node',
      'dist/test/orders/main.js',
      ...['--runs', '250', '--first', String(seed + index * 250), '--steps', '50'],
    ],
  },
  {
    id: 'order-types',
    title: 'Orders: the same with every order type and the gateway’s risk side',
    pieces: 40,
    amount: '10,000 seeds',
    command: ({ index, seed }) => [
      'node',
      'dist/test/orders/main.js',
      ...['--runs', '250', '--first', String(seed + index * 250), '--steps', '50', '--types'],
    ],
  },
  {
    id: 'client-crash',
    title: 'Clients: the gateway dies at every change of its disk; every order once, every report once',
    pieces: 1,
    amount: '200 seeds',
    command: () => ['node', 'node_modules/vitest/vitest.mjs', 'run', 'test/clients/crash.test.ts'],
    env: { CROSSFEED_CLIENT_CRASH_SEEDS: '200' },
  },
  {
    id: 'risk',
    title: 'Risk: days of random orders against an independent model',
    pieces: 1,
    amount: '5,000 days',
    command: () => ['node', 'node_modules/vitest/vitest.mjs', 'run', 'test/orders/risk/oracle.test.ts'],
    env: { CROSSFEED_RISK_RUNS: '5000' },
  },
  {
    id: 'codec-fuzz',
    title: 'Binary codecs: mutated messages, no crash, no read outside, step or reject by rule',
    pieces: FUZZED_CODECS.length * CODEC_PIECES,
    amount: `10,000,000 messages of each of ${FUZZED_CODECS.length} codecs`,
    command: ({ index, seed }) => [
      'node',
      'dist/test/fuzz/run.js',
      '--codec',
      FUZZED_CODECS[index % FUZZED_CODECS.length]!,
      '--messages',
      String(MILLION),
      '--seed',
      String((seed + index) % 2 ** 31),
    ],
  },
  {
    id: 'routing-oracle',
    title: 'Router: no decision costs more than the best of all ways, and none breaks a limit or a rule',
    pieces: 20,
    amount: '10,000,000 random books',
    command: ({ index, seed }) => [
      'node',
      'dist/test/routing/main.js',
      String(ORACLE_BOOKS),
      String(seed + index * (ORACLE_BOOKS / BOOKS_A_SEED)),
    ],
  },
  {
    id: 'routing-two-ways',
    title: 'Router: the short way of a decision and the long one write the same record, word for word',
    pieces: 10,
    amount: '2,000,000 random books',
    command: (piece) => seededTest('test/routing/swift.test.ts', 'CROSSFEED_ROUTING_SWIFT_BOOKS=200000', piece),
  },
  {
    id: 'routing-faults',
    title: 'Router and order engine: venues that reject, die, answer late and trade after a cancel; every parent exact',
    pieces: 20,
    amount: '20,000 fault schedules',
    command: (piece) => seededTest('test/routing/engine.test.ts', 'CROSSFEED_ROUTING_FAULT_RUNS=1000', piece),
  },
  {
    id: 'routing-comparison',
    title:
      'Router: the same orders by the smart and by each simple strategy on simulated exchanges; fill rate over 5 % better than the primary venue’s and not worse than any, improvement positive, by 95 % intervals',
    pieces: 1,
    amount: '30 seeds, 5 s of market and 50 orders each, by 5 strategies',
    command: ({ seed }) => ['node', 'dist/test/routing/compare/main.js', '30', '5', String(seed)],
  },
  {
    id: 'feed-failover',
    title:
      'Feed failover: both lines fall silent; detected and validated in time, books equal to the exchange’s, in a virtual world with real code of both sides',
    pieces: 12,
    amount: '1,200 failovers of each of 3 ways, at 2,500 messages a second',
    command: ({ index, seed }) => [
      'node',
      'dist/test/resilience/failover-main.js',
      ...['--failovers', '100', '--rate', '2500', '--seed', String(seed + index)],
    ],
  },
  {
    id: 'gateway-kill',
    title:
      'Venue connections: the gateway in use is killed; orders flow through the other one in time, none lost or doubled, in a virtual world',
    pieces: 4,
    amount: '1,000 kills of each of OUCH 5.0, OUCH 4.2 and FIX',
    command: ({ index, seed }) => [
      'node',
      'dist/test/resilience/gateway-kill-main.js',
      ...['--kills', '250', '--seed', String(seed + index * 1000)],
    ],
  },
  {
    id: 'chaos',
    title: 'Seeded simulation: three exchanges, the gateway and a client in one world, and faults of every kind',
    pieces: 50,
    amount: '5,000 seeds',
    command: ({ index, seed }) => [
      'node',
      'dist/control/cli.js',
      'chaos',
      ...['--seed', String(seed + index * 100), '--runs', '100'],
    ],
  },
  {
    id: 'chaos-bugs',
    title: 'Seeded simulation: bugs that are put into the gateway are found',
    pieces: 1,
    amount: 'every bug of the list, within 1,000 seeds each',
    command: () => ['node', 'dist/test/chaos/bugs/main.js', '--seeds', '1000'],
  },
  {
    id: 'package',
    title: 'Package: packed with its dependencies, installed without a network, run outside the repository',
    pieces: 1,
    amount: 'one installation',
    command: () => ['node', 'node_modules/vitest/vitest.mjs', 'run', 'test/packaging/package.test.ts'],
    env: { CROSSFEED_PACKAGE: 'bundled' },
  },
  {
    id: 'npm-audit',
    title: 'Packages: `npm audit`; clean, or explained in test/packaging/audit.ts',
    pieces: 1,
    amount: 'every package of the lock file',
    command: () => ['node', 'dist/test/packaging/audit.js'],
  },
  {
    id: 'page',
    title:
      'Page: every view and every action against the whole demo in a real browser, with a killed line, venue and dashboard; axe in both themes, no complaint of the console',
    pieces: 1,
    amount: 'every view and every action, with a quarter of the demo’s messages',
    command: () => [
      'node',
      'node_modules/tsx/dist/cli.mjs',
      ...['test/dashboard/full-demo.ts', 'artifacts/page', '0.25'],
    ],
    env: { CROSSFEED_FULL_DEMO_PATIENCE_MS: '300000' },
  },
  {
    id: 'demo-trades',
    title:
      'Demo: orders and trades at five venues, 100 and more symbols in one book, each trade told alike by order session and drop copy; locked or crossed under 0.5 % of the time',
    pieces: 1,
    amount: 'two minutes as it is shipped',
    command: () => ['node', 'node_modules/tsx/dist/cli.mjs', 'test/evidence/demo-trades.ts', '120'],
  },
  {
    id: 'console-line',
    title:
      'Serial console: 1 in 1,000 bytes changed or lost; every completed read right, every completed write done once, over a real pseudo-terminal',
    pieces: 10,
    amount: '100,000 transactions with a model of the card',
    command: ({ index, seed }) => [
      'node',
      'dist/test/bringup/main.js',
      ...['--transactions', '10000', '--seed', String(seed + index)],
    ],
  },
  {
    id: 'console-card',
    title: 'Serial console of the Verilated card: the same',
    pieces: 100,
    amount: '100,000 transactions',
    command: ({ index, seed }) => [
      'node',
      'dist/test/bringup/main.js',
      ...['--card', '--transactions', '1000', '--seed', String(seed + index)],
    ],
  },
  {
    id: 'bringup-faults',
    title: 'Bring-up of the Verilated card: the plan for a bare card, and every kept fault with every step',
    pieces: 1,
    amount: 'all faults',
    command: () => ['node', 'node_modules/vitest/vitest.mjs', 'run', 'test/bringup/card.test.ts'],
    env: { CROSSFEED_BRINGUP_FULL: '1' },
  },
  {
    id: 'driver-address',
    title: 'Driver and Verilated card under AddressSanitizer and UndefinedBehaviourSanitizer',
    pieces: 1,
    amount: 'its C++ tests',
    command: () => driverTests('sanitize'),
  },
  {
    id: 'driver-threads',
    title: 'Driver and Verilated card under ThreadSanitizer',
    pieces: 1,
    amount: 'its C++ tests',
    command: () => driverTests('tsan'),
  },
  {
    id: 'console-rtl',
    title:
      'RTL of the serial console: random, damaged and good lines; never wedged, registers change by well-formed writes only',
    pieces: 1,
    amount: '100,000 lines',
    command: () => [
      'sh',
      '-c',
      'make -C hdl/bench ../build/console/Vconsole_top >&2 && hdl/build/console/Vconsole_top 7 100000',
    ],
  },
  {
    id: 'rtl-formal',
    title: 'RTL: properties proved by base case and induction, every seeded bug found',
    pieces: 1,
    amount: 'all proofs of hdl/formal',
    command: () => ['node', 'node_modules/tsx/dist/cli.mjs', 'hdl/tools/formal/main.ts'],
  },
  {
    id: 'rtl-synth',
    title: 'RTL: placed and routed, no block worse than kept',
    pieces: 1,
    amount: 'all blocks of hdl/synth, 5 seeds each',
    command: () => ['node', 'node_modules/tsx/dist/cli.mjs', 'hdl/tools/synth/main.ts'],
  },
];
