/** The port between people and the registers of a card. Roles are checked, and writes audited, before it is called. */
import type { OperationsCommand } from './operations-control.js';
import type { BlocksView, RegistersView } from './order-api/registers-json.js';
import type { Denial } from './order-entry.js';

export interface CardRegisters {
  blocks(): BlocksView | Denial;
  /** Rate-limited over all who ask: a reading that is a moment old is given again. */
  read(block: string, index: number): RegistersView | Denial;
  /** One word. Denied for registers that cannot be written, and for those that the driver needs as they are. undefined: done. */
  write(block: string, index: number, register: string, value: number, command: OperationsCommand): Denial | undefined;
}
