/** A QuickFIX session in a process of its own (quickfix-peer/peer.cpp), steered and watched from a test. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Watch } from './watch.js';
import { beginStringOf, dictionarySettings, type Version } from './version.js';
import { wireMessage, type WireMessage } from './wire-message.js';

const program = join(import.meta.dirname, 'quickfix-peer', 'build', 'quickfix-peer');

/** Empty, or why tests that need QuickFIX skip: words for the end of their titles. */
export const quickFixMissing = existsSync(program)
  ? ''
  : ' (skipped: npm test builds the peer where libquickfix-dev is)';

export interface PeerOptions {
  readonly version: Version;
  /** Where QuickFIX keeps its store: a second peer with the same folder goes on where the first one stopped. */
  readonly folder: string;
  /** The port to connect to; absent: the peer accepts, on a port of its own or on `acceptPort`. */
  readonly connectPort?: number;
  readonly acceptPort?: number;
  readonly heartbeatS?: number;
  /** QUICKFIX and CROSSFEED when absent. */
  readonly senderCompId?: string;
  readonly targetCompId?: string;
  /** Shared with the other party, where a test waits for something of both. */
  readonly watch?: Watch;
  /** More settings for QuickFIX, by its names. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** One line of what the peer says; which fields there are depends on the event. */
export interface PeerEvent {
  readonly event: string;
  readonly raw?: string;
  readonly text?: string;
  readonly command?: string;
  readonly port?: number;
  readonly out?: number;
  readonly in?: number;
  readonly type?: string;
  readonly msgSeqNum?: number;
  readonly possDup?: boolean;
  readonly clOrdId?: string;
}

export class QuickFixPeer {
  readonly events: PeerEvent[] = [];
  /** What QuickFIX took off the wire, and what it put there, in order. */
  readonly received: WireMessage[] = [];
  readonly sent: WireMessage[] = [];
  private readonly ended: Promise<void>;
  private isKilled = false;

  private constructor(
    private readonly child: ChildProcess,
    private readonly watch: Watch,
  ) {
    watch.addWitness(() => this.lastWords());
    createInterface({ input: child.stdout! }).on('line', (line) => {
      // QuickFIX itself writes about certificates to standard output, also in the middle of a line.
      const at = line.indexOf('{"event":');
      if (at >= 0) this.take(JSON.parse(line.slice(at)) as PeerEvent);
    });
    this.ended = new Promise((resolve) => {
      child.on('close', () => {
        if (!this.isKilled) watch.fail('QuickFIX has ended');
        resolve();
      });
    });
  }

  static start(options: PeerOptions): Promise<QuickFixPeer> {
    return QuickFixPeer.startWith(settingsText(options), options);
  }

  /** With a settings file as it stands. */
  static async startWith(
    settings: string,
    { folder, watch = new Watch() }: Pick<PeerOptions, 'folder' | 'watch'>,
  ): Promise<QuickFixPeer> {
    mkdirSync(folder, { recursive: true });
    const file = join(folder, 'settings.cfg');
    writeFileSync(file, settings);
    const child = spawn(program, [file], { stdio: ['pipe', 'pipe', 'inherit'] });
    // A write to a peer that has just ended is no error: waiting for its answer is.
    child.stdin.on('error', () => undefined);
    const peer = new QuickFixPeer(child, watch);
    await peer.until('the peer is ready', () => peer.last('ready') !== undefined);
    return peer;
  }

  /** The port on which it accepts. */
  get port(): number {
    return this.last('listening')?.port ?? NaN;
  }

  get logons(): number {
    return this.events.filter(({ event }) => event === 'logon').length;
  }

  get isLoggedOn(): boolean {
    return this.events.findLast(({ event }) => event === 'logon' || event === 'logout')?.event === 'logon';
  }

  /** Application messages that QuickFIX handed to its application, in order. */
  get delivered(): readonly PeerEvent[] {
    return this.events.filter(({ event }) => event === 'application');
  }

  /** ClOrdIDs of the delivered messages of this type. */
  deliveredIds(type: string): string[] {
    return this.delivered.flatMap((event) => (event.type === type ? [event.clOrdId ?? ''] : []));
  }

  /** Runs one command of the peer; rejects when the peer refuses it. */
  async command(line: string): Promise<void> {
    const from = this.events.length;
    this.child.stdin!.write(`${line}\n`);
    const answer = (): PeerEvent | undefined =>
      this.events.slice(from).find((event) => event.command === line && /^(done|failed)$/.test(event.event));
    await this.until(`an answer to '${line}'`, () => answer() !== undefined);
    const { event, text } = answer()!;
    if (event === 'failed') throw new Error(`the peer refused '${line}': ${text ?? ''}`);
  }

  async numbers(): Promise<{ out: number; in: number }> {
    await this.command('numbers');
    const said = this.last('numbers');
    return { out: said?.out ?? NaN, in: said?.in ?? NaN };
  }

  until(what: string, holds: () => boolean): Promise<void> {
    return this.watch.until(what, holds);
  }

  /** Stops the process in its tracks, its connection left open; lets it go on. */
  freeze(): void {
    this.child.kill('SIGSTOP');
  }

  thaw(): void {
    this.child.kill('SIGCONT');
  }

  /** Ends the process as a crash would: no logout, nothing flushed. */
  async kill(): Promise<void> {
    this.isKilled = true;
    this.child.kill('SIGKILL');
    await this.ended;
  }

  private take(event: PeerEvent): void {
    this.events.push(event);
    if (event.event === 'in') this.received.push(wireMessage(event.raw ?? ''));
    if (event.event === 'out') this.sent.push(wireMessage(event.raw ?? ''));
    this.watch.changed();
  }

  private last(name: string): PeerEvent | undefined {
    return this.events.findLast(({ event }) => event === name);
  }

  private lastWords(): string {
    const words = this.events.slice(-12).map((event) => JSON.stringify(event).replaceAll('\\u0001', '|'));
    return ['QuickFIX said last:', ...words].join('\n  ');
  }
}

function settingsText(options: PeerOptions): string {
  const { version, folder, connectPort, acceptPort = 0, heartbeatS = 30, settings } = options;
  const initiates = connectPort !== undefined;
  // QuickFIX looks for some of these among the defaults only.
  const defaults: Record<string, string> = {
    ConnectionType: initiates ? 'initiator' : 'acceptor',
    ...(initiates
      ? { SocketConnectHost: '127.0.0.1', SocketConnectPort: String(connectPort), HeartBtInt: String(heartbeatS) }
      : { SocketAcceptPort: String(acceptPort) }),
    ReconnectInterval: '0',
    SocketNodelay: 'Y',
    StartTime: '00:00:00',
    EndTime: '00:00:00',
    FileStorePath: folder,
    ...dictionarySettings(version),
    ...settings,
  };
  const session = {
    BeginString: beginStringOf(version),
    SenderCompID: options.senderCompId ?? 'QUICKFIX',
    TargetCompID: options.targetCompId ?? 'CROSSFEED',
  };
  const lines = (of: Readonly<Record<string, string>>): string[] =>
    Object.entries(of).map(([name, value]) => `${name}=${value}`);
  return ['[DEFAULT]', ...lines(defaults), '[SESSION]', ...lines(session), ''].join('\n');
}
