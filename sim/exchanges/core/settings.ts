/** Settings that every simulated exchange has for its orders: rules, fees, latency, the log and the bus. */
import { z } from 'zod';
import { isLoopback } from '../loopback.js';
import type { OperatorCommand } from './operator.js';
import type { ExchangeRules, PortRules } from './rules.js';

const fee = z
  .strictObject({
    /** 10^-8 of the currency for each share, contract or token; below 0 it is paid out. */
    perUnitE8: z.number().int().min(-1e9).max(1e9).default(0),
    /** Millionths of what the trade is worth. */
    ppm: z.number().min(-1e6).max(1e6).default(0),
  })
  .prefault({});

const microseconds = z.number().min(0).max(10_000_000).default(0);

export const exchangeShape = {
  fees: z.strictObject({ added: fee, removed: fee, cross: fee }).prefault({}),
  /** On the way from a gateway to the matcher and back; whole milliseconds in real time, whatever stands here. */
  latency: z.strictObject({ inUs: microseconds, outUs: microseconds, jitterUs: microseconds }).prefault({}),
  /** How far through the last price a limit may be, basis points; 0: no band. */
  priceBandBps: z.number().int().min(0).max(10_000).default(0),
  replaceKeepsPriority: z.boolean().default(false),
  /** `os` survives a killed process, `sync` also a power cut. */
  durability: z.enum(['os', 'sync']).default('os'),
  /** Quotes that the common latent price has gone through are taken within milliseconds. */
  arbitrage: z.boolean().default(true),
  /** How long a gateway may be away before its clients count as gone. */
  gatewayGraceMs: z.number().int().min(0).max(60_000).default(1000),
  /** Feed events that publishers may still ask for. */
  feedHistory: z.number().int().min(1000).max(2_000_000).default(200_000),
  /** Where the processes of the exchange meet. */
  bus: z
    .strictObject({
      address: z.string().refine(isLoopback, 'expected an address in 127.0.0.0/8').default('127.0.0.1'),
      port: z.number().int().min(0).max(65535).default(0),
    })
    .prefault({}),
};

export type ExchangeSettings = z.output<z.ZodObject<typeof exchangeShape>>;

export function rulesOf(
  {
    fees,
    priceBandBps,
    replaceKeepsPriority,
  }: Pick<ExchangeSettings, 'fees' | 'priceBandBps' | 'replaceKeepsPriority'>,
  ports: readonly PortRules[],
): ExchangeRules {
  return { ports, fees, priceBandBps, replaceKeepsPriority };
}

const match = z.number().int().min(1);

/** What an operator may ask for on standard input: `{"operate":{…}}`. */
export const operatorCommand: z.ZodType<OperatorCommand> = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('bust'),
    match,
    reason: z.enum(['erroneous', 'consent', 'supervisory']).default('supervisory'),
  }),
  z.strictObject({ type: z.literal('correct'), match, price: z.number().int().min(1) }),
  z.strictObject({ type: z.enum(['halt', 'resume']), symbol: z.string(), reason: z.string().default('') }),
  z.strictObject({ type: z.literal('cancelFirm'), firm: z.string() }),
  z.strictObject({ type: z.literal('close') }),
]);
