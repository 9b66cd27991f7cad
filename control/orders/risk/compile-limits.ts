/** From limits as people write them to the tables that the pass reads. Exposure in the same tables stays as it is. */
import { unitsOf } from '../../core/decimals.js';
import type { Instrument } from '../../core/instruments.js';
import { MAY, MAY_STRIDE, MONEY, MONEY_STRIDE, ROW, ROW_STRIDE, WITHOUT_REFERENCE } from './layout.js';
import { decimalsOf, quantityUnits } from './limit-checks.js';
import { keyNumber, type LimitKey } from './limit-keys.js';
import {
  assetClasses,
  orderTypes,
  sides,
  type ClientLimits,
  type InstrumentLimits,
  type Limits,
} from './limits-schema.js';
import type { RiskTables } from './tables.js';

export interface CompileScope {
  readonly clients: readonly string[];
  readonly venues: readonly string[];
}

export function compileLimits(limits: Limits, tables: RiskTables, scope: CompileScope): void {
  const { firm } = limits;
  const firmAt = scope.clients.length;
  tables.maxOpenOrders[firmAt] = firm.openOrders ?? NaN;
  writeCredit(limits, tables, firmAt, firm.credit);
  for (const [number, id] of scope.clients.entries()) {
    const client = own(limits.clients, id);
    tables.maxOpenOrders[number] = client?.openOrders ?? NaN;
    writeCredit(limits, tables, number, client?.credit ?? {});
    const may = number * MAY_STRIDE;
    tables.may[may + MAY.assetClasses] = bits(assetClasses, client?.assetClasses);
    tables.may[may + MAY.sides] = bits(sides, client?.sides);
    tables.may[may + MAY.orderTypes] = bits(orderTypes, client?.orderTypes);
    tables.may[may + MAY.venues] = bits(scope.venues, client?.venues);
    tables.may[may + MAY.selfTrade] = client?.selfTrade === 'allow' ? 1 : 0;
  }
  const restricted = new Set(firm.restricted);
  const ofClients = scope.clients.map((id) => new Set(own(limits.clients, id)?.restricted));
  for (const instrument of tables.instruments) {
    const { symbol, quantityScale, assetClass, currency } = instrument;
    const ofFirm = { ...firm.instruments[assetClass], ...own(firm.symbols, symbol) };
    const firmMissing = firmGap(limits, instrument, ofFirm);
    const firmRow = tables.row(firmAt, instrument.index) * ROW_STRIDE;
    tables.rows[firmRow + ROW.maxLong] = units(ofFirm.long, quantityScale);
    tables.rows[firmRow + ROW.maxShort] = units(ofFirm.short, quantityScale);
    for (const [number, id] of scope.clients.entries()) {
      const client = own(limits.clients, id);
      const mine: InstrumentLimits = {
        orderNotional: own(client?.credit, currency)?.order,
        ...client?.instruments[assetClass],
        ...own(client?.symbols, symbol),
      };
      const row = tables.row(number, instrument.index) * ROW_STRIDE;
      const { rows } = tables;
      rows[row + ROW.maxQuantity] = units(mine.orderQuantity, quantityScale);
      rows[row + ROW.maxLong] = units(mine.long, quantityScale);
      rows[row + ROW.maxShort] = units(mine.short, quantityScale);
      rows[row + ROW.collarBps] = mine.collarBps ?? NaN;
      rows[row + ROW.maxNotional] =
        mine.orderNotional === undefined ? NaN : unitsOf(mine.orderNotional, decimalsOf(limits, currency));
      rows[row + ROW.withoutReference] = WITHOUT_REFERENCE[mine.withoutReference ?? 'deny'];
      rows[row + ROW.missing] = keyNumber(clientGap(client, mine, currency) ?? firmMissing);
      rows[row + ROW.restricted] = restricted.has(symbol) || ofClients[number]!.has(symbol) ? 1 : 0;
    }
  }
}

/** A value under a name that the map itself has; what JavaScript gives every object is no limit. */
function own<T>(map: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return map !== undefined && Object.hasOwn(map, name) ? map[name] : undefined;
}

const units = (text: string | undefined, scale: number): number =>
  text === undefined ? NaN : quantityUnits(text, scale);

function bits(all: readonly string[], some: readonly string[] | undefined): number {
  let mask = 0;
  for (const name of some ?? []) mask |= 1 << all.indexOf(name);
  return mask;
}

function writeCredit(
  limits: Limits,
  tables: RiskTables,
  owner: number,
  credit: Readonly<Record<string, { gross?: string | undefined; net?: string | undefined }>>,
): void {
  for (const [number, currency] of tables.currencies.entries()) {
    const amounts = own(credit, currency);
    const at = (owner * tables.currencies.length + number) * MONEY_STRIDE;
    const decimals = decimalsOf(limits, currency);
    tables.money[at + MONEY.maxGross] = amounts?.gross === undefined ? NaN : unitsOf(amounts.gross, decimals);
    tables.money[at + MONEY.maxNet] = amounts?.net === undefined ? NaN : unitsOf(amounts.net, decimals);
  }
}

/** The first limit of the client that is not there. */
function clientGap(client: ClientLimits | undefined, mine: InstrumentLimits, currency: string): LimitKey | undefined {
  if (client === undefined) return 'clients/C';
  if (client.messages === undefined) return 'clients/C/messages';
  if (client.openOrders === undefined) return 'clients/C/openOrders';
  if (client.duplicates === undefined) return 'clients/C/duplicates';
  if (mine.orderQuantity === undefined) return 'clients/C/instruments/A/orderQuantity';
  if (mine.collarBps === undefined) return 'clients/C/instruments/A/collarBps';
  if (mine.long === undefined) return 'clients/C/instruments/A/long';
  if (mine.short === undefined) return 'clients/C/instruments/A/short';
  if (mine.orderNotional === undefined) return 'clients/C/credit/M/order';
  const credit = own(client.credit, currency);
  if (credit?.gross === undefined) return 'clients/C/credit/M/gross';
  if (credit.net === undefined) return 'clients/C/credit/M/net';
  return undefined;
}

function firmGap(
  { firm }: Limits,
  { currency }: Instrument,
  positions: { long?: string | undefined; short?: string | undefined },
): LimitKey | undefined {
  if (firm.messages === undefined) return 'firm/messages';
  if (firm.openOrders === undefined) return 'firm/openOrders';
  if (positions.long === undefined) return 'firm/instruments/A/long';
  if (positions.short === undefined) return 'firm/instruments/A/short';
  const credit = own(firm.credit, currency);
  if (credit?.gross === undefined) return 'firm/credit/M/gross';
  if (credit.net === undefined) return 'firm/credit/M/net';
  return undefined;
}
