/**
 * What a host does with a card's registers, recorded on the simulated card as `driver/test/registers.rec`: the C++ tests do it
 * again on a software device behind the PCIe back end, and every read must give what it gave here. Registers stand by block and
 * name, and headers of blocks that the feed path does not need are left out, so that a recording outlives new blocks.
 *
 *     npx tsx test/driver/record-registers.ts        writes the file anew
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installationRoot } from '../../control/core/world-installation.js';
import { REGISTER_BLOCKS } from '../../driver/generated/register-map.js';
import { RING } from '../../driver/generated/registers.js';
import { Nic } from '../../driver/nic.js';
import { FEED, frame, Records } from './rig.js';

const SLOTS_LOG2 = 6;
const RECORDS = 5;
const FEED_BLOCKS = new Set(['device', 'ring', 'match', 'port', 'channel']);
/** What differs from build to build and from run to run. */
const ANY = new Set(['device.BUILD_ID', 'device.TIME_LO', 'device.TIME_HI']);

export const recordingFile = join(installationRoot(), 'driver', 'test', 'registers.rec');

/** `channel[1].WINDOW_BEATS`; undefined: of no block that the feed path needs. */
function nameOf(address: number): string | undefined {
  for (const { name, base, stride, registers, counters } of REGISTER_BLOCKS) {
    const instances = name === 'match' ? 16 : name === 'port' ? 2 : name === 'channel' ? 4 : 1;
    const span = stride === 0 ? 0x100 : stride * instances;
    if (address < base || address >= base + span) continue;
    if (!FEED_BLOCKS.has(name)) return undefined;
    const instance = stride === 0 ? 0 : Math.floor((address - base) / stride);
    const offset = address - base - instance * stride;
    const of = stride === 0 ? name : `${name}[${instance}]`;
    const header = ['TYPE', 'VERSION', 'NEXT'][offset / 4];
    if (header !== undefined) return `${of}.${header}`;
    const register = registers.find((entry) => entry.offset === offset);
    if (register) return `${of}.${register.name}`;
    for (const table of counters) {
      for (let line = 0; line < (table.stride === undefined ? 1 : 2); line++) {
        const word = (offset - table.offset - line * (table.stride ?? 0)) / 4;
        const counter = word >= 0 ? table.names[Math.floor(word / 2)] : undefined;
        if (counter === undefined) continue;
        return `${of}.${table.stride === undefined ? '' : `line${line}.`}${counter}.${word % 2 === 0 ? 'LO' : 'HI'}`;
      }
    }
  }
  return undefined;
}

/** Runs the scenario on a simulated card of its own. */
export function recordRegisters(device: string): string {
  const lines = [
    '# Register accesses of a host, recorded on the simulated card by test/driver/record-registers.ts; `any` differs from',
    '# build to build. `deliver N`: the card writes N records. `consume`: the host has read them.',
  ];
  const hex = (value: number): string => `0x${(value >>> 0).toString(16).toUpperCase().padStart(8, '0')}`;
  const note = (verb: string, address: number, value: number): void => {
    const name = nameOf(address);
    if (name === undefined) return;
    const volatile = verb === 'read' && (ANY.has(name) || name.endsWith('.NEXT'));
    lines.push(`${verb} ${name} ${volatile ? 'any' : hex(value)}`);
  };
  const nic = Nic.open(device, { slotsLog2: SLOTS_LOG2 });
  const read = nic.readRegisters.bind(nic);
  const write = nic.writeRegisters.bind(nic);
  nic.readRegisters = (addresses) => {
    const values = read(addresses);
    addresses.forEach((address, index) => {
      note('read', address, values[index]!);
    });
    return values;
  };
  nic.writeRegisters = (addresses, values) => {
    addresses.forEach((address, index) => {
      note('write', address, values[index]!);
    });
    write(addresses, values);
  };
  try {
    lines.push(`open ${SLOTS_LOG2}`);
    nic.configure(FEED);
    nic.counters();
    lines.push('start');
    nic.start('virtual');
    const bytes = frame(1, RECORDS);
    nic.pushFrame(0, 100, bytes, bytes.length, false);
    nic.endOfInput();
    const records = new Records();
    while (!nic.drained()) nic.poll(records, 4096);
    if (records.slots.length !== RECORDS) throw new Error(`${records.slots.length} records instead of ${RECORDS}`);
    lines.push(`deliver ${RECORDS}`, 'consume');
    nic.readRegisters(
      [RING.PRODUCER, RING.RECORDS_LO, RING.RECORDS_HI, RING.ERRORS].map((offset) => RING.BASE + offset),
    );
    nic.dropped();
    lines.push('stop');
    nic.stop();
    nic.configure({ ...FEED, channels: [{ ...FEED.channels[0]!, mode: 'cut-through', start: 7n, session: 'ABC' }] });
    nic.readRegisters([RING.BASE + RING.PRODUCER]);
    lines.push('close');
  } finally {
    nic.close();
  }
  return `${lines.join('\n')}\n`;
}

/** What stands in the file. */
export function recorded(): string {
  return readFileSync(recordingFile, 'utf8');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(recordingFile, recordRegisters(`sim:record-${process.pid}`));
  console.log(`wrote ${recordingFile}`);
}
