/**
 * FIX order entry and drop copy of an equity exchange (nasdaq and cboe: 4.2; fixex: 4.4): sessions from the configuration, one listener for
 * all of them, the session told by its CompIDs.
 */
import type { Endpoint } from '../../../control/core/streams.js';
import type { FixMessage } from '../../../control/protocols/fix/message.js';
import type { TradingWorld } from '../../../control/core/world.js';
import { z } from 'zod';
import type { MatcherLink } from '../core/links.js';
import { DropCopyDesk } from './drop-copy-desk.js';
import { EQUITY_DIALECTS } from './equity-dialect.js';
import type { ReportStyle } from './execution-reports.js';
import { FixGateway } from './gateway.js';
import { Listings } from './listings.js';
import type { OrderRules } from './new-order.js';
import { OrderDesk } from './order-desk.js';
import type { Refusal } from './refusal-log.js';
import type { LogonVerdict, SessionTerms } from './terms.js';

const compId = z.string().regex(/^[\x21-\x7e]{1,32}$/, '1 to 32 printable characters');

/** Part of an exchange's configuration. */
export const equityFixSchema = z.strictObject({
  version: z.enum(['4.2', '4.4']),
  /** The exchange's CompID. */
  compId,
  sessions: z
    .array(
      z.strictObject({
        /** SenderCompID (49) of the client. */
        senderCompId: compId,
        firm: z.string().min(1),
        /** Default: `FIX:` and the SenderCompID. */
        port: z.string().min(1).optional(),
        purpose: z.enum(['orders', 'dropCopy']).default('orders'),
        /** Password (554) of FIX 4.4; 4.2 has RawData (96) for it. */
        password: z.string().optional(),
        /** F, H and q reach orders of the firm's other ports. */
        crossPort: z.boolean().default(true),
        preventSelfTrade: z.enum(['', 'cancelNewest', 'cancelOldest', 'decrement']).default(''),
      }),
    )
    .refine(
      (sessions) => new Set(sessions.map(({ senderCompId }) => senderCompId)).size === sessions.length,
      'a different senderCompId for each session',
    ),
  /** ExecInst (18) codes of the pegs that are offered. */
  pegs: z
    .string()
    .regex(/^[RPM]*$/)
    .default('RPM'),
  ordTypes: z
    .string()
    .regex(/^[1234P]+$/)
    .default('12P'),
});

export type EquityFixSettings = z.output<typeof equityFixSchema>;
type SessionSettings = EquityFixSettings['sessions'][number];

export interface EquityFixOptions {
  readonly world: Pick<TradingWorld, 'clock' | 'timers' | 'streams'>;
  readonly link: MatcherLink;
  /** Name of the role: `fix-a`. */
  readonly name: string;
  /** In 127.0.0.0/8. */
  readonly local: Endpoint;
  readonly settings: EquityFixSettings;
  /** See ReportStyle. */
  readonly matchText?: (match: number) => string;
  readonly onRefusal?: (refusal: Refusal) => void;
}

export interface OpenFixGateway {
  readonly gateway: FixGateway;
  readonly port: number;
  close(): Promise<void>;
}

/** Opens one gateway process's FIX side. Rejects with WorldError when it cannot listen. */
export async function openEquityFix(options: EquityFixOptions): Promise<OpenFixGateway> {
  const { world, link, name, settings, local } = options;
  const gateway = new FixGateway({
    world,
    name,
    link,
    ...(options.onRefusal === undefined ? {} : { onRefusal: options.onRefusal }),
  });
  const listings = new Listings(link);
  const dialect = EQUITY_DIALECTS[settings.version];
  const sessions = new Map<string, { readonly terms: SessionTerms; readonly settings: SessionSettings }>();
  for (const session of settings.sessions) {
    const terms = termsOf(session, options, gateway, listings);
    sessions.set(session.senderCompId, { terms, settings: session });
  }
  // All of them before the first report is heard: numbers follow from the stream.
  for (const { terms } of sessions.values()) gateway.session(terms);
  const check = (message: FixMessage): LogonVerdict => {
    const session = sessions.get(message.string(49) ?? '');
    if (session === undefined) return { accepted: false, reason: `unknown SenderCompID ${message.string(49) ?? ''}` };
    return checkLogon(message, session.terms, session.settings, settings.compId);
  };
  const port = await gateway.listen({ name: 'fix', local, dialect, check });
  return { gateway, port, close: () => gateway.close() };
}

function checkLogon(message: FixMessage, terms: SessionTerms, settings: SessionSettings, ours: string): LogonVerdict {
  if (message.string(56) !== ours) {
    return { accepted: false, reason: `TargetCompID (56) ${message.string(56) ?? ''} is not ${ours}` };
  }
  const said = message.string(554) ?? message.string(96) ?? '';
  if (settings.password !== undefined && said !== settings.password) {
    return {
      accepted: false,
      reason: 'wrong password',
      terms,
      answer: [{ type: '5', fields: [[58, 'wrong password']] }],
    };
  }
  if (message.string(98) !== '0') return { accepted: false, reason: 'EncryptMethod (98) must be 0' };
  return {
    accepted: true,
    terms,
    reset: message.flag(141),
    heartbeatS: message.int(108),
    fields: [],
  };
}

function termsOf(
  session: SessionSettings,
  { settings, world, matchText }: EquityFixOptions,
  gateway: FixGateway,
  listings: Listings,
): SessionTerms {
  const nowMs = (): number => world.clock.epochMs();
  const port = session.port ?? `FIX:${session.senderCompId}`;
  const style: ReportStyle = {
    version: settings.version,
    precision: 'milliseconds',
    ...(matchText === undefined ? {} : { matchText }),
  };
  const { orders } = gateway.firm(session.firm);
  const rules: OrderRules = {
    ordTypes: settings.ordTypes,
    timesInForce: '0123467',
    sides: '1256',
    hidden: true,
    minQuantity: true,
    pegs: settings.pegs,
    maxClOrdIdLength: 64,
    preventSelfTrade: session.preventSelfTrade,
  };
  return {
    id: session.senderCompId,
    senderCompId: settings.compId,
    targetCompId: session.senderCompId,
    port: { port, firm: session.firm },
    dialect: EQUITY_DIALECTS[settings.version],
    numbering: 'shared',
    makeDesk: () =>
      session.purpose === 'dropCopy'
        ? new DropCopyDesk({ style, orders, listings })
        : new OrderDesk({ style, rules, port, orders, listings, crossPort: session.crossPort, nowMs }),
  };
}
