/** The fence around the simulators: what they send stays in 127.0.0.0/8. */
import { NotLoopbackError } from './errors.js';

const OCTET = '(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])';
const LOOPBACK = new RegExp(`^127(?:\\.${OCTET}){3}$`);

export function isLoopback(address: string): boolean {
  return LOOPBACK.test(address);
}

/** @param where what the address is for, for the message */
export function requireLoopback(address: string, where: string): void {
  if (!isLoopback(address)) throw new NotLoopbackError(where, address);
}
