/**
 * The exchange as one process to the outside: it starts its roles as processes of their own, says when all are ready, passes commands on, kills and
 * starts roles when told to, and starts again what ends unasked.
 */
import { tmpdir } from 'node:os';
import { createLogger, type Logger } from '../../../control/core/logging.js';
import type { Disk } from '../../../control/core/disk.js';
import type { Endpoint } from '../../../control/core/streams.js';
import { roleWorld } from './role.js';
import { fail, leave, listen, parseCommand, say } from './stdio.js';
import { SupervisedChild } from './supervised-child.js';

export interface SupervisorOptions {
  readonly venue: string;
  /** The exchange's entry point, and the arguments that this process was given: roles get them too, with `--role`, `--bus` and `--data` behind. */
  readonly script: string;
  readonly args: readonly string[];
  /** In the order of their start, behind `matcher`. */
  readonly roles: readonly string[];
  /** Which role obeys a command that is not the supervisor's own. */
  readonly roleFor: (command: Readonly<Record<string, unknown>>) => string | undefined;
  readonly bus: Endpoint;
  /** Days are kept below it, the last one only; absent: in the system's folder for temporary files. */
  readonly dataDirectory: string | undefined;
  /** Go on with the newest day that is there, instead of beginning one. */
  readonly resume: boolean;
  readonly stopOnStdinEnd: boolean;
  /** What the ready line says besides, from what the roles' ready lines said. */
  readonly ready: (roles: Readonly<Record<string, Readonly<Record<string, unknown>>>>) => object;
}

/** How long the end of the day may take to get to everybody. */
const CLOSING_MS = 300;
/** For an answer of a role that may be on its way out. */
const PATIENCE_MS = 1000;

export class Supervisor {
  private readonly children = new Map<string, SupervisedChild>();
  private readonly log: Logger;
  private bus: Endpoint;
  private isStopping = false;
  private day = '';
  private commands: Promise<void> = Promise.resolve();

  constructor(private readonly options: SupervisorOptions) {
    this.log = createLogger({ clock: roleWorld.clock, name: options.venue });
    this.bus = options.bus;
  }

  async run(): Promise<void> {
    const { options, children } = this;
    this.day = this.openDay(roleWorld.disk);
    const { day } = this;
    for (const role of ['matcher', ...options.roles]) {
      const args = (): readonly string[] => [
        ...process.execArgv,
        options.script,
        ...options.args,
        '--role',
        role,
        '--bus',
        `${this.bus.host}:${this.bus.port}`,
        '--data',
        day,
      ];
      children.set(role, new SupervisedChild({ role, args, timers: roleWorld.timers, log: this.log }));
    }
    const stop = (): void => void this.stop().catch(fail);
    process.on('SIGTERM', stop).on('SIGINT', stop);
    process.stdout.on('error', () => undefined);
    let isReady = false;
    listen(
      (text) => {
        // One after the other: a start behind a kill waits for the end of what was killed.
        this.commands = this.commands.then(() => this.obey(text, stop)).then(say, fail);
      },
      () => {
        if (!options.stopOnStdinEnd) return;
        // Roles that are being started see the end of their standard input with ours.
        if (isReady) stop();
        else process.exit(0);
      },
    );
    try {
      await this.child('matcher').start();
      const { bus } = this.child('matcher').ready as { bus: Endpoint };
      // A matcher that is started again comes back to where everybody looks for it.
      this.bus = bus;
      await Promise.all(options.roles.map((role) => this.child(role).start()));
    } catch (error) {
      await Promise.all([...children.values()].map((child) => child.stop()));
      throw error;
    }
    isReady = true;
    say({
      ready: true,
      venue: options.venue,
      pid: process.pid,
      day,
      processes: Object.fromEntries([...children].map(([role, { pid }]) => [role, pid])),
      ...options.ready(Object.fromEntries([...children].map(([role, { ready }]) => [role, ready]))),
    });
  }

  private async obey(text: string, stop: () => void): Promise<object> {
    const command = parseCommand(text) ?? {};
    const { stop: isStop, kill, start, counters } = command;
    if (isStop === true) {
      stop();
      return { done: command };
    }
    if (counters === true) return { counters: await this.counters() };
    const role = typeof kill === 'string' ? kill : typeof start === 'string' ? start : undefined;
    if (role === undefined) {
      const own = this.options.roleFor(command);
      if (own !== undefined) return this.child(own).ask(command);
      return { error: { code: 'SIM_COMMAND', message: `not a command: ${text.slice(0, 200)}` } };
    }
    const child = this.children.get(role);
    if (child === undefined) {
      const expected = [...this.children.keys()].join(', ');
      return { error: { code: 'SIM_ROLE', message: `no role ${role}, expected ${expected}` } };
    }
    if (typeof kill === 'string') await child.kill();
    else await child.start();
    return { done: command, pid: child.pid };
  }

  private async counters(): Promise<Record<string, unknown>> {
    const asked = [...this.children].map(async ([role, child]) => {
      const answer = await child.ask({ counters: true });
      return [
        role,
        { ...(answer['counters'] as object | undefined), restarts: child.restarts, pid: child.pid },
      ] as const;
    });
    return Object.fromEntries(await Promise.all(asked));
  }

  /** Ends the day, lets everybody hear of it, and stops. */
  private async stop(): Promise<void> {
    if (this.isStopping) return;
    this.isStopping = true;
    // A signal to the whole group may have reached them first.
    for (const child of this.children.values()) child.retire();
    const { timers } = roleWorld;
    // One that was told to stop by the signal itself does not answer any more.
    const closed = this.child('matcher').ask({ operate: { type: 'close' } });
    await Promise.race([closed, new Promise<void>((resolve) => timers.after(PATIENCE_MS, resolve))]);
    await new Promise<void>((resolve) => timers.after(CLOSING_MS, resolve));
    const counters = await Promise.race([
      this.counters(),
      new Promise<Record<string, unknown>>((resolve) => timers.after(PATIENCE_MS, () => resolve({}))),
    ]);
    const others = [...this.children.values()].filter((child) => child !== this.child('matcher'));
    await Promise.all(others.map((child) => child.stop()));
    await this.child('matcher').stop();
    if (this.options.dataDirectory === undefined) this.forget(roleWorld.disk, this.day);
    say({ stopped: true, counters });
    leave();
  }

  private child(role: string): SupervisedChild {
    return this.children.get(role)!;
  }

  private openDay(disk: Disk): string {
    const { dataDirectory, venue, resume } = this.options;
    const parent = dataDirectory ?? `${tmpdir()}/crossfeed-${venue}-${process.pid}`;
    disk.makeDirectory(parent);
    const days = disk.list(parent).filter((name) => name.startsWith('day-'));
    const newest = days[days.length - 1];
    if (resume && newest !== undefined) return `${parent}/${newest}`;
    for (const name of days) this.forget(disk, `${parent}/${name}`);
    const day = `${parent}/day-${roleWorld.clock.epochMs()}`;
    disk.makeDirectory(day);
    return day;
  }

  /** Removes the files of a day that is over; empty folders stay. */
  private forget(disk: Disk, path: string): void {
    let names: readonly string[] | undefined;
    try {
      names = disk.list(path);
    } catch {
      // A file.
    }
    try {
      if (names === undefined) disk.remove(path);
      else for (const name of names) this.forget(disk, `${path}/${name}`);
    } catch (error) {
      this.log.debug('old file stays', { path, error });
    }
  }
}
