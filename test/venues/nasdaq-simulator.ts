/** The Nasdaq simulator in the virtual world: a matcher, two OUCH gateways, two FIX gateways, each a process that can be killed. */
import { silentLogger } from '../../control/core/logging.js';
import type { OrderState } from '../../sim/exchanges/core/orders.js';
import { MatcherLinkEnd } from '../../sim/exchanges/core/matcher-link.js';
import {
  join,
  OPEN_RULES,
  testExchange,
  type MemoryConnection,
  type TestExchange,
} from '../../sim/exchanges/core/testing.js';
import { equityFixSchema, openEquityFix } from '../../sim/exchanges/fix/equity-gateway.js';
import { matchReference } from '../../sim/exchanges/nasdaq/identifiers.js';
import { ouchGateway, ouchUser } from '../../sim/exchanges/nasdaq/ouch/config.js';
import { OuchGateway } from '../../sim/exchanges/nasdaq/ouch/gateway.js';
import type { VirtualHost } from '../support/world/host.js';
import type { VirtualWorld } from '../support/world/world.js';

const USERS = [
  {
    username: 'XF50',
    password: 'secret',
    version: '5.0',
    firm: 'XFD',
    cancelOnDisconnect: false,
    crossPortCancel: true,
  },
  {
    username: 'XF42',
    password: 'secret',
    version: '4.2',
    firm: 'XFD',
    cancelOnDisconnect: false,
    crossPortCancel: true,
  },
].map((user) => ouchUser.parse(user));

const FIX = equityFixSchema.parse({
  version: '4.2',
  compId: 'NSDQ',
  sessions: [
    { senderCompId: 'XFIX', firm: 'XFD' },
    { senderCompId: 'XDC', firm: 'XFD', purpose: 'dropCopy' },
  ],
});

export type GatewayName = 'ouch-a' | 'ouch-b' | 'fix-a' | 'fix-b';
const ADDRESSES: Readonly<Record<GatewayName, string>> = {
  'ouch-a': '127.0.7.1',
  'ouch-b': '127.0.7.2',
  'fix-a': '127.0.7.3',
  'fix-b': '127.0.7.4',
};

export class NasdaqSimulator {
  exchange: TestExchange;
  /** By our name of the order: how it stands at the exchange. */
  readonly orders = new Map<string, OrderState>();
  /** Fills: our name of the order, and the quantity. */
  readonly fills: string[] = [];
  readonly hosts: Record<GatewayName, VirtualHost>;
  private links = 0;
  private day = 1;
  private readonly matcherHost: VirtualHost;
  /** Links of the auditor and of the gateways that live, by who has them. */
  private readonly ends = new Map<string, { readonly end: MatcherLinkEnd; joint: MemoryConnection | undefined }>();

  constructor(readonly world: VirtualWorld) {
    this.matcherHost = world.addHost('matcher');
    this.exchange = this.startExchange();
    const host = (name: GatewayName): VirtualHost => world.addHost(name, { addresses: [ADDRESSES[name]] });
    this.hosts = {
      'ouch-a': host('ouch-a'),
      'ouch-b': host('ouch-b'),
      'fix-a': host('fix-a'),
      'fix-b': host('fix-b'),
    };
  }

  /** Everybody is gone, and comes back on a day that knows nothing of the one before. */
  async newDay(): Promise<void> {
    for (const name of Object.keys(ADDRESSES) as GatewayName[]) if (this.isUp(name)) this.kill(name);
    this.killMatcher();
    this.ends.clear();
    this.orders.clear();
    this.day++;
    this.exchange = this.startExchange();
    await this.open();
  }

  private startExchange(): TestExchange {
    const ports = USERS.map(({ username, firm }) => ({
      port: `OUCH:${username}`,
      firm,
      ratePerSecond: 0,
      cancelOnDisconnect: 'never' as const,
      crossPortCancel: true,
    }));
    return testExchange({
      world: this.matcherHost.start(),
      rules: { ...OPEN_RULES, ports },
      directory: `day-${this.day}`,
    });
  }

