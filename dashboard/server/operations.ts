/** Everything that is asked of the gateway over HTTP: orders, limits and kill switches here, what operators do in operator-operations.ts. */
import {
  killSwitchSchema,
  killSwitchViewSchema,
  limitChangeSchema,
  limitsViewSchema,
  limitViewSchema,
  orderSchema,
  ordersViewSchema,
  orderViewSchema,
  positionsViewSchema,
  replaceSchema,
  routingFallbackSchema,
  routingRuleSchema,
  routingViewSchema,
  explanationViewSchema,
  timelineViewSchema,
  type KillSwitchJson,
  type LimitChangeJson,
  type OrderJson,
  type ReplaceJson,
  type RoutingFallbackJson,
  type RoutingRuleJson,
} from '../../control/core/order-api/order-json.js';
import { qualityViewSchema } from '../../control/core/order-api/quality-json.js';
import { ENDED_MAX, type OrderCommand } from '../../control/core/order-api/protocol.js';
import type { Operation } from './operation.js';
import { numberOf, OPERATOR_OPERATIONS } from './operator-operations.js';
import { ProblemError } from './problems.js';

const order = { text: 'The order as it stands', schema: orderViewSchema };
const SCOPES = ['firm', 'client', 'venue', 'symbol', 'account'] as const;

