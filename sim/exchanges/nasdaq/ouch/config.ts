/** Settings of the OUCH gateways and their users. */
import { z } from 'zod';
import { listenPort, loopbackAddress, soupUser } from '../../publish/listener-config.js';

export const ouchUser = soupUser.extend({
  /** `5.0` or `4.2`: which of the gateway's ports it may log in to. */
  version: z.enum(['5.0', '4.2']),
  /** The exchange's name for the port; default: OUCH: and the user name. */
  port: z
    .string()
    .regex(/^[A-Za-z0-9:_-]{1,20}$/, 'expected 1 to 20 letters, digits, :, - or _')
    .optional(),
  firm: z.string().regex(/^[A-Z0-9]{1,4}$/, 'expected 1 to 4 capitals or digits'),
  /** Orders and replacements a second; 0: no limit. */
  ratePerSecond: z.number().int().min(0).max(1_000_000).default(0),
  cancelOnDisconnect: z.boolean().default(true),
  /** May cancel orders of other ports of its firm. */
  crossPortCancel: z.boolean().default(false),
  preventSelfTrade: z.enum(['', 'cancelNewest', 'cancelOldest', 'decrement']).default(''),
});

export const ouchGateway = z.strictObject({
  address: loopbackAddress.default('127.0.0.1'),
  ouch50Port: listenPort,
  ouch42Port: listenPort,
  connectionsMax: z.number().int().min(1).max(1024).default(64),
});

export type OuchUser = z.output<typeof ouchUser>;
export type OuchGatewaySettings = z.output<typeof ouchGateway>;

export function portNameOf({ port, username }: OuchUser): string {
  return port ?? `OUCH:${username}`;
}
