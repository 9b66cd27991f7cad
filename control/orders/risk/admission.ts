/** The first part of the pass: who sends what, whether anything stops it altogether, whether its limits exist, and how fast messages come. */
import { DENY } from './denials.js';
import { ROW } from './layout.js';
import { CELL, type Desk, type Pass } from './pass.js';

const NOTHING = 0;

/** Unknown numbers, broken books and kill switches; for children too. */
export function stopped(pass: Pass, { tables, kill }: Desk): number {
  const { client, instrument } = pass;
  // Anything that is no index, NaN too, finds nothing.
  if (kill.clients[client] === undefined) return pass.refuse(DENY.unknownClient, client, NOTHING);
  if (kill.symbols[instrument] === undefined) return pass.refuse(DENY.unknownInstrument, instrument, NOTHING);
  tables.locate(pass);
  if (tables.faults[client] !== 0) return DENY.exposureFault;
  if (kill.firm[0] !== 0) return DENY.killFirm;
  if (kill.clients[client] !== 0) return DENY.killClient;
  if (kill.symbols[instrument] !== 0) return DENY.killSymbol;
  return 0;
}

/** The whole of it, for orders and replacements of clients. Takes a token. */
export function admit(pass: Pass, desk: Desk): number {
  const number = stopped(pass, desk);
  if (number !== 0) return number;
  const { client, cells } = pass;
  const missing = desk.tables.rows[pass.row + ROW.missing]!;
  if (missing !== 0) return pass.refuse(DENY.noLimit, missing, NOTHING);
  desk.rate.advance(cells, CELL.epochMs);
  const taken = desk.rate.take(client);
  if (taken === 0) return 0;
  return taken === 1 ? DENY.rateClient : DENY.rateFirm;
}