const ORDER_OPERATIONS: readonly Operation[] = [
  {
    id: 'listOrders',
    method: 'get',
    path: '/orders',
    summary: 'Open orders of the token’s client, or of all clients; or those that ended last.',
    role: 'view',
    query: {
      symbol: 'Only those in this symbol.',
      ended: `So many of those that ended last, newest first, instead of the open ones; up to ${ENDED_MAX}.`,
    },
    replies: { 200: { text: 'Orders', schema: ordersViewSchema } },
    command: ({ query }) => {
      const ended = numberOf(query, 'ended', ENDED_MAX);
      const { symbol } = query;
      return {
        op: 'orders',
        ...(symbol === undefined ? {} : { symbol }),
        ...(ended === undefined ? {} : { ended }),
      };
    },
  },
  {
    id: 'getTimeline',
    method: 'get',
    path: '/orders/{orderId}/timeline',
    summary: 'What happened to an order step by step: what its client was told, what venues said.',
    role: 'view',
    replies: { 200: { text: 'The steps, oldest first', schema: timelineViewSchema } },
    command: ({ path }) => ({ op: 'timeline', orderId: orderIdOf(path) }),
  },
  {
    id: 'explainOrder',
    method: 'get',
    path: '/orders/{orderId}/explain',
    summary: 'Why the router sent an order where it went: each decision with what it saw.',
    role: 'view',
    replies: { 200: { text: 'The decisions, oldest first', schema: explanationViewSchema } },
    command: ({ path }) => ({ op: 'explain', orderId: orderIdOf(path) }),
  },
  {
    id: 'readQuality',
    method: 'get',
    path: '/quality',
    summary: 'Execution quality: fill rates, spreads, improvement, slippage; venues ranked. At most some seconds old.',
    role: 'view',
    replies: { 200: { text: 'As `crossfeed quality report` has it', schema: qualityViewSchema } },
    command: () => ({ op: 'quality' }),
  },
  {
    id: 'getOrder',
    method: 'get',
    path: '/orders/{orderId}',
    summary: 'One order, open or not.',
    role: 'view',
    replies: { 200: order },
    command: ({ path }) => ({ op: 'order', orderId: orderIdOf(path) }),
  },
  {
    id: 'enterOrder',
    method: 'post',
    path: '/orders',
    summary: 'Enters an order for the token’s client.',
    role: 'trade',
    body: orderSchema,
    replies: { 201: order },
    command: ({ body }) => ({ op: 'submit', order: body as OrderJson }),
  },
  {
    id: 'replaceOrder',
    method: 'post',
    path: '/orders/{orderId}/replace',
    summary: 'New quantity or prices for an order.',
    role: 'trade',
    body: replaceSchema,
    replies: { 200: order, 202: { text: 'Asked for; a venue has to answer', schema: orderViewSchema } },
    command: ({ path, body }) => ({ op: 'replace', orderId: orderIdOf(path), replace: body as ReplaceJson }),
  },
  {
    id: 'cancelOrder',
    method: 'delete',
    path: '/orders/{orderId}',
    summary: 'Cancels an order.',
    role: 'trade',
    replies: { 200: order, 202: { text: 'Asked for; a venue has to answer', schema: orderViewSchema } },
    command: ({ path }) => ({ op: 'cancel', orderId: orderIdOf(path) }),
  },
  {
    id: 'listLimits',
    method: 'get',
    path: '/limits',
    summary: 'Limits as they stand, and the kill switches that are engaged.',
    role: 'view',
    replies: { 200: { text: 'Limits', schema: limitsViewSchema } },
    command: () => ({ op: 'limits' }),
  },
  {
    id: 'listPositions',
    method: 'get',
    path: '/positions',
    summary:
      'What is held and what is open, by client and symbol; of all and the firm for those who belong to no client or operate.',
    role: 'view',
    replies: { 200: { text: 'Positions', schema: positionsViewSchema } },
    command: () => ({ op: 'positions' }),
  },
  {
    id: 'setFirmLimit',
    method: 'put',
    path: '/limits/firm/{name}',
    summary: 'Changes a limit of the firm, from the next order on.',
    role: 'administer',
    body: limitChangeSchema,
    replies: { 200: { text: 'The limit', schema: limitViewSchema } },
    command: ({ path, body }) => limitCommand('firm', '', path['name'] ?? '', body),
  },
  {
    id: 'setLimit',
    method: 'put',
    path: '/limits/{scope}/{id}/{name}',
    summary: 'Changes a limit of a client, an account, a venue or a symbol, from the next order on.',
    role: 'administer',
    body: limitChangeSchema,
    replies: { 200: { text: 'The limit', schema: limitViewSchema } },
    command: ({ path, body }) => {
      const scope = SCOPES.find((each) => each === path['scope']);
      if (scope === undefined) throw new ProblemError('PATH_INVALID', `A scope is one of ${SCOPES.join(', ')}.`);
      return limitCommand(scope, path['id'] ?? '', path['name'] ?? '', body);
    },
  },
  {
    id: 'moveKillSwitch',
    method: 'post',
    path: '/kill-switch',
    summary: 'Stops everything in a scope and cancels what is open, or lets it go on.',
    role: 'trade',
    body: killSwitchSchema,
    replies: { 200: { text: 'What became of the orders', schema: killSwitchViewSchema } },
    command: ({ body }) => ({ op: 'killSwitch', killSwitch: body as KillSwitchJson }),
  },
  {
    id: 'showRouting',
    method: 'get',
    path: '/routing',
    summary: 'The router’s switch, and the market rules that were set by hand.',
    role: 'view',
    replies: { 200: { text: 'Routing', schema: routingViewSchema } },
    command: () => ({ op: 'routing' }),
  },
  {
    id: 'setRoutingFallback',
    method: 'put',
    path: '/routing/fallback',
    summary: 'Sends everything by the simple strategy from the next decision on, or by its own again.',
    role: 'operate',
    body: routingFallbackSchema,
    replies: { 200: { text: 'Routing', schema: routingViewSchema } },
    command: ({ body }) => ({ op: 'setFallback', fallback: body as RoutingFallbackJson }),
  },
  {
    id: 'setRoutingRule',
    method: 'put',
    path: '/routing/rules/{market}/{rule}',
    summary: 'Turns a market rule on or off, or gives it back to its dates.',
    role: 'administer',
    body: routingRuleSchema,
    replies: { 200: { text: 'Routing', schema: routingViewSchema } },
    command: ({ path, body }) => ({
      op: 'setRule',
      market: path['market'] ?? '',
      rule: path['rule'] ?? '',
      change: body as RoutingRuleJson,
    }),
  },
];

export const OPERATIONS: readonly Operation[] = [...ORDER_OPERATIONS, ...OPERATOR_OPERATIONS];

function limitCommand(scope: (typeof SCOPES)[number], id: string, name: string, body: unknown): OrderCommand {
  if (id.length > 48 || name.length > 48) throw new ProblemError('PATH_INVALID', 'A name has at most 48 characters.');
  return { op: 'setLimit', scope, id, name, change: body as LimitChangeJson };
}

function orderIdOf(path: Readonly<Record<string, string>>): number {
  const text = path['orderId'] ?? '';
  const orderId = Number(text);
  if (!/^[1-9]\d{0,15}$/.test(text) || !Number.isSafeInteger(orderId)) {
    throw new ProblemError('ORDER_UNKNOWN', `${JSON.stringify(text)} is no order ID.`);
  }
  return orderId;
}