  private link(owner: string, name: string): MatcherLinkEnd {
    const end = new MatcherLinkEnd(name);
    this.ends.set(owner, { end, joint: this.isMatcherUp ? this.joined(end) : undefined });
    return end;
  }

  private joined(end: MatcherLinkEnd): MemoryConnection {
    const [process] = this.matcherHost.processes;
    return join(process!.timers, this.exchange.matcher.hub, end);
  }

  get isMatcherUp(): boolean {
    return this.matcherHost.processes.size > 0;
  }

  killMatcher(): void {
    // Its end of the links is gone with it, and must not be told.
    for (const own of this.ends.values()) own.joint?.cut('killed');
    this.matcherHost.kill();
  }

  /** It begins with its log; everybody finds it again. */
  startMatcher(): void {
    this.exchange = this.startExchange();
    for (const own of this.ends.values()) own.joint = this.joined(own.end);
  }

  async open(): Promise<void> {
    await this.world.run(5000);
    this.link('auditor', 'auditor').followFirm('XFD', 0, (report) => {
      if (!('order' in report) || report.order === undefined) return;
      const { order } = report;
      const name = String(order.echo['clOrdId'] ?? order.token).trim();
      this.orders.set(name, order);
      if (report.type === 'replaced') {
        for (const [other, state] of this.orders) {
          if (other !== name && state.token === report.previousToken) this.orders.delete(other);
        }
      }
      if (report.type === 'executed') this.fills.push(`${name} ${report.quantity}`);
    });
    for (const name of Object.keys(ADDRESSES) as GatewayName[]) await this.start(name);
  }

  async start(name: GatewayName): Promise<void> {
    const process = this.hosts[name].start();
    const link = this.link(name, `${name}-${this.links++}`);
    const address = ADDRESSES[name];
    if (name.startsWith('fix')) {
      const local = { host: address, port: 9000 };
      const matchText = (match: number): string => String(matchReference(match));
      await this.world.wait(openEquityFix({ world: process, link, name, local, settings: FIX, matchText }));
      return;
    }
    const settings = ouchGateway.parse({ address, ouch50Port: 5000, ouch42Port: 4200 });
    await this.world.wait(OuchGateway.open({ world: process, link, settings, users: USERS, log: silentLogger }));
  }

  kill(name: GatewayName): void {
    this.hosts[name].kill();
    this.ends.get(name)?.joint?.cut('killed');
    this.ends.delete(name);
  }

  isUp(name: GatewayName): boolean {
    return this.hosts[name].processes.size > 0;
  }
}

export const fixSession = (sender: string): string => `
  protocol: fix
  beginString: FIX.4.2
  senderCompId: ${sender}
  targetCompId: NSDQ
  gateways:
    - { role: primary, host: 127.0.7.3, port: 9000 }
    - { role: backup, host: 127.0.7.4, port: 9000 }
  stableMs: 0
  resendMaxAgeMs: { D: 0, F: 0, G: 0 }
  sendWhenLoggedOff: refuse
  extension: { fields: [{ tag: 527, name: SecondaryExecID, type: STRING }], messages: [{ msgType: "8", members: [{ tag: 527 }] }] }
  dialect: { tradeIdTag: 527 }
`;

export const nasdaqFile = (entry: 'ouch50' | 'ouch42' | 'fix', more = ''): string => `
id: NASDAQ
universe: universe.yaml
capabilities:
  ordTypes: "12"
  timesInForce: "034"
  replace: replace
  postOnly: native
  massCancel: none
  orderStatus: native
crossSessionCancel: true
orderEntry:${
  entry === 'fix'
    ? fixSession('XFIX')
    : `
  protocol: ${entry}
  gateways:
    - { role: primary, host: 127.0.7.1, port: ${entry === 'ouch50' ? 5000 : 4200} }
    - { role: backup, host: 127.0.7.2, port: ${entry === 'ouch50' ? 5000 : 4200} }
  username: ${entry === 'ouch50' ? 'XF50' : 'XF42'}
  password: { file: secret }
  stableMs: 0`
}
${more}`;
