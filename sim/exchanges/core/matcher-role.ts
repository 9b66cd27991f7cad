/** The matcher as a process: bus, commands, counters. */
import { serveBus } from './bus.js';
import { Matcher, type MatcherOptions } from './matcher.js';
import type { OperatorCommand } from './operator.js';
import type { RoleContext, RunningRole } from './role.js';
import { operatorCommand } from './settings.js';

export interface MatcherRoleOptions extends Omit<MatcherOptions, 'world' | 'directory'> {
  /** Only orders are refused until `{"start":true}` comes. */
  readonly waitForStart: boolean;
  readonly startDelayMs: number;
}

export async function runMatcher(context: RoleContext<unknown>, options: MatcherRoleOptions): Promise<RunningRole> {
  const { world, bus, dataDirectory, log } = context;
  const matcher = new Matcher({ ...options, world, directory: `${dataDirectory}/matcher` });
  const listener = await serveBus(world, matcher.hub, bus);
  const { records, ms } = matcher.recovery;
  if (records > 0) log.info('log replayed', { records, ms: Math.round(ms), venueTimeNs: matcher.nowNs });
  const start = (): void => {
    if (options.startDelayMs === 0) matcher.start();
    else world.timers.after(options.startDelayMs, () => matcher.start());
  };
  if (!options.waitForStart) start();
  const operate = (command: OperatorCommand): Promise<object> =>
    new Promise((resolve) =>
      matcher.operate(command, (error) =>
        resolve(error === undefined ? { done: command } : { error: { code: 'OPERATE', message: error } }),
      ),
    );
  return {
    ready: {
      bus: { host: listener.address, port: listener.port },
      symbols: matcher.listings.length,
      recovery: matcher.recovery,
    },
    counters: () => ({
      ...matcher.counters,
      hub: matcher.hub.counters,
      timeNs: matcher.nowNs,
      feedSequence: matcher.feed.newest,
      reports: matcher.reports.length,
      liveOrders: matcher.liveOrders,
      logBytes: matcher.logBytes,
    }),
    obey: (command) => {
      if (command['start'] === true) {
        start();
        return { done: command };
      }
      return 'operate' in command ? operate(operatorCommand.parse(command['operate'])) : undefined;
    },
    stop: async () => {
      matcher.close();
      await listener.close();
    },
  };
}
